"""Rival pictures in the merge room: what stands, what each side brings, and one of them taken."""

import io

import docx
import pytest
from django.urls import reverse
from docx.oxml.ns import qn
from PIL import Image

from documents.core import reading
from documents.services import files
from reviews.room import gathering, showing
from reviews.services.answers.decisions import Answer
from reviews.services.room import merging, next_version
from reviews.services.word import returns
from tests import papers
from tests.marked import Marked


def png(colour):
    stream = io.BytesIO()
    Image.new("RGB", (30, 20), colour).save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture
def base(document, cast):
    """The paper with a grey picture in the paragraph on the radio noise."""
    made = docx.Document(io.BytesIO(papers.word_file(*papers.FIRST_DRAFT)))
    home = next(one for one in made.paragraphs if "radio noise" in one.text)
    home.add_run().add_picture(io.BytesIO(png("grey")))
    next(home._p.iter(qn("wp:docPr"))).set("descr", "A grey map")
    stream = io.BytesIO()
    made.save(stream)
    return papers.issue_file(document, stream.getvalue(), by=cast.editor)


@pytest.fixture
def rivals(base, cast):
    """ESA wants a navy picture where the base has a grey one, NASA a red one."""
    for person, colour in ((cast.esa_reviewer, "navy"), (cast.nasa_reviewer, "red")):
        marked = Marked(files.content(base.file), person.name)
        marked.swap_picture("radio noise", png(colour), f"A {colour} map")
        received = returns.receive_return(
            version=base, data=marked.bytes(), file_name=f"{colour}.docx", by=person, audience="document",
        )
        returns.take_in(received=received)
    return gathering.room_of(cast.editor, base).topics


def pictures_of(topic):
    return reverse("reviews:pictures", args=[topic.key])


def test_conflict_shows_the_bases_picture_and_leads_to_each_sides(rivals, base, cast, sign_in):
    page = sign_in(cast.editor).get(reverse("reviews:merge", args=[base.document.slug, base.number])).text

    (place,) = gathering.room_of(cast.editor, base).places
    (dispute,) = showing.card(place).disputes
    assert [one.alt for one in dispute.pictures] == ["A grey map"]
    assert f'<img src="{dispute.pictures[0].url}" loading="lazy" decoding="async" alt="A grey map">' in page
    assert [page.count(pictures_of(topic)) for topic in rivals] == [1, 1]


def test_each_sides_picture_comes_with_its_bytes_and_what_its_author_says_of_it(rivals, cast, sign_in):
    editor = sign_in(cast.editor)

    alike = [editor.get(pictures_of(topic), headers={"HX-Request": "true"}).text for topic in rivals]
    bytes_ = [editor.get(reverse("reviews:picture", args=[topic.key, 0])) for topic in rivals]

    assert ['alt="A navy map"' in alike[0], 'alt="A red map"' in alike[1]] == [True, True]
    assert [(one.content, one["Content-Type"]) for one in bytes_] == [
        (png("navy"), "image/png"), (png("red"), "image/png"),
    ]


def test_pictures_of_a_proposal_are_seen_by_those_who_see_the_proposal(rivals, cast, sign_in):
    address = reverse("reviews:picture", args=[rivals[0].key, 0])

    answers = [sign_in(person).get(address).status_code for person in (cast.nasa_reviewer, cast.stranger)]

    assert answers == [200, 404]
    assert sign_in(cast.editor).get(reverse("reviews:picture", args=[rivals[0].key, 1])).status_code == 404


def test_api_lists_the_pictures_and_gives_their_bytes(rivals, cast, sign_in):
    api = sign_in(cast.editor)

    (row,) = api.get(reverse("api:comment-pictures", args=[rivals[1].key])).json()

    assert (row["alt"], row["content_type"]) == ("A red map", "image/png")
    assert api.get(row["url"]).content == png("red")


def test_side_that_is_taken_is_in_the_next_version_and_its_rival_rejected(rivals, base, cast, sign_in, work):
    taken, other = rivals
    (place,) = gathering.room_of(cast.editor, base).places
    (dispute,) = showing.card(place).disputes

    sign_in(cast.editor).post(reverse("reviews:merge_word", args=[base.document.slug, base.number]), {
        "topic": [taken.key, other.key], "at": dispute.region.name, "seen": dispute.seen,
        "place": place.key, "take": taken.key,
    })
    merge = next_version.order(version=base, by=cast.editor)
    work()

    merge.refresh_from_db()
    made = reading.read(files.content(merge.version.file))
    held = [made.media[one.value].data for block in made.blocks for one in block.objects]
    other.comments[0].refresh_from_db()
    assert (held, other.comments[0].disposition) == ([png("navy")], "rejected")


def test_words_cannot_stand_for_a_picture(rivals, base, cast, sign_in):
    (place,) = gathering.room_of(cast.editor, base).places
    (dispute,) = showing.card(place).disputes
    assert dispute.is_of_things

    answer = sign_in(cast.editor).post(
        reverse("reviews:merge_word", args=[base.document.slug, base.number]),
        {
            "topic": [topic.key for topic in rivals], "at": dispute.region.name, "seen": dispute.seen,
            "place": place.key, "text": dispute.region.original,
        },
    )

    assert (answer.status_code, "accept the change that brings it" in answer.text) == (422, True)


def test_one_picture_alone_is_shown_with_its_change(rivals, base, cast, sign_in):
    merging.decide(
        version=base, topics=[rivals[1].key], answer=Answer("rejected", "Too red."), by=cast.editor,
    )

    page = sign_in(cast.editor).get(reverse("reviews:merge", args=[base.document.slug, base.number])).text

    assert "⚠ Conflict" not in page
    assert pictures_of(rivals[0]) in page


def test_rival_pictures_in_paragraphs_of_their_own_are_a_conflict(document, cast):
    base = papers.issue_file(document, papers.word_file(*papers.FIRST_DRAFT), by=cast.editor)
    for person, colour in ((cast.esa_reviewer, "navy"), (cast.nasa_reviewer, "red")):
        made = docx.Document(io.BytesIO(files.content(base.file)))
        made.add_picture(io.BytesIO(png(colour)))
        stream = io.BytesIO()
        made.save(stream)
        received = returns.receive_return(
            version=base, data=stream.getvalue(), file_name=f"{person.name}.docx", by=person,
            audience="document",
        )
        returns.take_in(received=received)

    room = gathering.room_of(cast.editor, base)

    assert ([len(topic.comments) for topic in room.topics], room.counts["conflicts"]) == ([1, 1], 1)
