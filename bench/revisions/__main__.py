"""`python -m bench.revisions [FOLDER]`: every figure for a folder of revisions."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from bench.revisions import aligning, anchoring, merges, showing, timing

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


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.revisions", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--only", default=",".join(PARTS), help="parts, by comma (all)")
    parser.add_argument("--show", action="store_true", help="name each case that is not as it should be")
    given = parser.parse_args()
    if not given.folder.is_dir():
        parser.error(f"there is no folder {given.folder}")
    for name in given.only.split(","):
        PARTS[name](given.folder, show=given.show)


if __name__ == "__main__":
    main()
