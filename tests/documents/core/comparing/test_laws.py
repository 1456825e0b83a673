from hypothesis import given, settings

from documents.core import versions
from documents.core.comparing import applied, compare, edits_between, redline_segments
from tests.documents.core.revisions import BLOCKS, OPERATIONS, PARAGRAPH, changed


def shown(version):
    return [(block.kind, block.level, block.text) for block in version.blocks]


@settings(max_examples=150, deadline=None)
@given(BLOCKS, OPERATIONS)
def test_edits_of_a_comparison_applied_read_as_the_new_version(blocks, operations):
    old = versions.draft(blocks)
    new = versions.draft(changed(blocks, operations, "new"))

    result = applied(old, compare(old, new).edits)

    assert shown(result) == shown(new)


@settings(max_examples=100, deadline=None)
@given(BLOCKS, BLOCKS)
def test_edits_between_unrelated_versions_read_as_the_new_one(before, after):
    old, new = versions.draft(before), versions.draft(after)

    result = applied(old, edits_between(old, new))

    assert shown(result) == shown(new)


@given(BLOCKS)
def test_a_version_compared_with_itself_has_no_edits(blocks):
    version = versions.draft(blocks)

    comparison = compare(version, version)

    assert comparison.edits == ()
    assert [link.relation for link in comparison.links] == ["same"] * len(blocks)


@settings(max_examples=100, deadline=None)
@given(BLOCKS, OPERATIONS)
def test_kept_text_is_the_same_on_both_sides_and_used_once(blocks, operations):
    old = versions.draft(blocks)
    new = versions.draft(changed(blocks, operations, "new"))

    kept = compare(old, new).kept

    assert all(
        old.blocks[i].text[start : start + size] == new.blocks[j].text[there : there + size]
        for i, start, j, there, size in kept
    )
    places = [(j, there + k) for _, _, j, there, size in kept for k in range(size)]
    assert len(places) == len(set(places))


@given(PARAGRAPH, PARAGRAPH)
def test_redline_holds_both_texts_whole(old, new):
    segments = redline_segments(old, new)

    assert "".join(text for op, text in segments if op != "insert") == old
    assert "".join(text for op, text in segments if op != "delete") == new
