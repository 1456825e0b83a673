"""Changes as a person made them: Word cuts one deletion into a piece for every run and container."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lxml import etree

from documents.core.model import Change
from documents.core.reading.changes import paired
from documents.core.textmap import TextMap

_TEXT = ("insert", "delete")


def grouped(found: TextMap) -> list[tuple[Change, list[etree._Element]]]:
    """Changes in reading order with the elements that mark each; pieces that touch are one change."""
    result: list[tuple[Change, list[etree._Element]]] = []
    for element, change in paired(found):
        if result and _continues(result[-1][0], change):
            last, elements = result[-1]
            edit = replace(last.edit, end=max(last.edit.end, change.edit.end), text=last.edit.text + change.edit.text)
            result[-1] = (replace(last, edit=edit), [*elements, element])
        else:
            result.append((change, [element]))
    return result


def with_elements(found: TextMap) -> tuple[tuple[Change, ...], dict[etree._Element, list[str]]]:
    """The changes, each with an id of its own, and the ids by the elements that mark them."""
    groups = grouped(found)
    changes = tuple(with_ids(change for change, _ in groups))
    marked: dict[etree._Element, list[str]] = {}
    for change, (_, elements) in zip(changes, groups, strict=True):
        for element in elements:
            marked.setdefault(element, []).append(change.id)
    return changes, marked


def _continues(last: Change, change: Change) -> bool:
    """Whether `change` is the next piece of the same deletion or insertion."""
    one, two = last.edit, change.edit
    same = (last.author, last.date, last.group, last.moved) == (
        change.author, change.date, change.group, change.moved)
    if not same or one.kind != two.kind or one.block != two.block or one.kind not in _TEXT:
        return False
    if one.kind == "insert":
        return one.start == two.start
    return one.end == two.start and one.start < one.end and two.start < two.end


def with_ids(changes: Iterable[Change]) -> list[Change]:
    """The file's own ids where they differ; repeated or missing ones get a letter that tells them apart."""
    seen: dict[str, int] = {}
    found = []
    for change in changes:
        count = seen.get(change.id, 0)
        seen[change.id] = count + 1
        found.append(replace(change, id=f"{change.id}.{count}") if count or not change.id else change)
    return found
