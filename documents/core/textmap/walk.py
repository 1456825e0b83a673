"""One pass over a story's XML: pieces, atoms, marks, revisions, fields, in document order.

Dispatch is by Clark name; every element that is not known to be a property or a deleted container is
descended into, so that no live text hides behind a wrapper (word.md §4, case 18).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lxml import etree

from documents.core import symbols
from documents.core.formatting import PLAIN, Format, Formats
from documents.core.limits import Limits
from documents.core.model import OBJECT
from documents.core.package import names
from documents.core.package.names import MC, RPR, VAL, M, T, W
from documents.core.textmap.atoms import Alteration, Atom, Container, Flow, Piece, Run, Story
from documents.core.textmap.fielding import Fielding
from documents.core.textmap.placing import Placing
from documents.core.textmap.revising import PROPERTY_CHANGES
from documents.core.textmap.state import Handler, TableCounter, Walked, keeps_space, local_name
from documents.core.textmap.tabling import SKIPPED, Tabling

_CHARACTERS = {
    W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n",
    W + "noBreakHyphen": "\N{NON-BREAKING HYPHEN}", W + "softHyphen": "\N{SOFT HYPHEN}",
}
_TRANSPARENT = ("hyperlink", "smartTag", "customXml", "sdt", "dir", "bdo", "rubyBase")
_STYLE = W + "pStyle"
_NUMBERING = W + "numPr"
_CHANGED = W + "pPrChange"
_RUN_CHANGED = W + "rPrChange"
_VANISH = W + "vanish"
_SPACES = " \t\r\n"
_FLATTEN = str.maketrans("\t\r\n", "   ")


def walk(story: Story, formats: Formats, limits: Limits, tables: TableCounter,
         pending: bool = False, deleted: bool = False) -> Walked:
    """The content of `story.element`. `pending` and `deleted` tell the state of a note's reference."""
    before = tables.last
    walker = Walker(story, formats, limits, tables, frozenset(), pending, deleted)
    walker.story()
    unclosed = frozenset(one.elements[0] for one in walker.found.fields if one.is_endless)
    if unclosed:
        tables.last = before
        walker = Walker(story, formats, limits, tables, unclosed, pending, deleted)
        walker.story()
    return walker.found


