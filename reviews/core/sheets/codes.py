"""Types and severities: the codes of each profile, both ways (domain.md §11.3)."""

from __future__ import annotations

from collections.abc import Mapping

Meaning = tuple[str, str]  # type, severity

_WORDS: Mapping[str, Meaning] = {
    "general": ("general", ""), "technical": ("technical", ""), "editorial": ("editorial", ""),
    "question": ("question", ""),
}
_ISO: Mapping[str, Meaning] = {
    "ge": ("general", ""), "te": ("technical", ""), "ed": ("editorial", ""),
}
_RID: Mapping[str, Meaning] = {
    "technical fact": ("technical", "critical"), "recommended": ("technical", "major"),
    "editorial": ("editorial", "minor"),
}
_CRM: Mapping[str, Meaning] = {
    "c": ("technical", "critical"), "m": ("technical", "major"), "s": ("technical", "minor"),
    "a": ("editorial", "minor"), "critical": ("technical", "critical"), "major": ("technical", "major"),
    "substantive": ("technical", "minor"), "administrative": ("editorial", "minor"),
}
_IEEE: Mapping[str, Meaning] = {
    "technical": ("technical", ""), "editorial": ("editorial", ""), "general": ("general", ""),
    "t": ("technical", ""), "e": ("editorial", ""), "g": ("general", ""),
    "technical, binding": ("technical", "critical"), "technical, non-binding": ("technical", "minor"),
}
_NIST: Mapping[str, Meaning] = {
    "t": ("technical", ""), "e": ("editorial", ""), "g": ("general", ""), **_WORDS,
}
_DOE: Mapping[str, Meaning] = {
    "substantive": ("technical", "major"), "editorial/suggested": ("editorial", "minor"),
    "editorial-suggested": ("editorial", "minor"), "suggested": ("editorial", "minor"),
}
_SEVERITIES: Mapping[str, Meaning] = {
    "critical": ("technical", "critical"), "major": ("technical", "major"), "minor": ("technical", "minor"),
}

#: What may stand in a profile's column of types, in lower case.
READ: Mapping[str, Mapping[str, Meaning]] = {
    "ours": _WORDS,
    "iso": {**_WORDS, **_ISO},
    "rid": _RID,
    "crm": _CRM,
    "ieee": _IEEE,
    "nist": _NIST,
    "words": {**_DOE, **_SEVERITIES, **_ISO, **_WORDS, "technical fact": _RID["technical fact"],
              "recommended": _RID["recommended"]},
    "none": {},
}
EXAMPLES: Mapping[str, str] = {
    "ours": "general, technical, editorial or question", "iso": "ge, te or ed",
    "rid": "Technical Fact, Recommended or Editorial", "crm": "C, M, S or A",
    "ieee": "Technical, Editorial or General", "nist": "T, E or G",
    "words": "general, technical, editorial or question", "none": "",
}
_BACK: Mapping[str, Mapping[str, str]] = {
    "iso": {"general": "ge", "technical": "te", "editorial": "ed", "question": "ge"},
    "nist": {"general": "G", "technical": "T", "editorial": "E", "question": "G"},
    "ieee": {
        "general": "General", "technical": "Technical", "editorial": "Editorial", "question": "General",
    },
}
#: The code of what is editorial, those of the others by severity, and the one for the rest.
_BY_SEVERITY: Mapping[str, tuple[str, Mapping[str, str], str]] = {
    "rid": ("Editorial", {"critical": "Technical Fact"}, "Recommended"),
    "crm": ("A", {"critical": "C", "major": "M"}, "S"),
}


def read_type(table: str, words: str) -> Meaning | None:
    """What a code means; None when the profile knows no such code. Case and full stops do not matter."""
    return READ[table].get(" ".join(words.casefold().strip(" .:").split()))


def write_type(table: str, type_: str, severity: str) -> str:
    """The code that says it in this profile, as near as it has one."""
    if table in _BACK:
        return _BACK[table][type_]
    if table in _BY_SEVERITY:
        editorial, codes, otherwise = _BY_SEVERITY[table]
        return editorial if type_ == "editorial" else codes.get(severity, otherwise)
    return "" if table == "none" else type_


def is_folded(table: str, type_: str, severity: str, *, must: bool = False) -> bool:
    """Whether writing these in the profile loses something: the code reads as another meaning.

    `must` says that the profile has a column of its own for what blocks approval.
    """
    if must and severity == "critical":
        severity = ""
    return (read_type(table, write_type(table, type_, severity)) or ("", "")) != (type_, severity)


def read_yes(words: str) -> bool:
    """Whether a "Must be satisfied" column says so."""
    return words.strip().casefold() in {"yes", "y", "true", "x", "1"}
