"""What a person may see of what the index found: every hit is looked up in the database again.

The index may be a moment behind. What the database no longer shows to the person is left out; what
it shows is told in the database's own words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.urls import reverse

from backend.accounts import selectors as accounts
from backend.accounts.selectors import Viewer
from documents import selectors as documents
from documents.models import Block, Document, Publication, Version, VersionState
from reviews import selectors as reviews
from reviews.models import Comment, Reply
from reviews.selectors import rounds
from search import entries, registry
from search.core.highlight import best, snippet, spans
from search.core.items import OPEN
from search.core.query import Leaf
from search.core.results import Hit
from search.found import Found


def found_for(person: Viewer, hits: Sequence[Hit], leaves: Sequence[Leaf]) -> list[Found]:
    """The hits that the person may see, in the same order."""
    shown = shown_to(person, hits, leaves)
    return [shown[hit.id] for hit in hits if hit.id in shown]


def shown_to(person: Viewer, hits: Sequence[Hit], leaves: Sequence[Leaf]) -> dict[str, Found]:
    """The hits that the person may see, by their ids."""
    shown: dict[str, Found] = {}
    for show in (_show_documents, _show_texts, _show_published, _show_comments, _show_replies):
        shown |= show(person, hits, leaves)
    for kind in registry.registered():
        shown |= kind.show(person, hits, leaves)
    return shown


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
            shown[name] = _text(row, hit, leaves, latest.get(hit.document, 0))
    return shown


def _latest(versions: QuerySet[Version]) -> dict[int, int]:
    """The number of each document's latest version."""
    return dict(versions.order_by("number").values_list("document_id", "number"))


def _text(row: Block, hit: Hit, leaves: Sequence[Leaf], latest: int) -> Found:
    return Found(
        kind=hit.kind, document=row.version.document, at=row.version.issued_at, full=hit.full,
        place=_place(row), fragments=snippet(row.text, leaves), versions=_versions(hit, row.version.number),
        url=_reader(row.version) + _words(row, leaves), lineage=row.lineage.hex,
        compare=_comparison(row, latest),
    )


def _place(row: Block) -> str:
    if row.kind in entries.HEADINGS:
        return row.number
    paragraph = f"¶{row.paragraph}" if row.paragraph else ""
    return " ".join(part for part in (row.section, paragraph) if part)


def _comparison(row: Block, latest: int) -> str:
    """For an old text, the way to what became of it."""
    if row.version.number >= latest:
        return ""
    slug = row.version.document.slug
    return f"{reverse('documents:compare', args=[slug, row.version.number, latest])}#{row.key}"


def _show_published(person: Viewer, hits: Sequence[Hit], leaves: Sequence[Leaf]) -> dict[str, Found]:
    """Texts of what is public, of documents that the person does not see."""
    wanted = {hit.id: hit for hit in hits if hit.id.startswith("published:")}
    if not wanted or not person.is_authenticated:
        return {}
    numbers = {int(name.split(":")[1]) for name in wanted}
    publications = {row.version_id: row for row in documents.publications_visible().filter(pk__in=numbers)}
    rows = Block.objects.filter(
        version__in=publications, lineage__in={name.split(":")[2] for name in wanted}).defer("html", "data")
    standing = {f"published:{publications[row.version_id].pk}:{row.lineage.hex}": row for row in rows}
    return {
        name: _published(standing[name], publications[standing[name].version_id], hit, leaves)
        for name, hit in wanted.items() if name in standing
    }


def _published(row: Block, publication: Publication, hit: Hit, leaves: Sequence[Leaf]) -> Found:
    return Found(
        kind=hit.kind, document=None, place=f"{publication.title} · {_place(row)}".rstrip(" ·"),
        fragments=snippet(row.text, leaves), at=publication.published_at, full=hit.full,
        url=f"{reverse('documents:publication', args=[publication.slug])}#{row.key}",
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
        agency=None if hit.kind == "response" else row.agency, matrix=_matrix(row),
    )


def _matrix(row: Comment) -> str:
    """The comment's row in the matrix, once it has a number."""
    if not row.register_number:
        return ""
    return f"{reverse('reviews:register', args=[row.document.slug])}?q={row.register_number}"


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


def comments_of(names: Iterable[str]) -> set[int]:
    """The comments that items called so belong to."""
    found: dict[str, set[int]] = {"comment": set(), "response": set(), "reply": set()}
    for name in names:
        kind, _, number = name.partition(":")
        found[kind].add(int(number))
    replied = Reply.objects.filter(pk__in=found["reply"]).values_list("comment", flat=True)
    return found["comment"] | found["response"] | set(replied)


def document_keys(person: Viewer, name: str) -> list[str]:
    """The documents that a person may mean by a name or a part of it."""
    rows = documents.documents_visible_to(person).values_list("pk", "slug", "title", "short_title")
    wanted = name.casefold()
    exact = [pk for pk, *names in rows if wanted in (each.casefold() for each in names)]
    return [str(pk) for pk in exact or [
        pk for pk, _, *names in rows if any(wanted in each.casefold() for each in names)]]


def latest_number(person: Viewer, document: int) -> int:
    """The number of the latest version that the person sees of a document, 0 if there is none."""
    rows = documents.versions_visible_to(person).filter(document=document, state=VersionState.ISSUED)
    return rows.order_by("-number").values_list("number", flat=True).first() or 0


def documents_named(person: Viewer, wanted: Iterable[int]) -> QuerySet[Document]:
    """Those of these documents that the person sees."""
    return documents.documents_visible_to(person).filter(pk__in=list(wanted))


def author_keys(person: Viewer, name: str) -> list[str]:
    """Whom a person may mean by a name, among those whose comments and replies they see.

    Who is hidden behind another name is found by that name, and what they say elsewhere is not.
    """
    said = reviews.comments_visible_to(person).filter(author_name__icontains=name)
    answered = reviews.replies_visible_to(person).filter(author_name__icontains=name)
    comments = said.order_by().values_list("author", "hidden_name", "author_name", "round").distinct()
    replies = answered.order_by().values_list(
        "author", "hidden_name", "author_name", "comment__round").distinct()
    people = accounts.people_visible_to(person).filter(name__icontains=name).values_list("pk", flat=True)
    return [*_keys_of([*comments, *replies]), *(str(pk) for pk in people)]


def own_keys(person: Viewer) -> list[str]:
    """The person as an author, also behind other names."""
    hidden = Comment.objects.filter(author=person.pk).exclude(hidden_name="").order_by().values_list(
        "author", "hidden_name", "author_name", "round").distinct()
    replies = Reply.objects.filter(author=person.pk).exclude(hidden_name="").order_by().values_list(
        "author", "hidden_name", "author_name", "comment__round").distinct()
    return [str(person.pk), *_keys_of([*hidden, *replies])]


def _keys_of(rows: Iterable[tuple[int | None, str, str, int | None]]) -> list[str]:
    """As `entries.author_key`."""
    return sorted({f"{number}:{name}".casefold() if hidden else str(author)
                   for author, hidden, name, number in rows if hidden or author})


def round_keys(person: Viewer, name: str) -> list[str]:
    """The rounds that a person may mean by a number or a part of the title."""
    rows = rounds.rounds_visible_to(person)
    if name.isdecimal() and len(name) < 9:
        rows = rows.filter(number=int(name))
    else:
        rows = rows.filter(title__icontains=name)
    return [str(pk) for pk in rows.values_list("pk", flat=True)]
