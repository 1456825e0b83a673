"""Sheets come in: looked through first, then the good rows become comments, each once and for all."""

import pytest
from django.urls import reverse

from backend.errors import BadInput, NotNow, NotYou
from backend.events.models import Event
from documents.services import renditions
from reviews import selectors
from reviews.core import sheets
from reviews.models import Comment, Placement, Return, ReturnState, RowState, SheetRow
from reviews.services.sheets import exporting, importing, receiving
from reviews.services.talk import comments, placements
from reviews.services.word import returns
from reviews.table import filters
from tests.reviews.core.sheets import files

HEADS = ("Number", "Reviewer", "Section", "Type", "Comment", "Proposed change")
ROWS = (
    ("N-1", "NASA reviewer 1", "Introduction", "te", "Too bold.", ""),
    ("N-2", "Ann Other", "Cislunar habitat", "ed", "Say how.", 'From: "30 days" To: "42 days"'),
    ("N-3", "Ann Other", "9.9", "te", "Where is it?", ""),
    ("N-4", "", "", "zz", "No such type.", ""),
)


def sheet(*rows):
    return files.workbook(HEADS, *(rows or ROWS))


@pytest.fixture
def send(version, cast, work):
    """`send(data)` hands a sheet in and looks through it."""

    def sent(data=None, by=None, **more):
        received = receiving.receive_sheet(
            version=version, data=data or sheet(), file_name="comments.xlsx",
            by=by or cast.nasa_focal_point, **{"audience": "document", **more},
        )
        work()
        received.refresh_from_db()
        return received

    return sent


@pytest.fixture
def take(work):
    """`take(received)` lets its rows come in."""

    def taken(received, **more):
        receiving.order_import(received=received, by=received.received_by, **more)
        work()
        received.refresh_from_db()
        return received

    return taken


def said_of(received):
    return list(received.rows.values_list("ref", "state"))


def test_a_sheet_is_looked_through_and_nothing_comes_in_by_itself(send):
    received = send()

    assert (received.state, received.profile) == (ReturnState.CHECKED, "table")
    assert said_of(received) == [("N-1", "new"), ("N-2", "new"), ("N-3", "new"), ("N-4", "bad")]
    assert not Comment.objects.exists()
    assert received.rows.get(ref="N-4").problems[0]["value"] == "zz"


def test_the_good_rows_come_in_with_numbers_places_and_proposals(send, take, cast):
    received = take(send())

    comments = list(Comment.objects.order_by("number"))
    assert [comment.register_number for comment in comments] == ["NASA-001", "NASA-002", "NASA-003"]
    assert {comment.agency for comment in comments} == {cast.nasa}
    assert (comments[1].quote, comments[1].proposal.text) == ("30 days", "42 days")
    assert comments[1].body == "Say how."
    assert (received.state, received.rows.filter(state=RowState.TAKEN).count()) == ("taken_in", 3)
    assert Event.objects.filter(verb="reviews.comment.posted").count() == 3


def test_the_words_and_codes_of_a_row_are_kept_as_given(send, take):
    take(send())

    given = Comment.objects.get(source_data__ref="N-2").source_data["given"]
    assert (given["type"], given["clause"]) == ("ed", "Cislunar habitat")


def test_a_place_that_is_not_sure_waits_for_a_person(send, take, cast, version):
    take(send())

    waiting = selectors.to_confirm(cast.nasa_focal_point, version)
    assert [row.comment.source_data["ref"] for row in waiting] == ["N-3"]


def test_the_same_file_again_is_the_same_return(send, take):
    data = sheet()
    first = take(send(data))

    assert send(data).pk == first.pk
    assert take(first).rows.count() == 4
    assert Comment.objects.count() == 3


def test_the_same_rows_in_another_file_by_a_colleague_are_known(send, take, cast):
    take(send())

    again = send(sheet(*ROWS, ("N-5", "", "", "ge", "New.", "")), by=cast.nasa_reviewer)
    take(again)

    assert [state for _, state in said_of(again)] == ["known", "known", "known", "bad", "taken"]
    assert Comment.objects.count() == 4


