"""Dispositions in the words of each profile, read and written (domain.md §11.4).

Only the first line counts. Negatives and qualified verdicts come before plain ones, and every phrase
must stand at the start: "Not accepted" is no acceptance, and what is not understood stays unknown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a first line says: a `disposition`, a `state` that it asks for, and the words themselves.

    Unknown words leave both empty. `action` says that the answer waits for an action; `target` names
    the comment that this one repeats.
    """

    disposition: str = ""
    state: str = ""
    words: str = ""
    action: bool = False
    target: str = ""


_REFERENCE = (
    r"(?P<target>[A-Z*]{1,12}[-–]?\d[\w.–-]*"
    r"|(?:comment|cid|issue|item|rid)?\s*(?:no\.?|#)?\s*(?:[A-Z]{1,12}-)?\d[\w.-]*)"
)
_MODIFIED = r"(?:modif\w*|chang\w*|amend\w*|edit\w*|revis\w*|adapt\w*)"
_NOT = r"(?:not|isn't|cannot be|can not be)"
#: In the order of the domain's rule; the first that matches is meant.
_PHRASES: tuple[tuple[str, str], ...] = (
    ("withdrawn", r"(?:withdr\w+|retracted)\b"),
    ("duplicate", rf"(?:accepted|rejected)\s*[-–]\s*duplicate\b(?:\s+of)?\s*(?:{_REFERENCE})?"),
    ("duplicate", rf"duplicate\b(?:\s+of)?\s*(?:{_REFERENCE})?"),
    ("duplicate", rf"see\s+{_REFERENCE}"),
    ("", rf"(?:{_NOT} (?:fully|entirely|completely)|partly not)\b"),
    ("", r"(?:reject(?:ed)?|not accepted) (?:in part|partly|partially)\b"),
    ("accepted_in_part", r"accepted\s*\+\s*deferred\b"),
    ("rejected", rf"(?:{_NOT} (?:accept|agree|approv|adopt)\w*|reject(?:ed)?|declined|disagree|invalid)\b"),
    ("out_of_scope", r"out[ -]?of[ -]?scope\b"),
    ("accepted_in_part", r"(?:partial(?:ly)?|partly|in part)\b"),
    ("accepted_in_part", r"(?:accept(?:ed)?|agreed?|approved?) (?:in part|partly|partially)\b"),
    ("answered", r"(?:question )?answered\b|accepted\s*[-–]\s*clarified\b"),
    ("accepted_modified", r"(?:accept(?:ed)?|agreed?|approved?)\b[\s,;:–-]*in principle\b"),
    ("accepted_modified", (r"(?:accept(?:ed)?|agreed?|approved?)\b[\s,;:–-]*"
                           rf"(?:(?:as|but|subject to|with(?: \w+)?) )?{_MODIFIED}\b")),
    ("accepted_modified", r"in principle\b|awm\b|revised\b|modified\b|taken into account\b"),
    ("deferred", r"defer(?:red)?\b|no change for version\b|postponed\b"),
    ("noted", r"noted\b|no change\b|no action\b"),
    ("superseded", r"super[cs]eded\b"),
)
_ACCEPTED = re.compile(r"(?:accept(?:ed|s)?|agreed?|approved?|completed|adopted)\b", re.IGNORECASE)
#: What after a plain verdict makes it another one, and not one that is known.
_QUALIFIED = re.compile(
    r"[\s,;:–-]*(?:with|but|except|subject|only|if|unless|in|as|provided|pending|partly|partially|once|when"
    r"|however)\b", re.IGNORECASE,
)
_COMPILED = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _PHRASES)
_LEAD = re.compile(r"(?:editorial|technical|general)[,;:]\s+", re.IGNORECASE)

#: States that a first line can ask for instead of an outcome: CCSDS forms mix the two.
_STATES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (state, re.compile(pattern, re.IGNORECASE)) for state, pattern in (
        ("registered", r"not yet reviewed\b|open\b|forwarded to\b|none required\b|\[none required\]"),
        ("returned", r"return(?:ed)? to originator\b|clarification needed\b"),
        ("proposed", r"to be reconditioned\b|to-?do\b|tbd\b"),
    )
)
_ACTION = re.compile(r"action\b", re.IGNORECASE)

#: Whole lines that mean something in one profile only.
_CODES: Mapping[str, Mapping[str, str]] = {
    "crm": {"a": "accepted", "m": "accepted_modified", "p": "accepted_in_part", "r": "rejected"},
    "ieee": {"a": "accepted", "v": "accepted_modified", "j": "rejected"},
}
_CODE = re.compile(r"([A-Za-z])(?:$|\s*[-–:.;,]\s*|\s+(?=\())")

