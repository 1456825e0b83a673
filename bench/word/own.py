"""Law 1 for a file's own markup: taken off and put on again, it gives the file again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bench.word import parts
from documents.core import markup, reading
from documents.core.markup import canonical, faithful
from documents.core.markup.names import ID
from documents.core.markup.parts import serialise
from documents.core.markup.settlement import stories
from documents.core.model import Change, Comment, Markup
from documents.core.package import open_package

Content = tuple[list[Comment], list[Change]]


def faults(data: bytes, clean: bytes, own: Markup) -> Iterator[str]:
    """Laid on the clean file again, a file's own markup gives the file again."""
    try:
        laid = markup.lay(clean, own)
    except markup.CannotLay as error:
        yield f"law 1: its own markup can not be laid again: {error}"
        return
    again, lifted = markup.lift(laid)
    if reading.text(again) != reading.text(clean):
        yield "law 1: the clean text of its own markup reads otherwise after laying and lifting"
    if content(lifted) != content(own):
        yield f"law 1: its own markup comes back otherwise: {difference(content(own), content(lifted))}"
    for part in _other_stories(data, laid):
        yield f"law 1: {part} says something else once its own markup is laid again"
    yield from parts.faults(clean, laid)


def respelled(data: bytes) -> Iterator[str]:
    """Law 3 where nothing is changed: the main part, only read and written again, has the same bytes."""
    package = open_package(data)
    raw = package.parts[package.main]
    if faithful.kept(raw, serialise(raw, package.tree(package.main))) != raw:
        yield "law 3: the main part has other bytes when it is only written again"


def content(one: Markup) -> Content:
    """The markup without the names that a file gives: `w:id` of changes, keys of comments."""
    names = {change.id: f"change {place}" for place, change in enumerate(one.changes)}
    changes = [
        replace(change, id=names[change.id], group=names.get(change.group, change.group))
        for change in one.changes
    ]
    return [replace(comment, key="") for comment in one.comments], changes


def difference(one: Content, two: Content) -> str:
    for name, before, after in zip(("comments", "changes"), one, two, strict=True):
        for place, (left, right) in enumerate(zip(before, after, strict=False)):
            if left != right:
                return f"{name} {place}: {str(left)[:200]} became {str(right)[:200]}"
        if len(before) != len(after):
            return f"{len(before)} {name} became {len(after)}"
    return "nothing"


def _other_stories(data: bytes, laid: bytes) -> Iterator[str]:
    """Parts that do not say the same in two packages. Marks of comments that are not there do not count."""
    one, two = open_package(data), open_package(laid)
    comments = [*one.related(one.main, "comments")]
    known = {element.get(ID) for part in comments for element in one.tree(part)}
    for part in stories(one):
        for package in (one, two):
            for mark in list(package.tree(part).iter(*canonical.COMMENT_MARKS)):
                if mark.get(ID) not in known:
                    canonical.remove_mark(mark)
        if canonical.normal(one.tree(part)) != canonical.normal(two.tree(part)):
            yield part
