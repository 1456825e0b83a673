"""Independent readers of Word files: pandoc and LibreOffice say what they see."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pypandoc

LONGEST = 120  # seconds


def plain(text: str) -> str:
    """Letters and digits alone."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text))


def pandoc(data: bytes, changes: str) -> str | None:
    """What pandoc reads with changes "accept"ed, "reject"ed or "all" shown; None if it fails.

    The numbers of lists are not in it: pandoc makes those itself.
    """
    with tempfile.NamedTemporaryFile(suffix=".docx") as file:
        file.write(data)
        file.flush()
        command = [pypandoc.get_pandoc_path(), "-f", "docx", "-t", "json", f"--track-changes={changes}"]
        done = subprocess.run([*command, file.name], capture_output=True, timeout=LONGEST, check=False)
    return plain("".join(_words(json.loads(done.stdout)["blocks"]))) if done.returncode == 0 else None


def _words(node: Any) -> Iterator[str]:
    """The text of pandoc's own tree."""
    if isinstance(node, list):
        for one in node:
            yield from _words(one)
    elif isinstance(node, dict):
        content = node.get("c")
        if node.get("t") == "Str":
            yield str(content)
        elif node.get("t") in ("Code", "Math", "CodeBlock"):
            yield str(content[1])
        else:
            yield from _words(content)


def soffice() -> str | None:
    """LibreOffice's program, None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def libreoffice(files: Sequence[bytes], seconds: int = 300) -> list[str | None]:
    """The text that LibreOffice opens each file to, None for one that it does not open."""
    program = soffice()
    if program is None:
        raise FileNotFoundError("LibreOffice is not installed")
    with tempfile.TemporaryDirectory() as folder:
        names = [f"file{place}" for place in range(len(files))]
        for name, data in zip(names, files, strict=True):
            Path(folder, f"{name}.docx").write_bytes(data)
        command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore",
                   "--convert-to", "txt:Text (encoded):UTF8", "--outdir", f"{folder}/out"]  # fmt: skip
        subprocess.run([*command, *(f"{folder}/{name}.docx" for name in names)], capture_output=True,
                       timeout=seconds, check=False)  # fmt: skip
        made = [Path(folder, "out", f"{name}.txt") for name in names]
        return [
            path.read_text(encoding="utf-8", errors="replace") if path.exists() else None for path in made
        ]
