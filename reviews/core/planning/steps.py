"""Steps that wait for others: circles, the order to reckon in, and the outlook of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from reviews.core.planning.lags import Lag, World, later

Key = int
Because = Literal["met", "planned", "expected", "today", "waits"]


@dataclass(frozen=True, slots=True)
class Wait:
    """That a step comes so long after another. An exact one sets its date, the others only hold it back."""

    on: Key
    lag: Lag = field(default_factory=Lag)
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A step as planned: its last day. `expected` is when it will come by what else is known of it."""

    key: Key
    planned: date
    met: date | None = None
    expected: date | None = None
    waits: tuple[Wait, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlook:
    """When a step was reached or will be, how many days after its plan, and what decides that."""

    on: date
    late: int
    because: Because
    of: Key | None = None


class Circular(ValueError):
    """Steps that wait for each other; `keys` is the way round, the first one again at the end."""

    def __init__(self, keys: tuple[Key, ...]) -> None:
        super().__init__(f"a circle: {keys}")
        self.keys = keys


def circle(waits: Mapping[Key, Iterable[Key]]) -> tuple[Key, ...]:
    """A way from a step over those that it waits for back to itself; nothing where there is none."""
    done: set[Key] = set()
    for start in waits:
        path: list[Key] = [start]
        ways = [iter(waits.get(start, ()))]
        while ways:
            if (key := next(ways[-1], None)) is None:
                ways.pop()
                done.add(path.pop())
            elif key in path:
                return (*path[path.index(key):], key)
            elif key not in done:
                path.append(key)
                ways.append(iter(waits.get(key, ())))
    return ()


def in_order(steps: Iterable[Step]) -> list[Step]:
    """Each step after all that it waits for; raises `Circular`. Waits for unknown steps count for nothing."""
    known = {step.key: step for step in steps}
    waits = {key: [wait.on for wait in step.waits if wait.on in known] for key, step in known.items()}
    if found := circle(waits):
        raise Circular(found)
    ordered: dict[Key, Step] = {}
    for key in known:
        ways = [key]
        while ways:
            missing = [on for on in waits[ways[-1]] if on not in ordered]
            if missing:
                ways.extend(missing)
            else:
                done = ways.pop()
                ordered.setdefault(done, known[done])
    return list(ordered.values())


def outlook(steps: Iterable[Step], *, today: date, world: World) -> dict[Key, Outlook]:
    """When each step comes as things stand. What is not met never comes before today."""
    return reckon(in_order(steps), today=today, world=world)


def reckon(
    ordered: Iterable[Step], *, today: date, world: World, known: Mapping[Key, Outlook] | None = None,
) -> dict[Key, Outlook]:
    """The same of steps that are in order already, beside others that are `known`."""
    found: dict[Key, Outlook] = dict(known or {})
    for step in ordered:
        found[step.key] = _outlook(step, found, today, world)
    return found


def _outlook(step: Step, found: Mapping[Key, Outlook], today: date, world: World) -> Outlook:
    if step.met is not None:
        return Outlook(step.met, (step.met - step.planned).days, "met")
    on, because, of = _by_itself(step, found, world)
    for wait in step.waits:
        if not wait.is_exact and wait.on in found:
            held = later(found[wait.on].on, wait.lag, world)
            if held > on:
                on, because, of = held, "waits", wait.on
    if on < today:
        on, because, of = today, "today", None
    return Outlook(on, (on - step.planned).days, because, of)


def _by_itself(
    step: Step, found: Mapping[Key, Outlook], world: World,
) -> tuple[date, Because, Key | None]:
    """The date of a step before others hold it back."""
    for wait in step.waits:
        if wait.is_exact and wait.on in found:
            on = later(found[wait.on].on, wait.lag, world)
            return on, "planned" if on == step.planned else "waits", wait.on
    if step.expected is not None:
        return step.expected, "expected", None
    return step.planned, "planned", None
