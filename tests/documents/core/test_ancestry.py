"""Since which version words stand."""

from hypothesis import given
from hypothesis import strategies as st

from documents.core import ancestry
from documents.core.comparing import compare
from documents.core.model import Block, Draft

FIRST = ("The crew lives there. Air is recycled.", "Water is brought.")


def draft(*texts):
    return Draft(tuple(Block(n, "paragraph", text) for n, text in enumerate(texts)))


def history(*versions):
    """The ancestry of the last of some versions, each given as its paragraphs."""
    texts = [dict(enumerate(version)) for version in versions]
    runs = ancestry.begun(texts[0], 1)
    for number in range(1, len(versions)):
        comparison = compare(draft(*versions[number - 1]), draft(*versions[number]))
        runs = ancestry.carried(runs, comparison.kept, texts[number], number + 1)
    return runs


def words(text, runs):
    return [(text[run.start : run.end], run.version) for run in runs]


def test_words_put_in_later_are_of_that_version_and_the_rest_of_the_first():
    later = ("The crew lives there for 42 days. Air is recycled.", FIRST[1])

    runs = history(FIRST, later)

    assert words(later[0], runs[0]) == [
        ("The crew lives there", 1), (" for 42 days", 2), (". Air is recycled.", 1),
    ]


def test_a_paragraph_that_moved_keeps_its_version():
    runs = history((*FIRST, "Rovers dig."), ("Rovers dig.", *FIRST))

    assert {(run.version, run.block) for run in runs[1]} == {(1, 0)}


def test_each_sentence_says_since_when_it_reads_so():
    later = ("The crew lives there. All air is recycled.", FIRST[1])

    found = ancestry.sentences(later[0], history(FIRST, FIRST, later)[0])

    assert [(later[0][one.start : one.end].strip(), one.since) for one in found] == [
        ("The crew lives there.", 1), ("All air is recycled.", 3),
    ]


def test_a_short_form_does_not_end_a_sentence():
    text = "See Fig. 3 and e.g. Table 2. Then go on."

    assert len(ancestry.sentences(text, (ancestry.Run(0, len(text), 1, 0, 0),))) == 2


paragraphs = st.lists(
    st.text("ab c.", max_size=12).map(lambda text: text.strip()), min_size=1, max_size=5,
)


@given(paragraphs, paragraphs, paragraphs)
def test_runs_cover_every_character_once(first, second, third):
    versions = (tuple(first), tuple(second), tuple(third))

    runs = history(*versions)

    for block, text in enumerate(versions[-1]):
        covered = [place for run in runs[block] for place in range(run.start, run.end)]
        assert covered == list(range(len(text)))
        assert all(_reads_the_same(text, run, versions) for run in runs[block])


def _reads_the_same(text, run, versions):
    words = text[run.start : run.end].rstrip()  # blanks put after them go with them
    return versions[run.version - 1][run.block][run.offset :].startswith(words)
