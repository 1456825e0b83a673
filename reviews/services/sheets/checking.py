"""The dry run: what each row of a sheet says, where it belongs, and what is wrong with it."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from django.db import transaction

from documents.core.model import Unreadable
from documents.models import VersionPdf
from documents.services import files, renditions
from documents.services.confinement import confined
from reviews import rules, selectors
from reviews.core import lifecycle, locating, sheets
from reviews.core.placing import SURE
from reviews.models import Comment, Return, ReturnState, RowState, SheetRow, Source
from reviews.services.sheets import exporting, receiving
from reviews.services.word import known

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from documents.models import Version
    from reviews.core.locating import Found, Places
    from reviews.core.sheets import Entry, Problem

_BATCH = 1_000
#: Fields whose words a person compares when a row has changed.
_COMPARED = ("type", "severity", "comment", "proposed", "rationale", "clause", "element", "page", "line")


def check(received: Return) -> Return:
    """Look through a sheet and keep what was found of each row; run again, it changes nothing."""
    if received.state != ReturnState.READING:
        return received
    if not rules.can_comment(received.received_by, received.document):
        return _refuse(received, Unreadable("the sender may not comment any more", code="sender"))
    try:
        opened, entries, problems = confined(
            sheets.opened, files.content(received.file), received.profile, received.mapping,
        )
    except Unreadable as error:
        return _refuse(received, error)
    rows = _rows(received, entries, problems, opened.sheet.profile)
    sheet = opened.sheet
    report = {
        "headings": dict(sheet.headings), "unknown": list(sheet.unknown), "about": dict(sheet.about),
        "kind": sheet.kind, "rows": len(rows), "blank": len(sheet.rows) - len(rows),
        "unsure": sum(row.confidence < SURE for row in rows),
        "counts": dict(Counter(row.state for row in rows)),
        "has_answers": any(entry.verdict.words for entry in entries),
    }
    return _keep(received, rows, sheet.profile, report)


def _refuse(received: Return, error: Unreadable) -> Return:
    report = {"reason": error.reason, "part": error.part, "code": error.code}
    return _keep(received, [], received.profile, report, ReturnState.UNREADABLE)


def _keep(
    received: Return, rows: Sequence[SheetRow], profile: str, report: dict[str, Any],
    state: str = ReturnState.CHECKED,
) -> Return:
    with transaction.atomic():
        reading = Return.objects.filter(pk=received.pk, state=ReturnState.READING)
        if reading.update(state=state, profile=profile, report=report):
            SheetRow.objects.filter(received=received).delete()
            SheetRow.objects.bulk_create(rows, batch_size=_BATCH)
            receiving._tell("checked", received, received.received_by)
    received.refresh_from_db()
    return received


def _rows(
    received: Return, entries: Sequence[Entry], problems: Sequence[Problem], profile: str,
) -> list[SheetRow]:
    by_row: defaultdict[tuple[str, int], list[Problem]] = defaultdict(list)
    for problem in problems:
        by_row[problem.tab, problem.row].append(problem)
    places = places_of(received.version, with_lines=any(entry.locator.page for entry in entries))
    sections = dict(received.version.blocks.values_list("key", "section"))
    keys = _open_to(received, [source_key(received, profile, entry.key) for entry in entries])
    here = _known(received, keys, [entry.uid for entry in entries])
    numbered = _numbered(received, entries)
    steers = rules.standing(received.received_by, received.document).steers
    return [
        _row(received, ordinal, entry, key, by_row[entry.tab, entry.row], places.find(entry.locator),
             sections, here.get(key) or here.get(entry.uid) or numbered.get(ordinal), steers=steers)
        for ordinal, (entry, key) in enumerate(zip(entries, keys, strict=True), start=1)
    ]


def _row(  # noqa: PLR0913 - everything that is known of one row
    received: Return, ordinal: int, entry: Entry, key: str, problems: Sequence[Problem], found: Found,
    sections: Mapping[str, str], comment: Comment | None, *, steers: bool,
) -> SheetRow:
    given = dict(comment.source_data.get("given", {})) if comment else {}
    is_same = comment is not None and _is_same(comment, entry, key)
    return SheetRow(
        received=received, ordinal=ordinal, tab=entry.tab[:80], number=entry.row, ref=entry.ref[:120],
        key=key,
        state=RowState.ANSWER if steers and is_same and comment and _answers(comment, entry)
        else _state(comment, is_same=is_same, is_bad=any(problem.blocks for problem in problems)),
        entry=entry.to_json(), confidence=round(found.confidence, 3),
        anchor={
            "kind": found.kind, "start_block": found.start_block, "start": found.start,
            "end_block": found.end_block, "end": found.end, "how": found.how,
        },
        section=sections.get(found.start_block, ""), comment=comment,
        problems=[
            {"column": one.column, "value": one.value, "reason": one.reason, "example": one.example,
             "blocks": one.blocks}
            for one in problems
        ],
        before={} if comment is None or is_same else _before(given, entry),
    )


def _state(comment: Comment | None, *, is_same: bool, is_bad: bool) -> str:
    if comment is not None and is_same:
        return RowState.KNOWN
    if is_bad:
        return RowState.BAD
    return RowState.CHANGED if comment else RowState.NEW


def _is_same(comment: Comment, entry: Entry, key: str) -> bool:
    """Whether the row says what the comment says: by its row, or by its uid in our own workbook.

    What was found by its number was found by its words.
    """
    if comment.source_key == key:
        return bool(comment.source_data.get("digest") == entry.digest)
    if str(comment.uid) != entry.uid:
        return True
    return not comment.body or entry.comment.strip() == comment.body.strip()


def _answers(comment: Comment, entry: Entry) -> bool:
    """Whether an editor's sheet answers one of our comments otherwise than it is answered."""
    said = entry.verdict.disposition
    if said not in lifecycle.DECIDABLE or not rules.is_answerable(comment):
        return False
    is_open = lifecycle.is_legal("propose", comment.state)  # type: ignore[arg-type]
    return is_open and (said, entry.response) != (comment.disposition, comment.response)


