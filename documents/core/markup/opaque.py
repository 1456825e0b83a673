"""What comments and edits cannot express, kept as the file's own XML so that `lay` restores it.

`lift` lays its own values on the clean file and compares the result with the original, tree by tree.
Where they differ, the smallest run of sibling elements that does is kept: an entry of kind "xml"
says that the children `at..at+count` of an element, whose fingerprint is `hash` once the edits are
laid, are to be replaced by `xml`. Entries of kind "comment" hold a comment's own element, "part" the
relationships of the comments part. Entries are plain strings, so that they pass through JSON.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from documents.core.comparing import exact
from documents.core.markup import canonical
from documents.core.markup.comments import Written
from documents.core.markup.names import ID, PARA_ID, TBL, TC, TR, WORD, P, w
from documents.core.markup.parts import Workbench
from documents.core.markup.problems import Problem
from documents.core.markup.relations import rels_part
from documents.core.model import Change, Comment, Markup

Entry = Mapping[str, str]
_CONTAINERS = {
    TBL,
    TR,
    TC,
    w("body"),
    w("sdt"),
    w("sdtContent"),
    w("document"),
    w("footnotes"),
    w("endnotes"),
    w("footnote"),
    w("endnote"),
    w("hdr"),
    w("ftr"),
}
_REVISIONS = {w(name) for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge")}
_COMMENT_MARKS = {w("commentRangeStart"), w("commentRangeEnd"), w("commentReference")}


def differences(part: str, original: etree._Element, laid: etree._Element) -> list[Entry]:
    """Entries that turn `laid` into `original`."""
    found: list[Entry] = []
    _compare(part, original, laid, (), found)
    return found


def _compare(
    part: str, original: etree._Element, laid: etree._Element, path: tuple[int, ...], found: list[Entry]
) -> None:
    ours, theirs = _children(original), _children(laid)
    if len(ours) == len(theirs) == 1 and _can_enter(ours[0], theirs[0]):
        _compare(part, ours[0], theirs[0], (*path, 0), found)
        return
    ours_keys, theirs_keys = _keys(ours, theirs)
    if ours_keys == theirs_keys or _say_the_same(ours, theirs, ours_keys, theirs_keys):
        return
    for low, high, start, end in _unequal(theirs_keys, ours_keys):
        if high - low == end - start == 1 and _can_enter(ours[start], theirs[low]):
            _compare(part, ours[start], theirs[low], (*path, low), found)
            continue
        low, high, start, end = _widened((low, high, start, end), len(theirs), len(ours))
        found.append(_entry(part, path, low, theirs[low:high], ours[start:end]))


def _unequal(before: Sequence[bytes], after: Sequence[bytes]) -> list[tuple[int, int, int, int]]:
    """Where two rows of keys differ: (start and end in the one, start and end in the other)."""
    numbers: dict[bytes, str] = {}
    one, two = ([numbers.setdefault(key, str(len(numbers))) for key in side] for side in (before, after))
    kept, _ = exact.equal_blocks(one, two)
    return exact.gaps(kept, len(two))


def _keys(
    ours: Sequence[etree._Element], theirs: Sequence[etree._Element]
) -> tuple[list[bytes], list[bytes]]:
    """Comparable keys: raw XML where both sides have it, the normal form elsewhere."""
    raw = [canonical.canonical(one) for one in ours], [canonical.canonical(one) for one in theirs]
    common = set(raw[0]) & set(raw[1])
    return tuple(  # type: ignore[return-value]
        [key if key in common else canonical.normal(one) for key, one in zip(keys, side, strict=True)]
        for keys, side in zip(raw, (ours, theirs), strict=True)
    )


def _say_the_same(
    ours: Sequence[etree._Element],
    theirs: Sequence[etree._Element],
    ours_keys: Sequence[bytes],
    theirs_keys: Sequence[bytes],
) -> bool:
    """Whether pairs whose keys differ are alike: of two raw equals, one may go with a third spelling."""
    return len(ours) == len(theirs) and all(
        one == other or canonical.normal(mine) == canonical.normal(its)
        for mine, its, one, other in zip(ours, theirs, ours_keys, theirs_keys, strict=True)
    )


def _widened(place: tuple[int, int, int, int], theirs: int, ours: int) -> tuple[int, int, int, int]:
    """The difference with at least one laid element in it, so that there is something to find it by."""
    low, high, start, end = place
    if low < high:
        return place
    if low > 0 and start > 0:
        return low - 1, high, start - 1, end
    if high < theirs and end < ours:
        return low, high + 1, start, end + 1
    return place


def _entry(
    part: str,
    path: tuple[int, ...],
    at: int,
    laid: Sequence[etree._Element],
    original: Sequence[etree._Element],
) -> Entry:
    changes = dict.fromkeys(
        one.get(ID, "") for top in original for one in top.iter() if _is_revision(str(one.tag))
    )
    return {
        "kind": "xml",
        "part": part,
        "path": json.dumps(path),
        "at": str(at),
        "count": str(len(laid)),
        "hash": _fingerprint(laid),
        "xml": _together(original),
        "changes": " ".join(changes),
    }


def _is_revision(tag: str) -> bool:
    return tag.startswith(f"{{{WORD}}}") and (tag.endswith(("Change", "RangeStart")) or tag in _REVISIONS)


def _together(elements: Sequence[etree._Element]) -> str:
    root = etree.Element("opaque", nsmap=dict(elements[0].nsmap) if elements else {"w": WORD})  # type: ignore[arg-type]
    for one in elements:
        new = copy.deepcopy(one)
        new.tail = None
        root.append(new)
    return etree.tostring(root, encoding="unicode")


def _children(element: etree._Element) -> list[etree._Element]:
    """Children that mean something, comment marks between blocks excepted."""
    return [one for one in element if isinstance(one.tag, str) and one.tag != w("proofErr")]


def _can_enter(original: etree._Element, laid: etree._Element) -> bool:
    return original.tag == laid.tag and original.tag in _CONTAINERS


def _fingerprint(elements: Sequence[etree._Element]) -> str:
    joined = hashlib.sha256()
    for one in elements:
        if one.tag not in _COMMENT_MARKS:
            joined.update(canonical.normal(one, comments=False))
    return joined.hexdigest()[:32]


@dataclass(slots=True)
class Restored:
    """What came back with kept XML: `w:id`s of revisions, marks of comments as (tag, `w:id`)."""

    changes: set[str] = field(default_factory=set)
    marks: set[tuple[str, str]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def has(self, change: str) -> bool:
        """Whether a change came back; its id is the file's own, with "-2" when the file repeats it."""
        return change in self.changes or change.rpartition("-")[0] in self.changes - {""}


