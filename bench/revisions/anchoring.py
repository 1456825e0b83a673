"""Comments carried to later versions: one step, and step by step over ten versions."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from bench.revisions import cases, printing, quoting, scoring
from documents.core.comparing import compare
from documents.core.following import follow
from documents.core.model import Anchor, Draft, Placement

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bench.revisions.cases import Case
    from bench.revisions.scoring import Place, Placed

SURE: Final = (0.9, 0.8)
OURS: Final = ""

Found = dict[tuple[str, str], "list[Placed]"]


def measure(folder: Path, *, show: bool) -> None:
    """Followed and wrong of all, wrong where we say that we are sure, and the last of ten versions."""
    found: Found = {}
    methods = quoting.methods()
    for case in cases.cases(folder, "align"):
        group = "synthetic" if case.is_synthetic else "real"
        for name, placed in _one_step(case, methods).items():
            found.setdefault((group, name), []).extend(placed)
            if show and not name:
                _show(case, placed)
    for group in ("real", "synthetic"):
        _print(f"comments one step on, {group}", group, found)
    for group in ("real", "synthetic"):
        _sure(f"comments one step on, {group}", found.get((group, OURS), []))
    last: Found = {}
    for case in cases.cases(folder, "series"):
        for name, placed in _step_by_step(case, methods).items():
            last.setdefault(("series", name), []).extend(placed)
            if show and not name:
                _show(case, placed)
    _print("comments after the last version, step by step", "series", last)
    _sure("comments after the last version, step by step", last.get(("series", OURS), []))


def _print(title: str, group: str, found: Found) -> None:
    ours = found.get((group, OURS))
    if ours is None:
        return
    theirs = {name: placed for (of, name), placed in found.items() if of == group and name}
    for what, metric in (("followed", scoring.followed), ("wrong of all", scoring.wrong)):
        printing.beside(
            f"{title}: {what}", metric(ours), {name: metric(each) for name, each in theirs.items()}
        )


def _sure(title: str, placed: Sequence[Placed]) -> None:
    if not placed:
        return
    for least in SURE:
        sure = [
            each for each in placed if each.confidence >= least and each.outcome not in ("lost", "honest")
        ]
        wrong = sum(each.is_wrong for each in sure)
        printing.figure(f"{title}: wrong at confidence ≥ {least}, of {len(sure)}", wrong, unit="comments")


def _show(case: Case, placed: Sequence[Placed]) -> None:
    for number, each in enumerate(placed):
        if each.is_wrong or each.outcome in ("lost", "partial"):
            printing.say(f"{case.name} #{number}: {each.outcome} at {each.confidence}")


def _one_step(case: Case, methods: dict[str, type]) -> dict[str, list[Placed]]:
    old, new = case.one("a"), case.one("b")
    items = case.data["anchors"]
    texts = cases.texts(old), cases.texts(new)
    ours = follow([cases.anchor(number, item) for number, item in enumerate(items)], old, new)
    found: dict[str, list[Placed]] = {OURS: []}
    for item, placement in zip(items, ours, strict=True):
        found[OURS].append(_judged(item, item, _places(placement), texts, placement.confidence))
    for name, method in methods.items():
        finder = method(*texts)
        found[name] = [
            _judged(item, item, finder.place(item["block"], item["start"], item["end"]), texts)
            for item in items
        ]
    return found


def _judged(
    item: dict[str, Any],
    truth: dict[str, Any],
    found: list[Place] | None,
    texts: tuple[list[str], list[str]],
    confidence: float = 1.0,
) -> Placed:
    true = cases.truth(truth)
    quote = texts[0][item["block"]][item["start"] : item["end"]]
    return scoring.Placed(scoring.anchor(found, true, quote, texts[1]), true.status, confidence)


def _places(placement: Placement) -> list[Place] | None:
    """Where a placement says that the comment is; `None` for an orphan."""
    if placement.status == "orphaned":
        return None
    return [(int(block), start, end) for block, start, end in placement.segments]


def _step_by_step(case: Case, methods: dict[str, type]) -> dict[str, list[Placed]]:
    """Every comment carried from version to version, judged at the last one."""
    versions = case.drafts["versions"]
    texts = [cases.texts(version) for version in versions]
    comparisons = [compare(one, two) for one, two in pairwise(versions)]
    found: dict[str, list[Placed]] = {OURS: []}
    items = [item for item in case.data["comments"] if item["version"] + 1 < len(versions)]
    for item in items:
        places: list[Place] | None = [(item["block"], item["start"], item["end"])]
        confidence = 1.0
        quote = texts[item["version"]][item["block"]][item["start"] : item["end"]]
        for step in range(item["version"], len(versions) - 1):
            pair = versions[step], versions[step + 1]
            places, sure = _carried(places, pair, comparisons[step], quote)
            confidence = min(confidence, sure)
        pages = texts[item["version"]], texts[-1]
        found[OURS].append(_judged(item, item["truth"][-1], places, pages, confidence))
    for name, method in methods.items():
        finders = [method(page, texts[-1]) for page in texts[:-1]]
        found[name] = [
            _judged(
                item, item["truth"][-1],
                finders[item["version"]].place(item["block"], item["start"], item["end"]),
                (texts[item["version"]], texts[-1]),
            )
            for item in items
        ]  # fmt: skip
    return found


def _carried(
    places: list[Place] | None, pair: tuple[Draft, Draft], comparison: object, quote: str
) -> tuple[list[Place] | None, float]:
    """The places one version on: each segment for itself, as the product stores them."""
    if places is None:
        return None, 0.0
    kept = quote if len(places) == 1 else ""
    anchors = [Anchor(str(k), block, start, end, kept) for k, (block, start, end) in enumerate(places)]
    followed = follow(anchors, *pair, comparison)  # type: ignore[arg-type]
    if followed[0].status == "orphaned":
        return None, 0.0
    moved = [place for each in followed for place in _places(each) or ()]
    return list(dict.fromkeys(moved)), followed[0].confidence
