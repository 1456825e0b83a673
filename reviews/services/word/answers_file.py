"""You said, we did, as a typeset PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from documents.core.model import Block, Draft, Span
from documents.core.typesetting import typeset
from documents.services.confinement import confined
from reviews import cards
from reviews.proving import answered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backend.accounts.models import Agency, Person
    from documents.models import Version
    from documents.services.redlines import Segment

#: What was found, in words.
OUTCOMES = {
    "as_proposed": "The text reads as proposed.",
    "changed": "These words changed.",
    "nearby": "Other words of the same passage changed.",
    "unchanged": "The text did not change.",
}


def pdf(*, person: Person, version: Version, agency: Agency | None) -> bytes:
    """The answers to an agency's comments, or the person's own, as that person may see them."""
    told = answered.answers(person, version, agency=agency)
    blocks = tuple(
        Block(f"b{number}", **parts) for number, parts in enumerate(_blocks(told))  # type: ignore[arg-type]
    )
    name = version.document.name
    return confined(
        typeset, Draft(blocks),
        title="You said, we did",
        subtitle=f"{name}: answers to {agency.name if agency else person.name}",
        version_label=f"Version {version.number}{f', {version.label}' if version.label else ''}",
        date=f"{timezone.localtime():%-d %B %Y}",
        organisation=version.document.owner.name,
    ).data


def _blocks(told: answered.Answers) -> Iterator[dict[str, object]]:
    if not told.answered:
        yield {"kind": "paragraph", "text": "No comment of yours was answered with this version yet."}
    for each in told.answered:
        comment = each.comment
        place = each.row.new[0].section if each.row and each.row.new else ""
        title = " · ".join(part for part in (comment.register_number, place) if part)
        yield {"kind": "heading", "level": 2, "text": title or "Comment"}
        yield _labelled("You said: ", comment.body or _proposed(each))
        answer = cards.LABELS.get(comment.disposition, "")
        yield _labelled("Our answer: ", f"{answer}. {comment.response}".strip())
        yield _labelled("The text: ", OUTCOMES[each.evidence.outcome])
        if each.row:
            yield _redline(each.row.segments)


def _proposed(each: answered.Answered) -> str:
    proposal = getattr(each.comment, "proposal", None)
    if proposal is None:
        return ""
    if proposal.text == proposal.original:
        return f"“{proposal.original}” should look otherwise."
    return f"“{proposal.original}” should read “{proposal.text}”."


def _labelled(label: str, text: str) -> dict[str, object]:
    return {"kind": "paragraph", "text": label + text, "spans": (Span(0, len(label.rstrip()), "bold"),)}


def _redline(segments: Iterable[Segment]) -> dict[str, object]:
    """The passage with what went struck and what came underlined."""
    text, spans = "", []
    for kind, words in segments:
        if kind == "delete":
            spans.append(Span(len(text), len(text) + len(words), "strike"))
        elif kind == "insert":
            spans.append(Span(len(text), len(text) + len(words), "underline"))
        text += words
    return {"kind": "quote", "text": text.replace("\ufffc", "▫"), "spans": tuple(spans)}
