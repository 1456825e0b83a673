"""What `@figure:roadmap` and its like refer to: the number that each key has in one version."""

from __future__ import annotations

from dataclasses import dataclass

from backend.demo.paper.script import Script

_COUNTED = {"figure": "Figure", "table": "Table", "equation": "Equation"}


@dataclass(frozen=True, slots=True)
class Target:
    """A place with a number: `word` stands before it ("Figure"), `bookmark` marks it in Word."""

    word: str
    number: str
    bookmark: str


def targets(script: Script) -> dict[str, Target]:
    """Every numbered place by its key, such as `figure:roadmap` or `section:habitat`."""
    found: dict[str, Target] = {}
    counts = dict.fromkeys(_COUNTED, 0)
    path: list[int] = []
    for entry in script.entries:
        if entry.kind == "heading" and entry.numbered:
            path = [*path[: entry.level], *[0] * (entry.level - len(path))]
            path[-1] += 1
            word = "Chapter" if entry.level == 1 else "Section"
            found[f"section:{entry.key}"] = _target(word, ".".join(map(str, path)), "section", entry.key)
        elif entry.kind in counts:
            counts[entry.kind] += 1
            found[f"{entry.kind}:{entry.key}"] = _target(
                _COUNTED[entry.kind], str(counts[entry.kind]), entry.kind, entry.key
            )
    return found


def _target(word: str, number: str, kind: str, key: str) -> Target:
    return Target(word, number, f"_Ref_{kind}_{key}")