def test_a_row_that_changed_shows_what_it_was_and_changes_only_when_asked(send, take):
    take(send())
    other = ("N-1", "NASA reviewer 1", "Introduction", "te", "Far too bold.", "")

    again = send(sheet(other))
    row = again.rows.get()
    assert (row.state, row.before) == (RowState.CHANGED, {"comment": "Too bold."})
    take(again)
    assert Comment.objects.get(source_data__ref="N-1").body == "Too bold."


def test_a_row_that_changed_keeps_the_old_words_as_a_revision(send, take):
    take(send())
    other = ("N-1", "NASA reviewer 1", "Introduction", "te", "Far too bold.", "")

    take(send(sheet(other)), changed=True)

    comment = Comment.objects.get(source_data__ref="N-1")
    assert (comment.body, comment.revisions.get().body) == ("Far too bold.", "Too bold.")
    assert send(sheet(other, ROWS[1])).rows.get(ref="N-1").state == RowState.KNOWN


def test_for_the_agency_they_stay_with_the_agency(send, take, cast):
    take(send(audience="agency"))

    assert selectors.comments_visible_to(cast.nasa_reviewer).count() == 3
    assert selectors.comments_visible_to(cast.coordinator).count() == 0
    assert not Comment.objects.filter(number__isnull=False).exists()


def test_an_editor_hands_in_a_sheet_for_an_agency_and_it_speaks_for_it(send, take, cast):
    take(send(by=cast.editor, agency=cast.nasa))

    last = Comment.objects.order_by("number").last()
    assert (last.agency, last.author, last.author_name) == (cast.nasa, None, "Ann Other")
    assert last.received_in.received_by == cast.editor


def test_a_sheet_handed_in_tells_nothing_of_what_the_agency_keeps_to_itself(send, take, cast):
    take(send(audience="agency"))
    changed = [("N-1", "NASA reviewer 1", "Introduction", "te", "Far too bold.", ""), *ROWS[1:3]]

    handed_in = send(sheet(*changed), by=cast.editor, agency=cast.nasa)

    assert said_of(handed_in) == [("N-1", "new"), ("N-2", "new"), ("N-3", "new")]
    assert set(handed_in.rows.values_list("comment", flat=True)) == {None}
    take(handed_in)
    assert selectors.comments_visible_to(cast.editor).count() == 3
    assert said_of(send(sheet(*changed, ROWS[3]), by=cast.editor, agency=cast.nasa))[0] == ("N-1", "known")


def test_nobody_else_hands_in_for_an_agency(send, cast):
    with pytest.raises(BadInput):
        send(by=cast.reviewer, agency=cast.nasa)
    with pytest.raises(BadInput):
        send(by=cast.editor, agency=cast.jaxa)
    with pytest.raises(BadInput):
        send(by=cast.editor, agency=cast.nasa, audience="agency")


def test_a_community_reviewer_hands_in_on_behalf_of_somebody(send, take, cast):
    take(send(sheet(("", "", "Introduction", "ge", "Good.", "")), by=cast.editor, on_behalf_of="Dr Guest"))

    comment = Comment.objects.get()
    assert (comment.author, comment.author_name, comment.code) == (None, "Dr Guest", "REV")


def test_observers_and_others_cannot(send, cast):
    with pytest.raises(NotYou):
        send(by=cast.observer)


def test_a_sheet_is_read_again_as_another_kind_with_columns_named(send, take, cast, work):
    data = files.workbook(("What", "Where"), ("Too long.", "Introduction"))
    received = send(data)
    assert received.state == ReturnState.UNREADABLE

    mapping = {"What": "comment", "Where": "clause"}
    receiving.read_again(received=received, profile="", mapping=mapping, by=cast.nasa_focal_point)
    work()
    received.refresh_from_db()
    take(received)

    comment = Comment.objects.get()
    assert (comment.body, comment.anchor_kind, comment.quote) == ("Too long.", "section", "Introduction")


