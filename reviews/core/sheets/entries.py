"""What the rows of a sheet mean: comments with their place as commented, and problems row by row."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from reviews.core.sheets import codes, verdicts
from reviews.core.sheets.profiles import BY_NAME, Profile
from reviews.core.sheets.reading import Found, read
from reviews.core.sheets.values import PRIVATE, Locator, Problem, Row, Sheet
from reviews.core.sheets.verdicts import Verdict

#: The longest comment or answer, in characters.
LONGEST = 20_000
_WORDS_BETWEEN = 40  # "Proposed change:" and the like

_REVIEWER = re.compile(r"\s*\[(?P<name>[^\[\],]{1,80})(?:,\s*(?P<country>[^\[\]]{1,80}))?\]\s*$")
_COMMENT_ID = re.compile(r"\s*\(Reviewer.s comment ID #:[^)]*\)\s*$")
_GOVERNMENT = re.compile(r"gov(?:ernmen)?t\.? of (.+)", re.IGNORECASE)
_PAGE_LINE = re.compile(r"\s*(\d+)\s*:\s*(\d+)\s*$")
_PLACES = ("clause", "element", "page", "line", "to_page", "to_line")
_DATE = re.compile(r"\d{4}-\d\d-\d\d$")
_FROM_TO = re.compile(
    r"from\s*:?\s*[\"“«](?P<old>.+?)[\"”»]\s*,?\s*\bto\s*:?\s*[\"“«](?P<new>.*?)[\"”»]\s*\.?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_QUOTED = re.compile(r"[\"“«]([^\"”»“«\n]{12,400})[\"”»]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row understood. `ref` is its number in the sheet when it has one of its own, else "".

    `comment`, `proposed` and `rationale` are the words of their columns; `change` is (old, new) where
    the proposal quotes both. `codes` are the words of columns that were mapped to something, `verdict`
    and `response` what the sheet already says of an answer.
    """

    row: int
    tab: str
    ref: str
    key: str
    organisation: str = ""
    author: str = ""
    type: str = "general"
    severity: str = ""
    comment: str = ""
    proposed: str = ""
    rationale: str = ""
    locator: Locator = field(default_factory=Locator)
    change: tuple[str, str] | None = None
    verdict: Verdict = field(default_factory=Verdict)
    response: str = ""
    uid: str = ""
    given: Mapping[str, str] = field(default_factory=dict)

    def body(self, *, is_proposed: bool = False) -> str:
        """The comment in words: what it says, why, and what should change.

        `is_proposed`: what should change is a proposal of its own already.
        """
        parts = [self.comment]
        if self.rationale:
            parts.append(f"Rationale: {self.rationale}" if self.comment else self.rationale)
        if self.proposed and self.proposed != self.comment and not is_proposed:
            parts.append(f"Proposed change: {self.proposed}" if self.comment else self.proposed)
        return "\n\n".join(part for part in parts if part)

    @property
    def digest(self) -> str:
        """A fingerprint of what the commenter says: another one when the row has changed."""
        said = [self.type, self.severity, self.comment, self.proposed, self.rationale]
        words = "\x1f".join([*said, *(getattr(self.locator, name) for name in _PLACES)])
        return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def to_json(self) -> dict[str, Any]:
        """The entry as JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Entry:
        """The inverse of `to_json`."""
        change = data.get("change")
        return cls(**{
            **data, "locator": Locator(**data["locator"]), "verdict": Verdict(**data["verdict"]),
            "change": (change[0], change[1]) if change else None,
        })


def understood(sheet: Sheet) -> tuple[list[Entry], list[Problem]]:
    """The entries of all rows that say something, and the problems of all rows.

    A row with a problem that blocks has an entry too: whoever takes in leaves it out.
    """
    profile = BY_NAME[sheet.profile]
    rows = [row for row in sheet.rows if _says_something(row)]
    refs = Counter(_number_of(row) for row in rows)
    entries: list[Entry] = []
    problems: list[Problem] = []
    keys: Counter[str] = Counter()
    for row in rows:
        reader = _Reader(profile, sheet, row)
        entry = reader.entry(is_unique=refs[_number_of(row)] == 1)
        keys[entry.key] += 1
        if keys[entry.key] > 1:
            entry = _again(entry, keys[entry.key])
        entries.append(entry)
        problems += reader.problems
    return entries, problems


def opened(
    data: bytes, profile: str = "", mapping: Mapping[str, str] | None = None,
) -> tuple[Found, list[Entry], list[Problem]]:
    """A file read and understood in one step, for a child process that may use only so much."""
    found = read(data, profile=profile, mapping=mapping)
    return found, *understood(found.sheet)


def _says_something(row: Row) -> bool:
    """Whether more than numbers and names stand in the row: templates come with these filled in."""
    about = {"ref", "organisation", "author", "date", "item", "document", "document_name", "code", "batch",
             "version", "state", "lateness", "uid", "rank", "office", "position", *PRIVATE}
    return any(words.strip(" -–—\n\t") for name, words in row.fields.items() if name not in about)


def _number_of(row: Row) -> str:
    """The row's own number, as far as one can tell rows apart by it: "US" is none, "US-001" is."""
    number = row.said("ref") or row.said("organisation")
    return number if any(char.isdecimal() for char in number) else ""


def _again(entry: Entry, count: int) -> Entry:
    return replace(entry, key=f"{entry.key}~{count}")


