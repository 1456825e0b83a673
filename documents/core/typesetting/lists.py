"""List items, nested by their depth, each with the number that the draft shows."""

from __future__ import annotations

from typing import Any

from documents.core.model import Block
from documents.core.typesetting.runs import Run

Item = tuple[Block, list[Run]]

DEEPEST = 8  # levels below the first, as in Word; what lies deeper is set there


def nested(items: list[Item], depth: int = 0) -> list[dict[str, Any]]:
    """Lists for a run of neighbouring items; a change between bullets and numbers begins a new one."""
    lists: list[dict[str, Any]] = []
    place = 0
    while place < len(items):
        block, body = items[place]
        end = place + 1
        while end < len(items) and depth < DEEPEST and items[end][0].level > block.level:
            end += 1
        entry = {"number": block.number, "body": body, "within": nested(items[place + 1 : end], depth + 1)}
        numbered = _is_number(block.number)
        if lists and lists[-1]["numbered"] == numbered:
            lists[-1]["items"].append(entry)
        else:
            lists.append({"kind": "list", "numbered": numbered, "items": [entry]})
        place = end
    return lists


def _is_number(label: str) -> bool:
    return any(char.isalnum() for char in label) and label not in ("o", "§")
