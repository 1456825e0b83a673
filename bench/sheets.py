"""Comment sheets: 10,000 rows in, 60,000 comments out, 10,000 located rows placed.

Import: reading, understanding, placing and comparing (the dry run), then comments with numbers, places
and events. Peer: openpyxl's read-only loop, and one bare insert for each row, without any of that.
Export: an NIST sheet as XLSX with what everybody sees of 60,000 comments. Peer: openpyxl's write-only loop
over the same columns of the same rows, fetched without models. Peak memory is what each process grows by.
Placing: clauses, captions, quotes, pages and lines of 10,000 rows on 2,000 paragraphs. Peer: a loop over
the paragraphs for each row, looking for the clause's heading and for the quoted words with `str.find`.
"""

from __future__ import annotations

import io
import json
import multiprocessing
import random
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend import sqlite
from bench import site

if TYPE_CHECKING:
    from collections.abc import Callable

    from backend.accounts.models import Person
    from documents.models import Version

ROWS = 10_000
COMMENTS = 60_000
PARAGRAPHS = 2_000
SEED = 2016
WORDS = (
    "crew", "habitat", "orbit", "lunar", "surface", "science", "payload", "radiation", "rover", "sample",
    "mission", "agency", "launch",
)


def main() -> None:
    with site.empty() as folder:
        placing()
        version, by = world()
        importing(version, by)
        exporting(version, by, folder)


def figure(name: str, ours: float, theirs: float | None, unit: str, peer: str = "") -> None:
    row = {
        "figure": name, "ours": round(ours, 2), "peer": peer, "theirs": theirs and round(theirs, 2),
        "ratio": round(ours / theirs, 3) if theirs else None, "unit": unit,
    }
    sys.stdout.write(json.dumps(row) + "\n")
    sys.stdout.flush()


def timed(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def world() -> tuple[Version, Person]:
    from backend.accounts import services as accounts
    from backend.accounts.models import Membership
    from documents.services import documents
    from tests import papers

    chance = random.Random(SEED)
    agency = accounts.create_agency(code="ESA", name="ESA", is_owner=True)
    person = accounts.create_person(email="bench@example.org", name="Bench")
    accounts.join_agency(person=person, agency=agency, role=Membership.Role.FOCAL_POINT)
    document = documents.create_document(title="Bench", owner=agency, by=person)
    lines = [
        f"# Section {n}" if n % 10 == 0 else " ".join(chance.choices(WORDS, k=50)) + f" {n}."
        for n in range(400)
    ]
    return papers.issue(document, *lines, by=person), person


def importing(version: Version, by: Person) -> None:
    import openpyxl

    from reviews.core import sheets
    from reviews.models import Comment
    from reviews.services.sheets import checking, receiving
    from reviews.services.sheets import importing as services

    chance = random.Random(SEED)
    rows = [
        {
            "ref": str(n), "organisation": "ESA", "type": "T", "proposed": "Say it otherwise.",
            "clause": f"Section {chance.randrange(40) * 10}",
            "comment": f"Remark {n}: " + " ".join(chance.choices(WORDS, k=30)),
        }
        for n in range(1, ROWS + 1)
    ]
    data = sheets.written(rows, profile="nist", kind="xlsx")
    received = receiving.receive_sheet(
        version=version, data=data, file_name="bench.xlsx", by=by, audience="document",
    )
    dry = timed(lambda: checking.check(received))
    receiving.order_import(received=received, by=by)
    taken = timed(lambda: services.take_in(received))
    assert Comment.objects.count() == ROWS

    def peer() -> None:
        sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True).active
        for number, row in enumerate(sheet.iter_rows(min_row=2, values_only=True)):
            Comment.objects.create(
                document=version.document, version=version, author=by, author_name=by.name,
                body=str(row[7]), visibility="document", state="registered", anchor_kind="document",
                source="sheet", source_key=f"peer:{number}", created_at=version.created_at,
                changed_at=version.created_at,
            )

    theirs = timed(peer)
    figure(f"looking through a sheet of {ROWS:,} rows", dry, None, "s")
    figure(f"importing {ROWS:,} rows, dry run included", dry + taken, theirs, "s",
           "openpyxl read-only and bare inserts")


