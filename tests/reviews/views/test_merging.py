"""The merge room in the browser, without its script and as its script asks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.core import codec
from documents.core.model import Edit
from reviews.models import Merge, Proposal
from reviews.services.talk.comments import Place, Saying, post_comment
from tests import papers
from tests.reviews.conftest import HABITAT


@pytest.fixture
def room(version):
    return f"/documents/{version.document.slug}/v{version.number}/merge/"


@pytest.fixture
def editor(sign_in, cast):
    return sign_in(cast.editor)


def seen(comment):
    return f"{comment.uid}:{comment.revision}"


def test_room_shows_who_wants_what(post, editor, room, cast):
    comment = post(cast.esa_reviewer, body="The study says so.", proposal="42 days")

    page = editor.get(room).content.decode()

    wanted = (str(comment), "The study says so.", "<ins>42</ins>", "<del>30</del>")
    assert [words for words in wanted if words not in page] == []


def test_empty_room_says_how_to_fill_it(version, editor, room):
    assert "No proposals for this version yet" in editor.get(room).content.decode()


def test_left_over_proposals_say_what_became_of_their_words(post, editor, version, document, cast, work):
    gone = post(cast.esa_reviewer, proposal="42 days")
    done = post(cast.nasa_reviewer, proposal="40 days")
    text = papers.FIRST_DRAFT[3].replace("30 days", "40 days")
    newer = papers.issue(document, *papers.FIRST_DRAFT[:3], text, *papers.FIRST_DRAFT[4:], by=cast.editor)
    work()

    page = editor.get(f"/documents/{document.slug}/v{newer.number}/merge/").content.decode()

    their_text_is_gone, _, reads_so = page.partition("The text reads like this already")
    assert (str(gone) in their_text_is_gone, str(done) in reads_so) == (True, True)
    assert "2 left over" in page


def test_decision_without_script_leads_back_to_the_place(post, editor, room, cast, habitat):
    comment = post(cast.esa_reviewer, proposal="42 days")

    answer = editor.post(f"{room}decide/", {
        "topic": comment.uid, "seen": seen(comment), "place": habitat, "action": "accept",
    })

    comment.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, f"{room}#p-{habitat}")
    assert comment.disposition == "accepted"


def test_script_gets_the_place_the_counts_and_the_map_back(post, editor, room, cast, habitat):
    comment = post(cast.esa_reviewer, proposal="42 days")

    answer = editor.post(
        f"{room}decide/", {"topic": comment.uid, "place": habitat, "action": "accept"},
        headers={"HX-Request": "true"},
    ).content.decode()

    assert "1 decided" in answer
    assert f'id="p-{habitat}"' in answer
    assert '<span class="quiet">✓ 1</span>' in answer.partition("data-merge-map")[2].partition("</ol>")[0]


def test_words_typed_too_late_are_kept_with_what_changed(post, editor, room, cast, habitat):
    first = post(cast.esa_reviewer, proposal="42 days")
    second = post(cast.nasa_reviewer, proposal="45 days")
    stale = f"{seen(first)} {second.uid}:{second.revision - 1}"
    start = HABITAT.index("30")

    answer = editor.post(
        f"{room}word/",
        {
            "topic": [first.uid, second.uid], "at": f"{habitat}.{start}-{habitat}.{start + 2}",
            "seen": stale, "place": habitat, "text": "30 to 45, as studied",
        },
        headers={"HX-Request": "true"},
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"Somebody changed {second}" in page
    assert "30 to 45, as studied" in page


def test_all_of_a_filter_are_accepted_but_for_conflicts(post, editor, room, version, cast, habitat):
    post(cast.esa_reviewer, proposal="42 days", said={"type": "editorial"})
    post(cast.nasa_reviewer, proposal="45 days", said={"type": "editorial"})
    alone = _propose_title(version, cast.nasa_reviewer, "editorial")
    other = _propose_title(version, cast.esa_reviewer, "technical")

    editor.post(f"{room}all/", {"type": "editorial", "action": "accept"})

    page = editor.get(f"{room}?show=granted").content.decode()
    assert str(alone) in page
    assert str(other) not in page
    assert "1 decided" in page


def _propose_title(version, by, kind):
    block = version.blocks.get(text="Introduction" if kind == "editorial" else "Cislunar habitat")
    return post_comment(
        version=version, place=Place("block", block.key), audience="document", by=by,
        saying=Saying(proposal=f"Other {kind} title", type=kind),
    )


def test_preview_shows_the_decided_words_as_a_redline(post, editor, room, cast):
    comment = post(cast.esa_reviewer, proposal="42 days")
    editor.post(f"{room}decide/", {"topic": comment.uid, "action": "accept"})

    page = editor.get(f"{room}preview/").content.decode()

    assert "<del>30</del><ins>42</ins>" in page
    assert "<del>" not in editor.get(f"{room}preview/?mode=clean").content.decode()


def test_preview_shows_a_new_list_item_with_its_bullet(post, editor, room, cast, version):
    item = version.blocks.filter(kind="list_item").first()
    comment = post(cast.esa_reviewer, proposal="42 days")
    new = Edit("insert_block", item.key, text="Air is cleaned.", kind_to="list_item")
    Proposal.objects.filter(comment=comment).update(edits=[codec.edit_to_json(new)])
    editor.post(f"{room}decide/", {"topic": comment.uid, "action": "accept"})

    shown = editor.get(f"{room}preview/").text
    clean = editor.get(f"{room}preview/?mode=clean").text

    bullet = f'<span class="number">{item.number}</span> '
    assert f"{bullet}<ins>Air is cleaned.</ins>" in shown
    assert f"{bullet}Air is cleaned." in clean
    assert clean.count(bullet) == version.blocks.filter(kind="list_item").count() + 1
    assert 'class="row row--list_item prose change row--inserted"' in shown


def test_preview_shows_a_paragraph_where_it_moves_to(post, editor, room, cast, version):
    last = version.blocks.order_by("ordinal").last()
    first = version.blocks.order_by("ordinal").first()
    comment = post(cast.esa_reviewer, proposal="42 days")
    moved = Edit("move_block", last.key, end=len(last.text), to=first.key)
    Proposal.objects.filter(comment=comment).update(edits=[codec.edit_to_json(moved)])
    editor.post(f"{room}decide/", {"topic": comment.uid, "action": "accept"})

    shown = editor.get(f"{room}preview/").text
    clean = editor.get(f"{room}preview/?mode=clean").text

    assert shown.index(f"<ins>{last.text}</ins>") < shown.index("Human missions beyond")
    assert shown.index(f"<del>{last.text}</del>") > shown.index("Sample return is made easier")
    assert clean.index(last.text) < clean.index("Human missions beyond")
    assert clean.count(last.text) == 1


def test_next_version_is_ordered_followed_and_downloaded(post, editor, room, cast, work):
    comment = post(cast.esa_reviewer, proposal="42 days")
    editor.post(f"{room}decide/", {"topic": comment.uid, "action": "accept"})

    ordered = editor.post(f"{room}next/", {"label": "Second draft"})
    assert "Laying what was accepted" in editor.get(ordered.url).content.decode()
    work()

    page = editor.get(ordered.url).content.decode()
    assert "1 proposal" in page
    assert "Check and issue version 2" in page
    redline = editor.get(f"{ordered.url}redline/")
    assert b"".join(redline.streaming_content)[:2] == b"PK"


def test_room_with_conflicts_makes_no_version(post, editor, room, cast):
    post(cast.esa_reviewer, proposal="42 days")
    post(cast.nasa_reviewer, proposal="45 days")

    answer = editor.post(f"{room}next/", {})

    assert answer.status_code == 409
    assert "Decide the conflicts first: 1 are left." in answer.content.decode()
    assert not Merge.objects.exists()


def test_queries_do_not_grow_with_the_room(post, editor, room, cast):
    post(cast.esa_reviewer, body="Why?", proposal="42 days")
    editor.get(room)
    post(cast.nasa_reviewer, body="So.", proposal="42 days")
    counted = _queries(editor, room)
    for name in ("43", "44"):
        post(cast.nasa_reviewer, body="So.", proposal=f"{name} days")

    assert _queries(editor, room) == counted


def _queries(client, address):
    with CaptureQueriesContext(connection) as caught:
        client.get(address)
    return len(caught)
