"""What a person may see of what the index found: every hit is looked up in the database again.

The index may be a moment behind. What the database no longer shows to the person is left out; what
it shows is told in the database's own words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from backend.accounts.models import Agency
from backend.accounts.selectors import Viewer
from documents import selectors as documents
from documents.models import Block, Document, Version, VersionState
from reviews import selectors as reviews
from reviews.models import Comment, Reply
from search import entries
from search.core.highlight import Fragment, snippet, spans
from search.core.items import OPEN
from search.core.query import Leaf
from search.core.results import Hit


@dataclass(frozen=True, slots=True)
class Found:
    """A hit as it is shown: what it is, where it stands, its words with marks, and the way there.

    `place` is a section or a register number, `versions` the versions in which the text stands
    ("v1–v6"), `says` who says it, `full` False when some words are missing.
    """

    kind: str
    document: Document
    place: str
    fragments: tuple[Fragment, ...]
    url: str
    at: datetime | None
    versions: str = ""
    says: str = ""
    agency: Agency | None = None
    full: bool = True


def found_for(person: Viewer, hits: Sequence[Hit], leaves: Sequence[Leaf]) -> list[Found]:
    """The hits that the person may see, in the same order."""
    shown: dict[str, Found] = {}
    for show in (_show_documents, _show_texts, _show_comments, _show_replies):
        shown |= show(person, hits, leaves)
    return [shown[hit.id] for hit in hits if hit.id in shown]


def _numbers(hits: Iterable[Hit], kind: str) -> dict[int, Hit]:
    """The hits of one kind by the number of their row."""
    return {int(hit.id.split(":")[1]): hit for hit in hits if hit.id.startswith(f"{kind}:")}


def _show_documents(person: Viewer, hits: Sequence[Hit], leaves: Sequence[Leaf]) -> dict[str, Found]:
    wanted = _numbers(hits, "document")
    rows = documents.documents_visible_to(person).filter(pk__in=wanted) if wanted else []
    return {
        wanted[row.pk].id: Found(
            kind="document", document=row, place="", at=row.created_at, full=wanted[row.pk].full,
            fragments=snippet(best([row.title, row.summary], leaves), leaves),
            url=reverse("documents:document", args=[row.slug]),
        ) for row in rows
    }


def _show_texts(person: Viewer, hits: Sequence[Hit], leaves: Sequence[Leaf]) -> dict[str, Found]:
    wanted = {hit.id: hit for hit in hits if hit.id.startswith("block:")}
    if not wanted:
        return {}
    versions = documents.versions_visible_to(person).filter(
        state=VersionState.ISSUED, document__in={hit.document for hit in wanted.values()})
    latest = _latest(versions)
    lineages = {name.split(":")[2] for name in wanted}
    rows = Block.objects.filter(lineage__in=lineages, version__in=versions)
    rows = rows.select_related("version__document").defer("html", "data")
    standing = {(row.version.document_id, row.lineage.hex, row.version.number): row for row in rows}
    shown = {}
    for name, hit in wanted.items():
        number = latest.get(hit.document, 0) if hit.last_version == OPEN else hit.last_version
        row = standing.get((hit.document, name.split(":")[2], number))
        if row is not None:
            shown[name] = _text(row, hit, leaves)
    return shown


def _latest(versions: QuerySet[Version]) -> dict[int, int]:
    """The number of each document's latest version."""
    return dict(versions.order_by("number").values_list("document_id", "number"))


def _text(row: Block, hit: Hit, leaves: Sequence[Leaf]) -> Found:
    paragraph = f"¶{row.paragraph}" if row.paragraph else ""
    return Found(
        kind=hit.kind, document=row.version.document, at=row.version.issued_at, full=hit.full,
        place=" ".join(part for part in (row.section, paragraph) if part),
        fragments=snippet(row.text, leaves), versions=_versions(hit, row.version.number),
        url=_reader(row.version) + _words(row, leaves),
    )