def restore(bench: Workbench, markup: Markup, kept: set[str]) -> Restored:
    """Put the kept XML back.

    `kept` are the `w:id`s of comments that are going to be laid: marks of others are dropped.
    """
    restored = Restored()
    search = Search(bench)
    found = [(entry, search.find(entry)) for entry in markup.opaque if entry.get("kind") == "xml"]
    for entry, place in found:
        if place is None:
            reason = f"the text in {entry['part']} has changed since this markup was lifted"
            restored.problems.append(Problem("stale", "", None, reason))
            continue
        bench.tree(entry["part"])
        restored.marks |= _replace(*place, entry, kept)
        restored.changes.update(entry["changes"].split())
    if not restored.problems:
        for entry in markup.opaque:
            if entry.get("kind") == "covered":
                restored.changes.update(entry["changes"].split())
    restored.problems += [
        Problem("structure", change.id, change.edit.block, f"a {change.edit.kind} change needs its own XML")
        for change in markup.changes
        if needs_xml(change) and not restored.has(change.id)
    ]
    return restored


def needs_xml(change: Change) -> bool:
    """Whether the change says too little to be laid: formats, tables, a deletion inside an insertion."""
    edit = change.edit
    return edit.kind in ("format", "structure") or (edit.kind == "delete" and edit.start == edit.end)


Place = tuple[etree._Element, list[etree._Element]]


@dataclass(slots=True)
class Search:
    """Finds what entries replace, before any of it is replaced: no container is looked through twice."""

    bench: Workbench
    children: dict[etree._Element, list[etree._Element]] = field(default_factory=dict)
    windows: dict[tuple[str, int], dict[str, Place]] = field(default_factory=dict)

    def find(self, entry: Entry) -> Place | None:
        """The elements that an entry replaces: where they were, or anywhere in the part."""
        part, count, at = entry["part"], int(entry["count"]), int(entry["at"])
        if part not in self.bench.package.parts:
            return None
        home: etree._Element | None = self.bench.package.tree(part)
        for step in json.loads(entry["path"]):
            children = self._children(home) if home is not None else []
            home = children[step] if step < len(children) else None
        if home is not None:
            elements = self._children(home)[at : at + count]
            if len(elements) == count and _fingerprint(elements) == entry["hash"]:
                return home, elements
        return self._windows(part, count).get(entry["hash"]) if count else None

    def _children(self, home: etree._Element) -> list[etree._Element]:
        if home not in self.children:
            self.children[home] = _children(home)
        return self.children[home]

    def _windows(self, part: str, count: int) -> dict[str, Place]:
        """All runs of `count` siblings of a part by what they say; of equal ones the first."""
        if (part, count) not in self.windows:
            found: dict[str, Place] = {}
            for home in self.bench.package.tree(part).iter(*_CONTAINERS):
                children = self._children(home)
                for start in range(len(children) - count + 1):
                    elements = children[start : start + count]
                    found.setdefault(_fingerprint(elements), (home, elements))
            self.windows[part, count] = found
        return self.windows[part, count]


