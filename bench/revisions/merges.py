"""Three-way merges: what people merged with git, and invented ones with two, three and five sides."""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass, field
from itertools import islice, permutations
from typing import TYPE_CHECKING, Final

from bench import peers
from bench.revisions import cases, gitting, printing, scoring
from documents.core.merging import merge, resolve_all

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from bench.revisions.cases import Case
    from bench.revisions.gitting import Piece
    from documents.core.merging import Merge

BREAK: Final = "\N{PILCROW SIGN}\N{PILCROW SIGN}"
PIECE: Final = re.compile(r"\s*(?:\w+(?:['’\-_./]\w+)*|[^\w\s])|\s+")
MOST_ORDERS: Final = 6
OURS: Final = ""

Texts = list[str]


@dataclass(frozen=True, slots=True)
class Result:
    """A merge as it is judged: the words of each conflict, and the texts with all of them for one side."""

    sizes: list[int]
    picks: list[Texts]
    asked: Texts = field(default_factory=list)

    @property
    def conflicts(self) -> int:
        return len(self.sizes)

    @property
    def words(self) -> int:
        """What is left for people to read and to decide."""
        return sum(self.sizes)


def measure(folder: Path, *, show: bool) -> None:
    """Clean, wrong, solved, like people; lost words; order of sides; synthetic exact."""
    real: dict[str, list[tuple[Case, Result]]] = {}
    synthetic: dict[str, list[tuple[Case, Result]]] = {}
    dependent = 0
    methods = _methods()
    for case in cases.cases(folder, "merge"):
        into = real if "human" in case.drafts else synthetic
        own = _merged(case, range(len(case.drafts["sides"])))
        into.setdefault(OURS, []).append((case, judged(case, own)))
        dependent += _depends_on_order(case, own)
        for name, method in methods.items():
            into.setdefault(name, []).append((case, method(case)))
    if not real and not synthetic:
        return
    clean = {case.data["git_line_merge"]["clean"] for case, _ in real.get(OURS, ())}
    if True in clean:
        _clean_in_git(real, show=show)
    if False in clean:
        _conflicts_in_git(real, show=show)
    if synthetic:
        _synthetic(synthetic, show=show)
    lost = {
        name: sum(loses(case, result) for case, result in [*real.get(name, ()), *synthetic.get(name, ())])
        for name in (OURS, *methods)
    }
    _beside("words of a side silently lost", lost, "merges")
    printing.figure("result depends on the order of the sides", dependent, unit="merges")


def _beside(name: str, values: dict[str, float] | dict[str, int], unit: str = "share") -> None:
    printing.beside(name, values[OURS], {peer: value for peer, value in values.items() if peer}, unit)


def _clean_in_git(real: dict[str, list[tuple[Case, Result]]], *, show: bool) -> None:
    agreed: dict[str, float] = {}
    wrong: dict[str, float] = {}
    for name, several in real.items():
        easy = [(case, result) for case, result in several if case.data["git_line_merge"]["clean"]]
        agreed[name] = sum(result.conflicts == 0 for _, result in easy) / len(easy)
        off = [
            case.name
            for case, result in easy
            if case.data["git_line_merge"]["equals_human"]
            and not result.conflicts
            and not _is_as_people(case, result)
        ]
        wrong[name] = len(off)
        if show and not name:
            printing.say(
                f"not clean: {[case.name for case, result in easy if result.conflicts]}; wrong: {off}"
            )
    _beside("real merges clean in git: clean", agreed)
    _beside("real merges clean in git: wrong where git and people agree", wrong, "merges")


def _conflicts_in_git(real: dict[str, list[tuple[Case, Result]]], *, show: bool) -> None:
    solved: dict[str, float] = {}
    alike: dict[str, float] = {}
    words: dict[str, float] = {}
    a_side: dict[str, float] = {}
    mean: dict[str, float] = {}
    each: dict[str, float] = {}
    for name, several in real.items():
        hard = [(case, result) for case, result in several if not case.data["git_line_merge"]["clean"]]
        solved[name] = sum(result.conflicts == 0 for _, result in hard) / len(hard)
        alike[name] = sum(_is_as_people(case, result) for case, result in hard) / len(hard)
        left = [result.words for _, result in hard if result.conflicts]
        words[name] = statistics.median(left or [0])
        shares = [r.words / len(case.drafts["sides"]) for case, r in hard if r.conflicts]
        a_side[name] = statistics.median(shares or [0])
        mean[name] = statistics.fmean([result.words for _, result in hard])
        each[name] = statistics.median([size for _, result in hard for size in result.sizes] or [0])
        if show and not name:
            for case, result in hard:
                printing.say(
                    f"{case.name}: {result.conflicts} conflicts, {result.words} words"
                    + ("" if result.conflicts or _is_as_people(case, result) else ", not as people")
                )
    _beside("real merges conflicting in git: solved", solved)
    _beside("real merges conflicting in git: like people", alike)
    _beside("words left to decide, median conflicting merge", words, "words")
    _beside("words left to decide, a side, median conflicting merge", a_side, "words")
    _beside("words left to decide, median conflict", each, "words")
    _beside("words left to decide, mean of all merges conflicting in git", mean, "words")


