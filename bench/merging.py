"""The merge room: fourteen returns of a draft of 400 paragraphs with 1,500 proposals.

Each step beside something plain that does the least of it: taking in beside writing the same rows with
the ORM, merging beside `git merge-file` with a word a line, folded over the same sides; the room's first
page beside one plain page of all proposals; one decision beside saving the same row; the next version's
two files beside python-docx putting the new words into the same paragraphs.
"""

from __future__ import annotations

import io
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import site

if TYPE_CHECKING:
    from backend.accounts.models import Person
    from documents.models import Version

PARAGRAPHS, RETURNS, EACH = 400, 14, 107
REPEATS = 3
#: What the draft is made of.
WORDS = [
    "the", "crew", "habitat", "orbit", "lunar", "surface", "sample", "return",
    "science", "mission", "asteroid", "water", "ice", "power", "radio", "far",
    "side", "shielded", "exploration", "robotic", "human", "international", "partners", "landing",
    "rover", "drill", "volatile", "polar", "instrument", "telescope", "radiation", "exposure",
    "biology", "materials", "payload", "window", "cost", "schedule", "risk", "margin",
]

PLAIN = """<!doctype html><meta charset="utf-8">{% for one in proposals %}
<p><b>{{ one.comment.author_name }}</b> <del>{{ one.original }}</del> <ins>{{ one.text }}</ins>
{{ one.comment.disposition }}</p>{% endfor %}"""


def figure(name: str, ours: float, peer: str, theirs: float, unit: str = "ms") -> None:
    row = {"figure": name, "ours": round(ours, 1), "peer": peer, "theirs": round(theirs, 1),
           "ratio": round(ours / theirs, 2), "unit": unit}  # fmt: skip
    sys.stdout.write(json.dumps(row) + "\n")
    sys.stdout.flush()


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    value = act()
    return (time.perf_counter() - began) * 1000, value


def median(act: Callable[[], Any]) -> float:
    act()
    return statistics.median(timed(act)[0] for _ in range(REPEATS))


def main() -> None:
    with site.empty():
        measure()


def measure() -> None:
    version, editor, files = world()
    taking_in(version, files)
    merging(version, editor)
    showing(version, editor)
    deciding(version, editor)
    issuing(version, editor)


# -- the world


def text(dice: random.Random) -> str:
    return " ".join(dice.choice(WORDS) for _ in range(35)).capitalize() + "."


def world() -> tuple[Version, Person, list[tuple[Person, bytes]]]:
    """The draft, its editor, and for each agency a marked-up copy of it."""
    import docx

    from backend.accounts import services as accounts
    from backend.accounts.models import Membership
    from documents.models import Role
    from documents.services import documents, versions

    dice = random.Random(14)
    made = docx.Document()
    for place in range(PARAGRAPHS):
        if place % 20 == 0:
            made.add_heading(f"Section {place // 20 + 1}", 1)
        else:
            made.add_paragraph(text(dice))
    stream = io.BytesIO()
    made.save(stream)
    owner = accounts.create_agency(code="OWN", name="Owner", is_owner=True)
    editor = accounts.create_person(email="editor@example.org", name="Editor", password="a long password")
    accounts.join_agency(person=editor, agency=owner, role=Membership.Role.FOCAL_POINT)
    document = documents.create_document(title="Draft", owner=owner, by=editor)
    documents.grant_role(document=document, person=editor, role=Role.EDITOR, by=editor)
    version = versions.upload_version(
        document=document, data=stream.getvalue(), file_name="draft.docx", by=editor
    )
    version = versions.issue_version(version=versions.read_version(version=version), by=editor)
    people = []
    for number in range(RETURNS):
        agency = accounts.create_agency(code=f"A{number}", name=f"Agency {number}")
        person = accounts.create_person(
            email=f"p{number}@example.org", name=f"Reviewer {number}", password="a long password"
        )
        accounts.join_agency(person=person, agency=agency)
        documents.add_agency(document=document, agency=agency, by=editor)
        people.append((person, marked(stream.getvalue(), person.name, number)))
    return version, editor, people


