"""Ways to damage a Word file, for `bench.fuzz`: of its bytes, of its package, of its XML.

Every mutation takes the file and a seeded source of chance, and gives the damaged file. Those of the
XML leave it well-formed, so that they reach what reads and writes it.
"""

from __future__ import annotations

import copy
import io
import random
import zipfile
import zlib
from collections.abc import Callable

from lxml import etree

Mutation = Callable[[bytes, random.Random], bytes]

#: Values that attributes are given: too large, negative, no number, not there, of another kind.
VALUES = ("", "0", "-1", "99999999999999999999", "2147483648", "x", "true", "\u00ff" * 300, "rId1", "#",
          "../../x", "1e9", "none", "begin", "end", "separate", "b1", "https://[::1")  # fmt: skip
TEXTS = (
    "",
    " ",
    "\ufffc",
    "\u202e",
    "\U0001f600" * 50,
    "PAGE \\* MERGEFORMAT",
    "HYPERLINK",
    "a\u0301",
    "%1.%2",
)
#: What a file raises that is damaged already, when the next damage wants to unpack it.
UNPACKABLE = (
    zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, ValueError, IndexError, NotImplementedError,
    RuntimeError, EOFError, OSError,
)  # fmt: skip
XML_PARTS = (".xml", ".rels")
LARGEST = 3_000_000  # bytes of a part that is parsed to be damaged
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TAGS = tuple(W + name for name in (
    "p", "r", "t", "tbl", "tr", "tc", "sdt", "sdtContent", "ins", "del", "moveFrom", "moveTo", "pPr", "rPr",
    "hyperlink", "fldChar", "instrText", "commentRangeStart", "commentRangeEnd", "commentReference",
    "footnoteReference", "numPr", "sectPr", "body", "txbxContent", "bookmarkStart", "unknown",
))  # fmt: skip


def flip_bits(data: bytes, chance: random.Random) -> bytes:
    """Up to eight bits of the zip file."""
    damaged = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def truncate(data: bytes, chance: random.Random) -> bytes:
    """A file that was not sent to its end."""
    return data[: chance.randrange(len(data))]


def cut_out(data: bytes, chance: random.Random) -> bytes:
    """A stretch of bytes lost in the middle."""
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randint(1, 2_000) :]


def without_part(data: bytes, chance: random.Random) -> bytes:
    """One member of the package gone."""
    parts = _unpacked(data)
    parts.pop(chance.choice(list(parts)))
    return _packed(parts)


def swapped_parts(data: bytes, chance: random.Random) -> bytes:
    """Two members with each other's content."""
    parts = _unpacked(data)
    one, two = chance.choice(list(parts)), chance.choice(list(parts))
    parts[one], parts[two] = parts[two], parts[one]
    return _packed(parts)


def empty_part(data: bytes, chance: random.Random) -> bytes:
    """One member with nothing, or nothing sensible, in it."""
    parts = _unpacked(data)
    parts[chance.choice(list(parts))] = chance.choice((b"", b"\0", b"<", b"<x/>", b"\xff\xfe<\0x\0/\0>\0"))
    return _packed(parts)


def part_bytes(data: bytes, chance: random.Random) -> bytes:
    """Bytes of an XML part damaged, its checksum right."""
    parts = _unpacked(data)
    name = _xml_part(parts, chance)
    damaged = bytearray(parts[name])
    for _ in range(chance.randint(1, 4) if damaged else 0):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    parts[name] = bytes(damaged)
    return _packed(parts)


def attributes(data: bytes, chance: random.Random) -> bytes:
    """Attributes with odd values, or none."""

    def damage(root: etree._Element) -> None:
        for element in _some(root, chance, lambda one: bool(one.attrib)):
            name = chance.choice(list(element.attrib))
            if chance.random() < 0.2:
                del element.attrib[name]
            else:
                element.set(name, chance.choice(VALUES))

    return _damaged(data, chance, damage)


