"""Fields: a stack over the whole story, since one may begin on one page and end on another."""

from __future__ import annotations

from lxml import etree

from documents.core.package.names import W
from documents.core.textmap.atoms import Alteration, Field, Mark
from documents.core.textmap.state import Handler, Pass


class Fielding(Pass):
    """Handlers of complex and simple fields."""

    def _field_handlers(self) -> dict[str, Handler]:
        return {
            W + "fldChar": self._field_character, W + "instrText": self._instruction,
            W + "delInstrText": self._instruction, W + "fldSimple": self._simple_field,
        }

    def _field_character(self, element: etree._Element) -> None:
        kind = element.get(W + "fldCharType")
        for change in element.iterchildren(W + "numberingChange"):
            self.found.alterations.append(Alteration(change, self._piece))
        if kind == "begin":
            self._begin_field(element)
        elif self._field is None or self._field.elements[0].tag == W + "fldSimple":
            return
        elif kind == "separate":
            self._separate_field(self._field, element)
        elif kind == "end":
            self._end_field(self._field, element)

    def _begin_field(self, element: etree._Element) -> None:
        if element in self._ignored_fields:
            return
        self._field = Field(self._field, [element], place=self._place_of_field(element))
        self.found.fields.append(self._field)
        self._in_code += 1

    def _separate_field(self, current: Field, element: etree._Element) -> None:
        current.elements.append(element)
        if not current.in_result:
            current.in_result = True
            self._in_code -= 1

    def _end_field(self, current: Field, element: etree._Element) -> None:
        current.elements.append(element)
        current.closed = True
        if not current.in_result:
            self._in_code -= 1
        self._field = current.parent
        self._note_if_bare(current)

    def _place_of_field(self, element: etree._Element) -> Mark | None:
        """Where a field of the clean text begins whose result would be seen."""
        run, piece = self._run, self._piece
        if piece is None or self._in_code or self._pending or (run is not None and run.format.hidden):
            return None
        return Mark("field", "", element, piece, len(piece.atoms))

    def _note_if_bare(self, current: Field) -> None:
        place = current.place
        if place is not None and place.piece is self._piece and place.index == len(place.piece.atoms):
            self.found.bare.append(current)

    def _instruction(self, element: etree._Element) -> None:
        if self._field is not None and not self._field.in_result:
            self._field.elements.append(element)
            self._field.code += element.text or ""

    def _simple_field(self, element: etree._Element) -> None:
        outer = self._field
        current = Field(outer, [element], element.get(W + "instr", ""), in_result=True, closed=True,
                        place=self._place_of_field(element))
        self._field = current
        self.found.fields.append(current)
        self._inside(element)
        self._field = outer
        self._note_if_bare(current)
