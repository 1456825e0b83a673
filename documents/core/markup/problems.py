"""What could not be laid on, and why: values that name the block and the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from documents.core.model import BlockId

ProblemCode = Literal[
    "no-block",  # the block is not in this file
    "range",  # offsets outside the block's text
    "overlap",  # two changes want the same characters
    "place",  # Word has no such mark at this place
    "text",  # characters that XML or Word cannot hold
    "structure",  # a change of tables, formats or numbering without the XML that it came from
    "stale",  # the text has changed since the markup was lifted
    "parent",  # a reply whose comment is not there
    "unproven",  # what was written does not read as it should
]


@dataclass(frozen=True, slots=True)
class Problem:
    """One comment or change that could not be laid. `id` is the comment's or change's."""

    code: ProblemCode
    id: str
    block: BlockId | None
    reason: str


class CannotLay(ValueError):
    """Raised by `lay` when anything would be lost; `problems` says what."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(f"{first.id or 'markup'} at {first.block}: {first.reason}{more}")
        self.problems = problems
