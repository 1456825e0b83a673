"""Comments as a sheet of any profile: rows in reading order, made one by one, allow-listed columns only."""

from __future__ import annotations

import json
from collections import Counter
from typing import IO, TYPE_CHECKING, Any

from django.db.models import Prefetch

from documents.models import Block, VersionPdf
from reviews import selectors
from reviews.core import sheets
from reviews.core.sheets import codes, verdicts
from reviews.core.sheets.values import PRIVATE
from reviews.models import Comment, CommentState, Lateness, Reply
from reviews.services.sheets import importing
from reviews.table import filters as filtering

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from django.db.models import QuerySet

    from backend.accounts.models import Person
    from documents.models import Version
    from reviews.models import Placement
    from reviews.table.filters import CommentFilter

ANSWERED = (CommentState.DECIDED, CommentState.CLOSED)
_CHUNK = 1_000
_STATES, _LATENESS = dict(CommentState.choices), dict(Lateness.choices)
#: What a row is made of; our own JSON takes everything.
_NEEDED = (
    "start_block", *(f"comment__{name}" for name in (
        "uid", "code", "number", "author_name", "hidden_name", "type", "severity", "body", "state",
        "lateness", "disposition", "response", "implementation", "acknowledgement", "quote", "source_data",
        "version_id", "created_at", "agency__code", "proposal__original", "proposal__text",
        "duplicate_of__code", "duplicate_of__number",
    )),
)


class Export:
    """One sheet being made; `folded` counts what the profile has no word for, once all rows are made."""

    def __init__(self, *, version: Version, by: Person, wanted: CommentFilter, profile: str) -> None:
        self.version, self.by, self.wanted = version, by, wanted
        self.profile = sheets.BY_NAME[profile]
        self.folded: Counter[str] = Counter()
        rows = Block.objects.filter(version=version)
        self._sections = {
            key: (section, paragraph)
            for key, section, paragraph in rows.values_list("key", "section", "paragraph")
        }
        self._lines = _first_lines(version)
        labels = version.document.versions.values_list("pk", "label", "number")
        self._versions = {pk: label or f"v{number}" for pk, label, number in labels}

    def placements(self) -> QuerySet[Placement]:
        """The places of the comments that the person sees and the filters let through, in reading order."""
        rows = selectors.placements_visible_to(self.by, self.version)
        chosen = rows.filter(filtering.condition(self.wanted, self.by, "comment__", version=self.version))
        found = chosen.select_related("comment__agency", "comment__proposal", "comment__duplicate_of")
        return found if self.profile.name == "draftroom" else found.only(*_NEEDED)

    def _whole(self) -> QuerySet[Placement]:
        found = self.placements()
        if self.profile.name != "draftroom":
            return found
        shown = Reply.objects.filter(withdrawn_at=None).order_by("created_at", "id")
        return found.prefetch_related(Prefetch("comment__replies", queryset=shown))

    def rows(self) -> Iterator[dict[str, str]]:
        """The rows' fields, a thousand comments in memory at a time."""
        for placement in self._whole().iterator(chunk_size=_CHUNK):
            yield self.fields(placement)

    def ids(self) -> Iterator[tuple[int, int]]:
        """Placement and comment of every row, in their order."""
        return iter(self.placements().values_list("pk", "comment"))

    def pieces(self, placements: Sequence[int]) -> Iterator[tuple[int, list[dict[str, str]]]]:
        """The rows of these placements, those that may still be seen, piece by piece; how many are done.

        No query stays open between two pieces, so that others, and the task itself, can write meanwhile.
        """
        for start in range(0, len(placements), _CHUNK):
            wanted = placements[start : start + _CHUNK]
            rows = [self.fields(one) for one in self._whole().filter(pk__in=wanted)]
            yield start + len(wanted), rows

    def about(self) -> dict[str, str]:
        """What a file says of all of it."""
        return {"title": self.version.document.title, "document": self.version.document.name}

    def fields(self, placement: Placement) -> dict[str, str]:
        """One comment in the words and codes of the profile."""
        comment = placement.comment
        own = _given(comment, self.profile.name)
        fields = {**self._place(placement), **self._said(comment), **own}
        fields.update(answer_of(comment, self.profile.name, self.folded))
        if self.profile.name == "draftroom":
            fields.update(_structured(placement))
        return {name: words for name, words in fields.items() if name not in PRIVATE}

    def _place(self, placement: Placement) -> dict[str, str]:
        section, paragraph = self._sections.get(placement.start_block, ("", None))
        page, line = self._lines.get(placement.start_block, ("", ""))
        whole = not placement.start_block
        return {
            "clause": "General" if whole else section, "page": page, "line": line,
            "element": f"¶{paragraph}" if paragraph else "", "quote": placement.comment.quote,
        }

    def _said(self, comment: Comment) -> dict[str, str]:
        profile, proposal = self.profile, getattr(comment, "proposal", None)
        agency = comment.agency.code if comment.agency else ""
        body = words_of(comment)
        must = profile.column("must") is not None
        if codes.is_folded(profile.types, comment.type, comment.severity, must=must):
            self.folded[f"{comment.type} {comment.severity}".strip()] += 1
        return {
            "uid": str(comment.uid), "ref": comment.register_number or str(comment.uid)[:8],
            "organisation": _organisation(profile.name, comment, agency), "author": comment.author_name,
            "type": codes.write_type(profile.types, comment.type, comment.severity),
            "severity": comment.severity, "must": "Yes" if comment.severity == "critical" else "No",
            "comment": f"{body} [{comment.author_name}, {agency}]" if profile.name == "ipcc" else body,
            "proposed": _proposed(proposal),
            "title": next(iter(body.splitlines()), "")[:60] if profile.name == "w3c" else "",
            "state": _STATES[comment.state], "lateness": _LATENESS[comment.lateness],
            "version": self._versions[comment.version_id],
            "implementation": comment.implementation, "acknowledgement": comment.acknowledgement,
            "document": self.version.document.name, "position": "COMMENTS",
            "date": comment.created_at.date().isoformat(),
        }