def _before(given: Mapping[str, str], entry: Entry) -> dict[str, str]:
    """The words that stood in the row when it came last, where they are others now."""
    return {
        name: str(given.get(name, "")) for name in _COMPARED
        if str(given.get(name, "")).strip() != entry.given.get(name, "").strip()
    }


def source_key(received: Return, profile: str, key: str) -> str:
    """What a row is for ever: whose sheet, on which version, in which profile, which row.

    The same sheet from another hand of the same agency is the same; a new round is on a new version.
    """
    scope = received.agency.code if received.agency else f"p{received.received_by_id}"
    if received.on_behalf_of and not received.agency:
        scope += f"/{hashlib.sha256(received.on_behalf_of.casefold().encode()).hexdigest()[:8]}"
    tail = key if len(key) <= 60 else f"{key[:40]}…{hashlib.sha256(key.encode()).hexdigest()[:16]}"
    return f"{scope}:v{received.version.number}:{profile}:{tail}"[:120]


def _open_to(received: Return, keys: Sequence[str]) -> list[str]:
    """The keys; others for rows that the agency sent itself and of which this sender may not know."""
    hidden: set[str] = set()
    rows = Comment.objects.filter(document=received.document, source=Source.SHEET)
    for first in range(0, len(keys), _BATCH):
        part = rows.filter(source_key__in=keys[first : first + _BATCH])
        unseen = known.untold(part, received.received_by)
        hidden.update(unseen.values_list("source_key", flat=True))
    return [known.beside(key, received.received_by) if key in hidden else key for key in keys]


def _known(received: Return, keys: Sequence[str], uids: Sequence[str]) -> dict[str, Comment]:
    """Comments that came by these rows before, by key; and by uid those of ours that the sender sees."""
    found: dict[str, Comment] = {}
    mine = Comment.objects.filter(document=received.document, source=Source.SHEET)
    for first in range(0, len(keys), _BATCH):
        part = mine.filter(source_key__in=keys[first : first + _BATCH])
        found |= {comment.source_key: comment for comment in part}
    wanted = [uid for uid in uids if uid]
    visible = selectors.comments_visible_to(received.received_by).filter(document=received.document)
    for comment in visible.filter(uid__in=_valid(wanted)) if wanted else ():
        found[str(comment.uid)] = comment
    return found


def _numbered(received: Return, entries: Sequence[Entry]) -> dict[int, Comment]:
    """Rows, by their ordinal, that give back one of our comments under its register number and in its words.

    A number alone proves nothing: agencies number their own sheets `ESA-001` too.
    """
    named: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for ordinal, entry in enumerate(entries, start=1):
        code, _, number = entry.ref.strip().rpartition("-")
        if code and number.isdecimal() and len(number) < 9:
            named[code, int(number)].append(ordinal)
    visible = selectors.comments_visible_to(received.received_by).filter(document=received.document)
    rows = visible.filter(code__in={code for code, _ in named}).exclude(number=None)
    found: dict[int, Comment] = {}
    for comment in rows.select_related("proposal").iterator(chunk_size=_BATCH) if named else ():
        words = _squeezed(exporting.words_of(comment))
        for ordinal in named.get((comment.code, comment.number or 0), ()):
            said = _squeezed(entries[ordinal - 1].comment)  # a title before them, a name behind them
            if words and (said.startswith(words) or said.endswith(words)):
                found[ordinal] = comment
    return found


def _squeezed(words: str) -> str:
    """Words as they survive any table: white space counts once."""
    return " ".join(words.split())


def _valid(uids: Sequence[str]) -> list[str]:
    return [uid for uid in uids if len(uid) == 36 and set(uid) <= set("0123456789abcdef-")]


def places_of(version: Version, *, with_lines: bool) -> Places:
    """The version made ready for looking up locators; its PDF is made now if pages are cited."""
    rows = version.blocks.order_by("ordinal")
    pieces = [
        locating.Piece(key, kind, text, number, level, paragraph or 0)
        for key, kind, text, number, level, paragraph in rows.values_list(
            "key", "kind", "text", "number", "level", "paragraph",
        )
    ]
    return locating.Places(pieces, _lines(version) if with_lines else ())


def _lines(version: Version) -> list[locating.Printed]:
    try:
        pdf = renditions.pdf_of(version)
    except Unreadable:  # what cannot be typeset has no pages that anybody could have cited
        pdf = VersionPdf(lines=[])
    return [locating.Printed(*line) for line in pdf.lines]
