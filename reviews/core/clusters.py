"""Conflict clusters: proposals of several voices that put different words in the same place.

A voice is an agency, or a person of none. Changes of one block that overlap make a cluster with the smallest
extent that holds them; what each comment would make of that extent is its wording. Voices that want the same
wording agree, however their edits are cut.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Stance = Literal["want", "against", "other"]


@dataclass(frozen=True, slots=True)
class Change:
    """Characters `start..end` of a block become `text`, as one comment of one voice proposes."""

    comment: int
    voice: str
    block: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Wording:
    """What the place would read as, and who proposes that."""

    text: str
    comments: tuple[int, ...]
    voices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Words of a block on which voices do not agree; the wording that most want comes first."""

    block: str
    start: int
    end: int
    base: str
    wordings: tuple[Wording, ...]

    @property
    def voices(self) -> tuple[str, ...]:
        """Everybody who proposes something here."""
        return tuple(sorted({voice for wording in self.wordings for voice in wording.voices}))

    @property
    def comments(self) -> tuple[int, ...]:
        """Every comment that proposes something here."""
        return tuple(sorted(comment for wording in self.wordings for comment in wording.comments))

    def stance(self, voice: str, wording: Wording) -> Stance:
        """What a voice that proposes something here says to one of the wordings.

        Who would take the words out is against every wording that keeps some, and the other way round.
        """
        own = [each for each in self.wordings if voice in each.voices]
        if wording in own:
            return "want"
        return "against" if any(bool(each.text) != bool(wording.text) for each in own) else "other"


def clusters(changes: Iterable[Change], texts: Mapping[str, str]) -> list[Cluster]:
    """The places where several voices want different words, by block and place. `texts`: blocks by key."""
    by_block: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        if change.block in texts:
            by_block[change.block].append(change)
    found = []
    for block in texts:
        for together in _overlapping(by_block.get(block, [])):
            cluster = _cluster(block, texts[block], together)
            if len(cluster.wordings) > 1 and len(cluster.voices) > 1:
                found.append(cluster)
    return found


def _overlapping(changes: Sequence[Change]) -> list[list[Change]]:
    """Runs of changes that overlap, each with the ones before it."""
    runs: list[list[Change]] = []
    reach = -1
    for change in sorted(changes, key=lambda one: (one.start, one.end, one.comment)):
        is_same_gap = bool(runs) and change.start == change.end == runs[-1][-1].end == runs[-1][-1].start
        if runs and (change.start < reach or is_same_gap):
            runs[-1].append(change)
        else:
            runs.append([change])
        reach = max(reach, change.end) if len(runs[-1]) > 1 else change.end
    return runs


def _cluster(block: str, text: str, changes: Sequence[Change]) -> Cluster:
    start, end = min(one.start for one in changes), max(one.end for one in changes)
    by_comment: dict[int, list[Change]] = defaultdict(list)
    for change in changes:
        by_comment[change.comment].append(change)
    said: dict[str, list[int]] = defaultdict(list)
    voices: dict[str, set[str]] = defaultdict(set)
    for comment, own in by_comment.items():
        wording = _made(text, start, end, own)
        said[wording].append(comment)
        voices[wording].add(own[0].voice)
    order = sorted(said, key=lambda wording: (-len(voices[wording]), min(said[wording])))
    wordings = (Wording(each, tuple(sorted(said[each])), tuple(sorted(voices[each]))) for each in order)
    return Cluster(block, start, end, text[start:end], tuple(wordings))


def _made(text: str, start: int, end: int, changes: Sequence[Change]) -> str:
    """`text[start:end]` with the changes of one comment."""
    out, done = [], start
    for change in sorted(changes, key=lambda one: (one.start, one.end)):
        if change.start < done:
            continue
        out += [text[done : change.start], change.text]
        done = change.end
    return "".join([*out, text[done:end]])