def marked(data: bytes, author: str, number: int) -> bytes:
    """A copy with tracked changes: most in paragraphs of its own, some where others change too."""
    from documents.core import markup, reading
    from documents.core.model import Change, Edit, Markup

    blocks = [block for block in reading.read(data).blocks if block.kind == "paragraph"]
    dice, shared = random.Random(number), random.Random(99)
    edits: list[Edit] = []
    for block in dice.sample(blocks, EACH - 17):
        words = block.text.split(" ")
        place = dice.randrange(1, len(words) - 1)
        start = len(" ".join(words[:place])) + 1
        edits.append(Edit("replace", block.id, start, start + len(words[place]), dice.choice(WORDS)))
    known = {edit.block for edit in edits}
    for block in shared.sample(blocks, 60):
        if len(edits) < EACH and block.id not in known:
            edits.append(Edit("replace", block.id, 0, len(block.text.split(" ")[0]), "Notably"))
    changes = [
        Change(f"e{place}", author, "2026-01-01T00:00:00Z", edit) for place, edit in enumerate(edits)
    ]
    return markup.lay(data, Markup(changes=tuple(changes)))


# -- the steps


def taking_in(version: Version, files: list[tuple[Person, bytes]]) -> None:
    from reviews.models import Comment
    from reviews.services.word import returns

    def ours() -> None:
        for place, (person, data) in enumerate(files):
            received = returns.receive_return(
                version=version, data=data, file_name=f"{place}.docx", by=person, audience="document"
            )
            returns.take_in(received=received)

    taken, _ = timed(ours)
    rows = list(Comment.objects.select_related("proposal").prefetch_related("placements"))
    theirs, _ = timed(lambda: _write_rows(rows))
    name = f"fourteen returns taken in, {len(rows)} proposals"
    figure(name, taken, "the same rows saved one by one", theirs)


def _write_rows(rows: list[Any]) -> None:
    import uuid

    from django.db import transaction

    with transaction.atomic():
        for row in rows:
            with transaction.atomic():
                proposal, places = row.proposal, list(row.placements.all())
                row.pk, row.uid, row.number, row.source_key = None, uuid.uuid4(), None, ""
                row._state.adding = True
                row.save()
                proposal.pk, proposal.comment, proposal._state.adding = None, row, True
                proposal.save()
                for place in places:
                    place.pk, place.comment, place._state.adding = None, row, True
                    place.save()
        transaction.set_rollback(True)


def merging(version: Version, editor: Person) -> None:
    from documents.core import codec
    from documents.core.comparing import applied
    from documents.services import drafts
    from reviews.core.merging import settling
    from reviews.models import Proposal
    from reviews.room import gathering

    def ours() -> int:
        settling._settled.cache_clear()
        gathering._rooms.clear()
        return gathering.room_of(editor, version).counts["conflicts"]

    base = drafts.draft_of(version)
    sides: dict[int | None, list[Any]] = {}
    for one in Proposal.objects.select_related("comment"):
        sides.setdefault(one.comment.received_in_id, []).extend(map(codec.edit_from_json, one.edits))
    texts = [applied(base, edits).blocks for edits in sides.values()]
    theirs = median(lambda: _git(base.blocks, texts))
    taken = median(ours)
    peer = "git merge-file, a word a line, folded"
    figure(f"merged by paragraph, {ours()} conflicts found", taken, peer, theirs)
    again = median(lambda: gathering.room_of(editor, version).counts)
    figure("the room again, nothing changed", again, peer, theirs)


