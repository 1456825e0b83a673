"""The values that the core speaks in: drafts, blocks, comments, changes, edits, placements.

Offsets are Unicode code points in a block's clean text: pending insertions are out, pending
deletions are in (the text as it reads when every tracked change is rejected). An inline object
(image, equation, note mark) is one U+FFFC. Dates are the strings that the file holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"

#: What a check box shows.
TICKED, UNTICKED = "☒", "☐"

#: What `Edit.xml` says of an insertion that leaves out words of somebody else's.
AMENDS = "amends"

#: A block's name within one version: a string for Word files ("b17"), an int for JSON versions.
BlockId = str | int

BlockKind = Literal[
    "title", "heading", "paragraph", "list_item", "cell", "caption", "quote", "code", "toc",
    "equation", "figure", "footnote", "endnote", "header", "footer", "textbox",
]
SpanKind = Literal[
    "bold", "italic", "underline", "strike", "superscript", "subscript", "smallcaps", "code",
    "highlight", "link", "reference", "bookmark", "ruby",
]
ObjectKind = Literal["image", "equation", "footnote", "endnote", "chart", "diagram", "object", "textbox"]
ShownKind = Literal["box", "choice", "number", "button", "symbol", "equation"]
SectionStart = Literal["nextPage", "continuous", "nextColumn", "evenPage", "oddPage"]
EditKind = Literal[
    "insert", "delete", "replace",  # characters: text[start:end] becomes `text`
    "insert_block", "delete_block", "move_block",  # whole blocks
    "split", "join",  # one block becomes two at `start`; this block and the next become one
    "format", "structure",  # listed, applied only as a whole (word.md, cases 7, 11 and 12)
]


@dataclass(frozen=True, slots=True)
class Span:
    """Inline meaning of `text[start:end]`.

    `value` is a link's target ("#name" within the document), the bookmark that a cross-reference
    points to, a bookmark's own name, or the reading that ruby text sets above.
    """

    start: int
    end: int
    kind: SpanKind
    value: str = ""


@dataclass(frozen=True, slots=True)
class InlineObject:
    """What stands at one U+FFFC: `value` is a media name, MathML, or a note's block id."""

    offset: int
    kind: ObjectKind
    value: str = ""
    alt: str = ""
    width: int = 0  # pixels at 96 dpi, 0 when unknown
    height: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """What Word shows before `text[offset]` though the file has no text for it: the result of a field.

    A check box ("☒" or "☐"), the entry chosen in a drop-down list, a number counted within the paragraph,
    what a button says. Like a block's number it is no part of the text. `label` is the author's own help,
    `value` the MathML of an equation.
    """

    offset: int
    kind: ShownKind
    text: str
    label: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a table cell's paragraph stands. `table` numbers the tables of a draft from 1."""

    table: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    header: bool = False
    outer: tuple[int, ...] = ()  # the tables around this one, outermost first


@dataclass(frozen=True, slots=True)
class Block:
    """A numbered piece of a version. `number` is what Word shows before it ("3.2", "a)", "•")."""

    id: BlockId
    kind: BlockKind
    text: str
    level: int = 0  # heading level 1-9, list depth from 0
    number: str = ""
    spans: tuple[Span, ...] = ()
    objects: tuple[InlineObject, ...] = ()
    cell: Cell | None = None
    style: str = ""
    anchor: BlockId | None = None  # for notes and text boxes: the block that holds their mark
    shown: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """A place between characters: before `text[offset]` of `block`."""

    block: BlockId
    offset: int


