"""The plan as a line of time: planned beside forecast, slips, what waits for what, and today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from reviews.core.pictures.axes import Axis, Tick

WIDTH = 1100.0
LEFT, RIGHT = 14.0, 24.0
TOP, ROW, HEAD = 34.0, 30.0, 30.0
#: About the width of a letter of a name, at the size in which it is drawn.
LETTER = 6.9

#: Days of the past that are shown at least.
LOOK_BACK = 400

State = Literal["met", "open", "late"]


@dataclass(frozen=True, slots=True)
class Item:
    """A step to draw: its first plan, its present one, and when it was reached or is foreseen."""

    key: int
    title: str
    from_on: date
    to_on: date
    first: date
    state: State
    met: date | None = None
    forecast: date | None = None
    low: date | None = None
    high: date | None = None
    waits_for: tuple[int, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The steps of one document under its name; without a name no line is taken for it."""

    title: str
    items: tuple[Item, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A step in its place. Lines are (x, width) along the row; `None` where there is nothing to draw."""

    item: Item
    y: float
    at: float
    span: tuple[float, float] | None
    first: float | None
    ghost: float | None  # the plan, where the forecast lies elsewhere
    slip: tuple[float, float] | None
    range: tuple[float, float] | None
    label_x: float
    label_y: float
    label_end: bool

    @property
    def diamond(self) -> str:
        """The outline of the mark."""
        return f"M{self.at} {self.y - 7} l7 7 l-7 7 l-7 -7 z"

    @property
    def ghost_diamond(self) -> str:
        """The outline of the plan's own mark."""
        return f"M{self.ghost} {self.y - 6} l6 6 l-6 6 l-6 -6 z"


@dataclass(frozen=True, slots=True)
class Title:
    """A document's name above its steps."""

    words: str
    y: float
    url: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """All that is drawn."""

    width: float
    height: float
    left: float
    right: float
    ticks: tuple[Tick, ...]
    today: float
    marks: tuple[Mark, ...]
    titles: tuple[Title, ...]
    ties: tuple[str, ...]
    is_cut: bool = False  # what lies at the left edge is earlier still


def timeline(groups: Sequence[Group], *, today: date, width: float = WIDTH) -> Timeline:
    """Where the steps of the groups lie. Every step has a row of its own."""
    axis, is_cut = _axis(groups, today, width)
    y = TOP
    marks: list[Mark] = []
    titles: list[Title] = []
    for group in groups:
        if group.title:
            titles.append(Title(group.title, y + HEAD - 10, group.url))
            y += HEAD
        for item in group.items:
            marks.append(_mark(item, y + ROW / 2, axis))
            y += ROW
    return Timeline(
        width, y + 10, axis.left, axis.right, tuple(axis.ticks()), axis.x(today), tuple(marks), tuple(titles),
        tuple(_ties(marks)), is_cut,
    )


def _axis(groups: Sequence[Group], today: date, width: float) -> tuple[Axis, bool]:
    days = [today]
    for group in groups:
        for item in group.items:
            days += [item.from_on, item.to_on, item.first]
            days += [day for day in (item.met, item.forecast, item.high) if day is not None]
    # No end in sight, or one that is very far, must not press all others together.
    ordered = sorted(days)
    last = min(ordered[-1], max(ordered[int(len(ordered) * 0.9)], today) + timedelta(days=1100))
    first = max(ordered[0], _earliest(groups, today))
    room = timedelta(days=max(14, int((last - first).days * 0.03)))
    return Axis(first - room, last + room * 5, LEFT, width - RIGHT), first > ordered[0]


def _earliest(groups: Sequence[Group], today: date) -> date:
    """How far back it is worth to look: while steps are to come, not much further than they lie ahead."""
    ahead = [item.to_on for group in groups for item in group.items if item.state != "met"]
    if not ahead:
        return date.min
    reach = max((max(ahead) - today).days, (today - min(ahead)).days, 0)
    return today - timedelta(days=max(2 * reach, LOOK_BACK))


def _mark(item: Item, y: float, axis: Axis) -> Mark:
    on = item.met or item.forecast or item.to_on
    at, planned = axis.x(on), axis.x(item.to_on)
    is_open = item.state != "met"
    is_vague = (item.to_on - item.from_on).days > 2
    span = (axis.x(item.from_on), max(planned - axis.x(item.from_on), 4)) if is_open and is_vague else None
    first = axis.x(item.first) if abs((item.first - on).days) > 1 else None
    ghost = planned if is_open and on != item.to_on else None
    begin = min(found for found in (first, ghost, at) if found is not None)
    end = max(found for found in (first, ghost, at) if found is not None)
    spread = None
    if is_open and item.low and item.high and item.low != item.high:
        spread = (axis.x(item.low), axis.x(item.high) - axis.x(item.low))
    lowest = min(begin, *(found[0] for found in (span, spread) if found)) if span or spread else begin
    highest = max(end, spread[0] + spread[1] if spread else end)
    label_x, label_y, label_end = _label(item.title, y, lowest, highest, axis)
    return Mark(
        item, y, at, span, first, ghost, (begin, end - begin) if end > begin else None, spread,
        label_x, label_y, label_end,
    )


def _label(title: str, y: float, lowest: float, highest: float, axis: Axis) -> tuple[float, float, bool]:
    """Behind the marks where there is room, else before them, else above them."""
    width = len(title) * LETTER
    if highest + 14 + width < axis.right + RIGHT:
        return highest + 14, y + 4.5, False
    if lowest - 14 - width > axis.left:
        return lowest - 14, y + 4.5, True
    return axis.right, y - 9, True


def _ties(marks: Sequence[Mark]) -> list[str]:
    """Lines from what is waited for to what waits."""
    places = {mark.item.key: mark for mark in marks}
    return [
        _tie(places[on], mark) for mark in marks for on in mark.item.waits_for if on in places
    ]


def _tie(before: Mark, after: Mark) -> str:
    down = 1 if after.y > before.y else -1
    x, y = before.at, before.y + 7 * down
    end_x, end_y = after.at, after.y - 8 * down
    bend = end_y - 6 * down
    return f"M{x} {y} V{bend} H{end_x} V{end_y}" if abs(end_x - x) > 1 else f"M{x} {y} V{end_y}"
