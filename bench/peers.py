"""Peers that are never dependencies: an environment of their own, made when a bench first asks for it."""

import importlib.util
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "var" / "peers"
REQUIREMENTS = Path(__file__).resolve().parent / "requirements.txt"


def python() -> str | None:
    """The interpreter that has the peers; `None`, with a word on standard error, when they can not be had."""
    interpreter = FOLDER / "bin" / "python"
    ready = FOLDER / "ready"
    wanted = REQUIREMENTS.read_text(encoding="utf-8")
    if not ready.exists() or ready.read_text(encoding="utf-8") != wanted:
        made = subprocess.run([sys.executable, "-m", "venv", str(FOLDER)], check=False).returncode == 0
        install = [str(interpreter), "-m", "pip", "install", "-qq", "-r", str(REQUIREMENTS)]
        if not made or subprocess.run(install, check=False, stdout=sys.stderr).returncode:
            sys.stderr.write("The peers could not be installed: their figures are left out.\n")
            return None
        ready.write_text(wanted, encoding="utf-8")
    return str(interpreter)


def share(module: str) -> bool:
    """Let this process import a peer, behind everything of its own; whether it is there."""
    if importlib.util.find_spec(module) is not None:
        return True
    if python() is None:
        return False
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    place = str(FOLDER / "lib" / version / "site-packages")
    if place not in sys.path:
        sys.path.append(place)
    return importlib.util.find_spec(module) is not None