@dataclass(frozen=True, slots=True)
class Comment:
    """A Word comment. A reply names its `parent`; start == end for a comment without a range.

    `key` is what Word keeps of a comment's identity over a save (see `markup.identity`): eight hex
    digits, "" when the file gives the comment none.
    """

    id: str
    author: str
    initials: str
    date: str
    text: str  # paragraphs joined by newlines
    parent: str
    resolved: bool
    start: Point
    end: Point
    key: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change to a base version; the vocabulary of proposals, comparisons and merges.

    `block` is the block that is changed, or for `insert_block` the one after which it goes
    (None: at the start). `to` is where a moved block goes, likewise. `kind_to` and `level_to`
    describe an inserted block. `xml` is opaque Word XML for what these fields cannot say, kept so
    that nothing is lost ("row" or "cell" on a block that comes or goes: its table row or cell comes or
    goes with it); `donor` names the block of a donor version to take an inserted block from, or words
    with objects in them: then `xml` says which of its characters and which objects ("5..9 1f3a…").
    AMENDS on what somebody makes of another's insertion: it is never taken as a part of that.
    """

    kind: EditKind
    block: BlockId | None
    start: int = 0
    end: int = 0
    text: str = ""
    spans: tuple[Span, ...] = ()
    to: BlockId | None = None
    kind_to: BlockKind = "paragraph"
    level_to: int = 0
    donor: BlockId | None = None
    xml: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """An edit that somebody proposes: a Word tracked change.

    Changes of one `group` stand together: both halves of a move (`moved`), text replaced (a delete
    and an insert that touch), a stretch deleted over several blocks. Reading a file never gives
    `replace`: it gives the delete and the insert. A `delete` with start == end and a `text` strikes
    that text inside the pending insertion named by `group`. `detail` says in a word what a "format"
    or "structure" change is about: run, paragraph, numbering, section, table, row inserted, …
    """

    id: str
    author: str
    date: str
    edit: Edit
    group: str = ""
    moved: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Markup:
    """What lies on a clean version: comments and tracked changes; `opaque` is what only `lay` reads."""

    comments: tuple[Comment, ...] = ()
    changes: tuple[Change, ...] = ()
    opaque: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001 - the word that the interface uses
    """Something kept, simplified or not understood, and where."""

    code: str
    message: str
    part: str = ""
    block: BlockId | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """A picture as the package holds it."""

    name: str
    content_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the body whose pages have one layout: blocks `first` to `last`, both in it.

    `starts` says where it begins; sizes are points. `headers` and `footers` are those that its pages
    show, its own or taken over from the section before: ("default" | "first" | "even", first block).
    """

    first: BlockId
    last: BlockId
    starts: SectionStart = "nextPage"
    width: float = 612.0
    height: float = 792.0
    columns: int = 1
    headers: tuple[tuple[str, BlockId], ...] = ()
    footers: tuple[tuple[str, BlockId], ...] = ()
    first_page: int | None = None  # the number of its first page, where it counts anew

    @property
    def is_landscape(self) -> bool:
        return self.width > self.height


@dataclass(frozen=True, slots=True)
class Draft:
    """A version as read from a file."""

    blocks: tuple[Block, ...]
    comments: tuple[Comment, ...] = ()
    changes: tuple[Change, ...] = ()
    media: Mapping[str, Media] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[Warning, ...] = ()
    sections: tuple[Section, ...] = ()


class Unreadable(Exception):
    """A file that cannot be taken in. `code` is stable and short, `reason` says what to do."""

    def __init__(self, reason: str, part: str = "", code: str = "unreadable") -> None:
        super().__init__(f"{part}: {reason}" if part else reason)
        self.reason = reason
        self.part = part
        self.code = code

    def __reduce__(self) -> tuple[type[Unreadable], tuple[str, str, str]]:
        return Unreadable, (self.reason, self.part, self.code)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Characters `start..end` of a block, from one version to be found in another.

    `quote` is what the anchor was put on when it was made, in an older version than this one: step by
    step the words may change so much that little of it is left. Empty: the words that stand there now.
    """

    id: str
    block: BlockId
    start: int
    end: int
    quote: str = ""


PlacementStatus = Literal["placed", "moved", "orphaned"]


class Placement(NamedTuple):
    """Where an anchor lies in another version; `segments` are (block, start, end), the main one first.

    An orphan keeps `block`, `start`, `end` of the nearest surviving neighbour, and confidence 0. A named
    tuple, as there are thousands of them and a frozen dataclass takes three times as long to make.
    """

    id: str
    status: PlacementStatus
    block: BlockId | None
    start: int
    end: int
    confidence: float
    segments: tuple[tuple[BlockId, int, int], ...] = ()


LinkRelation = Literal["same", "edit", "split", "join", "mesh"]


class Link(NamedTuple):
    """Block `old` continues as block `new`; `share` is the part of the shorter one's words kept."""

    old: BlockId
    new: BlockId
    relation: LinkRelation
    moved: bool
    share: float


#: Text that stayed: old block, start in it, new block, start in it, length; the same characters.
Kept = tuple[BlockId, int, BlockId, int, int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one version became another: `links` between blocks, `edits` on the old version.

    `edits` are in reading order; applied together they give the new version's text. `kept` is the
    fine map of all text that stayed, which following works from: finer than the edits, which leave
    out what only confuses people.
    """

    links: tuple[Link, ...]
    edits: tuple[Edit, ...]
    kept: tuple[Kept, ...] = ()
