"""Where sides disagree about a stretch of the base: what all of them want at its ends is no disagreement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from documents.core.comparing.lines import BREAK, Hunk, Line, line_of
from documents.core.comparing.tokens import cut
from documents.core.merging.content import Cluster, Group, Wanted, with_hunks
from documents.core.model import AMENDS, Block

Lines = tuple[Line, ...]
#: Where in the base a place of a side's text can be: from, to, and where most likely. Within what a side
#: wrote anew it may be anywhere; at its ends it is most likely at the end of what was there.
Place = tuple[int, int, int | None]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What all sides want first, the base's `start..end` with what each wants for it, what all want last.

    With one wish left there is no disagreement: the others want there what the base says.
    """

    before: Lines
    start: int
    end: int
    wanted: list[Wanted]
    after: Lines


def disagreement(group: Group, cluster: Cluster) -> Disagreement:
    """A cluster of hunks without its shared ends, cut between words.

    Nothing is shared where sides want different objects, which look alike in the text, or where one of
    them strikes words of another's.
    """
    if len({_apart(lines) for _, lines in cluster.wanted}) > 1:
        return Disagreement((), cluster.start, cluster.end, list(cluster.wanted), ())
    texts = [_text(lines) for _, lines in cluster.wanted]
    head = _shared_start(cluster.wanted, texts)
    tail = _shared_end(cluster.wanted, texts, head)
    place = _in_base(group, cluster, texts, head, tail)
    if place is None:
        return Disagreement((), cluster.start, cluster.end, cluster.wanted, ())
    start, end = place
    base = group.text[start:end]
    wanted = [
        each
        for each, text in zip(cluster.wanted, texts, strict=True)
        if not (head or tail) or text[head : len(text) - tail] != base
    ]
    head, tail = _with_spaces(group, texts, (head, tail), (start, end))
    first = cluster.wanted[0][1]
    size = len(texts[0])
    return Disagreement(
        part(first, 0, head) if head else (),
        start,
        end,
        [(sides, part(lines, head, len(_text(lines)) - tail)) for sides, lines in wanted],
        part(first, size - tail, size) if tail else (),
    )


def _apart(lines: Lines) -> tuple[str, ...]:
    """What tells wishes apart beside their text."""
    return (
        *(item.value for line in lines for item in line.objects),
        *(line.xml for line in lines if line.xml == AMENDS),
    )


def part(lines: Sequence[Line], start: int, end: int) -> Lines:
    """The characters `start..end` of some lines, borders between them counting one."""
    found = []
    place = 0
    for line in lines:
        size = len(line.text)
        if place <= end and start <= place + size:
            found.append(_piece(line, max(start - place, 0), min(end - place, size)))
        place += size + 1
    return tuple(found)


def _piece(line: Line, start: int, end: int) -> Line:
    if start == 0 and end == len(line.text):
        return line
    block = Block("", line.kind, line.text, line.level, spans=line.spans, objects=line.objects)
    return replace(line_of(block, start, end), donor=line.donor)


def _text(lines: Iterable[Line]) -> str:
    return BREAK.join(line.text for line in lines)


def _shared_start(wanted: Sequence[Wanted], texts: Sequence[str]) -> int:
    """How much all texts begin with: whole words, and blocks of one kind."""
    same = takewhile(lambda signs: len(set(signs)) == 1, zip(*texts, strict=False))
    most = sum(1 for _ in same)
    for lines in zip(*(lines[1:] for _, lines in wanted), strict=False):
        if len({(line.kind, line.level) for line in lines}) > 1:
            most = min(most, _break_before(wanted[0][1], lines[0]))
            break
    shared = set.intersection(*({end for end in cut(text).ends if end <= most} for text in texts))
    return max(shared, default=0)


def _break_before(lines: Sequence[Line], line: Line) -> int:
    """Where the border before a line stands."""
    return len(_text(takewhile(lambda each: each is not line, lines)))