def _replace(
    home: etree._Element, elements: list[etree._Element], entry: Entry, kept: set[str]
) -> set[tuple[str, str]]:
    new = list(etree.fromstring(entry["xml"]))
    marked: set[tuple[str, str]] = set()
    for one in new:
        for mark in list(one.iter(*_COMMENT_MARKS)):
            number = mark.get(ID, "")
            if number in kept:
                marked.add((str(mark.tag), number))
            elif mark is not one:
                canonical.remove_mark(mark)
    new = [one for one in new if one.tag not in _COMMENT_MARKS or one.get(ID, "") in kept]
    at = home.index(elements[0]) if elements else len(home)
    tail = elements[-1].tail if elements else None
    for one in elements:
        home.remove(one)
    for place, one in enumerate(new):
        home.insert(at + place, one)
    if new:
        new[-1].tail = tail
    return marked


def comment_entries(
    comments: Mapping[str, Comment],
    originals: Mapping[str, etree._Element],
    laid: Mapping[str, etree._Element],
    details: Mapping[str, Mapping[str, str]],
    marks: Mapping[str, set[str]],
    odd: set[str],
) -> list[Entry]:
    """Entries for comments that are more than plain text in the file's own comment style.

    `marks` are the tags of each comment's marks in the text: some files leave range marks out. `odd`
    are comments at places where Word puts none: their entry lets them go back there.
    """
    found: list[Entry] = []
    for name, comment in comments.items():
        original, ours = originals.get(name), laid.get(name)
        if original is None:
            continue
        same = ours is not None and canonical.normal(ours) == canonical.normal(original)
        had = marks.get(name, set())
        some = [] if had == _COMMENT_MARKS else sorted(had) or ["none"]
        extra = dict(details.get(name, {}))
        if not same or extra or some or name in odd:
            found.append(
                {
                    "kind": "comment",
                    "id": name,
                    "hash": _comment_hash(comment),
                    "xml": "" if same else _together([original]),
                    "extensible": json.dumps(extra),
                    "marks": " ".join(some),
                }
            )
    return found


def incomplete_marks(markup: Markup) -> set[tuple[str, str]]:
    """(tag, comment id) of marks that a comment did not have in its file, and is not to get."""
    comments = {comment.id: comment for comment in markup.comments}
    return {
        (tag, entry["id"])
        for entry in markup.opaque
        if entry.get("kind") == "comment"
        and entry.get("marks")
        and entry["id"] in comments
        and entry["hash"] == _comment_hash(comments[entry["id"]])
        for tag in _COMMENT_MARKS - set(entry["marks"].split())
    }


def known_comments(markup: Markup) -> set[str]:
    """Ids of comments that came from the file itself, and are as they were there."""
    entries = {entry["id"]: entry["hash"] for entry in markup.opaque if entry.get("kind") == "comment"}
    return {comment.id for comment in markup.comments if entries.get(comment.id) == _comment_hash(comment)}


def _comment_hash(comment: Comment) -> str:
    points = [str(part) for point in (comment.start, comment.end) for part in (point.block, point.offset)]
    said = json.dumps([comment.author, comment.initials, comment.date, comment.text, *points])
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def restore_comments(
    bench: Workbench, written: Sequence[Written], markup: Markup
) -> dict[str, dict[str, str]]:
    """Give comments their own bodies back; what their rows in commentsExtensible held, by comment id."""
    entries = {entry["id"]: entry for entry in markup.opaque if entry.get("kind") == "comment"}
    details: dict[str, dict[str, str]] = {}
    for one in written:
        entry = entries.get(one.comment.id)
        if entry is None or entry["hash"] != _comment_hash(one.comment):
            continue
        extra = json.loads(entry.get("extensible") or "{}")
        if extra:
            details[one.comment.id] = extra
        if entry["xml"]:
            _give_body(one, etree.fromstring(entry["xml"])[0])
    return details


def _give_body(one: Written, original: etree._Element) -> None:
    """The content of the original, and the attributes that only it had."""
    for name, value in original.attrib.items():
        if name not in one.element.attrib:
            one.element.set(name, value)
    for child in list(one.element):
        one.element.remove(child)
    one.element.text = original.text
    one.element.extend(list(original))
    paragraphs = [child for child in one.element if child.tag == P]
    if paragraphs:
        paragraphs[-1].set(PARA_ID, one.key)


def restore_relations(bench: Workbench, markup: Markup, part: str) -> None:
    """Give the comments part the relationships that its pictures and links refer to."""
    entry = next((entry for entry in markup.opaque if entry.get("kind") == "part"), None)
    if entry is not None and bench.content(rels_part(part)) is None:
        bench.written[rels_part(part)] = entry["xml"].encode()
