"""Whether agencies agree: positions counted under a policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Policy = Literal["consensus", "silence", "quorum"]
Verdict = Literal["approved", "failed"]

APPROVING = frozenset({"approve", "approve_with_comments", "approve_conditionally", "concur"})
#: Stances that hold up consensus until they are resolved.
BLOCKING = frozenset({"disapprove", "approve_conditionally"})
#: Stances that say nothing without words.
NEEDS_TEXT = frozenset({"disapprove", "approve_conditionally"})
#: What observers may say; only they concur.
OBSERVERS = frozenset({"concur", "abstain"})


@dataclass(frozen=True, slots=True)
class Rules:
    """A policy with its numbers (per cent); `silence` is what saying nothing counts as."""

    policy: Policy
    silence: Literal["approve", "abstain", "missing"] = "missing"
    quorum: int = 50
    needed: int = 67
    most_against: int = 25


@dataclass(frozen=True, slots=True)
class Count:
    """Agencies that count, by what they said; `silent` said nothing. `verdict` is what that comes to."""

    approve: int
    against: int
    conditional: int
    abstain: int
    silent: int
    verdict: Verdict
    reason: str

    @property
    def asked(self) -> int:
        """How many agencies were asked."""
        return self.approve + self.against + self.conditional + self.abstain + self.silent


def breaks_silence(stance: str, text: str) -> bool:
    """Whether a position is the one written objection that ends a silence procedure."""
    return stance in BLOCKING and bool(text.strip())


def missing_in(stance: str, text: str, *, is_observer: bool) -> str:
    """What a position lacks, as a code: `stance`, `text`, or nothing ("")."""
    if is_observer != (stance == "concur") and stance != "abstain":
        return "stance"
    return "text" if stance in NEEDS_TEXT and not text.strip() else ""


def count(stances: Mapping[str, str | None], rules: Rules) -> Count:
    """The outcome for agencies' newest positions on the whole; None for an agency that said nothing.

    Observers are not to be among them. Nobody asked, nothing approved.
    """
    said = list(stances.values())
    against = sum(stance == "disapprove" for stance in said)
    conditional = sum(stance == "approve_conditionally" for stance in said)
    abstain = sum(stance == "abstain" for stance in said)
    silent = sum(stance is None for stance in said)
    approve = len(said) - against - conditional - abstain - silent
    verdict, reason = _verdict(approve, against, conditional, abstain, silent, rules)
    return Count(approve, against, conditional, abstain, silent, verdict, reason)


def _verdict(
    approve: int, against: int, conditional: int, abstain: int, silent: int, rules: Rules,
) -> tuple[Verdict, str]:
    asked = approve + against + conditional + abstain + silent
    if not asked:
        return "failed", "Nobody was asked."
    if rules.silence == "approve" or rules.policy == "silence":
        approve, silent = approve + silent, 0
    elif rules.silence == "abstain":
        abstain, silent = abstain + silent, 0
    if rules.policy == "quorum":
        return _by_numbers(approve + conditional, against, asked, silent, rules)
    if against or conditional:
        return "failed", f"{against + conditional} blocking."
    if silent:
        return "failed", f"{silent} did not answer."
    return ("approved", "Nobody objects.") if approve else ("failed", "Nobody approves.")


def _by_numbers(approve: int, against: int, asked: int, silent: int, rules: Rules) -> tuple[Verdict, str]:
    answered = asked - silent
    if answered * 100 < rules.quorum * asked:
        return "failed", f"{answered} of {asked} answered: no quorum of {rules.quorum} %."
    votes = approve + against
    if not votes or approve * 100 < rules.needed * votes:
        return "failed", f"{approve} of {votes} approve: fewer than {rules.needed} %."
    if against * 100 > rules.most_against * answered:
        return "failed", f"{against} of {answered} disapprove: more than {rules.most_against} %."
    return "approved", f"{approve} of {votes} approve."