class Walker(Tabling, Placing, Fielding):
    """Handlers of paragraphs, runs and what they hold; with those of the other subjects, a whole pass."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._handlers = self._table_of_handlers()

    def _table_of_handlers(self) -> dict[str, Handler]:
        handlers: dict[str, Handler] = {
            names.P: self._paragraph, names.RUN: self._run_element, names.TABLE: self._table,
            T: self._text, names.DEL_TEXT: self._text, M + "t": self._text,
            names.MATH: self._object, W + "drawing": self._graphic, W + "pict": self._graphic,
            W + "object": self._graphic, names.TEXTBOX: self._textbox,
            W + "footnoteReference": self._object, W + "endnoteReference": self._object,
            W + "sym": self._symbol, MC + "AlternateContent": self._alternate, W + "ruby": self._inside,
            W + "altChunk": self._placeholder, W + "subDoc": self._placeholder,
            names.SECTION: self._section,
        }
        handlers.update(dict.fromkeys(SKIPPED - {names.SECTION}, _skip))
        handlers.update(dict.fromkeys(_CHARACTERS, self._character))
        handlers.update(dict.fromkeys((W + name for name in _TRANSPARENT), self._inside))
        return handlers | self._revision_handlers() | self._mark_handlers() | self._field_handlers()

    # -- the story and its paragraphs

    def story(self) -> None:
        """The whole story at once."""
        self._children(self._root)
        self.end()

    def enter(self, element: etree._Element) -> None:
        """Go into an element whose children come one by one."""
        self._depth += 1
        self._container = Container(local_name(element), element, self._container)

    def leave(self) -> None:
        """Go out of it again."""
        self._depth -= 1
        self._container = self._container.parent if self._container is not None else None

    def child(self, element: etree._Element) -> None:
        """The next child, whole."""
        if isinstance(element.tag, str):
            self._handlers.get(element.tag, self._inside)(element)

    def end(self) -> None:
        """The end of the story."""
        self._end_flow()
        self._settle_loose_marks(None)

    @property
    def is_settled(self) -> bool:
        """Whether what comes can not change what the last paragraph's mark means."""
        last = self._flow.last
        return last is None or last.barrier or not (last.mark_pending or last.mark_deleted)

    def forget(self) -> None:
        """Let go of what was found so far, but for sections and for fields that may have no end."""
        found = self.found
        if found.pieces:
            self._forgotten += len(found.pieces)
            self._last_forgotten = found.pieces[-1]
        self.found = Walked(sections=found.sections, fields=[one for one in found.fields if one.is_endless])

    def _paragraph(self, element: etree._Element) -> None:
        if self._piece is not None:
            self._separate_flow(element)
            return
        piece = self._open_piece(element)
        properties = next(element.iterchildren(names.PPR), None)
        if properties is not None:
            piece.properties = piece.clean = properties
            self._paragraph_properties(piece, properties)
        self._hidden_style = self._formats.hides(piece.style) if piece.style else False
        piece.begins_in_code = self._in_code > 0
        self._children(element)
        piece.ends_in_code = self._in_code > 0
        self._piece = None

    def _paragraph_properties(self, piece: Piece, properties: etree._Element) -> None:
        for child in properties:
            tag = child.tag
            if tag == _STYLE:
                piece.style = child.get(VAL, "")
            elif tag == RPR:
                self._mark_properties(piece, child)
            elif tag == _NUMBERING:
                self._numbering_changes(piece, child)
            elif tag == _CHANGED:
                self.found.alterations.append(Alteration(child, piece))
                piece.clean = child.find(names.PPR)
                piece.style = _style_of(piece.clean)
            elif tag == names.SECTION:
                self._section(child)

    def _separate_flow(self, element: etree._Element) -> None:
        """Read what stands inside a paragraph but is no part of its text: a text box, a nested w:p."""
        saved = (self._piece, self._outer, self._flow, self._field, self._in_code, self._run,
                 self._hidden_style, self._loose)
        self._outer, self._piece = self._piece, None
        self._flow = Flow(self._flow.story)
        self._field, self._in_code, self._run, self._loose = None, 0, None, []
        if element.tag == names.P:
            self._paragraph(element)
        else:
            self._children(element)
        self._end_flow()
        self._settle_loose_marks(None)
        (self._piece, self._outer, self._flow, self._field, self._in_code, self._run,
         self._hidden_style, self._loose) = saved

    def _textbox(self, element: etree._Element) -> None:
        outer = self._container
        self._container = Container("textbox", element, outer)
        self._separate_flow(element)
        self._container = outer

    def _section(self, element: etree._Element) -> None:
        self.found.sections.append((element, self._piece or self._flow.last))
        for child in element:
            if child.tag in PROPERTY_CHANGES:
                self.found.alterations.append(Alteration(child, self._piece or self._flow.last))

    def _placeholder(self, element: etree._Element) -> None:
        lone = self._piece is None
        if lone:
            self._end_flow()  # nothing runs on into an embedded document
        piece = self._piece or self._open_piece(element)
        self._add(element, OBJECT, "object")
        self.found.placeholders.append(piece)
        if lone:
            self._piece = None

    # -- runs and their text

    def _run_element(self, element: etree._Element) -> None:
        self._run = run = None
        lone = self._piece is None
        style = PLAIN
        changes = len(self.found.alterations)
        code = self._in_code
        get = self._handlers.get
        for child in element:
            tag = child.tag
            if tag == T and run is not None and not style.hidden and not style.symbols and not code:
                self._plain_text(child, run)
            elif tag == RPR:
                style = self._run_format(child)
                self._run = run = self._new_run(element, style)
            else:
                if run is None:
                    self._run = run = self._new_run(element, self._bare_format())
                    style = run.format
                handler = get(tag)
                if handler is not None:
                    handler(child)
                elif isinstance(tag, str):
                    self._unknown_in_run(child)
                code = self._in_code
                self._run = run
        if len(self.found.alterations) > changes and run is not None:
            self.found.alterations[changes].last = len(run.piece.atoms)
        self._run = None
        if lone:
            self._piece = None

    def _unknown_in_run(self, element: etree._Element) -> None:
        run = self._run
        self._inside(element)
        self._run = run

    def _run_format(self, properties: etree._Element) -> Format:
        change = next(properties.iterchildren(_RUN_CHANGED), None)
        style = self._formats.of(properties if change is None else _old_properties(change))
        if change is not None:
            self.found.alterations.append(
                Alteration(change, self._piece, len(self._piece.atoms) if self._piece else 0))
        if self._hidden_style and not style.hidden and properties.find(_VANISH) is None:
            return replace(style, hidden=True)
        return style

    def _plain_text(self, element: etree._Element, run: Run) -> None:
        text = element.text
        if not text or len(element):
            self._text(element)
            return
        lead = 0
        if text[0] in _SPACES or text[-1] in _SPACES or "\n" in text or "\t" in text:
            text, lead = self._trimmed(element, text)
            if not text:
                return
        run.piece.atoms.append(Atom(element, run, text, "text", self._field, lead))

    def _text(self, element: etree._Element) -> None:
        text = element.text or ""
        if len(element):
            text = "".join([text, *(child.tail or "" for child in element)])
        lead = 0
        if text and any(blank in text for blank in _SPACES):
            text, lead = self._trimmed(element, text)
        if text:
            self._add(element, text, "text", lead)

    def _trimmed(self, element: etree._Element, text: str) -> tuple[str, int]:
        """The text as Word shows it: outer blanks only with xml:space="preserve", no raw breaks."""
        if element.get(names.XML_SPACE) == "preserve" or (self._preserves and keeps_space(element)):
            return text.translate(_FLATTEN), 0
        bare = text.lstrip(_SPACES)
        return bare.rstrip(_SPACES).translate(_FLATTEN), len(text) - len(bare)

    def _character(self, element: etree._Element) -> None:
        self._add(element, _CHARACTERS[element.tag], "char")

    def _symbol(self, element: etree._Element) -> None:
        char = symbols.character(element.get(W + "font", ""), element.get(W + "char", ""))
        self._add(element, char, "char")

    def _object(self, element: etree._Element) -> None:
        self._add(element, OBJECT, "object")

    def _graphic(self, element: etree._Element) -> None:
        """A picture, shape or embedded object: one character, then the paragraphs of its text boxes."""
        self._add(element, OBJECT, "object")
        self._unknown_in_run(element)

    def _alternate(self, element: etree._Element) -> None:
        """The first choice that holds anything, else the fallback: the same content, once."""
        for child in element:
            if child.tag in (MC + "Choice", MC + "Fallback") and len(child):
                run = self._run
                outer, self._container = self._container, Container("alternate", child, self._container)
                self._children_in(child, run)
                self._container, self._run = outer, run
                return


def _style_of(properties: etree._Element | None) -> str:
    found = None if properties is None else properties.find(_STYLE)
    return "" if found is None else found.get(VAL, "")


def _old_properties(change: etree._Element) -> etree._Element:
    found = change.find(RPR)
    return change if found is None else found


def _skip(element: etree._Element) -> None:
    """Properties and noise: nothing in them is text."""