class _Reader:
    """One row on its way to an entry; gathers what is wrong with it."""

    def __init__(self, profile: Profile, sheet: Sheet, row: Row) -> None:
        self.profile, self.sheet, self.row = profile, sheet, row
        self.problems: list[Problem] = []

    def entry(self, *, is_unique: bool) -> Entry:
        row = self.row
        comment, author, organisation = self._said_by()
        proposed = row.said("proposed")
        title = row.said("title")
        if title and self.profile.name in {"rid", "w3c"}:
            comment = f"{title}\n{comment}" if comment else title
        type_, severity = self._type()
        locator = self._locator(proposed or comment, comment)
        self._check(comment, proposed, severity)
        number = _number_of(row)
        if number and not is_unique:
            self._problem("ref" if row.said("ref") else "organisation", number,
                          "This number stands in more than one row.", "a number of its own", blocks=False)
        digest = _digest(comment, proposed, row.said("rationale"), locator)
        verdict, response = self._answer()
        return Entry(
            row=row.number, tab=row.tab, ref=number, key=number if number and is_unique else f"#{digest}",
            organisation=organisation, author=author, type=type_, severity=severity, comment=comment,
            proposed=proposed, rationale=row.said("rationale"), locator=locator,
            change=_change(proposed or comment), verdict=verdict, response=response, uid=row.said("uid"),
            given={name: words for name, words in row.fields.items() if name not in PRIVATE},
        )

    def _problem(self, name: str, value: str, reason: str, example: str = "", *, blocks: bool = True) -> None:
        column = self.profile.column(name)
        heading = self.sheet.headings.get(name) or (column.heading if column else name)
        self.problems.append(
            Problem(self.row.number, heading, value[:200], reason, example, blocks, self.row.tab),
        )

    def _said_by(self) -> tuple[str, str, str]:
        """The comment's words, who said them and for whom; the IPCC puts names behind the words."""
        comment, author = self.row.said("comment"), self.row.said("author")
        organisation = self.row.said("organisation")
        if self.profile.name != "ipcc":
            return comment, author, organisation
        bare = _COMMENT_ID.sub("", comment.rstrip("] ")) + "]" if "comment ID" in comment else comment
        found = _REVIEWER.search(bare)
        if not found:
            return comment, author, organisation
        government = _GOVERNMENT.match(found["name"].strip())
        if government:
            return bare[: found.start()], "", f"Government of {government[1].strip()}"
        return bare[: found.start()], found["name"].strip(), (found["country"] or "").strip()

    def _type(self) -> tuple[str, str]:
        words, table = self.row.said("type"), self.profile.types
        severity = self.row.said("severity").casefold()
        if severity not in {"", "critical", "major", "minor"}:
            self._problem("severity", severity, "There is no such severity.", "critical, major or minor")
            severity = ""
        meaning = codes.read_type(table, words) if words else ("general", "")
        if meaning is None:
            self._problem("type", words, "There is no such type.", codes.EXAMPLES[table])
            meaning = ("general", "")
        elif not words and table not in {"none", "ours"}:
            self._problem("type", "", "No type is given: it is taken as general.", codes.EXAMPLES[table],
                          blocks=False)
        if codes.read_yes(self.row.said("must")):
            return meaning[0], "critical"
        return meaning[0], severity or meaning[1]

    def _locator(self, proposed: str, comment: str) -> Locator:
        said = {name: self.row.said(name) for name in _PLACES}
        for name, words in said.items():
            if _DATE.match(words):
                self._problem(name, words, "A spreadsheet made a date of what was typed here.",
                              "3-4 in a cell of type text", blocks=False)
        if both := _PAGE_LINE.match(said["page"]):
            said |= {"page": both[1], "line": said["line"] or both[2]}
        if both := _PAGE_LINE.match(said["to_page"]):
            said |= {"to_page": both[1], "to_line": said["to_line"] or both[2]}
        if all(said[name] in {"", "0"} for name in ("page", "line", "to_page", "to_line")):
            said |= dict.fromkeys(("page", "line", "to_page", "to_line"), "")
        return Locator(**said, quote=self.row.said("quote") or _quote(proposed, comment))

    def _check(self, comment: str, proposed: str, severity: str) -> None:
        if not comment and not proposed:
            self._problem("comment", "", "There is no comment.", "what is wrong, and why")
        for name, words in (("comment", comment), ("proposed", proposed)):
            if len(words) > LONGEST:
                self._problem(name, f"{len(words):,} characters", f"At most {LONGEST:,} characters.",
                              "split it into several rows")
        together = len(comment) + len(proposed) + len(self.row.said("rationale")) + _WORDS_BETWEEN
        if together > LONGEST >= max(len(comment), len(proposed)):
            self._problem("comment", f"{together:,} characters",
                          f"Comment, change and rationale together have at most {LONGEST:,} characters.",
                          "split it into several rows")
        if self.profile.name == "rid" and severity == "critical" and not self.row.said("rationale"):
            self._problem("rationale", "", "A technical fact needs its analysis.", "why it is wrong",
                          blocks=False)

    def _answer(self) -> tuple[Verdict, str]:
        words, response = self.row.said("verdict"), self.row.said("response")
        if words:
            return verdicts.parse(words, self.profile.name), response
        return verdicts.parse(response, self.profile.name), verdicts.rest_of(response, self.profile.name)


def _digest(comment: str, proposed: str, rationale: str, locator: Locator) -> str:
    place = [getattr(locator, name) for name in _PLACES[:4]]
    words = "\x1f".join([comment, proposed, rationale, *place])
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _change(words: str) -> tuple[str, str] | None:
    """Old and new words where a proposal quotes both: From: "…" To: "…"."""
    found = _FROM_TO.search(words)
    return (found["old"].strip(), found["new"].strip()) if found else None


def _quote(proposed: str, comment: str) -> str:
    """Words of the text that the row quotes: the old ones of a change, or the longest quotation."""
    if change := _change(proposed):
        return change[0]
    found = sorted((*_QUOTED.findall(comment), *_QUOTED.findall(proposed)), key=len)
    return found[-1].strip() if found else ""
