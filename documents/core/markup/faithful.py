"""A part that was changed, in the spelling of its author wherever it still says the same.

A serialiser writes XML in one way of many: other quotes, line ends, references (&#xA; for &#10;), blanks
and order of attributes in tags. Both are cut into tags and texts; each that says what one of the original
says, in the same order, takes the original's very characters. So the bytes of a part differ only where
what it says does.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator

from documents.core.comparing import exact

_TOKEN = re.compile(
    r"""<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|</[^<>]*>"""
    r"""|<(?P<name>[^\s/<>!?]+)(?:\s+[^\s=<>]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*(?:/>|>(?:</(?P=name)\s*>)?)"""
    r"""|[^<]+""",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s=<>]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""")
_NAME = re.compile(r"<([^\s/<>]+)")
_REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_LINE_END = re.compile(r"\r\n?")
_BLANK = re.compile(r"[\t\n]")
_AS_IT_IS = ("<!--", "<?", "<![CDATA[")


def kept(original: bytes, written: bytes) -> bytes:
    """`written` with the characters of `original` wherever the two say the same.

    Both are well-formed XML without a DTD, in UTF-8; anything else comes back as it was written.
    """
    try:
        before, after = original.decode(), written.decode()
    except UnicodeDecodeError:
        return written
    start, end = _shared(before, after)
    olds, news = _tokens(before[start : len(before) - end]), _tokens(after[start : len(after) - end])
    if olds is None or news is None:
        return written
    said = functools.cache(_said)
    places, _ = exact.equal_blocks([said(one) for one in olds], [said(one) for one in news])
    for old, new in zip(olds, places, strict=True):
        if new >= 0:
            news[new] = old
    return "".join([after[:start], *news, after[len(after) - end :]]).encode()


def _shared(one: str, two: str) -> tuple[int, int]:
    """How many characters at the beginning and at the end are the same, up to where a tag begins.

    Behind equal beginnings "<" begins a tag in both or in neither: only comments and the like can hold it.
    """
    if "<!" in one or one.count("<?") > 1:
        return 0, 0
    most = min(len(one), len(two))
    start = max(one.rfind("<", 0, _most(most, lambda size: one[:size] == two[:size])), 0)
    same = _most(most - start, lambda size: one[len(one) - size :] == two[len(two) - size :])
    place = one.find("<", len(one) - same)
    return start, len(one) - place if place >= 0 else 0


def _most(limit: int, holds: Callable[[int], bool]) -> int:
    """The largest size up to `limit` for which it holds, as it does for all smaller ones."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low


def _tokens(text: str) -> list[str] | None:
    """The tags and texts of XML, an element without content as one; None when it cannot be cut so."""
    found = [match.group() for match in _TOKEN.finditer(text)]
    return found if sum(map(len, found)) == len(text) else None


def _said(token: str) -> str:
    """What a tag or text says, however it is spelled."""
    if token[0] != "<":
        return _unescaped(_LINE_END.sub("\n", token))
    if token.startswith(_AS_IT_IS):
        return _LINE_END.sub("\n", token)
    if token.startswith("</"):
        return "</" + token[2:-1].strip()
    name = _NAME.match(token)
    is_empty = token.endswith("/>") or token.rfind("</") > 0
    return "\0".join(["<", name[1] if name else "", "/" if is_empty else "", *sorted(_attributes(token))])


def _attributes(token: str) -> Iterator[str]:
    for match in _ATTRIBUTE.finditer(token):
        value = match[2] if match[2] is not None else match[3]
        yield f"{match[1]}={_unescaped(_BLANK.sub(' ', _LINE_END.sub(' ', value)))}"


def _unescaped(text: str) -> str:
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 16))
    return chr(int(match[2])) if match[2] else _NAMED[match[3]]
