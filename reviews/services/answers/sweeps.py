"""Doing something to all comments that a filter finds, and undoing it as a whole; by a task, piece by piece.

Each comment is acted on in its own right: one that changed meanwhile, or that the act does not fit, stays
as it is and is named. A piece and how far the sweep is are one transaction: a worker that dies loses none
and does none twice.
"""

from __future__ import annotations

import time
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from backend.accounts.models import Person
from backend.errors import BadInput, DraftroomError, NotNow, NotYou
from backend.events import services as events
from documents.models import Document, Version
from reviews import rules, selectors
from reviews.models import Comment, Operation, Sweep
from reviews.services.answers import acts, operations
from reviews.services.answers.operations import Chosen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviews.services.answers.acts import Wish
    from reviews.table.matrix import Asked

#: Comments in one sweep, and in one piece of it.
MOST, PIECE = 100_000, 100
#: Seconds after which the next task goes on, so that other work has its turn.
TURN = 3.0
_NAMED = {"duplicate_of": Comment, "assignee": Person, "version": Version}


def begin_sweep(*, asked: Asked, wish: Wish, expected: int, by: Person) -> Sweep:
    """Order it for all that was asked for; `expected` is how many the person saw counted.

    Raises `NotYou`, `NotNow` when others are found by now or a sweep is under way, and `BadInput` when the
    act lacks something.
    """
    document = asked.document
    if not rules.standing(by, document).steers:
        raise NotYou("Only those who steer the document act on many comments at once.")
    with transaction.atomic():
        chosen = list(asked.comments().order_by("id").values_list("pk", "revision")[: MOST + 1])
        if not chosen or len(chosen) > MOST:
            raise BadInput(f"A sweep goes over 1 to {MOST:,} comments.", code="choose")
        if len(chosen) != expected:
            raise NotNow(
                f"The filter finds {len(chosen)} comments now, not {expected}: look again.",
                code="changed", comments=len(chosen),
            )
        _demand_whole(wish, asked, chosen[0][0], by)
        return _ordered(Sweep(
            document=document, wish=_kept(wish), asked=asked.wanted.asked(), chosen=chosen, by=by,
        ))


def stop_sweep(*, sweep: Sweep, by: Person) -> Sweep:
    """Let it end where it is: what is done stays and can be undone, the others are not touched.

    Raises `NotYou`, and `NotNow` when it has ended, or is an undoing, which runs to its end.
    """
    _demand_own(sweep, by)
    with transaction.atomic():
        now = Sweep.objects.select_for_update().get(pk=sweep.pk)
        if now.ended_at is not None:
            raise NotNow("It is done already: you can undo it.", code="ended")
        if now.undoes_id:
            raise NotNow("An undo runs to its end; begin anew after it.", code="undoing")
        now.ended_at = timezone.now()
        now.save(update_fields=["ended_at"])
        _tell("stopped", now, by)
    return now


def undo_sweep(*, sweep: Sweep, by: Person) -> Sweep:
    """Order that all its operations are undone, the last first. Raises `NotYou`, `NotNow`."""
    _demand_own(sweep, by)
    with transaction.atomic():
        now = Sweep.objects.select_for_update().get(pk=sweep.pk)
        if now.ended_at is None:
            raise NotNow("It is still under way: undo it once it is done.", code="running")
        if Sweep.objects.filter(undoes=now).exists():
            raise NotNow("This is undone already.", code="undone")
        made = list(now.operations.order_by("-id").values_list("pk", flat=True))
        if not made:
            raise NotNow("It changed nothing.", code="nothing")
        return _ordered(Sweep(document=sweep.document, chosen=made, by=by, undoes=now))


def _demand_own(sweep: Sweep, by: Person) -> None:
    standing = rules.standing(by, sweep.document)
    if not standing.steers or not (sweep.by_id == by.pk or standing.coordinates):
        raise NotYou("Who did it, or a coordinator, can stop and undo it.")


def _ordered(sweep: Sweep) -> Sweep:
    Document.objects.select_for_update().get(pk=sweep.document_id)
    if Sweep.objects.filter(document=sweep.document_id, ended_at=None).exists():
        raise NotNow("A sweep over this document's comments is under way: wait for its end.", code="running")
    sweep.begun_at = timezone.now()
    sweep.save()
    _tell("begun", sweep)
    return sweep


