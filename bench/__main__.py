"""`./run bench [NAME…]`: runs the programs of this folder, all or those named.

A bench is a module `bench/NAME.py`, or a package with a `__main__`, that prints one JSON object a line
to standard output, `{"figure", "ours", "peer", "theirs", "ratio", "unit"}`: medians of one run, `ratio`
is ours/theirs, null where there is no peer. Each runs in a process of its own, so that none warms up for
another; what else they have to say goes to standard error.
"""

import json
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
KEYS = {"figure", "ours", "peer", "theirs", "ratio", "unit"}


def main(names: list[str]) -> int:
    known = sorted(_benches())
    if unknown := set(names) - set(known):
        sys.stderr.write(f"There is no bench {', '.join(sorted(unknown))}; there are: {', '.join(known)}\n")
        return 2
    return max((run(name) for name in names or known), default=0)


def _benches() -> set[str]:
    """The modules that can be run, without what they share."""
    modules = {path.stem for path in FOLDER.glob("[a-z]*.py") if "__main__" in path.read_text("utf-8")}
    return modules | {path.parent.name for path in FOLDER.glob("[a-z]*/__main__.py")}


def run(name: str) -> int:
    """Run one bench and pass its figures on; 1 when it failed or printed something else."""
    sys.stderr.write(f"── {name}\n")
    program = subprocess.Popen(
        [sys.executable, "-m", f"bench.{name}"], cwd=FOLDER.parent, stdout=subprocess.PIPE, text=True
    )
    is_sound = True
    for line in program.stdout or ():
        if is_figure(line):
            sys.stdout.write(line)
            sys.stdout.flush()
        elif line.strip():
            is_sound = False
            sys.stderr.write(f"{name}: not a figure: {line}")
    return int(program.wait() != 0 or not is_sound)


def is_figure(line: str) -> bool:
    try:
        return set(json.loads(line)) >= KEYS
    except (ValueError, TypeError):
        return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
