"""`python -m documents.core merge BASE SIDE…`: versions in, the merged one out, conflicts as JSON."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from documents.core import versions
from documents.core.comparing import edits_between
from documents.core.merging import merge, resolve_all
from documents.core.merging.values import Conflict
from documents.core.model import Block, Draft, Unreadable


def run(
    given: argparse.Namespace,
    read: Callable[[str], bytes],
    write: Callable[[str, bytes], None],
    show: Callable[[Any], None],
) -> int:
    """Merge `given.sides` into `given.base`; 1 when conflicts are left, which keep the base's text.

    A JSON base gives `{"blocks", "conflicts"}` on `show` or in `given.output`; a Word base gives its
    own package with the changes done in `given.output`, and `{"conflicts"}` on `show`.
    """
    data = read(given.base)
    base = versions.version(data)
    names = _names(given.sides)
    if given.pick is not None and not 1 <= given.pick <= len(names):
        raise Unreadable(f"--pick {given.pick}: there are {len(names)} sides", code="no-such-side")
    merged = merge(base, [versions.version(read(path)) for path in given.sides], names)
    blocks = merged.blocks if given.pick is None else resolve_all(merged, names[given.pick - 1])
    conflicts = [conflict_to_json(conflict) for conflict in merged.conflicts]
    if given.conflicts:
        write(given.conflicts, _encoded(conflicts))
    if versions.is_json(data):
        result = {"blocks": versions.as_json(blocks), "conflicts": conflicts}
        if given.output:
            write(given.output, _encoded(result))
        else:
            show(result)
    else:
        if given.output:
            write(given.output, _as_word(data, base, blocks))
        show({"conflicts": conflicts})
    return 1 if merged.conflicts and given.pick is None else 0


def conflict_to_json(conflict: Conflict) -> dict[str, Any]:
    """A conflict as JSON; offsets are code points in the base's blocks."""
    return {
        "number": conflict.number,
        "kind": conflict.kind,
        "block": conflict.block,
        "start": conflict.start,
        "end_block": conflict.end_block,
        "end": conflict.end,
        "base": conflict.base,
        "alternatives": [
            {"sides": list(each.sides), "text": each.text, "deleted": each.deleted}
            for each in conflict.alternatives
        ],
    }


def _names(paths: Sequence[str]) -> list[str]:
    """The sides by file name, by path where two files have one name."""
    short = [PurePath(path).name for path in paths]
    if len(set(short)) == len(short):
        return short
    if len(set(paths)) == len(paths):
        return list(paths)
    return [f"{number}: {path}" for number, path in enumerate(paths, 1)]


def _as_word(data: bytes, base: Draft, blocks: tuple[Block, ...]) -> bytes:
    """The base's package with the edits that make its text the merged one."""
    from documents.core import markup  # JSON versions need no Word writer

    return markup.apply(data, edits_between(base, replace(base, blocks=blocks)))


def _encoded(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
