"""Damaged Word files: `python -m bench.fuzz [DIR] --mutations N`.

N damaged copies of the Word files of a folder (see `bench.word.mutations`) are read, rendered, lifted, laid
back, accepted and rejected, each in a process of its own that may use `SECONDS` of CPU and `MEMORY`.
It must end in a value or in `Unreadable` (`CannotLay` for laying back); a traceback, a killed process
or one that grows past its bounds is told on standard error with the seed that makes it again.

    --seed TEXT     another run of chance (default "1")
    --first N       the number to begin with
    --only N        one damaged file again, with its traceback
    --keep FOLDER   write the damaged files that failed there
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import SHARED, SUFFIXES
from bench.word import mutations
from documents.core import markup, reading
from documents.core.limits import Limits
from documents.core.model import Unreadable
from documents.core.rendering import render_document

SECONDS = 20
MEMORY = 2_000_000_000
LARGEST = 400_000  # bytes of a file that is damaged: larger ones cost time and show nothing new
LIMITS = Limits(macros=True)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one damaged file: "fine", "unreadable", or else what went wrong, with details."""

    state: str
    detail: str = ""
    seconds: float = 0.0
    megabytes: float = 0.0

    @property
    def sound(self) -> bool:
        return self.state in ("fine", "unreadable")


def work(data: bytes) -> str:
    """All that is done with a file that somebody sends; the state that it ends in."""
    try:
        draft = reading.read(data, LIMITS)
        render_document(draft)
        reading.text(data, "final", LIMITS)
        clean, lifted = markup.lift(data, LIMITS)
    except Unreadable:
        return "unreadable"
    try:
        laid = markup.try_lay(clean, lifted, limits=LIMITS).data
        reading.read(laid, LIMITS)
    except Unreadable as error:
        raise AssertionError(f"what was laid can not be read again: {error}") from error
    for accept in (True, False):
        settled = markup.settle(data, accept, LIMITS)
        try:
            reading.text(settled, limits=LIMITS)
        except Unreadable as error:
            raise AssertionError(f"what was settled can not be read again: {error}") from error
    return "fine"


def tried(data: bytes) -> Outcome:
    """The work on one file in a process of its own, within its bounds."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        _in_child(data, writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read()
    _, status, usage = os.wait4(child, 0)
    seconds, megabytes = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
    if os.WIFSIGNALED(status):
        name = signal.Signals(os.WTERMSIG(status)).name
        return Outcome("hang" if name in ("SIGXCPU", "SIGALRM") else "killed", name, seconds, megabytes)
    state, detail = pickle.loads(said) if said else ("killed", "said nothing")
    return Outcome(state, detail, seconds, megabytes)


def _in_child(data: bytes, writer: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(SECONDS * 5)
    try:
        said = work(data), ""
    except MemoryError:
        said = "growth", f"more than {MEMORY:,} bytes"
    except BaseException:  # noqa: BLE001 - whatever it is, it is told
        said = "traceback", traceback.format_exc()
    with os.fdopen(writer, "wb") as pipe:
        pipe.write(pickle.dumps(said))
    os._exit(0)


def sources(folder: Path) -> list[Path]:
    """The files that are damaged."""
    found = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in SUFFIXES]
    return [path for path in found if 0 < path.stat().st_size < LARGEST]


def damaged(folder: Path, seed: str, number: int) -> tuple[str, str, bytes]:
    """(name that makes it again, what was done, the damaged file) of one number of a run."""
    paths = sources(folder)
    path = paths[number * 7919 % len(paths)]
    what, data = mutations.mutate(path.read_bytes(), f"{seed}:{number}")
    return f"{number}", f"{path.relative_to(folder)}: {what}", data


def run(folder: Path, count: int, seed: str, keep: Path | None = None, first: int = 0) -> list[Outcome]:
    """Damage `count` files; those that end badly are told on standard error."""
    found = []
    for number in range(first, first + count):
        name, what, data = damaged(folder, seed, number)
        outcome = tried(data)
        found.append(outcome)
        if outcome.sound:
            continue
        sys.stderr.write(f"{outcome.state} --seed {seed} --only {name} ({what})\n{outcome.detail}\n")
        sys.stderr.flush()
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{seed}-{name}.docx").write_bytes(data)
    return found


def figure(name: str, ours: float, unit: str) -> None:
    row = {"figure": name, "ours": ours, "peer": None, "theirs": None, "ratio": None, "unit": unit}
    sys.stdout.write(json.dumps(row) + "\n")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz")
    parser.add_argument("folder", nargs="?", default=SHARED / "corpus", type=Path)
    parser.add_argument("--mutations", type=int, default=300)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--only", type=int)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args(arguments)
    if given.only is not None:
        name, what, data = damaged(given.folder, given.seed, given.only)
        sys.stderr.write(f"{name} {what}: {work(data)}\n")
        return 0
    began = time.monotonic()
    found = run(given.folder, given.mutations, given.seed, given.keep, given.first)
    states = Counter(one.state for one in found)
    for state in sorted(states | Counter(traceback=0, hang=0, growth=0, killed=0)):
        figure(f"fuzz: damaged files that ended as {state}", states[state], f"of {len(found)}")
    figure("fuzz: slowest", round(max(one.seconds for one in found), 2), "CPU s")
    figure("fuzz: largest process", round(max(one.megabytes for one in found)), "MB")
    figure("fuzz: all", round(time.monotonic() - began, 1), "s")
    return int(any(not one.sound for one in found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
