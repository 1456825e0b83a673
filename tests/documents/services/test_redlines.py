"""Two versions beside each other."""

import pytest

from documents.core.comparing.answers import Answer
from documents.services import redlines
from tests import papers
from tests.documents.core import word

pytestmark = pytest.mark.django_db


def said(row):
    return "".join({"equal": "", "insert": "+", "delete": "-"}[op] + text for op, text in row.segments)


def test_rows_tell_what_was_edited_moved_added_and_kept(version, second_version):
    rows = redlines.rows(version, second_version)

    kinds = [(row.kind, row.is_moved) for row in rows]
    assert kinds.count(("same", False)) == 4
    assert ("inserted", False) in kinds
    assert ("deleted", False) in kinds
    assert any(row.is_moved and "30 days" not in row.new[0].text for row in rows)


def test_changes_are_numbered_from_one(version, second_version):
    numbers = [row.number for row in redlines.rows(version, second_version) if row.kind != "same"]

    assert numbers == list(range(1, len(numbers) + 1))


def test_segments_give_back_both_texts(version, second_version):
    for row in redlines.rows(version, second_version):
        old = "".join(text for op, text in row.segments if op != "insert")
        new = "".join(text for op, text in row.segments if op != "delete")
        assert old == "\n".join(block.text for block in row.old)
        assert new == "\n".join(block.text for block in row.new)


def test_every_paragraph_of_both_versions_stands_in_exactly_one_row(version, second_version):
    rows = redlines.rows(version, second_version)

    for side, one in (("old", version), ("new", second_version)):
        keys = [block.key for row in rows for block in getattr(row, side)]
        assert sorted(keys) == sorted(one.blocks.exclude(text="").values_list("key", flat=True))


def test_long_unchanged_stretches_are_folded(cast, document, version):
    lines = [f"Paragraph number {n} speaks of its own matter." for n in range(30)]
    before = papers.issue(document, *lines, by=cast.editor)
    after = papers.issue(document, *lines[:20], "A new one stands here.", *lines[20:], by=cast.editor)

    shown = redlines.folded(redlines.rows(before, after))

    assert [row.hidden for row in shown] == [19, 0, 0, 0, 9]


def test_form_answered_anew_is_a_change_though_no_word_differs(document, cast):
    before = papers.issue_file(document, word.form(agreed=1), by=cast.editor)
    after = papers.issue_file(document, word.form(seen=1, decision=1), by=cast.editor)

    changes = [row for row in redlines.rows(before, after) if row.kind != "same"]

    assert [(row.number, row.new[0].text, *row.answers) for row in changes] == [
        (1, " We agree.", Answer("box", "☒", "☐")),
        (2, "", Answer("box", "☐", "☒")),
        (3, "Decision: ", Answer("choice", "Approve", "Disapprove")),
    ]
    assert {row.segments for row in changes} == {(("equal", " We agree."),), (), (("equal", "Decision: "),)}


def test_form_that_was_answered_alike_is_no_change(document, cast):
    before = papers.issue_file(document, word.form(seen=1), by=cast.editor)
    after = papers.issue_file(document, word.form(seen=1), by=cast.editor)

    assert [row.new[0].text for row in redlines.rows(before, after)] == [
        "Position of the agency", " We agree.", "Seen", "Decision: ",
    ]


def test_version_read_before_fields_were_known_says_nothing_of_them(document, cast):
    before = papers.issue_file(document, word.form(), by=cast.editor)
    after = papers.issue_file(document, word.form(agreed=1, seen=1), by=cast.editor)
    for block in before.blocks.all():
        block.data.pop("shown", None)
        block.save(update_fields=["data"])

    assert {row.kind for row in redlines.rows(before, after)} == {"same"}


def test_page_and_api_say_which_box_was_ticked(document, cast, sign_in, api):
    before = papers.issue_file(document, word.form(), by=cast.editor)
    after = papers.issue_file(document, word.form(agreed=1), by=cast.editor)

    page = sign_in(cast.editor).get(f"/documents/{document.slug}/compare/{before.number}..{after.number}/")
    answer = api(cast.editor).get(f"/api/v1/versions/{before.uid}/compare/", {"to": after.uid})

    assert "☐ → <ins>☒</ins> A box is ticked" in page.content.decode()
    assert '<span class="changes__place"> We agree.</span>' in page.content.decode()
    assert [one["answers"] for one in answer.json()] == [[{"kind": "box", "before": "☐", "after": "☒"}]]


def test_page_of_words_that_changed_needs_no_form(version, second_version, cast, sign_in):
    slug, numbers = version.document.slug, f"{version.number}..{second_version.number}"

    page = sign_in(cast.editor).get(f"/documents/{slug}/compare/{numbers}/").content.decode()

    assert "row__answers" not in page
    assert "unique" in page
    assert "Not a word differs" not in page
