"""`python -m documents.core merge BASE SIDE…`: versions in, the merged one out, conflicts as JSON."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from documents.core import versions
from documents.core.comparing import edits_between
from documents.core.merging import merge, merge_edits, owning, resolve_all
from documents.core.merging.values import Conflict
from documents.core.model import Change, Draft, Edit, Markup, Unreadable


def run(
    given: argparse.Namespace,
    read: Callable[[str], bytes],
    write: Callable[[str, bytes], None],
    show: Callable[[Any], None],
) -> int:
    """Merge `given.sides` into `given.base`; 1 when conflicts are left, which keep the base's text.

    Tracked changes of a side are its changes like all others; those of the base are not done.
    A JSON base gives `{"blocks", "conflicts"}` on `show` or in `given.output`; a Word base gives its
    own package with the changes done in `given.output`, and `{"conflicts"}` on `show`; `left` names
    what could not be carried into it, and then too the answer is 1.
    """
    data = read(given.base)
    base = versions.version(data)
    names = _names(given.sides)
    if given.pick is not None and not 1 <= given.pick <= len(names):
        raise Unreadable(f"--pick {given.pick}: there are {len(names)} sides", code="no-such-side")
    files = [_accepted(read(path)) for path in given.sides]
    sides = [versions.version(file) for file in files]
    merged = merge(base, sides, names)
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
        return 1 if merged.conflicts and given.pick is None else 0
    left: list[dict[str, Any]] = []
    if given.output:
        if given.pick is None:
            edits = _edits(base, dict(zip(names, sides, strict=True)))
        else:
            edits = edits_between(base, replace(base, blocks=blocks))
        packages = dict(zip(names, files, strict=True))
        made, left = _as_word(data, edits, packages)
        write(given.output, made)
    show({"conflicts": conflicts} | ({"left": left} if left else {}))
    return 1 if left or (merged.conflicts and given.pick is None) else 0


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


def _accepted(data: bytes) -> bytes:
    """A side with its tracked changes done."""
    if versions.is_json(data):
        return data
    from documents.core import markup  # JSON versions need no Word writer

    return markup.settle(data, accept=True)


def _edits(base: Draft, sides: Mapping[str, Draft]) -> Sequence[Edit]:
    """The edits of all sides that nobody is against, with the blocks that they are taken from."""
    from documents.core.markup import weaving

    wanted = {
        name: weaving.homed(edits_between(base, side), base, side, name) for name, side in sides.items()
    }
    merged = merge_edits(base, wanted)
    while merged.conflicts:
        merged = merge_edits(base, owning.without_conflicts(merged))
    return [edit for edit, _ in owning.owned(base, merged)]


def _as_word(
    data: bytes, edits: Sequence[Edit], packages: Mapping[str, bytes],
) -> tuple[bytes, list[dict[str, Any]]]:
    """The base's package with the edits done, and what could not be."""
    from documents.core import markup
    from documents.core.markup import weaving
    from documents.core.markup.lifting import cleaned

    changes = tuple(Change(f"e{place}", "Draftroom", "", edit) for place, edit in enumerate(edits))
    given = {name: file for name, file in packages.items() if not versions.is_json(file)}
    laid = weaving.weave(cleaned(data), Markup(changes=changes), given)
    left = [{"block": one.block, "reason": one.reason} for one in laid.problems]
    return markup.settle(laid.data, accept=True), left


def _encoded(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
