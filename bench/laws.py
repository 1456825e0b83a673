"""Laws 1 to 3 of the design on every Word file of a folder: `python -m bench.laws DIR`.

One line a file: ok, unreadable with the reason, or the law that failed and how. Law 2 is judged by
our own reader here. Exit 1 when a law failed anywhere.
"""

from __future__ import annotations

import sys
from pathlib import Path

from documents.core import markup, reading
from documents.core.model import Unreadable


def failures(data: bytes) -> list[str]:
    """What fails for one file. Raises Unreadable."""
    clean, lifted = markup.lift(data)
    found = []
    if reading.text(clean) != reading.text(data, "original"):
        found.append("law 2: the clean file does not read as the original view")
    laid = markup.try_lay(clean, lifted)
    found += [f"law 1: {problem.code} at {problem.block}: {problem.reason}" for problem in laid.problems]
    again_clean, again = markup.lift(laid.data)
    if [one.edit for one in again.changes] != [one.edit for one in lifted.changes]:
        found.append("law 1: the changes that come back differ")
    if [(one.text, one.start, one.end) for one in again.comments] != [
        (one.text, one.start, one.end) for one in lifted.comments
    ]:
        found.append("law 1: the comments that come back differ")
    if reading.text(again_clean) != reading.text(clean):
        found.append("law 1: the clean text differs")
    if reading.text(markup.settle(data, accept=True)) != reading.text(data, "final"):
        found.append("law 2: accepting every change does not read as the final view")
    found += [f"law 3: {fault}" for fault in markup.check(clean, laid.data, lifted).faults]
    return found


def main(folder: Path) -> int:
    """Report on every file below `folder`."""
    failed = 0
    for path in sorted(one for one in folder.rglob("*") if one.suffix.lower() in (".docx", ".dotx", ".docm")):
        name = path.relative_to(folder)
        try:
            wrong = failures(path.read_bytes())
        except Unreadable as error:
            sys.stdout.write(f"{name}: unreadable: {error}\n")
            continue
        except Exception as error:  # noqa: BLE001 - a report on thousands of files names every cause
            wrong = [f"{type(error).__name__}: {error}"]
        failed += bool(wrong)
        sys.stdout.write(f"{name}: {'; '.join(wrong) or 'ok'}\n")
    sys.stdout.write(f"files that break a law: {failed}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
