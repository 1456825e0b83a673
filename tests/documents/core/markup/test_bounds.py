"""No file makes laying, lifting and weaving grow with the square of its changes: counted in steps."""

import itertools

import pytest

from documents.core import comparing, markup, reading
from documents.core.limits import Limits
from documents.core.markup import weaving
from documents.core.model import Change, Markup
from tests.documents.core.comparing.test_bounds import steps
from tests.documents.core.word import by, cell, dele, ins, mark, p, part, r, row, table, word

LIMITS = Limits(ratio=100_000)
SMALL, LARGE = 30, 120
#: Four times the changes may take this many times the steps: no square, which would take sixteen times.
MOST_GROWTH = 5.6
FIELD = [
    f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
]


def several(size, one):
    """`one` of each number below `size`, each with an id for its own changes."""
    return "".join(one(number) for number in range(size))


def noted(size):
    """A paragraph with many notes, in each of which a word came."""
    body = p(*(one for n in range(size) for one in (
        "word ", f'<w:r><w:footnoteReference w:id="{n + 2}"/></w:r>')))
    notes = several(size, lambda n: f'<w:footnote w:id="{n + 2}">{p("a ", ins("note", by(n)))}</w:footnote>')
    return word(body, footnotes=part("footnotes", notes))


def commented(size):
    """A paragraph with many comments, of which each begins within the one before."""
    marks = [f'<w:commentRangeStart w:id="{n}"/>' for n in range(size)]
    ends = [
        f'<w:commentRangeEnd w:id="{n}"/><w:r><w:commentReference w:id="{n}"/></w:r>' for n in range(size)
    ]
    words = [one for pair in zip(marks, itertools.repeat("word "), strict=False) for one in pair]
    body = p(*words, *(one for end in ends for one in ("more ", end)))
    comments = several(size, lambda n: f"<w:comment {by(n)}>{p('why?')}</w:comment>")
    return word(body, comments=part("comments", comments))


def moved(size):
    """Paragraphs that moved to one place."""
    def half(kind, ids):
        return several(size, lambda n: (
            f'<w:{kind}RangeStart {by(ids + 3 * n)} w:name="m{n}"/>'
            + p(f"<w:{kind} {by(ids + 3 * n + 1)}>{r('text')}</w:{kind}>",
                props=mark(kind, by(ids + 3 * n + 2)))
            + f'<w:{kind}RangeEnd w:id="{ids + 3 * n}"/>'))

    return word(half("moveFrom", 10_000) + p("stays") + half("moveTo", 20_000) + p("end"))


FILES = {
    "struck paragraphs": lambda size: word(p(dele("one "), props=mark("del")) * size + p("two")),
    "new paragraphs": lambda size: word(p(ins("one "), props=mark("ins")) * size + p("two")),
    "empty paragraphs before tables": lambda size: word(
        (p(props=mark("ins")) + table(row(cell(p("x"))))) * size + p("y")),
    "one paragraph split": lambda size: word(p("one ", props=mark("ins")) * size + p("two")),
    "paragraphs joined": lambda size: word(p("one ", props=mark("del")) * size + p("two")),
    "words replaced in one paragraph": lambda size: word(p(*(
        one for n in range(size) for one in ("word ", dele("old ", by(2 * n)), ins("new ", by(2 * n + 1)))))),
    "fields struck in one paragraph": lambda size: word(p(*(
        f"{r('word ')}<w:del {by(n)}>{FIELD[0]}{FIELD[1]}{r('5', tag='delText')}{FIELD[2]}</w:del>"
        for n in range(size)))),
    "comments on one paragraph": commented,
    "words in notes": noted,
    "rows that came": lambda size: word(table(row(cell(p("head"))), several(size, lambda n: row(
        cell(p(ins("x", by(3 * n)), props=mark("ins", by(3 * n + 1)))),
        props=f"<w:ins {by(3 * n + 2)}/>"))) + p("end")),
    "cells that came": lambda size: word(table(several(size, lambda n: row(cell(p("old"))) + row(
        cell(p("a")), cell(p(ins("x", by(2 * n))), props=f"<w:cellIns {by(2 * n + 1)}/>")))) + p("end")),
    "deletions within insertions": lambda size: word(p(*(
        f"{r('word ')}<w:ins {by(2 * n)}>{r('new ')}{dele('gone ', by(2 * n + 1))}</w:ins>"
        for n in range(size)))),
    "moved paragraphs": moved,
}


@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
def test_lifting_and_laying_four_times_as_much_takes_no_square_of_it(file):
    def taken(size):
        data = file(size)
        clean, lifted = markup.lift(data, LIMITS)
        lifting = steps(lambda: markup.lift(data, LIMITS))
        return lifting, steps(lambda: markup.try_lay(clean, lifted, limits=LIMITS))

    for many, few in zip(taken(LARGE), taken(SMALL), strict=True):
        assert many < MOST_GROWTH * few


def grown(size, one, **parts):
    """A base, and a version of it with many of one thing more."""
    return word(p("start") + p("end")), word(p("start") + several(size, one) + p("end"), **parts)


def rows(size):
    lines = [row(cell(p(f"old {n}"))) for n in range(size)]
    more = [f"{line}{row(cell(p(f'new {n}')))}" for n, line in enumerate(lines)]
    return word(table(*lines) + p("end")), word(table(*more) + p("end"))


def notes(size):
    held = several(size, lambda n: f'<w:footnote w:id="{n + 2}">{p(f"note {n}")}</w:footnote>')
    return grown(
        size, lambda n: p(f"text {n} ", f'<w:r><w:footnoteReference w:id="{n + 2}"/></w:r>'),
        footnotes=part("footnotes", held))


def lists(size):
    definitions = several(size, lambda n: (
        f'<w:abstractNum w:abstractNumId="{n}"><w:lvl w:ilvl="0"><w:start w:val="{n}"/></w:lvl>'
        "</w:abstractNum>"))
    numbers = several(size, lambda n: f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>')
    return grown(
        size, lambda n: p(f"item {n}", props=f'<w:numPr><w:numId w:val="{n + 1}"/></w:numPr>'),
        numbering=part("numbering", definitions + numbers))


VERSIONS = {
    "rows": rows,
    "a table": lambda size: grown(1, lambda _: table(*(row(cell(p(f"old {n}"))) for n in range(size)))),
    "notes": notes,
    "lists": lists,
    "pictures": lambda size: grown(
        size, lambda n: p(f"see {n} ", f'<w:r><w:drawing><w:x r:embed="relimage{n}"/></w:drawing></w:r>'),
        **{f"image{n}": f"<x>{n}</x>" for n in range(size)}),
}


@pytest.mark.parametrize("versions", VERSIONS.values(), ids=VERSIONS)
def test_weaving_four_times_as_much_takes_no_square_of_it(versions):
    def taken(size):
        base, other = versions(size)
        ours, theirs = reading.read(base), reading.read(other)
        edits = weaving.homed(comparing.compare(ours, theirs).edits, ours, theirs, "other")
        changes = Markup(changes=tuple(Change(str(n), "ESA", "", edit) for n, edit in enumerate(edits)))
        return steps(lambda: weaving.weave(base, changes, {"other": other}))

    assert taken(LARGE) < MOST_GROWTH * taken(SMALL)