def _shared_end(wanted: Sequence[Wanted], texts: Sequence[str], head: int) -> int:
    """How much all texts end with, beside the shared start: whole words, and blocks of one kind."""
    room = min(len(text) for text in texts) - head
    backwards = zip(*(reversed(text) for text in texts), strict=False)
    most = min(room, sum(1 for _ in takewhile(lambda signs: len(set(signs)) == 1, backwards)))
    size = 0
    for lines in zip(*(reversed(lines) for _, lines in wanted), strict=False):
        size += len(lines[0].text)
        if size >= most:
            break
        if len({(line.kind, line.level) for line in lines}) > 1:
            most = size
            break
        size += 1
    shared = set.intersection(
        *({len(text) - start for start in cut(text).starts if len(text) - start <= most} for text in texts)
    )
    return max(shared, default=0)


def _in_base(
    group: Group, cluster: Cluster, texts: Sequence[str], head: int, tail: int
) -> tuple[int, int] | None:
    """What of the base the sides disagree about, once their shared ends have taken the place of its ends.

    A side that changed a word at a time says what became of which word. None when sides say different
    things of it.
    """
    heads, tails = [], []
    for (sides, _), text in zip(cluster.wanted, texts, strict=True):
        hunks = _own_hunks(group, cluster, sides, text)
        if hunks is None:
            return None
        heads.append(_place(cluster, hunks, head))
        tails.append(_place(cluster, hunks, len(text) - tail))
    base = group.text[cluster.start : cluster.end]
    size = len(texts[0])
    kept_head = cluster.start + head if base.startswith(texts[0][:head]) else cluster.start
    kept_tail = cluster.end - tail if base.endswith(texts[0][size - tail :]) else cluster.end
    start = _agreed(heads, kept_head) if head else cluster.start
    end = _agreed(tails, kept_tail) if tail else cluster.end
    return None if start is None or end is None or start > end else (start, end)


def _agreed(places: Sequence[Place], otherwise: int) -> int | None:
    """The place of the base that all sides can mean; where none says more, `otherwise` if they can."""
    low, high = max(place[0] for place in places), min(place[1] for place in places)
    if low > high:
        return None
    likely = {place[2] for place in places if place[2] is not None and low <= place[2] <= high}
    return likely.pop() if len(likely) == 1 else min(max(otherwise, low), high)


def _own_hunks(group: Group, cluster: Cluster, sides: Sequence[int], text: str) -> list[Hunk] | None:
    """The hunks of a side that wants just this text; None when it is put together of several sides'."""
    for side in sides:
        hunks = [hunk for owner, hunk, _ in cluster.owned if owner == side]
        if _text(with_hunks(group, hunks, cluster.start, cluster.end)) == text:
            return hunks
    return None


def _place(cluster: Cluster, hunks: Sequence[Hunk], place: int) -> Place:
    """Which place of the base a place of a side's text is."""
    done, base = 0, cluster.start
    for hunk in hunks:
        first = done + hunk.start - base
        last = first + len(hunk.text)
        if place < first:
            break
        if place <= last:
            likely = {first: hunk.start, last: hunk.end}.get(place) if first < last else None
            return hunk.start, hunk.end, likely
        done, base = last, hunk.end
    exact = base + place - done
    return exact, exact, exact


def _with_spaces(
    group: Group, texts: Sequence[str], ends: tuple[int, int], base: tuple[int, int]
) -> tuple[int, int]:
    """The shared ends with the white space that all want beside them, where the base has none.

    So that words do not run together while the disagreement is open and the base's words stand there.
    """
    head, tail = ends
    start, end = base
    middles = [text[head : len(text) - tail] for text in texts]
    lead = _shared_spaces(middles)
    trail = _shared_spaces([text[::-1] for text in middles])
    if min(map(len, middles)) <= lead + trail:
        return head, tail
    if start < end:
        words = group.text[start:end]
        head += lead if head and not words[0].isspace() else 0
        return head, tail + (trail if tail and not words[-1].isspace() else 0)
    behind = texts[0][:head] or group.text[:start]
    if not behind or behind[-1].isspace() or behind[-1] == BREAK:
        return head, tail
    return head, tail + trail


def _shared_spaces(texts: Sequence[str]) -> int:
    """How much white space all texts begin with."""
    same = takewhile(lambda signs: len(set(signs)) == 1 and signs[0].isspace(), zip(*texts, strict=False))
    return sum(1 for _ in same)