#: The canonical phrase of each profile; what it lacks is folded into the nearest it has.
_WRITTEN: Mapping[str, Mapping[str, str]] = {
    "iso": {
        "accepted": "Accepted", "accepted_modified": "Accepted with modifications",
        "accepted_in_part": "Partially accepted", "rejected": "Not accepted", "noted": "Noted",
        "deferred": "Deferred to next edition", "withdrawn": "Withdrawn", "duplicate": "See",
        "answered": "Noted", "out_of_scope": "Out of scope", "superseded": "Superseded",
    },
    "rid": {
        "accepted": "APPROVE", "accepted_modified": "APPROVE WITH MODIFICATIONS", "rejected": "REJECTED",
        "withdrawn": "WITHDRAWN",
    },
    "ipcc": {
        "accepted": "Accepted", "accepted_modified": "Taken into account", "accepted_in_part":
        "Accepted in part", "rejected": "Rejected", "noted": "Noted", "duplicate": "See comment",
    },
    "crm": {"accepted": "A", "accepted_modified": "M", "accepted_in_part": "P", "rejected": "R"},
    "ieee": {
        "accepted": "Accepted", "accepted_modified": "Revised", "rejected": "Rejected",
        "answered": "Accepted-Clarified", "withdrawn": "Withdrawn", "duplicate": "Duplicate of",
        "superseded": "Superceded", "out_of_scope": "Out of scope",
    },
    "w3c": {
        "accepted": "Accepted", "accepted_in_part": "Accepted+Deferred", "rejected": "Rejected",
        "answered": "Question answered", "deferred": "Deferred", "out_of_scope": "OutOfScope",
        "duplicate": "Duplicate", "withdrawn": "Retracted",
    },
}
#: Where a profile has no word for an outcome: the nearest outcome that it has one for.
_NEAREST = {
    "accepted_in_part": "accepted_modified", "accepted_modified": "accepted", "noted": "accepted",
    "answered": "noted", "deferred": "rejected", "out_of_scope": "rejected", "duplicate": "noted",
    "superseded": "noted", "withdrawn": "noted",
}
LABELS: Mapping[str, str] = {
    "accepted": "Accepted", "accepted_modified": "Accepted with modification",
    "accepted_in_part": "Accepted in part", "rejected": "Rejected", "noted": "Noted",
    "answered": "Answered", "deferred": "Deferred", "out_of_scope": "Out of scope",
    "duplicate": "Duplicate", "superseded": "Superseded", "withdrawn": "Withdrawn",
}


def parse(words: str, profile: str = "") -> Verdict:
    """What the first line of an answer decides; `Verdict(words=…)` with nothing else when unknown."""
    line = _first_line(words)
    if not line:
        return Verdict()
    if code := _code(line, profile):
        return Verdict(code, words=line)
    text = _LEAD.sub("", line, count=1)
    for state, pattern in _STATES:
        if pattern.match(text):
            return Verdict(state=state, words=line)
    if _ACTION.match(text):
        return Verdict(state="decided", words=line, action=True)
    if profile == "w3c" and re.match(r"accepted \(", text, re.IGNORECASE):
        return Verdict("accepted_modified", words=line)
    return _phrase(text, line)


def _phrase(text: str, line: str) -> Verdict:
    for name, pattern in _COMPILED:
        if found := pattern.match(text):
            target = (found.groupdict().get("target") or "").strip() if name == "duplicate" else ""
            return Verdict(name, words=line, target=target.rstrip(".,;"))
    found = _ACCEPTED.match(text)
    if found and not _QUALIFIED.match(text, found.end()):
        return Verdict("accepted", words=line)
    return Verdict(words=line)


def _first_line(words: str) -> str:
    text = unicodedata.normalize("NFKC", words).replace("’", "'")
    line = next((line for line in text.splitlines() if line.strip()), "")
    return re.sub(r"\s+", " ", line).strip(" \t.:;,*_\"'“”[]").strip()


def _code(line: str, profile: str) -> str:
    codes = _CODES.get(profile)
    found = _CODE.match(line) if codes else None
    return codes.get(found[1].lower(), "") if codes and found else ""


def rest_of(words: str, profile: str = "") -> str:
    """The reason below a verdict's line; where the verdict shares its line with it, the whole."""
    verdict = parse(words, profile)
    if not (verdict.disposition or verdict.state):
        return words.strip()
    first, _, rest = words.strip().partition("\n")
    return rest.strip() if is_bare(first) else words.strip()


def is_bare(line: str) -> bool:
    """Whether a line is a verdict and nothing more."""
    return len(line.split()) <= 6 and not re.search(r"[.;:]\s+\w", line.strip())


def phrase(profile: str, disposition: str, target: str = "") -> tuple[str, bool]:
    """The profile's words for an outcome, and whether it had to be folded into another."""
    if not disposition:
        return "", False
    known = _WRITTEN.get(profile, LABELS)
    written, folded = disposition, False
    while written not in known:
        written, folded = _NEAREST[written], True
    words = known[written]
    if written == "duplicate" and target:
        words = f"{words} {target}"
    return words, folded or parse(words, profile).disposition not in {disposition, ""}
