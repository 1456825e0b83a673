"""The sheets that organisations use: their columns, what each is called, and what may stand in it.

Sources: domain.md §1 (CCSDS), §2 (ISO), §3.1 (IPCC), §5 (CRM, NIST, IEEE), §6 (W3C), §11.5.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its field, its heading as we write it, and the normalised names it goes by."""

    field: str
    heading: str
    names: frozenset[str] = frozenset()
    width: int = 16
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """A kind of sheet. `needs`: of each of these sets of fields, one must have a heading.

    `answer` are the fields that are ours to fill: where there is no `verdict` among them, the verdict is
    the first line of the response. `added` columns are written where the sender's sheet has no place
    for an answer. `types` names the table of codes (`codes.py`), `kinds` the files it is written as.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    needs: tuple[frozenset[str], ...]
    kinds: tuple[str, ...]
    types: str = "words"
    answer: tuple[str, ...] = ("response",)
    required: frozenset[str] = field(default_factory=frozenset)
    tabs: tuple[str, ...] = ("Comments",)

    def column(self, name: str) -> Column | None:
        """The column of a field."""
        return next((one for one in self.columns if one.field == name), None)


def _column(name: str, heading: str, *names: str, width: int = 16, hidden: bool = False) -> Column:
    return Column(name, heading, frozenset(names), width, hidden)


def _needs(*choices: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(choice.split("|")) for choice in choices)


NATIVE = Profile(
    name="draftroom", title="Draftroom", types="ours", kinds=("json", "xlsx", "csv"),
    needs=_needs("uid", "comment"), answer=("verdict", "response"),
    columns=(
        _column("uid", "Uid", "uid", hidden=True, width=38),
        _column("ref", "Number", "number"),
        _column("organisation", "Agency", "agency"),
        _column("author", "Reviewer", "reviewer", width=24),
        _column("type", "Type", "type"),
        _column("severity", "Severity", "severity"),
        _column("state", "State", "state"),
        _column("lateness", "Lateness", "lateness"),
        _column("version", "Version", "version"),
        _column("clause", "Section", "section", width=28),
        _column("element", "Paragraph", "paragraph"),
        _column("page", "Page", "page", width=8),
        _column("line", "Line", "line", width=8),
        _column("quote", "Words", "words", width=40),
        _column("comment", "Comment", "comment", width=60),
        _column("proposed", "Proposed change", "proposed change", width=60),
        _column("verdict", "Disposition", "disposition", width=24),
        _column("response", "Response", "response", width=60),
        _column("implementation", "Implementation", "implementation"),
        _column("acknowledgement", "Acknowledgement", "acknowledgement"),
    ),
)
ISO = Profile(
    name="iso", title="ISO/IEC commenting table", types="iso", kinds=("docx", "xlsx", "csv"),
    needs=_needs("comment", "type", "clause|line", "organisation|proposed"),
    columns=(
        _column("organisation", "MB/NC", "mb/nc", "mb", "nc", "country", "mb/nc/observer", width=10),
        _column("line", "Line number (e.g. 17)", "line number", "line", "line no", width=10),
        _column("clause", "Clause/ Subclause (e.g. 3.1)", "clause/subclause", "clause/sub clause",
                "clause", "clause no", "clause/subclause/annex/figure/table"),
        _column("element", "Paragraph/ Figure/ Table/ (e.g. Table 1)", "paragraph/figure/table",
                "paragraph figure/table", "paragraph", "paragraph/list item/note"),
        _column("type", "Type of comment", "type of comment", "type", width=12),
        _column("comment", "Comments", "comments", "comment", width=60),
        _column("proposed", "Proposed change", "proposed change", "proposed changes", width=60),
        _column("response", "Observations of the secretariat", "observations of the secretariat",
                "secretariat observations on each comment submitted", "secretariat observations",
                "observations", width=40),
    ),
)
RID = Profile(
    name="rid", title="CCSDS review items (RID)", types="rid", kinds=("text", "xlsx"),
    needs=_needs("comment", "type", "ref"), tabs=("By organisation", "By page"),
    columns=(
        _column("ref", "Agency RID Number", "agency rid number", "rid number", "rid", "rid no", "rid #"),
        _column("organisation", "Submitting Organization", "submitting organization",
                "submitting organisation", "agency", "organization"),
        _column("author", "Reviewer's Name", "reviewer's name", "reviewers name", "reviewer", width=24),
        _column("code", "Code", "code"),
        _column("email", "E-Mail Address", "e-mail address", "e-mail", "email"),
        _column("phone", "Telephone", "telephone", "phone"),
        _column("document", "Document Number", "document number"),
        _column("document_name", "Document Name", "document name"),
        _column("date", "Date Issued", "date issued"),
        _column("page", "Page Number", "page number", "page", width=10),
        _column("clause", "Paragraph Number", "paragraph number", "paragraph", "section"),
        _column("title", "RID Short Title", "rid short title", "short title", width=32),
        _column("position", "Position", "position"),
        _column("comment", "Description of Requested Change", "description of requested change",
                "requested change", "description", width=60),
        _column("type", "Category of Requested Change", "category of requested change", "category"),
        _column("rationale", "Supporting Analysis", "supporting analysis", width=40),
        _column("response", "Disposition", "disposition", width=40),
    ),
)
IPCC = Profile(
    name="ipcc", title="IPCC review sheet", types="none", kinds=("xlsx", "csv"),
    needs=_needs("ref", "comment", "page", "response|to_page|batch"),
    columns=(
        _column("ref", "Comment No", "comment no", "comment number", "running number", "no"),
        _column("clause", "Chapter", "chapter", "topic - comment", "topic"),
        _column("batch", "Batch", "batch"),
        _column("page", "From Page", "from page", "page", "page:line", "from", width=10),
        _column("line", "From Line", "from line", "line", width=10),
        _column("to_page", "To Page", "to page", "to", width=10),
        _column("to_line", "To Line", "to line", width=10),
        _column("comment", "Comment", "comment", "comments", width=60),
        _column("response", "Response", "response", "considerations by the writing team", width=60),
    ),
)
CRM = Profile(
    name="crm", title="Comment resolution matrix (CRM)", types="crm", kinds=("xlsx", "csv"),
    needs=_needs("comment", "organisation", "type", "page|clause", "response|rationale"),
    columns=(
        _column("item", "Item", "item", width=8),
        _column("ref", "#", "#", "comment number", "comment #", "no", width=8),
        _column("organisation", "Source", "source", "organization", "organisation"),
        _column("author", "Name of reviewing official", "name of reviewing official", "name", width=24),
        _column("rank", "Rank/Grade", "rank/grade", "rank"),
        _column("office", "Office symbol", "office symbol"),
        _column("phone", "Telephone", "telephone", "phone"),
        _column("date", "Date", "date"),
        _column("type", "Type", "type", width=8),
        _column("page", "Page", "page", width=8),
        _column("clause", "Paragraph", "paragraph", "para"),
        _column("line", "Line", "line", width=8),
        _column("comment", "Comment", "comment", "comments", "recommended change", width=60),
        _column("proposed", "Proposed wording", "proposed wording", width=60),
        _column("rationale", "Rationale", "rationale", "advantages/disadvantages & references", width=40),
        _column("response", "Decision", "decision", "disposition", "decision & rationale", width=40),
    ),
)
IEEE = Profile(
    name="ieee", title="IEEE ballot comments", types="ieee", kinds=("csv", "xlsx"),
    needs=_needs("comment", "type", "clause", "page", "ref"), answer=("verdict", "response"),
    columns=(
        _column("ref", "Index", "index", "comment #", "cid", "comment id"),
        _column("date", "Date", "date"),
        _column("pin", "SA PIN", "sa pin"),
        _column("author", "Name", "name", "reviewer name", "commenter", width=24),
        _column("email", "Review Email", "review email", "email"),
        _column("organisation", "Reviewer Affiliations", "reviewer affiliations", "affiliation"),
        _column("comment", "Comment", "comment", width=60),
        _column("type", "Category", "category", "type of comment"),
        _column("page", "Page Number", "page(c)", "page number", "page#", "page #", "page", width=10),
        _column("clause", "Subclause", "clause number(c)", "subclause", "sub-clause"),
        _column("line", "Line Number", "line(c)", "line number", "line #", "line#", "line", width=10),
        _column("proposed", "Proposed Change", "proposed change", "suggested change", width=60),
        _column("must", "Must Be Satisfied", "must be satisfied", "must be satisfied?", "part of no vote"),
        _column("verdict", "Disposition Status", "disposition status", "resn status", "change made?"),
        _column("response", "Disposition Detail", "disposition detail", "resolution", "response", width=60),
    ),
)
NIST = Profile(
    name="nist", title="NIST comment template", types="nist", kinds=("csv", "xlsx"),
    needs=_needs("comment", "proposed", "type", "organisation|ref", "clause"),
    answer=("verdict", "response"),
    columns=(
        _column("ref", "Comment #", "comment #", "#", "threat id", width=10),
        _column("organisation", "Submitted By (Name/Org)", "submitted by", "organization", width=24),
        _column("type", "Type", "type", "type of comment", width=10),
        _column("document", "Source (publication)", "source"),
        _column("page", "Starting Page #", "starting page #", "page #", width=10),
        _column("line", "Starting Line #", "starting line #", "line #", width=10),
        _column("clause", "Section", "section", "reference"),
        _column("comment", "Comment (include rationale)", "comment", "justification", width=60),
        _column("proposed", "Suggested Change", "suggested change", width=60),
        _column("verdict", "Disposition", "disposition"),
        _column("response", "Response", "response", width=60),
    ),
)
W3C = Profile(
    name="w3c", title="W3C disposition of comments", types="none", kinds=("text", "html"),
    needs=_needs("comment", "ref", "verdict"), answer=("response", "verdict"),
    columns=(
        _column("ref", "Issue #"), _column("title", "Summary"), _column("author", "From"),
        _column("comment", "Comment"), _column("response", "Response"), _column("changes", "Changes"),
        _column("verdict", "Closed"), _column("verified", "Verified"), _column("note", "Note"),
    ),
)


def _any_table() -> Profile:
    """Any table with comments in it: every field by every name that some profile gives it."""
    told = (NATIVE, ISO, RID, IPCC, CRM, IEEE, NIST)
    names: dict[str, set[str]] = {}
    widths: dict[str, Column] = {}
    for profile in told:
        for column in profile.columns:
            if column.field in {"uid", "batch", "item", "rank", "office", "code", "document_name"}:
                continue
            names.setdefault(column.field, set()).update(column.names)
            widths.setdefault(column.field, column)
    names["comment"] |= {"remark", "remarks", "remark/comment", "feedback"}
    names["clause"] |= {"section", "clause", "chapter", "section number"}
    return Profile(
        name="table", title="Table with headings", types="words", kinds=("xlsx", "csv"),
        needs=_needs("comment"), answer=("verdict", "response"),
        columns=tuple(
            Column(name, widths[name].heading, frozenset(found), widths[name].width)
            for name, found in names.items()
        ),
    )


TABLE = _any_table()
#: In the order in which they are tried: where two fit a table equally well, the first is meant.
PROFILES = (NATIVE, ISO, RID, IPCC, CRM, IEEE, NIST, TABLE)
BY_NAME = {profile.name: profile for profile in (*PROFILES, W3C)}
