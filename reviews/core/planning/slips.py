"""What moves when one step moves: nothing more than it must."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from reviews.core.planning.lags import World, later
from reviews.core.planning.steps import Key, Step, in_order


@dataclass(frozen=True, slots=True)
class Moved:
    """A step that gets another date, and the step that pushes it (None: somebody wished it)."""

    key: Key
    before: date
    after: date
    pushed_by: Key | None = None

    @property
    def days(self) -> int:
        """By how much, negative when it comes earlier."""
        return (self.after - self.before).days


def moved(steps: Iterable[Step], wishes: Mapping[Key, date], world: World) -> dict[Key, Moved]:
    """All that moves when the steps of `wishes` get these dates, in the order of the plan.

    A step that waits is pushed as far as it must and no further; a step dated by another follows it
    both ways. Steps that are met never move; a wish for one counts for nothing.
    """
    found: dict[Key, Moved] = {}
    now = {step.key: step for step in in_order(steps)}
    for key, step in now.items():
        if step.met is None and (change := _change(step, wishes.get(key), found, now, world)):
            found[key] = change
    return found


def _change(
    step: Step, wish: date | None, found: Mapping[Key, Moved], now: Mapping[Key, Step], world: World,
) -> Moved | None:
    after, pushed_by = wish or step.planned, None
    for wait in step.waits:
        if wait.on not in found or wait.on not in now:
            continue
        held = later(found[wait.on].after, wait.lag, world)
        if (wait.is_exact and wish is None) or held > after:
            after, pushed_by = held, wait.on
    return Moved(step.key, step.planned, after, pushed_by) if after != step.planned else None


def planned_after(steps: Iterable[Step], changes: Mapping[Key, Moved]) -> list[Step]:
    """The steps as they would be planned then."""
    return [
        replace(step, planned=changes[step.key].after) if step.key in changes else step for step in steps
    ]
