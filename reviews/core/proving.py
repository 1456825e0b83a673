"""What became of comments, found by comparing two versions and not by trust.

Works on passages (paragraphs that go together in an older and a newer version, with the pieces that
stayed, went and came) and on claims (comments with their place in the older version). Offsets are code
points in a passage's text: the texts of its blocks, joined by line breaks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal

from documents.core.model import OBJECT

#: `as_proposed`: the words read as the proposal says. `changed`: words that the comment points to are
#: others now. `nearby`: other words of its paragraph, its section, or (for a comment on the whole
#: document, which stands behind no single change) of the document are. `unchanged`: none.
Outcome = Literal["as_proposed", "changed", "nearby", "unchanged"]
Scope = Literal["words", "section", "document"]

#: From the strongest proof to none.
STRENGTH: Sequence[Outcome] = ("as_proposed", "changed", "nearby", "unchanged")


@dataclass(frozen=True, slots=True)
class Passage:
    """Paragraphs of the older version and what they became; none on one side when they came or went.

    `number` counts the changed passages of a comparison from 1, 0 when nothing changed. `sections` are
    the keys of the headings, in either version, under which it stands.
    """

    old: tuple[tuple[str, str], ...]  # (block key, text)
    new: tuple[tuple[str, str], ...]
    segments: tuple[tuple[str, str], ...]  # ("equal" | "delete" | "insert", text)
    number: int = 0
    is_moved: bool = False
    sections: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hunk:
    """Words that went and words that came in one place of a passage."""

    passage: int
    old_start: int
    old_end: int
    new_start: int
    new_end: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A comment that asks for something, and where it points in the older version.

    `wanted` is the text that its words should become (None without a proposal), `inserted` are whole
    paragraphs that it wants added after its place.
    """

    id: int
    scope: Scope
    segments: tuple[tuple[str, int, int], ...] = ()
    section: str = ""
    wanted: str | None = None
    inserted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found for a claim: how strong it is, and the words that prove it."""

    outcome: Outcome
    hunks: tuple[Hunk, ...] = ()


@dataclass(slots=True)
class _Located:
    """Passages by the blocks of the older version, with where each block's text begins in them."""

    passages: Sequence[Passage]
    hunks: dict[int, list[Hunk]] = field(default_factory=dict)
    places: dict[str, tuple[Passage, int]] = field(default_factory=dict)
    after: dict[str, list[Passage]] = field(default_factory=lambda: defaultdict(list))
    by_section: dict[str, list[Passage]] = field(default_factory=lambda: defaultdict(list))


def hunks(passage: Passage) -> list[Hunk]:
    """The changes of a passage in reading order; a passage that moved whole has none."""
    found: list[Hunk] = []
    old = new = 0
    old_start = new_start = 0
    gone, come = "", ""
    for kind, text in (*passage.segments, ("equal", "")):
        if kind == "equal":
            if gone or come:
                found.append(Hunk(passage.number, old_start, old, new_start, new, gone, come))
                gone = come = ""
            old, new = old + len(text), new + len(text)
            old_start, new_start = old, new
        elif kind == "delete":
            old, gone = old + len(text), gone + text
        else:
            new, come = new + len(text), come + text
    return found


def prove(passages: Sequence[Passage], claims: Iterable[Claim]) -> dict[int, Evidence]:
    """The evidence for every claim, by its id."""
    located = _located(passages)
    return {claim.id: _evidence(claim, located) for claim in claims}


def _located(passages: Sequence[Passage]) -> _Located:
    located = _Located(passages)
    before = ""
    for passage in passages:
        if passage.number:
            located.hunks[passage.number] = hunks(passage)
            for section in passage.sections:
                located.by_section[section].append(passage)
        starts = accumulate((len(text) + 1 for _, text in passage.old), initial=0)
        for (key, _), start in zip(passage.old, starts, strict=False):
            located.places[key] = (passage, start)
            before = key
        if not passage.old:
            located.after[before].append(passage)
    return located


def _evidence(claim: Claim, located: _Located) -> Evidence:
    if claim.scope == "document":
        return Evidence("nearby" if located.hunks else "unchanged")
    if claim.scope == "section":
        return _nearby(located.by_section.get(claim.section, ()), located)
    places = _places(claim, located)
    added = [found for text in claim.inserted if (found := _added(text, claim, located))]
    exact = _as_proposed(claim, places, located)
    if (exact or claim.wanted is None) and claim.inserted and len(added) == len(claim.inserted):
        return _as_it_reads((*exact, *added))
    if exact:
        return _as_it_reads(exact)
    touched = [
        hunk for passage, start, end in places for hunk in located.hunks.get(passage.number, ())
        if _touches(hunk, start, end)
    ]
    if touched or added:
        return Evidence("changed", (*dict.fromkeys(touched), *added))
    return _nearby(dict.fromkeys(passage for passage, _, _ in places), located)