def elements_gone(data: bytes, chance: random.Random) -> bytes:
    """Elements lost with all that they hold."""

    def damage(root: etree._Element) -> None:
        for element in _some(root, chance):
            if (home := element.getparent()) is not None:
                home.remove(element)

    return _damaged(data, chance, damage)


def elements_doubled(data: bytes, chance: random.Random) -> bytes:
    """Elements twice, the second one anywhere."""

    def damage(root: etree._Element) -> None:
        for element in _some(root, chance):
            home = next(iter(_some(root, chance, number=1)), root)
            home.insert(chance.randint(0, len(home)), copy.deepcopy(element))

    return _damaged(data, chance, damage)


def elements_moved(data: bytes, chance: random.Random) -> bytes:
    """Elements in places where they do not belong."""

    def damage(root: etree._Element) -> None:
        for element in _some(root, chance):
            home = next(iter(_some(root, chance, number=1)), root)
            if element is not root and element not in home.iterancestors() and element is not home:
                home.insert(chance.randint(0, len(home)), element)

    return _damaged(data, chance, damage)


def elements_renamed(data: bytes, chance: random.Random) -> bytes:
    """Elements that are suddenly another one of the format."""

    def damage(root: etree._Element) -> None:
        for element in _some(root, chance):
            element.tag = chance.choice(TAGS)

    return _damaged(data, chance, damage)


def elements_wrapped(data: bytes, chance: random.Random) -> bytes:
    """Elements inside others, now and then hundreds deep."""

    def damage(root: etree._Element) -> None:
        for element in _some(root, chance, lambda one: one.getparent() is not None):
            for _ in range(chance.choice((1, 1, 2, 150, 300))):
                wrapper = etree.Element(chance.choice(TAGS))
                element.addprevious(wrapper)
                wrapper.append(element)

    return _damaged(data, chance, damage)


def texts(data: bytes, chance: random.Random) -> bytes:
    """Text where none is expected, and odd text where it is."""

    def damage(root: etree._Element) -> None:
        for element in _some(root, chance):
            element.text = chance.choice(TEXTS)

    return _damaged(data, chance, damage)


ALL: tuple[Mutation, ...] = (
    flip_bits, truncate, cut_out, without_part, swapped_parts, empty_part, part_bytes, attributes,
    elements_gone, elements_doubled, elements_moved, elements_renamed, elements_wrapped, texts,
)  # fmt: skip


def mutate(data: bytes, seed: str) -> tuple[str, bytes]:
    """One damage, or two on top of each other, told by the seed: (their names, the damaged file)."""
    chance = random.Random(seed)
    names = []
    for mutation in chance.sample(ALL, chance.choice((1, 1, 2))):
        try:
            data = mutation(data, chance)
        except UNPACKABLE:
            continue
        names.append(mutation.__name__)
    return " + ".join(names) or "as it is", data


def _unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _packed(parts: dict[str, bytes]) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return memory.getvalue()


def _xml_part(parts: dict[str, bytes], chance: random.Random) -> str:
    """An XML part, every other time the main one."""
    names = [name for name in parts if name.endswith(XML_PARTS) and len(parts[name]) < LARGEST]
    mains = [name for name in names if "document" in name and not name.endswith(".rels")]
    return chance.choice(mains if mains and chance.random() < 0.5 else names)


def _damaged(data: bytes, chance: random.Random, damage: Callable[[etree._Element], None]) -> bytes:
    parts = _unpacked(data)
    name = _xml_part(parts, chance)
    root = etree.fromstring(parts[name], etree.XMLParser(resolve_entities=False, no_network=True))
    damage(root)
    parts[name] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return _packed(parts)


def _some(
    root: etree._Element,
    chance: random.Random,
    wanted: Callable[[etree._Element], bool] = lambda _: True,
    number: int = 0,
) -> list[etree._Element]:
    """A few elements of a tree, evenly by chance."""
    every = [one for one in root.iter(etree.Element) if wanted(one)]
    return chance.sample(every, min(len(every), number or chance.choice((1, 1, 2, 5, 20))))
