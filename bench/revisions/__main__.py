"""`python -m bench.revisions [FOLDER]`: every figure for a folder of revisions."""

from __future__ import annotations

import argparse
import os
import shutil
from pathlib import Path

from bench.revisions import aligning, anchoring, cases, merges, printing, showing, timing

FOLDER = (
    Path(os.environ.get("DRAFTROOM_SHARED", Path(__file__).resolve().parents[3] / "shared")) / "revisions"
)
PARTS = {
    "align": aligning.measure,
    "show": showing.measure,
    "follow": anchoring.measure,
    "merge": merges.measure,
    "speed": timing.measure,
}
#: The kinds of files that each part needs one of.
NEEDED = {
    "align": ["align"],
    "show": ["align"],
    "follow": ["align", "series"],
    "merge": ["merge"],
    "speed": ["align", "series", "merge"],
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.revisions", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--only", default=",".join(PARTS), help="parts, by comma (all)")
    parser.add_argument("--show", action="store_true", help="name each case that is not as it should be")
    given = parser.parse_args()
    wanted = given.only.split(",")
    if unknown := sorted(set(wanted) - PARTS.keys()):
        parser.error(f"there is no part {', '.join(unknown)}: the parts are {', '.join(PARTS)}")
    if not given.folder.is_dir():
        parser.error(f"there is no folder {given.folder}")
    if not any(cases.paths(given.folder, kind) for kind in cases.KEYS):
        parser.error(f"{given.folder} has no file in {', '.join(f'{kind}/*.json' for kind in cases.KEYS)}")
    if shutil.which("git") is None:
        parser.error("git is not installed: it is a peer of every part")
    for name in wanted:
        if any(cases.paths(given.folder, kind) for kind in NEEDED[name]):
            PARTS[name](given.folder, show=given.show)
        else:
            printing.say(f"{name} is left out: {given.folder} has no {' or '.join(NEEDED[name])}")


if __name__ == "__main__":
    main()
