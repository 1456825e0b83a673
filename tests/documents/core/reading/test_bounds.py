"""No file makes reading grow with the square of its size: counted in steps of the interpreter."""

import pytest

from documents.core.limits import Limits
from documents.core.package import open_package
from documents.core.reading import read_map, text
from documents.core.textmap import map_package
from tests.documents.core.comparing.test_bounds import steps
from tests.documents.core.word import BY, NAMESPACES, cell, dele, ins, mark, p, r, row, table, word

LIMITS = Limits(ratio=100_000)
SMALL, LARGE = 60, 240
#: Four times the size may take this many times the steps: no square, which would take sixteen times.
MOST_GROWTH = 5
REPLY = '<w15:commentEx w15:paraId="{}" w15:paraIdParent="{}" w15:done="0"/>'
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
CODE = "<w:r><w:instrText>IF</w:instrText></w:r>"


def moves(size, name):
    def half(tag, at):
        begin = f'<w:{tag}RangeStart w:id="{tag}{at}" {name.format(at)}/>'
        return p(f'{begin}<w:{tag} {BY}>{r(f"t{at}")}</w:{tag}><w:{tag}RangeEnd w:id="{tag}{at}"/>')

    return "".join(half(tag, at) for tag in ("moveFrom", "moveTo") for at in range(size))


BODIES = {
    "the same id on every change": lambda size: p("one ", ins("two ")) * size,
    "a chain of new paragraphs": lambda size: p("one ", props=mark("ins")) * size + p("two"),
    "a chain of struck paragraphs": lambda size: p(dele("one "), props=mark("del")) * size + p("two"),
    "named moves": lambda size: moves(size, 'w:name="m{}"'),
    "moves without names": lambda size: moves(size, ""),
    "moves that are not closed": lambda size: "".join(
        p(f'<w:moveFromRangeStart w:id="{at}" w:name="m{at}"/>', "x") for at in range(size)) + "".join(
        f'<w:moveFromRangeEnd w:id="{at}"/>' for at in range(size)),
    "paragraphs that vanish": lambda size: (p(props=mark("ins")) + table(row(cell(p("x"))))) * size + p("y"),
    "fields in fields": lambda size: p(
        f"{FIELD.format('begin')}{CODE}{FIELD.format('separate')}{r('x')}" * size
        + FIELD.format("end") * size),
    "new rows": lambda size: table(row(cell(p("x")), props=f"<w:ins {BY}/>") * size) + p("y"),
    "sections": lambda size: p("x", props="<w:sectPr/>") * size,
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_reading_four_times_as_much_takes_no_square_of_it(body):
    def taken(size):
        data = word(body(size))
        return steps(lambda: (read_map(map_package(open_package(data, LIMITS))), text(data, "final", LIMITS)))

    assert taken(LARGE) < MOST_GROWTH * taken(SMALL)


def test_replies_to_replies_take_no_square_of_their_number():
    def taken(size):
        bodies = "".join(
            f'<w:comment w:id="{at}"><w:p w14:paraId="{at:08X}"/></w:comment>' for at in range(1, size))
        rows = "".join(REPLY.format(f"{at:08X}", f"{at - 1:08X}") for at in range(2, size))
        data = word(p("One"), comments=f"<w:comments {NAMESPACES}>{bodies}</w:comments>",
                    commentsExtended=f"<w15:commentsEx {NAMESPACES}>{rows}</w15:commentsEx>")
        return steps(lambda: read_map(map_package(open_package(data, LIMITS))))

    assert taken(LARGE) < MOST_GROWTH * taken(SMALL)
