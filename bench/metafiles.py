"""`python -m bench.metafiles [DIR]`: draws every EMF and WMF picture of a folder's Word files, file by file.

How many are drawn, why the others are not (on standard error), and what it takes: LibreOffice must be
installed. Reading, pages of the site and paper then show these; before, each was a placeholder.

    --keep FOLDER   write the drawings there, to be looked at
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from pathlib import Path

from bench import site
from bench.corpus import SHARED, SUFFIXES
from documents.core import metafiles, reading
from documents.core.model import Draft, Unreadable


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench.metafiles", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=SHARED / "corpus")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args(arguments)
    with site.empty():
        return _draw(given.folder, given.keep)


def _draw(folder: Path, keep: Path | None) -> int:
    from documents.models import Drawing
    from documents.services import converter, drawings, files

    if not converter.is_there():
        sys.stderr.write("There is no converter on this machine.\n")
        return 1
    taken: list[float] = []
    shown = all_of_them = 0
    for path in sorted(one for one in folder.rglob("*") if one.suffix.lower() in SUFFIXES):
        draft = _read(path)
        wanted = {name for name, one in draft.media.items() if metafiles.kind(one.data)}
        if not wanted:
            continue
        began = time.perf_counter()
        drawn = drawings.of(draft.media)
        taken.append(time.perf_counter() - began)
        all_of_them += len(wanted)
        shown += len(drawn)
        for name, one in drawn.items():
            if keep is not None and one.file is not None:
                keep.mkdir(exist_ok=True)
                (keep / f"{path.stem}-{Path(name).stem}.png").write_bytes(files.content(one.file))
        sys.stderr.writelines(f"{path.name}: {name} is not drawn\n" for name in sorted(wanted - drawn.keys()))
    for reason in Drawing.objects.filter(file=None).values_list("reason", flat=True):
        sys.stderr.write(f"not drawn: {reason}\n")
    _tell(f"EMF and WMF pictures drawn, of {all_of_them}", shown, "pictures")
    _tell("drawing the pictures of one file, median", round(statistics.median(taken), 2), "s")
    return 0


def _read(path: Path) -> Draft:
    try:
        return reading.read(path.read_bytes())
    except Unreadable:
        return Draft(())


def _tell(figure: str, ours: float, unit: str) -> None:
    said = {"figure": figure, "ours": ours, "peer": None, "theirs": None, "ratio": None, "unit": unit}
    sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