def _as_it_reads(found: tuple[Hunk, ...]) -> Evidence:
    """The proof of words that read as proposed; the sign of a picture does not say which one came."""
    return Evidence("changed" if any(OBJECT in hunk.new for hunk in found) else "as_proposed", found)


def _places(claim: Claim, located: _Located) -> list[tuple[Passage, int, int]]:
    """The claim's words as ranges of passages; parts of one passage become one range."""
    ranges: dict[int, tuple[Passage, int, int]] = {}
    for key, start, end in claim.segments:
        if key not in located.places:
            continue
        passage, offset = located.places[key]
        _, first, last = ranges.get(id(passage), (passage, offset + start, offset + end))
        ranges[id(passage)] = (passage, min(first, offset + start), max(last, offset + end))
    return list(ranges.values())


def _touches(hunk: Hunk, start: int, end: int) -> bool:
    """Whether words between `start` and `end` changed; new words at their very edge do not count."""
    if hunk.old_start == hunk.old_end:
        return start < hunk.old_start < end
    return start < hunk.old_end and hunk.old_start < end


def _is_at(hunk: Hunk, start: int, end: int) -> bool:
    """Whether the change lies in `start..end` or at its edges."""
    return start <= hunk.old_end and hunk.old_start <= end


def _as_proposed(
    claim: Claim, places: Sequence[tuple[Passage, int, int]], located: _Located,
) -> tuple[Hunk, ...]:
    """The hunks that made the claim's words read as it wanted; none when they do not."""
    if claim.wanted is None or not places:
        return ()
    reads: list[str] = []
    found: list[Hunk] = []
    for passage, start, end in places:
        old = "\n".join(text for _, text in passage.old)
        first, last = len(old[:start].rstrip()), end + len(old[end:]) - len(old[end:].lstrip())
        here = located.hunks.get(passage.number, ())
        found += (hunk for hunk in here if _is_at(hunk, first, last))
        new = "\n".join(text for _, text in passage.new)
        reads.append(new[_mapped(first, here, at_end=False) : _mapped(last, here, at_end=True)])
    return tuple(found) if found and _words("\n".join(reads)) == _words(claim.wanted) else ()


def _mapped(offset: int, found: Sequence[Hunk], *, at_end: bool) -> int:
    """Where a place of the older text is in the newer one; changes at the place are taken in."""
    shift = 0
    for hunk in found:
        if offset < hunk.old_start or (offset == hunk.old_start and not at_end):
            break
        if offset <= hunk.old_end and at_end:
            return hunk.new_end
        if offset < hunk.old_end:
            return hunk.new_start
        shift = hunk.new_end - hunk.old_end
    return offset + shift


def _added(text: str, claim: Claim, located: _Located) -> Hunk | None:
    """The new paragraph that reads as `text`: after the claim's place, or anywhere in the comparison."""
    wanted = _words(text)
    near = [passage for key, _, _ in claim.segments for passage in located.after.get(key, ())]
    everywhere = (passage for passage in located.passages if passage.number and not passage.old)
    for passage in (*near, *everywhere):
        if _words("\n".join(words for _, words in passage.new)) == wanted:
            return located.hunks[passage.number][0]
    return None


def _nearby(passages: Iterable[Passage], located: _Located) -> Evidence:
    found = tuple(hunk for passage in passages for hunk in located.hunks.get(passage.number, ()))
    return Evidence("nearby" if found else "unchanged", found)


def _words(text: str) -> str:
    return " ".join(text.split())


def unexplained(
    passages: Iterable[Passage], evidence: Mapping[int, Evidence], explaining: Iterable[int],
    noted: Iterable[int] = (),
) -> list[Hunk]:
    """Changes that no claim of `explaining` and no editor's note (by passage number) stands behind.

    A claim stands behind the words that it points to; where only other words of its paragraph or
    section changed, behind those.
    """
    proofs = [evidence[claim] for claim in explaining if claim in evidence]
    behind = {hunk for proof in proofs for hunk in proof.hunks}
    excused = set(noted)
    return [
        hunk for passage in passages if passage.number and passage.number not in excused
        for hunk in hunks(passage) if hunk not in behind
    ]


def strongest(found: Iterable[Outcome]) -> Outcome:
    """The strongest of several outcomes; `unchanged` for none."""
    return min(found, key=STRENGTH.index, default="unchanged")
