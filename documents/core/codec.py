"""The core's values as JSON and back.

The keys are the values' own field names, and stable: others script the command line. Fields that
hold their default are left out, except where `read` promises them. `X_from_json(X_to_json(x)) == x`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

from documents.core.model import (
    Anchor,
    Block,
    BlockId,
    Cell,
    Change,
    Comment,
    Comparison,
    Draft,
    Edit,
    InlineObject,
    Link,
    Markup,
    Placement,
    Point,
    Section,
    Shown,
    Span,
    Warning,
)

Json = dict[str, Any]
#: Edits whose words are those of the base.
_TAKEN = ("delete", "delete_block", "move_block")


def _plain(value: Any) -> Json:
    """The fields of a flat value that do not hold their default."""
    result: Json = {}
    for field in fields(value):
        held = getattr(value, field.name)
        if field.default is MISSING or held != field.default:
            result[field.name] = list(held) if isinstance(held, tuple) else held
    return result


def block_to_json(block: Block) -> Json:
    result = _plain(block)
    if block.spans:
        result["spans"] = [_plain(span) for span in block.spans]
    if block.objects:
        result["objects"] = [_plain(item) for item in block.objects]
    if block.shown:
        result["shown"] = [_plain(item) for item in block.shown]
    if block.cell:
        result["cell"] = _plain(block.cell)
    return result


def block_from_json(data: Mapping[str, Any]) -> Block:
    cell = data.get("cell")
    return Block(
        **{
            **data,
            "spans": _spans(data),
            "objects": tuple(InlineObject(**item) for item in data.get("objects", ())),
            "shown": tuple(Shown(**item) for item in data.get("shown", ())),
            "cell": Cell(**{**cell, "outer": tuple(cell.get("outer", ()))}) if cell else None,
        },
    )


def _spans(data: Mapping[str, Any]) -> tuple[Span, ...]:
    return tuple(Span(**span) for span in data.get("spans", ()))


def comment_to_json(comment: Comment) -> Json:
    return {**_plain(comment), "start": _plain(comment.start), "end": _plain(comment.end)}


def comment_from_json(data: Mapping[str, Any]) -> Comment:
    return Comment(**{**data, "start": Point(**data["start"]), "end": Point(**data["end"])})


def edit_to_json(edit: Edit) -> Json:
    result = _plain(edit)
    if edit.spans:
        result["spans"] = [_plain(span) for span in edit.spans]
    return result


def edit_from_json(data: Mapping[str, Any]) -> Edit:
    return Edit(**{**data, "spans": _spans(data)})


def change_to_json(change: Change) -> Json:
    return {**_plain(change), "edit": edit_to_json(change.edit)}


def change_from_json(data: Mapping[str, Any]) -> Change:
    return Change(**{**data, "edit": edit_from_json(data["edit"])})


def listed_change(change: Change, texts: Mapping[BlockId, str]) -> Json:
    """A change as `read` lists it: flat, every key always there; `text` is what comes, or else goes.

    `texts` are those of the blocks: a deletion's own words stand there.
    """
    edit = change.edit
    text = edit.text
    if edit.kind in _TAKEN and not text and edit.block is not None:
        text = texts.get(edit.block, "")[edit.start : edit.end]
    return {
        "id": change.id,
        "kind": edit.kind,
        "author": change.author,
        "date": change.date,
        "block": edit.block,
        "start": edit.start,
        "end": edit.end,
        "text": text,
        "group": change.group,
        "moved": change.moved,
        "detail": change.detail,
    }


def listed_block(block: Block) -> Json:
    """A block as `read` lists it: the five keys that are always there, then what else it has."""
    always = {
        "id": block.id,
        "kind": block.kind,
        "level": block.level,
        "number": block.number,
        "text": block.text,
    }
    return always | block_to_json(block)


def markup_to_json(markup: Markup) -> Json:
    return {
        "comments": [comment_to_json(comment) for comment in markup.comments],
        "changes": [change_to_json(change) for change in markup.changes],
        "opaque": [dict(entry) for entry in markup.opaque],
    }


def markup_from_json(data: Mapping[str, Any]) -> Markup:
    return Markup(
        comments=tuple(comment_from_json(item) for item in data.get("comments", ())),
        changes=tuple(change_from_json(item) for item in data.get("changes", ())),
        opaque=tuple(dict(entry) for entry in data.get("opaque", ())),
    )


def draft_to_json(draft: Draft) -> Json:
    """A draft as `read` prints it; the media's bytes are not in it."""
    texts = {block.id: block.text for block in draft.blocks}
    return {
        "blocks": [listed_block(block) for block in draft.blocks],
        "comments": [comment_to_json(comment) for comment in draft.comments],
        "changes": [listed_change(change, texts) for change in draft.changes],
        "properties": dict(draft.properties),
        "warnings": [warning_to_json(warning) for warning in draft.warnings],
        "sections": [section_to_json(section) for section in draft.sections],
    }


def section_to_json(section: Section) -> Json:
    """Headers and footers as objects: which pages → the first block of what they show."""
    named = {"headers": dict(section.headers), "footers": dict(section.footers)}
    return _plain(section) | {name: shown for name, shown in named.items() if shown}


def warning_to_json(warning: Warning) -> Json:
    return _plain(warning)


def link_to_json(link: Link) -> Json:
    return link._asdict()


def comparison_to_json(comparison: Comparison) -> Json:
    return {
        "alignment": [link_to_json(link) for link in comparison.links],
        "changes": [edit_to_json(edit) for edit in comparison.edits],
        "kept": [list(run) for run in comparison.kept],
    }


def comparison_from_json(data: Mapping[str, Any]) -> Comparison:
    return Comparison(
        links=tuple(Link(**link) for link in data["alignment"]),
        edits=tuple(edit_from_json(edit) for edit in data["changes"]),
        kept=tuple(tuple(run) for run in data.get("kept", ())),
    )


def anchor_from_json(data: Mapping[str, Any]) -> Anchor:
    quote = str(data.get("quote", ""))
    return Anchor(str(data["id"]), data["block"], int(data["start"]), int(data["end"]), quote)


def placement_to_json(placement: Placement) -> Json:
    return placement._asdict() | {"segments": [list(segment) for segment in placement.segments]}
