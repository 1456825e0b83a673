"""A block's characters as HTML: formatting, links, objects; escaped whatever they are.

Contract with scripts that place comments: inside the element `[data-block]` the characters of all
text nodes, with one character for each `[data-object]` element in place of what it contains, and without
what stands in `[data-skip]` (the readings of ruby text, what fields show), are exactly the block's text.
Numbers of paragraphs stand outside that element.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from urllib.parse import urlsplit

from documents.core.model import OBJECT, TICKED, UNTICKED, Block, BlockId, InlineObject, Shown, Span

#: Schemes that a link may have; anything else stays text.
SAFE_SCHEMES = frozenset({"http", "https", "mailto"})
#: Picture types that a browser shows; others (SVG could carry script) become placeholders.
SHOWN_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif"})

ELEMENTS = {
    "bold": "strong",
    "italic": "em",
    "underline": "u",
    "strike": "s",
    "superscript": "sup",
    "subscript": "sub",
    "code": "code",
    "highlight": "mark",
}
#: Outer elements first, so that the same formatting always nests the same way.
NESTING = (
    "link",
    "reference",
    "ruby",
    "highlight",
    "bold",
    "italic",
    "underline",
    "strike",
    "smallcaps",
    "code",
    "superscript",
    "subscript",
)

_BOXES = {TICKED: "Check box, ticked", UNTICKED: "Check box, not ticked"}
_RUBY, _QUOTE = 'ruby data-reading="', '"'

#: What is not simply shown: controls (Cc), invisible and bidi characters (Cf, the soft hyphen excepted),
#: private use (Co), and the object character.
_SPECIAL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u2064\u2066-\u206f\ue000-\uf8ff\ufeff\ufff9-\ufffc"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0001\U000e0020-\U000e007f\U000f0000-\U000ffffd\U00100000-\U0010fffd]"
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a block's characters refer to outside the block."""

    media_url: Callable[[str], str]
    picture_types: Mapping[str, str] = field(default_factory=dict)  # media name: content type
    bookmarks: Mapping[str, BlockId] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)  # a note's block id: its number


def render_text(block: Block, around: Surroundings) -> str:
    """The block's characters as HTML, without any element around them."""
    objects = {item.offset: item for item in block.objects}
    spans = [span for span in block.spans if span.kind != "bookmark" and span.start < span.end]
    if not spans and not block.shown:
        return _characters(block.text, 0, objects, around)
    cuts = sorted({0, len(block.text), *(at for span in spans for at in (span.start, span.end)),
                   *(one.offset for one in block.shown)})
    shown = {at: "".join(map(_shown_there, several))
             for at, several in itertools.groupby(block.shown, key=lambda one: one.offset)}
    pieces = []
    open_now: tuple[str, ...] = ()
    for start, end in itertools.pairwise(cuts):
        wanted = _tags(block.text, start, spans, around)
        shared = _shared(open_now, wanted)
        pieces += [_end(tag) for tag in reversed(open_now[shared:])]
        pieces.append(shown.get(start, ""))
        pieces += [f"<{tag}>" for tag in wanted[shared:]]
        pieces.append(_characters(block.text[start:end], start, objects, around))
        open_now = wanted
    pieces += [_end(tag) for tag in reversed(open_now)]
    pieces.append(shown.get(len(block.text), ""))
    return "".join(pieces)


def _shown_there(one: Shown) -> str:
    """What a field shows, for those who hear the page as well."""
    label = f": {one.label}" if one.label else ""
    words = escape(one.text)
    if one.kind == "box":
        said = _BOXES.get(one.text, "Check box") + label
        return f'<span class="shown" data-skip role="img" aria-label="{escape(said)}">{words}</span>'
    if one.kind == "choice":
        said = "Chosen from a list" + label
        return f'<span class="shown shown--choice" data-skip title="{escape(said)}">{words}</span>'
    return f'<span class="shown" data-skip>{one.value or words}</span>'


def _end(tag: str) -> str:
    """The end tag; of ruby text, what is set above comes before it."""
    if tag.startswith(_RUBY):
        return f"<rt data-skip>{tag.removeprefix(_RUBY).removesuffix(_QUOTE)}</rt></ruby>"
    return f"</{tag.split(' ', 1)[0]}>"


