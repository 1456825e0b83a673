"""What stands before the text: the draft's own title page, and its table of contents."""

from __future__ import annotations

from dataclasses import dataclass

from documents.core.model import Block

_CONTENTS = {
    "contents",
    "table of contents",
    "inhalt",
    "inhaltsverzeichnis",
    "table des matières",
    "sommaire",
}


@dataclass(frozen=True, slots=True)
class Parts:
    """A draft in three: `lines` for the title page, `before` the contents, and the `text`."""

    lines: tuple[str, ...]
    before: tuple[Block, ...]
    text: tuple[Block, ...]


def parts(blocks: list[Block], said: tuple[str, ...]) -> Parts:
    """Cut off the draft's own title page and contents; `said` is what our title page says already.

    The text begins at the first heading. Without one in the first half there is no title page to cut.
    """
    known = {_plain(item) for item in said if item}
    blocks = _without_contents(blocks)
    begin = next((n for n, block in enumerate(blocks) if block.kind == "heading"), None)
    if begin is None or begin > len(blocks) // 2:
        return Parts((), (), tuple(blocks))
    front = [block for block in blocks[:begin] if block.cell or _plain(block.text) not in known]
    lines = [block.text.strip() for block in front if _is_title_line(block) and block.text.strip()]
    rest = [block for block in front if not _is_title_line(block)]
    own = tuple(line for line in lines if not any(word in _plain(line) for word in known))
    return Parts(own, tuple(rest), tuple(blocks[begin:]))


def _is_title_line(block: Block) -> bool:
    return block.cell is None and (block.kind == "title" or block.style.lower() in ("title", "subtitle"))


def _without_contents(blocks: list[Block]) -> list[Block]:
    kept: list[Block] = []
    for block in blocks:
        if block.kind != "toc":
            kept.append(block)
        elif kept and _plain(kept[-1].text) in _CONTENTS:
            kept.pop()
    return kept


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
