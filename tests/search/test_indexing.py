"""The index follows the database (`search.indexing`), whatever happens to either."""

import random
import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django_tasks_db.models import DBTaskResult

from backend.events import readers
from backend.events.models import Event, ReaderPlace
from reviews.models import Comment
from reviews.services.talk import comments
from reviews.services.talk.comments import Place, Saying
from search import entries, indexing, services
from search.core.items import OPEN, Batch
from tests import papers


@pytest.fixture
def post(cast, version):
    def posted(body, audience="document"):
        return comments.post_comment(
            version=version, place=Place("document"), audience=audience, by=cast.nasa_reviewer,
            saying=Saying(body=body))

    return posted


def said(command, **options):
    output = StringIO()
    call_command(command, stdout=output, **options)
    return output.getvalue()


def is_like_database(index):
    return dict(index.contents()) == {item.id: item.fingerprint() for item in entries.all_items()}


def test_text_is_indexed_once_for_the_versions_in_which_it_stands(cast, document, version):
    papers.issue(document, *papers.SECOND_DRAFT, by=cast.editor)

    spans = {item.title or item.text: (item.first_version, item.last_version)
             for item in entries.block_items(document.pk)}

    assert spans["Sample return is made easier by a crew nearby."] == (1, OPEN)
    assert spans["The far side of the Moon is shielded from terrestrial radio noise."] == (1, 1)
    assert spans["A crew can operate rovers on the surface without delay."] == (2, OPEN)


def test_text_that_goes_away_and_comes_back_is_two_items(cast, document, version):
    papers.issue(document, *papers.SECOND_DRAFT, by=cast.editor)
    papers.issue(document, *papers.FIRST_DRAFT, by=cast.editor)

    noise = [item for item in entries.block_items(document.pk) if "radio noise" in item.text]

    assert sorted((item.first_version, item.last_version) for item in noise) == [(1, 1), (3, OPEN)]
    assert len({item.id for item in noise}) == 2


def test_the_index_follows_every_event(cast, document, version, post, index, work):
    work()
    comment = post("An albatross")
    papers.issue(document, *papers.SECOND_DRAFT, by=cast.editor)
    work()
    comments.edit_comment(comment=comment, saying=Saying(body="A pelican"), by=cast.nasa_reviewer)
    work()

    assert is_like_database(index)


def test_reading_the_river_again_changes_nothing(version, post, index, work):
    post("An albatross")
    work()
    before = dict(index.contents())

    readers.rewind("search.index")
    work()

    assert dict(index.contents()) == before


def test_a_batch_of_events_is_one_commit(version, post, index, work, monkeypatch):
    work()
    for n in range(7):
        post(f"albatross {n}")
    commits = []
    apply = type(index).apply
    monkeypatch.setattr(type(index), "apply", lambda self, batch: (commits.append(batch), apply(self, batch)))

    indexing.take_in(list(Event.objects.filter(verb="reviews.comment.posted")))

    assert [len(batch.upserts) for batch in commits] == [7]


def test_a_comment_is_found_after_one_look_at_the_river(cast, version, post, work):
    work()
    post("An albatross")

    readers.run_readers()

    assert services.find(cast.editor, "albatross").total == 1


def gone(root):
    shutil.rmtree(root, ignore_errors=True)


def of_another_version(root):
    (root / "current").write_text("index-1-1-old")


def damaged(root):
    for path in root.glob("index-*/*"):
        path.write_bytes(b"\x00")


@pytest.mark.parametrize("harm", [gone, of_another_version, damaged])
def test_an_index_that_can_not_be_used_is_built_again_by_the_next_event(
        cast, version, post, index, work, harm):
    work()
    harm(index.root)
    assert not services.find(cast.editor, "habitat").is_available

    post("An albatross")
    work()

    assert services.find(cast.editor, "habitat").total == 2
    assert is_like_database(index)


def test_what_happens_while_the_first_index_is_built_is_found_at_once(cast, version, post, index):
    readers.run_to_the_end()
    shutil.rmtree(index.root, ignore_errors=True)
    post("An albatross")

    readers.run_readers()  # the build itself waits in the queue

    page = services.find(cast.editor, "albatross OR habitat")
    assert [hit.kind for hit in page.found] == ["comment"]
    assert page.is_building


