"""MathML as a tree that the template can set: lists whose first item is the kind of node.

Presentation MathML 3: rows, identifiers, numbers, operators, text, fractions, roots, scripts, limits,
matrices and fences. What else is met is set as its text.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

Node = list[Any]

_FENCES = {"(": ")", "[": "]", "{": "}", "|": "|", "‖": "‖", "⟨": "⟩", "⌊": "⌋", "⌈": "⌉"}
_DEEPEST = 40  # elements in each other; equations that people wrote stay below 20
_BIG = set("∑∏∐∫∬∭∮⋃⋂⨁⨂⋁⋀")
_SCRIPTS = {"msub": ("b",), "msup": ("t",), "msubsup": ("b", "t")}
_LIMITS = {"munder": ("b",), "mover": ("t",), "munderover": ("b", "t")}
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def tree(mathml: str) -> Node:
    """The node for one `math` element. What is no XML, or nested without end, comes back as its text."""
    try:
        root = etree.fromstring(mathml.encode(), _PARSER)
    except etree.XMLSyntaxError:
        return ["text", mathml]
    if _depth(root) > _DEEPEST:
        return ["text", " ".join("".join(map(str, root.itertext())).split())]
    return _row(root)


def _depth(root: etree._Element) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def spoken(node: Node) -> str:
    """A line of text that stands for the equation where it cannot be seen."""
    kind, *rest = node
    match kind:
        case "row" | "fence":
            return " ".join(filter(None, map(spoken, rest)))
        case "frac":
            return f"({spoken(rest[0])}) / ({spoken(rest[1])})"
        case "root":
            index = f"{spoken(rest[0])}-th root" if rest[0] else "square root"
            return f"{index} of ({spoken(rest[1])})"
        case "attach":
            below, above = rest[2].get("b"), rest[2].get("t")
            parts = [f"_{spoken(below)}" if below else "", f"^{spoken(above)}" if above else ""]
            return spoken(rest[0]) + "".join(parts)
        case "mat":
            return "; ".join(", ".join(map(spoken, row)) for row in rest[0])
        case _:
            return str(rest[0])


def _row(element: etree._Element) -> Node:
    children = [node for child in element if (node := _node(child)) != ["row"]]
    if len(children) > 1 and _is_pair(children[0], children[-1]):
        return ["fence", *children]
    return children[0] if len(children) == 1 else ["row", *children]


def _is_pair(first: Node, last: Node) -> bool:
    return bool(first[0] == last[0] == "op" and _FENCES.get(first[1]) == last[1])


def _node(element: etree._Element) -> Node:  # noqa: PLR0911 - one answer for each kind of element
    if not isinstance(element.tag, str):
        return ["row"]
    name = etree.QName(element).localname
    parts = list(element)
    text = " ".join("".join(map(str, element.itertext())).split())
    if name in ("mi", "mn", "mo", "mtext", "ms"):
        return _leaf(name, text, element.get("mathvariant", ""))
    if name == "mfrac" and len(parts) == 2:
        return ["frac", _node(parts[0]), _node(parts[1])]
    if name == "msqrt":
        return ["root", None, _row(element)]
    if name == "mroot" and len(parts) == 2:
        return ["root", _node(parts[1]), _node(parts[0])]
    if (slots := _SCRIPTS.get(name) or _LIMITS.get(name)) and len(parts) == len(slots) + 1:
        return _attached(parts, slots, limits=name in _LIMITS)
    if name == "mtable":
        rows = [[_row(cell) for cell in row] for row in parts if len(row)]
        return ["mat", rows] if rows else ["row"]
    if name == "mfenced":
        return ["fence", ["op", element.get("open", "(")], _row(element), ["op", element.get("close", ")")]]
    if name in ("mspace", "annotation", "annotation-xml", "mphantom"):
        return ["row"]
    return _row(element) if parts else ["text", text] if text else ["row"]


def _attached(parts: list[etree._Element], slots: tuple[str, ...], *, limits: bool) -> Node:
    base, scripts = _node(parts[0]), {slot: _node(part) for slot, part in zip(slots, parts[1:], strict=True)}
    big = base[0] == "op" and base[1] in _BIG
    return ["attach", base, "limits" if limits or big else "scripts", scripts]


def _leaf(name: str, text: str, variant: str) -> Node:
    if not text:
        return ["row"]
    if name == "mi":
        italic = variant != "normal" and len(text) == 1
        return ["var", text] if italic else ["text", text]
    if name == "mo":
        return ["op", text]
    return ["num", text] if name == "mn" else ["text", text]