def _shared(before: tuple[str, ...], after: tuple[str, ...]) -> int:
    """How many outer elements go on."""
    count = 0
    while count < min(len(before), len(after)) and before[count] == after[count]:
        count += 1
    return count


def _tags(text: str, start: int, spans: list[Span], around: Surroundings) -> tuple[str, ...]:
    here = {span.kind: span for span in spans if span.start <= start < span.end}
    tags = []
    for kind in NESTING:
        span = here.get(kind)  # type: ignore[call-overload]
        if span is None:
            continue
        tag = _tag(span, around)
        if tag and not (tag.startswith("a ") and text[start : start + 1] == OBJECT):
            tags.append(tag)
    return tuple(tags)


def _tag(span: Span, around: Surroundings) -> str:
    if span.kind == "link":
        return _link(span.value, around)
    if span.kind == "reference":
        target = around.bookmarks.get(span.value.lstrip("#"))
        return f'a class="reference" href="#{escape(str(target))}"' if target is not None else ""
    if span.kind == "ruby":
        return f"{_RUBY}{escape(span.value)}{_QUOTE}" if span.value else ""
    if span.kind == "smallcaps":
        return 'span class="smallcaps"'
    return ELEMENTS[span.kind]


def _link(target: str, around: Surroundings) -> str:
    if target.startswith("#"):
        block = around.bookmarks.get(target[1:])
        return f'a class="reference" href="#{escape(str(block))}"' if block is not None else ""
    return f'a href="{escape(target)}" rel="noopener nofollow ugc"' if is_safe_link(target) else ""


def is_safe_link(target: str) -> bool:
    """Whether a link may lead there: an absolute http, https or mailto address without tricks."""
    if any(unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"} for char in target):
        return False
    try:
        return urlsplit(target.strip()).scheme.lower() in SAFE_SCHEMES
    except ValueError:
        return False


def _characters(text: str, start: int, objects: Mapping[int, InlineObject], around: Surroundings) -> str:
    if _SPECIAL.search(text) is None:
        return escape(text, quote=False)
    pieces, done = [], 0
    for match in _SPECIAL.finditer(text):
        at = match.start()
        pieces.append(escape(text[done:at], quote=False))
        pieces.append(_special(match[0], objects.get(start + at), around))
        done = at + 1
    pieces.append(escape(text[done:], quote=False))
    return "".join(pieces)


def _special(char: str, item: InlineObject | None, around: Surroundings) -> str:
    """How a character that is not simply shown is shown."""
    if char == OBJECT:
        return f'<span data-object="{item.kind if item else "object"}">{_object(item, around)}</span>'
    if char == "\n":
        return '<span class="break">\n</span>'
    if char == "\t":
        return '<span class="tab">\t</span>'
    return f'<bdi class="invisible" title="U+{ord(char):04X}">{escape(char)}</bdi>'


def _object(item: InlineObject | None, around: Surroundings) -> str:
    if item is None:
        return ""
    if item.kind == "image" or (item.kind == "object" and item.value):
        return _picture(item, around)
    if item.kind == "equation":
        return item.value or escape(item.alt)
    if item.kind in {"footnote", "endnote"}:
        number = escape(around.notes.get(item.value, "") or item.alt or "*")
        return f'<a class="note-mark" role="doc-noteref" href="#{escape(item.value)}"><sup>{number}</sup></a>'
    if item.kind == "textbox":
        return ""
    return _placeholder(item, item.kind)


def _picture(item: InlineObject, around: Surroundings) -> str:
    if around.picture_types.get(item.value) not in SHOWN_PICTURES:
        return _placeholder(item, "picture" if item.kind == "image" else item.kind)
    size = f' width="{item.width}" height="{item.height}"' if item.width and item.height else ""
    source = escape(around.media_url(item.value))
    alt = item.alt if item.kind == "image" else item.alt or "An embedded object, as it shows itself in Word"
    return f'<img src="{source}" alt="{escape(alt)}"{size} loading="lazy">'


def _placeholder(item: InlineObject, what: str) -> str:
    words = item.alt.strip() or f"A {what} that a browser cannot show; it is in the Word file."
    return f'<span class="placeholder" role="img" aria-label="{escape(words)}">{escape(words)}</span>'
