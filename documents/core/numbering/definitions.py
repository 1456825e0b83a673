"""Lists as numbering.xml defines them: abstract lists, their levels, and the overrides of each use."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from documents.core.package.names import MC, VAL, W, is_on
from documents.core.styles import Styles

_LEVELS = 9
_ILVL = W + "ilvl"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. `text` holds "%1" for the first level's number, and so on."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None  # one-based level that restarts it; 0 never; None any higher one
    legal: bool = False
    style: str = ""
    font: str = ""
    picture: bool = False


@dataclass(slots=True)
class Abstract:
    """A w:abstractNum. `link` names the numbering style that defines it elsewhere."""

    id: str
    levels: dict[int, Level] = field(default_factory=dict)
    link: str = ""
    name: str = ""

    def level_of_style(self, style: str) -> int | None:
        """The level linked to a paragraph style."""
        return next((index for index, level in self.levels.items() if level.style == style), None)


@dataclass(slots=True)
class Use:
    """A w:num: one use of an abstract list, with its own starts and levels."""

    id: str
    abstract: Abstract
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)

    def level(self, index: int) -> Level:
        """The level as this use shows it."""
        return self.levels.get(index) or self.abstract.levels.get(index) or Level()


class Numbering:
    """All lists of a package. Unknown ids have no use, as in Word, which shows no number then."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._uses: dict[str, Use] = {}
        if root is not None:
            self._read(root)

    def use(self, number: str) -> Use | None:
        """The list with this numId; "0" means explicitly none."""
        return self._uses.get(number)

    def named(self, name: str) -> Use | None:
        """The first use of the list that the file calls so."""
        return next((use for use in self._uses.values() if use.abstract.name.lower() == name.lower()), None)

    def _read(self, root: etree._Element) -> None:
        abstracts = {one.id: one for one in map(_abstract, root.iterchildren(W + "abstractNum"))}
        for element in root.iterchildren(W + "num"):
            found = abstracts.get(_value(element, "abstractNumId"))
            if found is not None:
                number = element.get(W + "numId", "")
                self._uses[number] = _overridden(Use(number, found), element)
        for use in self._uses.values():
            use.abstract = self._linked(use.abstract)

    def _linked(self, abstract: Abstract) -> Abstract:
        """What a w:numStyleLink leads to: the list of that style's w:num."""
        seen: set[str] = set()
        while abstract.link and not abstract.levels and abstract.id not in seen:
            seen.add(abstract.id)
            said = self._styles.numbering(abstract.link)
            use = self._uses.get(said[0]) if said else None
            if use is None:
                break
            abstract = use.abstract
        return abstract


def _abstract(element: etree._Element) -> Abstract:
    abstract = Abstract(element.get(W + "abstractNumId", ""), link=_value(element, "numStyleLink"),
                        name=_value(element, "name"))
    for one in element.iterchildren(W + "lvl"):
        abstract.levels[_index(one)] = _level(one)
    return abstract


def _overridden(use: Use, element: etree._Element) -> Use:
    for override in element.iterchildren(W + "lvlOverride"):
        index = _index(override)
        start = _integer(_value(override, "startOverride"))
        if start is not None:
            use.starts[index] = start
        own = override.find(W + "lvl")
        if own is not None:
            use.levels[index] = _level(own, use.abstract.levels.get(index))
    return use


def _level(element: etree._Element, overridden: Level | None = None) -> Level:
    """What a w:lvl says. One that overrides another and names no start, as Word writes for lists that are
    pasted from web pages, begins where the other does; else the default is 0 (ISO 29500-1, 17.9.25)."""
    legal = element.find(W + "isLgl")
    fonts = element.find(f"{W}rPr/{W}rFonts")
    start = _integer(_value(element, "start"))
    return Level(
        start=start if start is not None else overridden.start if overridden is not None else 0,
        format=_format(element),
        text=_value(element, "lvlText"),
        restart=_integer(_value(element, "lvlRestart")),
        legal=legal is not None and is_on(legal.get(VAL)),
        style=_value(element, "pStyle"),
        font="" if fonts is None else fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or "",
        picture=element.find(W + "lvlPicBulletId") is not None,
    )


def _format(element: etree._Element) -> str:
    """The number format; a custom one ("001, 002, …") stands in an alternate content's choice."""
    custom = element.find(f"{MC}AlternateContent/{MC}Choice/{W}numFmt")
    if custom is not None and custom.get(VAL) == "custom":
        return "custom:" + custom.get(W + "format", "")
    return _value(element, "numFmt") or _value(element.find(f"{MC}AlternateContent/{MC}Fallback"), "numFmt") \
        or "decimal"


def _value(element: etree._Element | None, name: str) -> str:
    found = None if element is None else element.find(W + name)
    return "" if found is None else found.get(VAL, "")


def _index(element: etree._Element) -> int:
    return min(_integer(element.get(_ILVL, "0")) or 0, _LEVELS - 1)


def _integer(value: str) -> int | None:
    try:
        return int(value) if len(value) < 10 else None
    except ValueError:
        return None
