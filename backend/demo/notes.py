"""The editors' notes of the story: why passages changed that no comment asked for."""

from __future__ import annotations

from datetime import timedelta

from backend.demo import cast, clock
from backend.demo.story import people
from documents.models import Document
from reviews.proving import proofs
from reviews.services.room import proofs as services

#: version -> what the editors said of its changes, and how many of the last they left open.
SAID = {
    2: ("First full text, written from the outline by the leads of the chapters.", 0),
    3: ("Language and layout, before the workshop.", 4),
    4: ("Written after the workshop from its minutes; language edited throughout.", 6),
    5: ("Final copy-editing; no change of substance.", 0),
}


def explain(paper: Document) -> None:
    """Keep a note on the changes of each version that has none yet."""
    editor = cast.person(people.EDITORS[0])
    for version in paper.versions.filter(number__in=SAID, issued_at__isnull=False).order_by("number"):
        if version.editors_notes.exists() or version.issued_at is None:
            continue
        report = proofs.report(editor, version)
        changes = sorted({left.hunk.passage for left in report.unexplained}) if report else []
        text, left_open = SAID[version.number]
        if noted := changes[: len(changes) - left_open]:
            with clock.at(version.issued_at - timedelta(hours=2)):
                services.note_changes(version=version, changes=noted, text=text, by=editor)
