"""What of the database can be found: rows as `Item`s.

Found are the texts of all issued versions (one item for all versions in a row in which a paragraph
reads the same), comments with their proposals, replies, responses once decided, and documents by
their titles. Not found are withdrawn comments and replies, and versions that are not issued.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from documents import selectors as documents
from documents.models import Block, Document, Version, VersionState
from reviews.models import Comment, CommentState, Reply
from search import registry, scopes
from search.core.items import OPEN, Item

#: Blocks that say again what stands elsewhere.
REPEATED = frozenset({"toc", "header", "footer"})
HEADINGS = frozenset({"title", "heading"})
#: States in which everybody who sees the comment reads the response.
ANSWERED = frozenset({CommentState.DECIDED, CommentState.CLOSED})


def all_items(ids: Collection[int] | None = None) -> Iterator[Item]:
    """Everything that can be found, or everything of some documents."""
    rows = Document.objects.all() if ids is None else Document.objects.filter(pk__in=ids)
    for document in rows.order_by("pk").iterator():
        yield from text_items(document)
        yield from comment_items(Comment.objects.filter(document=document))
    for kind in registry.registered():
        yield from kind.items(ids)


def text_items(document: Document) -> Iterator[Item]:
    """A document's title, its texts, and what of them anybody may read."""
    yield document_item(document)
    yield from block_items(document.pk)
    yield from published_items(document.pk)


def document_item(document: Document) -> Item:
    """A document by its title and summary."""
    return Item(
        id=f"document:{document.pk}", kind="document", document=document.pk,
        scope=scopes.of_document(document.pk), title=f"{document.title} {document.short_title}".strip(),
        text=document.summary, date=_seconds(document.created_at),
    )


def block_items(document: int) -> Iterator[Item]:
    """The texts of a document's issued versions, each once for the versions in which it stands unchanged."""
    versions = Version.objects.filter(document=document, state=VersionState.ISSUED).order_by("number")
    running: dict[str, _Standing] = {}
    for version in versions:
        present = {text.lineage: text for text in _texts(version)}
        for lineage, standing in [*running.items()]:
            if lineage not in present or present[lineage].words != standing.text.words:
                yield running.pop(lineage).item(document, standing.last)
        for lineage, text in present.items():
            standing = running.get(lineage) or _Standing(text, version.number, _seconds(version.issued_at))
            running[lineage] = replace(standing, text=text, last=version.number)
    for standing in running.values():
        yield standing.item(document, OPEN)


def published_items(document: int) -> Iterator[Item]:
    """The texts of published versions, for those who do not see the document."""
    for publication in documents.publications_visible().filter(document=document).select_related("version"):
        for text in _texts(publication.version):
            standing = _Standing(text, publication.version.number, _seconds(publication.published_at))
            yield replace(
                standing.item(document, OPEN), id=f"published:{publication.pk}:{text.lineage}",
                scope=scopes.of_publication(publication.pk),
            )


@dataclass(frozen=True, slots=True)
class _Text:
    lineage: str
    kind: str
    words: str
    section: str


@dataclass(frozen=True, slots=True)
class _Standing:
    """A text that stands in the versions `first` to `last`, and when the first of them was issued."""

    text: _Text
    first: int
    date: int
    last: int = 0

    def item(self, document: int, last: int) -> Item:
        is_heading = self.text.kind == "heading"
        return Item(
            id=f"block:{document}:{self.text.lineage}:{self.first}", kind=self.text.kind, document=document,
            scope=scopes.of_document(document), title=self.text.words if is_heading else "",
            text="" if is_heading else self.text.words, first_version=self.first, last_version=last,
            date=self.date, section=self.text.section,
        )


def _texts(version: Version) -> Iterator[_Text]:
    rows = Block.objects.filter(version=version).exclude(text="").exclude(kind__in=REPEATED)
    columns = rows.values_list("lineage", "kind", "number", "text", "section")
    for lineage, kind, number, text, section in columns.iterator():
        is_heading = kind in HEADINGS
        words = f"{number} {text}".strip() if is_heading else text
        yield _Text(lineage.hex, "heading" if is_heading else "text", words, section)


def comment_items(comments: QuerySet[Comment]) -> Iterator[Item]:
    """Comments that can be found, each with its response and replies."""
    replies = Reply.objects.filter(withdrawn_at=None).select_related("agency")
    blocks = Block.objects.filter(version=OuterRef("version"), key=OuterRef("start_block"))
    rows = comments.exclude(state=CommentState.WITHDRAWN).select_related(
        "agency", "version", "proposal", "received_in",
    ).prefetch_related(Prefetch("replies", replies, to_attr="found_replies")).annotate(
        found_section=Subquery(blocks.values("section")[:1]))
    for comment in rows.order_by("pk").iterator(chunk_size=500):
        scope = scopes.opening(comment)
        if not scope:
            continue
        item = _comment_item(comment, scope, comment.found_section or "")
        yield item
        if comment.response and comment.state in ANSWERED:
            yield replace(item, id=f"response:{comment.pk}", kind="response", text=comment.response, title="",
                          author="")
        for reply in comment.found_replies:
            yield replace(
                item, id=f"reply:{reply.pk}", kind="reply", text=reply.body, title="",
                date=_seconds(reply.created_at), author=author_key(reply, comment.round_id),
                agency=reply.agency.code if reply.agency else "",
            )


def _comment_item(comment: Comment, scope: str, section: str) -> Item:
    return Item(
        id=f"comment:{comment.pk}", kind="comment", document=comment.document_id, scope=scope,
        title=comment.register_number, text="\n".join(words_of(comment)),
        first_version=comment.version.number, date=_seconds(comment.created_at),
        author=author_key(comment, comment.round_id), agency=comment.agency.code if comment.agency else "",
        type=comment.type, status=comment.state, severity=comment.severity,
        disposition=comment.disposition if comment.state in ANSWERED else "",
        round=str(comment.round_id or ""), section=section,
        number=comment.register_number,
    )


def author_key(said: Comment | Reply, round_id: int | None) -> str:
    """Whom a search for an author finds: who said it, or only the name that stands in for them."""
    if said.hidden_name:
        return f"{round_id}:{said.author_name}".casefold()
    return str(said.author_id or "")


def words_of(comment: Comment) -> list[str]:
    """What a comment says: its body, and the words that it proposes."""
    proposal = getattr(comment, "proposal", None)
    return [words for words in (comment.body, proposal.text if proposal else "") if words]


def comment_ids(comments: Iterable[int]) -> set[str]:
    """Every id under which something of these comments may have been indexed."""
    wanted = list(comments)
    replies = Reply.objects.filter(comment__in=wanted).values_list("pk", flat=True)
    return {f"{kind}:{pk}" for pk in wanted for kind in ("comment", "response")} | {
        f"reply:{pk}" for pk in replies}


def _seconds(moment: datetime | None) -> int:
    return int(moment.timestamp()) if moment else 0
