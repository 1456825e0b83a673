"""Pages and lines of the issued PDF lead back to the words of the draft."""

from documents.core import lines
from documents.core.model import Block, Draft, Shown
from documents.core.typesetting import typeset

SENTENCE = "The habitat allows a crew of {} to work outside the magnetic field of the Earth. "


def draft(count=30):
    blocks = [Block("h0", "heading", "What the habitat offers", level=1)]
    for number in range(count):
        text = "".join(SENTENCE.format(f"{number}-{place}") for place in range(6))
        blocks.append(Block(f"b{number}", "paragraph", text.strip()))
    return Draft(tuple(blocks))


def test_every_line_of_our_own_pdf_reads_as_the_block_that_it_is_mapped_to():
    paper = draft()
    pdf = typeset(paper, title="A paper", line_numbers=True).data
    texts = {block.id: block.text for block in paper.blocks}

    numbered = list(lines.numbered_lines(pdf))
    found = lines.map_lines(pdf, paper.blocks)

    assert len(found) == len(numbered) > 100
    for (page, label, number, text), line in zip(numbered, found, strict=True):
        assert (line.page, line.label, line.number) == (page, label, number)
        shown = "".join(filter(str.isalnum, text))
        assert "".join(filter(str.isalnum, texts[line.block][line.start : line.end])) == shown


def test_lines_are_counted_on_each_page_anew():
    paper = draft()

    found = lines.map_lines(typeset(paper, title="A paper", line_numbers=True).data, paper.blocks)

    firsts = [line for line in found if line.number == 1]
    assert len(firsts) == len({line.page for line in found}) > 1
    assert [line.label for line in firsts] == sorted({line.label for line in found}, key=int)


def test_a_pdf_without_line_numbers_has_no_map():
    paper = draft(3)

    assert lines.map_lines(typeset(paper, title="A paper").data, paper.blocks) == ()


def test_lines_with_what_fields_show_in_them_are_found_too():
    text = SENTENCE.format("one") * 3
    fields = tuple(Shown(at, "choice", f"entry {at}") for at in (0, 60, 130, len(text)))
    paper = Draft((Block("b1", "paragraph", text, shown=fields), Block("b2", "paragraph", text)))
    pdf = typeset(paper, title="A paper", line_numbers=True).data

    found = lines.map_lines(pdf, paper.blocks)

    assert len(found) == len(list(lines.numbered_lines(pdf)))
    assert max(line.end for line in found) <= len(text)
