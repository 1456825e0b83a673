"""Other readers of Word files beside ours: their text, their time, their memory.

Text is what a program using the library would show: python-docx by paragraphs, tables, margins and
comments; mammoth by its HTML; pandoc with all tracked changes. Each may take `LONGEST` seconds a file.
"""

from __future__ import annotations

import importlib.util
import io
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from bench.word import judges

LONGEST = 60
TAG = re.compile(r"<[^>]+>")

CODE = {
    "lxml parse": """
import io, zipfile
from lxml import etree
def work(data):
    kept = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                kept.append(etree.fromstring(archive.read(name), etree.XMLParser(huge_tree=True)))
    return kept
""",
    "ours": """
from documents.core import reading
from documents.core.limits import Limits
from documents.core.rendering import render_document
def work(data):
    return render_document(reading.read(data, Limits(macros=True)))
""",
    "python-docx": """
from bench.word.readers import docx_text
work = docx_text
""",
    "mammoth": """
import io, mammoth
def work(data):
    return mammoth.convert_to_html(io.BytesIO(data)).value
""",
}
#: A process's own peak is in /proc: what getrusage says of it begins with the peak of its parent.
MEASURED = """
import gc, sys, time
{work}
def kilobytes(what):
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith(what))
data = open(sys.argv[1], "rb").read()
gc.collect()
before = kilobytes("VmRSS")
began = time.process_time()
kept = work(data)
print(time.process_time() - began, (kilobytes("VmHWM") - before) * 1024)
"""
SPENT = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)
sys.exit(done.returncode)
"""


def docx_text(data: bytes) -> str:
    """All text that python-docx gives of a file by its documented ways."""
    import docx

    document = docx.Document(io.BytesIO(data))
    found = list(_docx_blocks(document))
    for section in document.sections:
        for margin in (section.header, section.footer):
            found += _docx_blocks(margin)
    found += [one.text for one in document.comments]
    return "\n".join(found)


def _docx_blocks(home: Any) -> Iterator[str]:
    for block in home.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                for cell in row.cells:
                    yield from _docx_blocks(cell)
        else:
            yield block.text


def mammoth_text(data: bytes) -> str:
    import mammoth

    return TAG.sub(" ", mammoth.convert_to_html(io.BytesIO(data)).value)


def pandoc_text(data: bytes) -> str:
    found = judges.pandoc(data, "all")
    if found is None:
        raise ValueError("pandoc does not read this file")
    return found


def text_readers() -> dict[str, Callable[[bytes], str]]:
    """Name → its text of a file, for those that are installed."""
    known = {"docx": ("python-docx", docx_text), "mammoth": ("mammoth", mammoth_text),
             "pypandoc": ("pandoc", pandoc_text)}  # fmt: skip
    return {name: work for module, (name, work) in known.items() if importlib.util.find_spec(module)}


def text_of(work: Callable[[bytes], str], data: bytes) -> str | None:
    """What a reader makes of a file; None when it fails or takes too long."""
    try:
        with _at_most(LONGEST):
            return work(data)
    except Exception:  # noqa: BLE001 - whatever fails in a peer is its failure
        return None


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def measured(name: str, path: Path) -> tuple[float, float] | None:
    """(CPU seconds, bytes that the process grew by) of one reader on one file, in a process of its own."""
    if name == "pandoc":
        return _pandoc(path)
    return _told([sys.executable, "-c", MEASURED.format(work=CODE[name]), str(path)])


def _told(command: list[str]) -> tuple[float, float] | None:
    """Two numbers that a program says at its end; None when it fails or takes too long."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=LONGEST, check=True)
    except (subprocess.SubprocessError, OSError):
        return None
    seconds, size = done.stdout.split()[-2:]
    return float(seconds), float(size)


def _pandoc(path: Path) -> tuple[float, float] | None:
    try:
        import pypandoc
    except ImportError:
        return None
    program = pypandoc.get_pandoc_path()
    launched = [sys.executable, "-c", SPENT, program]
    _, idle = _told([*launched, "--version"]) or (0.0, 0.0)
    spent = _told([*launched, "-f", "docx", "-t", "html", "--track-changes=all", str(path)])
    return None if spent is None else (spent[0], spent[1] - idle)