def _git(base: tuple[Any, ...], sides: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        places = [Path(folder) / name for name in ("merged", "base", "side")]
        lines = ["\n".join(" \n".join(block.text.split(" ")) for block in each) for each in (base, *sides)]
        places[1].write_text(lines[0], encoding="utf-8")
        places[0].write_text(lines[1], encoding="utf-8")
        for line in lines[2:]:
            places[2].write_text(line, encoding="utf-8")
            subprocess.run(["git", "merge-file", *map(str, places)], check=False, capture_output=True)


def showing(version: Version, editor: Person) -> None:
    from django.template import Context, Template
    from django.test import Client

    from reviews.models import Proposal

    client = Client(HTTP_HOST="localhost")
    client.force_login(editor)
    address = f"/documents/{version.document.slug}/v{version.number}/merge/"

    def plain() -> str:
        rows = Proposal.objects.filter(comment__version=version).select_related("comment")
        return Template(PLAIN).render(Context({"proposals": rows}))

    assert client.get(address).status_code == 200
    theirs = median(plain)
    peer = "all proposals as one plain page"
    figure("the room's first page", median(lambda: client.get(address)), peer, theirs)
    ours = median(lambda: client.get(f"{address}?show=conflicts"))
    figure("the first page of conflicts", ours, peer, theirs)


def deciding(version: Version, editor: Person) -> None:
    from django.test import Client

    from reviews.models import Comment
    from reviews.room import gathering

    client = Client(HTTP_HOST="localhost")
    client.force_login(editor)
    address = f"/documents/{version.document.slug}/v{version.number}/merge/"
    room = gathering.room_of(editor, version)
    topics = iter([topic for place in room.places if not place.clashes for topic in place.topics])

    def one() -> None:
        topic = next(topics)
        answer = client.post(
            f"{address}decide/",
            {"topic": topic.key, "action": "accept", "place": topic.comments[0].start_block},
            headers={"HX-Request": "true"},
        )
        assert answer.status_code == 200

    row = Comment.objects.first()
    assert row is not None
    theirs = median(row.save)
    figure("one change accepted, its paragraph drawn anew", median(one), "saving the row", theirs)
    taken, _ = timed(lambda: client.post(f"{address}all/", {"action": "accept", "show": "undecided"}))
    figure("500 accepted in one step", taken, "saving the row, 500 times", theirs * 500)


def issuing(version: Version, editor: Person) -> None:
    import docx

    from documents.services import files
    from reviews.models import Merge, MergeState
    from reviews.room import gathering
    from reviews.services.answers.decisions import Answer
    from reviews.services.room import merging as services
    from reviews.services.room import next_version

    while keys := _free(editor, version):
        services.decide(version=version, topics=keys, answer=Answer("accepted"), by=editor)
    while (room := gathering.room_of(editor, version)).counts["conflicts"]:
        place = next(place for place in room.places if place.clashes)
        chosen = next(one for one in place.topics if one.wish.key == place.clashes[0].wishes[0])
        answer = Answer("accepted")
        services.decide(version=version, topics=[chosen.key], answer=answer, by=editor, rivals=True)
    merge = next_version.order(version=version, by=editor)
    taken, _ = timed(lambda: next_version.fulfil(Merge.objects.get(pk=merge.pk)))
    merge.refresh_from_db()
    assert merge.state == MergeState.MADE, merge.report
    data = files.content(version.file)
    texts = [block.text for place in room.places for block in place.settled.blocks]

    def plain() -> None:
        made = docx.Document(io.BytesIO(data))
        for paragraph, new in zip(made.paragraphs, texts, strict=False):
            paragraph.text = new
        made.save(io.BytesIO())

    count = merge.report["proposals"]
    figure(f"next version and redline written and checked, {count} proposals", taken,
           "python-docx: the new words in place", median(plain))  # fmt: skip


def _free(editor: Person, version: Version) -> list[str]:
    """Topics that wait and that nothing is against, as many as go into one step."""
    from reviews.room import gathering, showing

    room = gathering.room_of(editor, version)
    clashing = showing.clashing(room)
    keys, count = [], 0
    for topic in room.topics:
        if topic.is_open and topic.wish.key not in clashing and count + len(topic.comments) <= 500:
            keys.append(topic.key)
            count += len(topic.comments)
    return keys


if __name__ == "__main__":
    main()