def _tell(verb: str, sweep: Sweep, by: Person | None = None) -> None:
    events.record(
        verb=f"reviews.sweep.{verb}", actor=by or sweep.by, target=sweep, document=sweep.document_id,
        data={"sweep": str(sweep.uid)},
    )


def _demand_whole(wish: Wish, asked: Asked, first: int, by: Person) -> None:
    """`BadInput` when the act can be done to no comment; tried on the first, and taken back."""
    try:
        with transaction.atomic():
            acts.perform(
                wish=wish, document=asked.document, chosen=[Chosen(Comment.objects.get(pk=first))], by=by,
            )
            transaction.set_rollback(True)
    except BadInput as lacking:
        if lacking.code != "note" or wish.kind not in {"answer", "propose", "decide"}:
            raise  # a note is what only comments need that are answered already
    except DraftroomError:
        return  # this one is not for it; others may be


def _kept(wish: Wish) -> dict[str, Any]:
    """The wish as it is kept: rows by their ids."""
    plain = {field.name: getattr(wish, field.name) for field in fields(wish)}
    return {name: value.pk if name in _NAMED and value else value for name, value in plain.items()}


def _wish(kept: dict[str, Any]) -> Wish:
    named = {
        name: model._default_manager.filter(pk=kept[name]).first()
        for name, model in _NAMED.items() if kept[name]
    }
    return acts.Wish(**kept | named)


def go_on(sweep_id: int) -> bool:
    """Do pieces of the sweep until its turn is over; whether something is left to do."""
    until = time.monotonic() + TURN
    while _next_piece(sweep_id):
        if time.monotonic() > until:
            return True
    return False


def _next_piece(sweep_id: int) -> bool:
    with transaction.atomic():
        rows = Sweep.objects.select_for_update(of=("self",)).select_related("document", "by", "undoes")
        sweep = rows.filter(pk=sweep_id, ended_at=None).first()
        if sweep is None:
            return False
        piece = sweep.chosen[sweep.done : sweep.done + (1 if sweep.undoes_id else PIECE)]
        made, left = _undo(sweep, piece) if sweep.undoes_id else _act(sweep, piece)
        Operation.objects.filter(pk__in=[one.pk for one in made]).update(sweep=sweep)
        sweep.done += len(piece)
        sweep.left = [*sweep.left, *left]
        if sweep.done >= len(sweep.chosen):
            sweep.ended_at = timezone.now()
            _tell("ended", sweep)
        sweep.save(update_fields=["done", "left", "ended_at"])
    return sweep.ended_at is None


def _act(sweep: Sweep, piece: Sequence[Sequence[int]]) -> tuple[list[Operation], list[list[str]]]:
    """Act on the comments of a piece that the person still sees."""
    seen = selectors.comments_visible_to(sweep.by).filter(document=sweep.document)
    rows = {row.pk: row for row in seen.filter(pk__in=[pk for pk, _ in piece])}
    chosen = [Chosen(rows[pk], revision) for pk, revision in piece if pk in rows]
    return _performed(_wish(sweep.wish), sweep, chosen)


def _performed(
    wish: Wish, sweep: Sweep, chosen: list[Chosen],
) -> tuple[list[Operation], list[list[str]]]:
    """Act on all at once; where one refuses, on each half, until it stands alone and is left out."""
    if not chosen:
        return [], []
    try:
        with transaction.atomic():
            return [acts.perform(wish=wish, document=sweep.document, chosen=chosen, by=sweep.by)], []
    except DraftroomError as refused:
        if len(chosen) == 1:
            return [], [[str(chosen[0].comment.uid), refused.detail]]
    middle = len(chosen) // 2
    first, second = (_performed(wish, sweep, part) for part in (chosen[:middle], chosen[middle:]))
    return first[0] + second[0], first[1] + second[1]


def _undo(sweep: Sweep, piece: Sequence[int]) -> tuple[list[Operation], list[list[str]]]:
    """Undo one operation; what changed since stays, and is named."""
    operation = Operation.objects.select_related("document").get(pk=piece[0])
    try:
        with transaction.atomic():
            undone = operations.undo_operation(operation=operation, by=sweep.by)
    except DraftroomError as refused:
        return [], [["", refused.detail]]
    return [undone.operation], [["", f"{name} changed since."] for name in undone.kept]