def _synthetic(several: dict[str, list[tuple[Case, Result]]], *, show: bool) -> None:
    exact: dict[str, float] = {}
    false: dict[str, int] = {}
    missed: dict[str, int] = {}
    unsaid: dict[str, int] = {}
    for name, found in several.items():
        right = [is_exact(case, result) for case, result in found]
        exact[name] = sum(right) / len(found)
        false[name] = sum(max(0, r.conflicts - len(case.data["conflicts"])) for case, r in found)
        missed[name] = sum(_is_falsely_merged(case, result) for case, result in found)
        unsaid[name] = sum(max(0, len(case.data["conflicts"]) - r.conflicts) for case, r in found)
        if show and not name:
            printing.say(
                f"not exact: {[case.name for (case, _), fine in zip(found, right, strict=True) if not fine]}"
            )
    _beside("synthetic merges exact", exact)
    _beside("synthetic merges: false conflicts", false, "conflicts")
    _beside("synthetic merges: falsely merged", missed, "merges")
    _beside("synthetic merges: conflicts not told", unsaid, "conflicts")


def _is_as_people(case: Case, result: Result) -> bool:
    return result.conflicts == 0 and result.picks[0] == cases.texts(case.one("human"))


def is_exact(case: Case, result: Result) -> bool:
    expected = [cases.texts(each) for each in case.drafts["expected"]]
    if len(expected) == 1:
        expected *= len(result.picks)
    return result.picks == expected


def _is_falsely_merged(case: Case, result: Result) -> bool:
    return not result.conflicts and (bool(case.data["conflicts"]) or not is_exact(case, result))


def loses(case: Case, result: Result) -> bool:
    base = cases.texts(case.one("base"))
    return any(
        scoring.silent_loss(base, cases.texts(side), [*result.picks, result.asked])
        for side in case.drafts["sides"]
    )


# -- ours


def _merged(case: Case, order: Sequence[int]) -> Merge:
    sides = case.drafts["sides"]
    return merge(case.one("base"), [sides[k] for k in order], [str(k) for k in order])


def ours(case: Case) -> Result:
    """Our merge of a case, as it is judged."""
    return judged(case, _merged(case, range(len(case.drafts["sides"]))))


def judged(case: Case, merged: Merge) -> Result:
    asked = [[each.text for each in conflict.alternatives] for conflict in merged.conflicts]
    picks = [
        [block.text for block in resolve_all(merged, str(side))] for side in range(len(case.drafts["sides"]))
    ]
    sizes = [sum(map(_count, texts)) for texts in asked]
    return Result(sizes, picks, [text for texts in asked for text in texts])


def _count(text: str) -> int:
    return len(scoring.tokens(text))


def _depends_on_order(case: Case, known: Merge) -> bool:
    orders = list(islice(permutations(range(len(case.drafts["sides"]))), 1, MOST_ORDERS))
    return any(
        (other.blocks, other.conflicts) != (known.blocks, known.conflicts)
        for other in (_merged(case, order) for order in orders)
    )


# -- peers: two sides at once, more of them folded


def _methods() -> dict[str, Callable[[Case], Result]]:
    found: dict[str, Callable[[Case], Result]] = {
        "git merge-file, block a line": lambda case: _folded(case, gitting.merged, list, list),
        "git merge-file, word a line": lambda case: _folded(case, gitting.merged, _in_words, _in_blocks),
    }
    if peers.share("merge3"):
        found["merge3, words"] = lambda case: _folded(case, _merge3, _in_words, _in_blocks)
    return found


def _in_words(texts: Sequence[str]) -> list[str]:
    """All words with the white space before them, and a sign behind each block."""
    return [piece for text in texts for piece in (*PIECE.findall(text), BREAK)]


def _in_blocks(words: Sequence[str]) -> Texts:
    return "".join(words).removesuffix(BREAK).split(BREAK)


def _merge3(base: Sequence[str], one: Sequence[str], two: Sequence[str]) -> list[Piece]:
    from merge3 import Merge3  # only where the peers are installed

    found: list[Piece] = []
    for kind, *lines in Merge3(base, one, two).merge_groups():
        found.append((list(lines[1]), list(lines[2])) if kind == "conflict" else list(lines[0]))
    return found


def _folded(
    case: Case,
    method: Callable[[Sequence[str], Sequence[str], Sequence[str]], list[Piece]],
    cut: Callable[[Sequence[str]], list[str]],
    glued: Callable[[Sequence[str]], Texts],
) -> Result:
    """Side after side into what is there; conflicts take the first side, and for each pick its own."""
    base, *sides = (cut(cases.texts(d)) for d in (case.one("base"), *case.drafts["sides"]))
    results = [list(sides[0]) for _ in sides]
    sizes: list[int] = []
    asked: Texts = []
    for number, side in enumerate(sides[1:], 1):
        for pick, so_far in enumerate(results):
            pieces = method(base, so_far, side)
            clashes = [piece for piece in pieces if isinstance(piece, tuple)]
            if pick == 0:
                asked += ["".join(lines) for clash in clashes for lines in clash]
                sizes += [
                    sum(_count("".join(lines).replace(BREAK, "")) for lines in clash) for clash in clashes
                ]
            results[pick] = [
                line
                for piece in pieces
                for line in (piece[pick == number] if isinstance(piece, tuple) else piece)
            ]
    return Result(sizes, [glued(each) for each in results], asked)
