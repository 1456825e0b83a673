"""Peers that are never dependencies: an environment of their own, made when a bench first asks for it."""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "var" / "peers"
PACKAGES = ("python-redlines[all]==2.0.0",)


def python() -> str | None:
    """The interpreter that has the peers; `None`, with a word on standard error, when they can not be had."""
    interpreter = FOLDER / "bin" / "python"
    if not (FOLDER / "ready").exists():
        made = subprocess.run([sys.executable, "-m", "venv", str(FOLDER)], check=False).returncode == 0
        install = [str(interpreter), "-m", "pip", "install", "-q", *PACKAGES]
        if not made or subprocess.run(install, check=False).returncode:
            sys.stderr.write("The peers could not be installed: their figures are left out.\n")
            return None
        (FOLDER / "ready").touch()
    return str(interpreter)