def test_a_sheet_with_rows_taken_in_is_not_read_again(send, take, cast):
    received = take(send())

    with pytest.raises(NotNow):
        receiving.read_again(received=received, profile="iso", mapping={}, by=cast.nasa_focal_point)


@pytest.fixture
def stopped(send, cast):
    """A sheet of three good rows whose import was stopped after the first."""
    received = send()
    receiving.order_import(received=received, by=cast.nasa_focal_point)
    importing._Taking(received).take(1)
    return receiving.stop_import(received=received, by=cast.nasa_focal_point)


def test_one_that_is_stopped_keeps_what_came_in_and_touches_no_more(stopped, work):
    work()

    assert said_of(stopped) == [("N-1", "taken"), ("N-2", "new"), ("N-3", "new"), ("N-4", "bad")]
    assert (stopped.state, stopped.report["new"]) == (ReturnState.CHECKED, {"comments": 1})
    assert (stopped.report["counts"]["taken"], stopped.report["counts"]["new"]) == (1, 2)
    assert Comment.objects.get().body == "Too bold."


def test_what_was_stopped_goes_on_when_it_is_ordered_again(stopped, take):
    received = take(stopped)

    assert said_of(received) == [("N-1", "taken"), ("N-2", "taken"), ("N-3", "taken"), ("N-4", "bad")]
    assert (received.state, "stopped" in received.report) == (ReturnState.TAKEN_IN, False)
    assert list(Comment.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


def test_task_of_an_import_that_was_stopped_leaves_a_new_order_with_other_wishes_alone(stopped, cast):
    before = importing._Taking(stopped)
    receiving.order_import(received=stopped, by=cast.nasa_focal_point, changed=True)
    before.received = Return.objects.get(pk=stopped.pk)
    before.received.options = {"changed": False, "answers": False}

    with pytest.raises(importing._Stopped):
        before.take_all()
    assert Comment.objects.count() == 1


def test_coordinator_stops_it_and_others_do_not(send, cast, work):
    received = send()
    receiving.order_import(received=received, by=cast.nasa_focal_point)

    with pytest.raises(NotYou):
        receiving.stop_import(received=received, by=cast.editor)
    receiving.stop_import(received=received, by=cast.coordinator)
    work()
    assert not Comment.objects.exists()
    event = Event.objects.get(verb="reviews.return.stopped")
    assert event.actor == cast.coordinator


def test_nothing_is_stopped_that_is_not_coming_in(send, take, cast):
    received = send()
    with pytest.raises(NotNow):
        receiving.stop_import(received=received, by=cast.nasa_focal_point)
    take(received)
    with pytest.raises(NotNow):
        receiving.stop_import(received=received, by=cast.nasa_focal_point)


def test_sheet_that_was_stopped_half_way_is_not_read_again(stopped, cast):
    with pytest.raises(NotNow):
        receiving.read_again(received=stopped, profile="iso", mapping={}, by=cast.nasa_focal_point)
    assert SheetRow.objects.filter(received=stopped, state=RowState.TAKEN).count() == 1


def test_only_who_sent_a_sheet_takes_its_rows_in(send, cast):
    received = send()

    with pytest.raises(NotYou):
        receiving.order_import(received=received, by=cast.nasa_reviewer)


def test_a_name_in_a_sheet_is_tied_to_a_person_once(send, take, cast):
    received = take(send())
    assert received.report["names"] == {"NASA reviewer 1": 1, "Ann Other": 2}

    returns.name_person(
        received=received, name="NASA reviewer 1", person=cast.nasa_reviewer, by=cast.nasa_focal_point,
    )
    take(send(sheet(("N-9", "NASA reviewer 1", "", "ge", "Again.", ""))))

    assert Comment.objects.filter(author=cast.nasa_reviewer).count() == 2


def test_one_row_that_breaks_stops_no_other(send, take, monkeypatch):
    real = importing._Taking._author

    def breaks(self, entry):
        if entry.ref == "N-2":
            raise RuntimeError("unforeseen")
        return real(self, entry)

    monkeypatch.setattr(importing._Taking, "_author", breaks)
    received = take(send())

    assert said_of(received) == [("N-1", "taken"), ("N-2", "failed"), ("N-3", "taken"), ("N-4", "bad")]


def test_pages_and_lines_of_the_pdf_are_found(send, take, version):
    heads = files.IPCC_HEADINGS
    texts = dict(version.blocks.values_list("key", "text"))
    lines = renditions.pdf_of(version).lines
    page, line, key, _, _ = next(row for row in lines if "30 days" in texts[row[2]])

    take(send(files.workbook(heads, ("1-1", "", page, line, page, line, "Which crews?", ""))))

    placement = Placement.objects.get()
    assert (placement.start_block, placement.is_unsure) == (key, False)


def test_many_rows_come_in_with_few_queries(send, take, django_assert_max_num_queries, work):
    rows = [(f"N-{n}", "", "Introduction", "te", f"Remark {n}.", "") for n in range(1, 151)]
    received = send(sheet(*rows))
    receiving.order_import(received=received, by=received.received_by)

    with django_assert_max_num_queries(60):
        importing.take_in(Return.objects.get(pk=received.pk))

    assert Comment.objects.count() == 150


def test_a_place_said_by_a_person_becomes_the_anchor_and_the_row_keeps_its_words(send, take, cast, version):
    take(send())
    unsure = Placement.objects.get(comment__source_data__ref="N-3")
    heading = version.blocks.get(text="Cislunar habitat")

    placements.reattach(
        placement=unsure, place=comments.Place("section", heading.key), by=cast.nasa_focal_point,
    )

    comment = Comment.objects.get(source_data__ref="N-3")
    assert (comment.anchor_kind, comment.quote) == ("section", "Cislunar habitat")
    assert comment.source_data["given"]["clause"] == "9.9"


def test_the_queue_shows_where_the_sheet_says_that_a_row_belongs(send, take, cast, version, sign_in):
    take(send())

    page = sign_in(cast.nasa_focal_point).get(
        reverse("reviews:unplaced", args=[version.document.slug, version.number]),
    )

    assert "The sheet says: 9.9" in page.content.decode()


def answered_by(cast, version, disposition, response):
    """Our own workbook as an editor fills it in at home."""
    wanted = filters.CommentFilter()
    export = exporting.Export(version=version, by=cast.editor, wanted=wanted, profile="draftroom")
    rows = [{**row, "verdict": disposition, "response": response} for row in export.rows()]
    return sheets.written(rows, profile="draftroom", kind="xlsx")


def test_answers_that_an_editor_wrote_into_our_workbook_are_proposed(send, take, cast, version):
    take(send())
    filled = send(answered_by(cast, version, "Rejected", "It is right."), by=cast.editor)
    assert {state for _, state in said_of(filled)} == {RowState.ANSWER}

    take(filled, answers=True)

    comments = Comment.objects.all()
    assert {(one.state, one.disposition, one.response) for one in comments} == {
        ("proposed", "rejected", "It is right."),
    }
    assert comments.count() == 3


def test_an_answer_without_its_reason_is_left_out_and_says_why(send, take, cast, version):
    take(send())

    filled = take(send(answered_by(cast, version, "Rejected", ""), by=cast.editor), answers=True)

    assert {state for _, state in said_of(filled)} == {RowState.FAILED}
    assert filled.rows.first().problems[-1]["reason"] == "Give the reason: the commenter reads it."


def test_reviewers_do_not_answer_by_a_sheet(send, take, cast, version):
    take(send())

    filled = send(answered_by(cast, version, "Accepted", ""), by=cast.nasa_focal_point)

    assert {state for _, state in said_of(filled)} == {RowState.KNOWN}