def words_of(comment: Comment) -> str:
    """What a sheet says of a comment: its words, or that other words are proposed."""
    proposal = getattr(comment, "proposal", None)
    return comment.body or (f"“{proposal.original}” should change." if proposal else "")


def _organisation(profile: str, comment: Comment, agency: str) -> str:
    """The ISO table has one column for who says it and its number."""
    return comment.register_number or agency if profile == "iso" else agency


def _proposed(proposal: Any) -> str:
    if proposal is None:
        return ""
    return f"From: “{proposal.original}” To: “{proposal.text}”"


def _given(comment: Comment, profile: str) -> dict[str, str]:
    """The row's own words and codes, when the comment came in a sheet of this profile and stands unchanged.

    Where reviewers are anonymous, what was written over and below their words stays with us.
    """
    data = comment.source_data
    if data.get("profile") != profile or comment.hidden_name:
        return {}
    answers = {"verdict", "response"}
    given = {name: words for name, words in data.get("given", {}).items() if name not in answers}
    if data.get("body") == importing.fingerprint(comment.body):
        return given
    return {name: words for name, words in given.items() if name not in {"comment", "proposed", "rationale"}}


def answer_of(comment: Comment, profile: str, folded: Counter[str] | None = None) -> dict[str, str]:
    """The columns that are ours: what was decided, in the profile's words, and why. Empty until decided.

    Words that came with the row stay as they were while they say what was decided.
    """
    given = comment.source_data.get("given", {}) if comment.source_data.get("profile") == profile else {}
    if comment.state not in ANSWERED or not comment.disposition:
        return {name: given[name] for name in ("verdict", "response") if given.get(name)}
    words = given.get("verdict") or given.get("response", "")
    if verdicts.parse(words, profile).disposition == comment.disposition and not comment.response:
        return {name: given[name] for name in ("verdict", "response") if given.get(name)}
    target = comment.duplicate_of.register_number if comment.duplicate_of else ""
    phrase, is_folded = verdicts.phrase(profile, comment.disposition, target)
    if is_folded and folded is not None:
        folded[comment.disposition] += 1
    if is_folded:
        phrase = f"{phrase} ({verdicts.LABELS[comment.disposition].lower()})"
    if "verdict" in sheets.BY_NAME[profile].answer:
        return {"verdict": phrase, "response": comment.response}
    return {"response": "\n".join(part for part in (phrase, comment.response) if part)}


def _structured(placement: Placement) -> dict[str, str]:
    """What our own JSON keeps besides words: exact places, the proposal, the thread, the row as given."""
    comment = placement.comment
    proposal = getattr(comment, "proposal", None)
    replies = [
        {"author": reply.author_name, "at": reply.created_at.isoformat(), "body": reply.body}
        for reply in comment.replies.all()
    ]
    given = {} if comment.hidden_name else comment.source_data.get("given", {})
    values: Mapping[str, Any] = {
        "anchor": {
            "kind": comment.anchor_kind, "start": [comment.start_block, comment.start_offset],
            "end": [comment.end_block, comment.end_offset], "prefix": comment.prefix,
            "suffix": comment.suffix, "placed": placement.segments, "confidence": placement.confidence,
        },
        "proposal": {"original": proposal.original, "text": proposal.text, "edits": proposal.edits}
        if proposal else None,
        "replies": replies, "given": given,
    }
    return {
        name: json.dumps(value, ensure_ascii=False, sort_keys=True) for name, value in values.items() if value
    }


def _first_lines(version: Version) -> dict[str, tuple[str, str]]:
    """Page and line at which each block begins in the issued PDF, if it has been made."""
    pdf = VersionPdf.objects.filter(version=version).first()
    found: dict[str, tuple[str, str]] = {}
    for page, line, block, _, _ in pdf.lines if pdf else ():
        found.setdefault(block, (page, str(line)))
    return found


def file_of(export: Export, kind: str) -> IO[bytes]:
    """The sheet in a temporary file, at its start; memory does not grow with the number of comments."""
    return sheets.to_file(export.rows(), profile=export.profile.name, kind=kind, about=export.about())