def exporting(version: Version, by: Person, folder: Path) -> None:
    from backend.demo import crowd

    crowd.gather(version, COMMENTS - ROWS)
    ours = [grown(export_ours, version.pk, by.pk, str(folder / "ours.xlsx")) for _ in range(2)]
    theirs = [grown(export_theirs, version.pk, by.pk, str(folder / "theirs.xlsx")) for _ in range(2)]
    peer = "openpyxl write-only loop"
    seconds = [statistics.median(one[0] for one in each) for each in (ours, theirs)]
    megabytes = [statistics.median(one[1] for one in each) for each in (ours, theirs)]
    figure(f"exporting {ours[0][2]:,} comments as XLSX", *seconds, "s", peer)
    figure(f"exporting {ours[0][2]:,} comments as XLSX, memory grown by", *megabytes, "MB", peer)


def grown(act: Callable[..., int], *arguments: object) -> tuple[float, float, int]:
    """Seconds, megabytes that the process grew by at its largest, and what `act` counts."""
    queue = multiprocessing.get_context("spawn").Queue()
    child = multiprocessing.get_context("spawn").Process(target=_measured, args=(queue, act, arguments))
    child.start()
    found: tuple[float, float, int] = queue.get()
    child.join()
    return found


def _measured(queue: Any, act: Callable[..., int], arguments: tuple[object, ...]) -> None:
    sqlite.use_safe_build()
    import django

    django.setup()
    import openpyxl  # noqa: F401 - loaded before the measuring begins, for both
    from django.db import connection

    from reviews.services.sheets import exporting as services  # noqa: F401

    connection.ensure_connection()
    Path("/proc/self/clear_refs").write_text("5")  # forget what loading took at its largest
    before = largest()
    began = time.perf_counter()
    count = act(*arguments)
    taken = time.perf_counter() - began
    queue.put((taken, largest() - before, count))


def largest() -> float:
    """The most memory that this process has held at a time, in megabytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


def export_ours(version_id: int, by_id: int, path: str) -> int:
    import shutil

    from backend.accounts.models import Person
    from documents.models import Version
    from reviews.services.sheets import exporting as services
    from reviews.table import filters

    version = Version.objects.select_related("document").get(pk=version_id)
    export = services.Export(
        version=version, by=Person.objects.get(pk=by_id), wanted=filters.CommentFilter(), profile="nist",
    )
    with services.file_of(export, "xlsx") as made, Path(path).open("wb") as file:
        shutil.copyfileobj(made, file)
    return export.placements().count()


def export_theirs(version_id: int, _: int, path: str) -> int:
    import openpyxl

    from reviews.models import Placement

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Comments")
    fields = (
        "comment__number", "comment__agency__code", "comment__type", "version__number", "start_block",
        "start_offset", "end_block", "comment__body", "comment__proposal__text", "comment__disposition",
        "comment__response",
    )
    rows = Placement.objects.filter(version_id=version_id).order_by("ordinal", "start_offset", "comment_id")
    count = 0
    for row in rows.values_list(*fields).iterator(chunk_size=1_000):
        sheet.append([str(value) if value is not None else "" for value in row])
        count += 1
    book.save(path)
    return count


def placing() -> None:
    from reviews.core import locating
    from reviews.core.sheets import Locator

    chance = random.Random(SEED)
    pieces, lines, titles = [], [], []
    for number in range(PARAGRAPHS):
        if number % 10 == 0:
            titles.append(f"{number // 100 + 1}.{number // 10 % 10 + 1}")
            pieces.append(locating.Piece(f"b{number}", "heading", f"Section {number}", titles[-1], 2))
        else:
            text = " ".join(chance.choices(WORDS, k=60)) + f" number {number} of them."
            pieces.append(locating.Piece(f"b{number}", "paragraph", text, paragraph=number))
            lines += [
                locating.Printed(str(number // 12 + 1), number % 12 * 4 + line, f"b{number}", 0, 80)
                for line in range(4)
            ]
    rows = []
    for _ in range(ROWS):
        number = chance.randrange(PARAGRAPHS)
        quote = pieces[number].text[-40:] if number % 3 == 0 else ""
        page, line = (str(number // 12 + 1), str(number % 12 * 4)) if number % 2 else ("", "")
        rows.append(Locator(clause=titles[number // 10], page=page, line=line, quote=quote))

    def ours() -> None:
        places = locating.Places(pieces, lines)
        found = [places.find(row) for row in rows]
        assert all(one.confidence for one in found)

    def theirs() -> None:
        for row in rows:
            for piece in pieces:
                if piece.number == row.clause or (row.quote and piece.text.find(row.quote) >= 0):
                    break

    figure(
        f"placing {ROWS:,} located rows on {PARAGRAPHS:,} paragraphs",
        statistics.median(timed(ours) for _ in range(3)), statistics.median(timed(theirs) for _ in range(3)),
        "s", "a loop over the paragraphs for each row",
    )


if __name__ == "__main__":
    main()
