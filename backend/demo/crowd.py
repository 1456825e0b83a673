"""Tens of thousands of comments at once, as a large review brings them in: for benches and tests."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from django.db import transaction

from backend.accounts.models import Membership
from reviews.models import (
    AnchorKind,
    Comment,
    CommentState,
    CommentType,
    Placement,
    PlacementStatus,
    Proposal,
    RegisterCounter,
    Severity,
    Source,
    Visibility,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backend.accounts.models import Person
    from documents.models import Version

SEED = 2016
BATCH = 1_000
#: Of a hundred comments so many have other words, wait with their agency, are answered.
PROPOSALS, WITH_AGENCY, ANSWERED = 30, 10, 40
_BEGAN = datetime(2026, 1, 5, 9, tzinfo=UTC)
_REMARKS = (
    "The figure is not supported by the reference given.", "Say what happens after the first landing.",
    "This repeats what the section before says.", "Please give the unit.", "Which agency is meant here?",
    "The sentence reads as a commitment; soften it.", "Add the dependency on the communications relay.",
    "We can not agree with this conclusion.", "Define the term where it is first used.",
)


def gather(version: Version, count: int) -> int:
    """So many comments on words all over an issued version, by members of agencies; how many were made.

    The same count gives the same comments. Written in bulk: no events, and nothing is asked of services.
    """
    dice = random.Random(SEED)  # noqa: S311 - the same crowd each time
    people = list(Membership.objects.filter(ended_at=None).select_related("agency", "person").order_by("pk"))
    blocks = list(version.blocks.exclude(text="").order_by("ordinal").values_list("key", "ordinal", "text"))
    numbers = dict(
        RegisterCounter.objects.filter(document=version.document).values_list("code", "last"),
    )
    made = _comments(version, dice, people, numbers, blocks)
    with transaction.atomic():
        done = 0
        while batch := list(islice(made, min(BATCH, count - done))):
            _store(version, batch)
            done += len(batch)
        for code, last in numbers.items():
            RegisterCounter.objects.update_or_create(
                document=version.document, code=code, defaults={"last": last},
            )
    return done


def _comments(
    version: Version, dice: random.Random, people: list[Membership], numbers: dict[str, int],
    blocks: list[tuple[str, int, str]],
) -> Iterator[tuple[Comment, int, Proposal | None]]:
    """Each with the ordinal of its block and its proposal."""
    number = 0
    while True:
        key, ordinal, text = dice.choice(blocks)
        who = dice.choice(people)
        start = dice.randrange(max(len(text) - 40, 1))
        comment = _comment(version, dice, who.person, number)
        comment.agency, quote = who.agency, text[start : start + 30]
        comment.start_block = comment.end_block = key
        comment.start_offset, comment.end_offset, comment.quote = start, start + len(quote), quote
        if comment.visibility == Visibility.DOCUMENT:
            numbers[who.agency.code] = numbers.get(who.agency.code, 0) + 1
            comment.code, comment.number = who.agency.code, numbers[who.agency.code]
        has_words = dice.randrange(100) < PROPOSALS
        yield comment, ordinal, Proposal(original=quote, text=quote.upper()) if has_words else None
        number += 1


def _comment(version: Version, dice: random.Random, author: Person, number: int) -> Comment:
    moment = _BEGAN + timedelta(seconds=number)
    is_with_agency = dice.randrange(100) < WITH_AGENCY
    is_answered = not is_with_agency and dice.randrange(100) < ANSWERED
    state = CommentState.SUBMITTED if is_with_agency else CommentState.REGISTERED
    return Comment(
        document=version.document, version=version, author=author, author_name=author.name,
        type=dice.choice(CommentType.values), severity=dice.choice(["", *Severity.values]),
        body=f"{dice.choice(_REMARKS)} ({number + 1})", source=Source.SHEET,
        visibility=Visibility.AGENCY if is_with_agency else Visibility.DOCUMENT,
        state=CommentState.DECIDED if is_answered else state,
        disposition=dice.choice(["accepted", "noted"]) if is_answered else "",
        anchor_kind=AnchorKind.RANGE, created_at=moment, submitted_at=moment, changed_at=moment,
    )


def _store(version: Version, batch: list[tuple[Comment, int, Proposal | None]]) -> None:
    rows = Comment.objects.bulk_create([comment for comment, _, _ in batch])
    proposals = [(row, proposal) for row, (_, _, proposal) in zip(rows, batch, strict=True) if proposal]
    for row, proposal in proposals:
        proposal.comment = row
    Proposal.objects.bulk_create([proposal for _, proposal in proposals])
    Placement.objects.bulk_create([
        Placement(
            comment=row, version=version, status=PlacementStatus.PLACED, ordinal=ordinal,
            start_block=row.start_block, start_offset=row.start_offset, end_block=row.end_block,
            end_offset=row.end_offset, segments=[[row.start_block, row.start_offset, row.end_offset]],
        )
        for row, (_, ordinal, _) in zip(rows, batch, strict=True)
    ])  # fmt: skip
