"""The query language: what people type, as a tree. It never fails; what it could not take, it says.

    words            all of them, in any form        "up to 42 days"   these words in a row
    habitat*         words that begin so             -mars             not this
    crew OR cargo    one or the other: OR binds its neighbours, as in web search engines
    ( … )            groups                          agency:ESA is:open before:2016-09   fields

Length, number of terms and depth are bounded, so that no query is expensive to read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from search.core import analysis, fields
from search.core.query import All, AnyOf, InVersion, Node, Not, Phrase, Prefix, Problem, Query, Word

MAX_LENGTH = 400
MAX_TERMS = 32
MAX_DEPTH = 5
MIN_PREFIX = 3

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"'))
_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<open>\() |(?P<close>\))
    |"(?P<phrase>[^"]*)"?
    |(?P<minus>[-−](?=[^\s)]))
    |(?P<name>[^\W\d_]+):(?:"(?P<quoted>[^"]*)"?|(?P<value>[^\s()"]*))
    |(?P<run>[^\s()"]+)""",
    re.VERBOSE,
)


def parse(source: str, *, typing: bool = False) -> Query:
    """The query as a tree. While `typing`, the last word may be unfinished and matches as a beginning."""
    return _Parser(source, typing).parse()


@dataclass(slots=True)
class _Parser:
    source: str
    typing: bool
    problems: list[Problem] = field(default_factory=list)
    parts: list[re.Match[str]] = field(default_factory=list)
    at: int = 0
    terms: int = 0

    def parse(self) -> Query:
        text = self.source.translate(_QUOTES)
        if len(text) > MAX_LENGTH:
            text = text[:MAX_LENGTH]
            self._note("too_long", f"Only the first {MAX_LENGTH} characters were searched for.")
        self.parts = list(_TOKEN.finditer(text))
        root = self._group(0)
        while self.at < len(self.parts):  # a ")" without its "("
            self._note("parenthesis", "A closing parenthesis has no opening one.")
            self.at += 1
            rest = self._group(0)
            root = All(tuple(node for node in (root, rest) if node)) if rest else root
        if root is not None and _only_excludes(root):
            self._note("only_excluded", "Say also what to look for, not only what to leave out.")
            root = None
        return Query(self.source, root, tuple(self.problems))

    def _group(self, depth: int) -> Node | None:
        """Terms up to the closing parenthesis: alternatives around OR, everything else together."""
        together: list[Node] = []
        alternative = False
        while self.at < len(self.parts) and self.parts[self.at].lastgroup != "close":
            if self._is_operator("OR", "|"):
                alternative = bool(together)
                self.at += 1
                continue
            node = self._term(depth)
            if node is None:
                continue
            if alternative and together:
                together[-1] = _either(together[-1], node)
            else:
                together.append(node)
            alternative = False
        return _together(together)

    def _is_operator(self, *words: str) -> bool:
        return self.parts[self.at].group() in words and not self._last_while_typing()

    def _last_while_typing(self) -> bool:
        return self.typing and self.at == len(self.parts) - 1

    def _term(self, depth: int) -> Node | None:
        part = self.parts[self.at]
        unfinished = self._last_while_typing()
        self.at += 1
        match part.lastgroup:
            case "space":
                return None
            case "open":
                return self._parenthesis(depth)
            case "minus":
                return self._exclusion(depth)
            case "phrase":
                return self._counted(_phrase(part["phrase"], quoted=True))
            case "run":
                return self._run(part["run"], unfinished, depth)
        return self._field(part, unfinished)

    def _parenthesis(self, depth: int) -> Node | None:
        if depth >= MAX_DEPTH:
            if not any(problem.code == "too_deep" for problem in self.problems):
                self._note("too_deep", f"Parentheses deeper than {MAX_DEPTH} were ignored.")
            return None
        node = self._group(depth + 1)
        if self.at < len(self.parts):
            self.at += 1
        return node

    def _exclusion(self, depth: int) -> Node | None:
        """What follows a minus or NOT; a minus inside a word never comes here, `_TOKEN` takes the run."""
        while self.at < len(self.parts) and self.parts[self.at].lastgroup == "space":
            self.at += 1
        if self.at >= len(self.parts) or self.parts[self.at].lastgroup in ("close", "minus"):
            return None
        node = self._term(depth)
        return Not(node) if node is not None else None

    def _run(self, run: str, unfinished: bool, depth: int) -> Node | None:
        if run == "AND" and not unfinished:
            return None
        if run == "NOT" and not unfinished:
            return self._exclusion(depth)
        if run.endswith("*"):
            return self._counted(self._prefix(run.rstrip("*")))
        node = _phrase(run, quoted=False)
        if unfinished and isinstance(node, Word) and len(node.text) >= MIN_PREFIX:
            return self._counted(AnyOf((node, Prefix(node.text))))
        return self._counted(node)

    def _prefix(self, beginning: str) -> Node | None:
        words = [token.exact for token in analysis.tokens(beginning)]
        if len(words) == 1 and len(words[0]) >= MIN_PREFIX:
            return Prefix(words[0])
        if words:
            self._note("short_prefix", f"“{beginning}*” was searched as whole words: "
                       f"a beginning needs {MIN_PREFIX} letters of one word.")
        return _phrase(beginning, quoted=False)

    def _field(self, part: re.Match[str], unfinished: bool) -> Node | None:
        name = part["name"].casefold()
        value = part["quoted"] if part["quoted"] is not None else part["value"]
        if not fields.is_field(name):
            if value and name not in ("http", "https"):
                self._note("unknown_field", f"There is no field “{name}:”; its words were searched. "
                           f"Fields are {', '.join(dict.fromkeys(fields.names()))}.")
            return self._counted(_phrase(f"{part['name']} {value}", quoted=False))
        if unfinished and not value:
            return None
        node = fields.node_for(name, value.strip())
        if isinstance(node, Problem):
            self.problems.append(node)
            return None
        return self._counted(node)

    def _counted(self, node: Node | None) -> Node | None:
        if node is None:
            return None
        self.terms += len(node.words) if isinstance(node, Phrase) else 1
        if self.terms <= MAX_TERMS:
            return node
        if not any(problem.code == "too_many" for problem in self.problems):
            self._note("too_many", f"Only the first {MAX_TERMS} words were searched for.")
        return None

    def _note(self, code: str, message: str) -> None:
        self.problems.append(Problem(code, message))


def _phrase(text: str, *, quoted: bool) -> Node | None:
    """The words of a text in a row: nothing, one word, or a phrase. A single quoted word stays as written."""
    words = tuple(token.exact for token in analysis.tokens(text))
    if not words:
        return None
    if len(words) == 1 and not quoted:
        return Word(words[0])
    return Phrase(words, quoted)


def _either(left: Node, right: Node) -> Node:
    return AnyOf((*left.nodes, right)) if isinstance(left, AnyOf) else AnyOf((left, right))


def _together(nodes: list[Node]) -> Node | None:
    if not nodes:
        return None
    return nodes[0] if len(nodes) == 1 else All(tuple(nodes))


def _only_excludes(node: Node) -> bool:
    """Whether nothing in the query says what is wanted, so that it would list everything else."""
    if isinstance(node, Not):
        return True
    if isinstance(node, AnyOf):
        return any(_only_excludes(child) for child in node.nodes)
    if isinstance(node, All):
        return all(_only_excludes(child) or isinstance(child, InVersion) for child in node.nodes)
    return False