def _versions(hit: Hit, latest: int) -> str:
    return f"v{latest}" if hit.first_version == latest else f"v{hit.first_version}–v{latest}"


def _reader(version: Version) -> str:
    return reverse("documents:version", args=[version.document.slug, version.number])


def _words(row: Block, leaves: Sequence[Leaf]) -> str:
    """The part of a reader's address that leads to the first marked words of a block."""
    marks = spans(row.text, leaves)
    words = f":{marks[0][0]}-{marks[0][1]}" if marks else ""
    return f"?at={row.key}#{row.key}{words}"


def _show_comments(person: Viewer, hits: Sequence[Hit], leaves: Sequence[Leaf]) -> dict[str, Found]:
    comments, responses = _numbers(hits, "comment"), _numbers(hits, "response")
    if not comments and not responses:
        return {}
    rows = reviews.comments_visible_to(person).filter(pk__in={*comments, *responses})
    shown = {}
    for row in rows.select_related("agency", "proposal", "document"):
        if row.pk in comments:
            words = best(entries.words_of(row), leaves)
            shown[comments[row.pk].id] = _comment(row, comments[row.pk], words, leaves)
        if row.pk in responses and row.response:
            shown[responses[row.pk].id] = _comment(row, responses[row.pk], row.response, leaves)
    return shown


def _comment(row: Comment, hit: Hit, words: str, leaves: Sequence[Leaf]) -> Found:
    facts = (row.register_number, row.get_type_display(), row.get_state_display())
    return Found(
        kind=hit.kind, document=row.document, place=" · ".join(fact for fact in facts if fact),
        fragments=snippet(words, leaves), url=_address(row), at=row.created_at, full=hit.full,
        says="The editors" if hit.kind == "response" else row.author_name,
        agency=None if hit.kind == "response" else row.agency,
    )


def _show_replies(person: Viewer, hits: Sequence[Hit], leaves: Sequence[Leaf]) -> dict[str, Found]:
    wanted = _numbers(hits, "reply")
    if not wanted:
        return {}
    rows = reviews.replies_visible_to(person).filter(pk__in=wanted)
    return {
        wanted[row.pk].id: _reply(row, wanted[row.pk], leaves)
        for row in rows.select_related("agency", "comment__document")
    }


def _reply(row: Reply, hit: Hit, leaves: Sequence[Leaf]) -> Found:
    comment = row.comment
    return Found(
        kind="reply", document=comment.document, place=f"to {comment.register_number or 'a comment'}",
        fragments=snippet(row.body, leaves), url=_address(comment), at=row.created_at, full=hit.full,
        says=row.author_name, agency=row.agency,
    )


def _address(comment: Comment) -> str:
    """A comment's permanent address, which leads to it in the newest version that has its words."""
    return reverse("reviews:comment", args=[comment.document.slug, comment.uid])


def best(texts: Sequence[str], leaves: Sequence[Leaf]) -> str:
    """The text with most marks, the first among equals."""
    return max(texts, key=lambda text: len(spans(text, leaves)), default="")


def document_keys(person: Viewer, name: str) -> list[str]:
    """The documents that a person may mean by a name or a part of it."""
    rows = documents.documents_visible_to(person).values_list("pk", "slug", "title", "short_title")
    wanted = name.casefold()
    exact = [pk for pk, *names in rows if wanted in (each.casefold() for each in names)]
    return [str(pk) for pk in exact or [
        pk for pk, _, *names in rows if any(wanted in each.casefold() for each in names)]]


def documents_named(person: Viewer, wanted: Iterable[int]) -> QuerySet[Document]:
    """Those of these documents that the person sees."""
    return documents.documents_visible_to(person).filter(pk__in=list(wanted))


def author_keys(person: Viewer, name: str) -> list[str]:
    """Whom a person may mean by a name, among those whose comments they see."""
    rows = reviews.comments_visible_to(person).exclude(author=None).filter(hidden_name="")
    found = rows.filter(author_name__icontains=name).order_by().values_list("author", flat=True).distinct()
    return [str(pk) for pk in found]