def test_one_build_is_queued_however_often_the_index_is_missing(version, post, index):
    for n in range(3):
        post(f"albatross {n}")
        readers.run_readers()
        shutil.rmtree(index.root, ignore_errors=True)

    assert DBTaskResult.objects.filter(task_path="search.tasks.build_index").count() == 1


def test_a_rebuild_takes_in_what_happens_meanwhile(version, post, index, work, monkeypatch):
    post("An albatross")
    work()
    all_items = entries.all_items

    def while_somebody_works(documents=None):
        yield from all_items(documents)
        if documents is None:
            post("A pelican")
            Comment.objects.filter(body="An albatross").update(state="withdrawn")

    monkeypatch.setattr(entries, "all_items", while_somebody_works)
    indexing.rebuild()
    monkeypatch.undo()

    assert is_like_database(index)


class PowerCut(BaseException):
    """Ends whatever runs, as kill -9 would, with nothing cleaned up."""


def cut_at(number):
    """An `fsync` that does its work `number` times."""
    left = iter(range(number))

    def fsync(descriptor):
        if next(left, None) is None:
            raise PowerCut

    return fsync


def test_nothing_is_lost_doubled_or_leaked_by_an_indexer_that_is_cut_off(
        cast, version, post, index, work, monkeypatch):
    work()
    dice = random.Random(2016)
    cuts = 0
    for n in range(20):
        post(f"albatross {n}", audience=dice.choice(["document", "agency"]))
        if n % 4 == 3:
            standing = Comment.objects.exclude(state="withdrawn").order_by("pk")
            comments.withdraw_comment(comment=dice.choice(standing), by=cast.nasa_reviewer)
        with monkeypatch.context() as patched:
            patched.setattr("os.fsync", cut_at(dice.randint(0, 24)))
            try:
                readers.run_readers()
            except PowerCut:
                cuts += 1
        ReaderPlace.objects.update(leased_until=None)  # the lease of the dead one runs out
        secret = {f"comment:{pk}" for pk in Comment.objects.filter(
            visibility="agency").values_list("pk", flat=True)}
        seen = services.hits_for(cast.esa_reviewer, "albatross", limit=100)
        assert not secret & {hit.id for hit in seen}

    work()

    assert cuts > 5
    assert is_like_database(index)
    assert index.health().items == len(index.contents())


def test_check_finds_and_mends_every_kind_of_difference(cast, version, post, index, work):
    comment = post("An albatross")
    work()
    items = {item.id: item for item in entries.all_items()}
    heading = next(item for item in items.values() if item.kind == "heading")
    surplus = type(heading)(id="comment:999", kind="comment", document=1, scope="document:1", text="ghost")
    index.apply(Batch((surplus,), deletes=(heading.id,)))
    Comment.objects.filter(pk=comment.pk).update(body="A pelican")

    assert said("search_check").splitlines() == [
        f"missing: 1 {heading.id}", f"changed: 1 comment:{comment.pk}", "surplus: 1 comment:999", "mended"]
    assert is_like_database(index)
    assert said("search_check").splitlines() == ["missing: 0", "changed: 0", "surplus: 0"]


def test_check_that_only_reports_fails_and_mends_nothing(version, index, work):
    work()
    index.apply(Batch(deletes=tuple(index.contents())))

    with pytest.raises(CommandError):
        said("search_check", only_report=True)

    assert not index.contents()


def test_check_rebuilds_what_can_not_be_read(version, index, work):
    work()
    for path in index.root.glob("index-*/*"):
        path.write_bytes(b"\x00")

    assert "rebuilt" in said("search_check")
    assert is_like_database(index)


def test_command_searches_as_a_person(cast, version, post, index, work):
    post("A secret albatross", audience="agency")
    work()

    def found(person, query):
        output = StringIO()
        call_command("search", query, email=person.email, stdout=output)
        return output.getvalue().splitlines()

    assert found(cast.nasa_focal_point, "albatross") == [
        "comment: Science White Paper · General · Submitted · NASA reviewer 1: A secret [albatross]",
        "1 hits, 0 more with some of the words"]
    assert found(cast.esa_reviewer, "albatross") == ["0 hits, 0 more with some of the words"]
    with pytest.raises(CommandError, match="Nobody"):
        call_command("search", "x", email="nobody@example.org")


def test_commands_catch_up_and_rebuild(version, post, index):
    post("An albatross")

    assert "events read" in said("search_index")
    assert is_like_database(index)
    assert "items indexed" in said("search_rebuild")
    assert is_like_database(index)
