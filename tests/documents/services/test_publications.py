"""A version is made public with its files, and taken back with a reason."""

import pytest
from django.urls import reverse

from backend.errors import BadInput, NotNow, NotYou
from documents.core import reading
from documents.models import NewsItem
from documents.services import files, publications

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(cast, version, work):
    made = publications.publish_version(version=version, by=cast.coordinator, news="Read it now.")
    work()
    made.refresh_from_db()
    return made


def test_published_version_gets_a_pdf_and_a_clean_word_file(published):
    assert files.content(published.pdf).startswith(b"%PDF-")
    assert not reading.read(files.content(published.word)).comments


def test_anybody_reads_the_page_and_its_files(published, client):
    page = client.get(reverse("documents:publication", args=[published.slug])).content.decode()

    assert "crews of four to live for up to 30 days" in page
    for name, start in (("publication_pdf", b"%PDF-"), ("publication_word", b"PK")):
        answer = client.get(reverse(f"documents:{name}", args=[published.slug]))
        assert b"".join(answer.streaming_content).startswith(start)


def test_home_page_lists_it_with_its_news(published, client):
    home = client.get("/").content.decode()

    assert published.title in home
    assert "Read it now." in home


def test_withdrawn_publication_says_why_and_hides_its_files(published, cast, client):
    publications.withdraw_publication(publication=published, by=cast.coordinator, note="A wrong figure.")

    answer = client.get(reverse("documents:publication", args=[published.slug]))

    assert answer.status_code == 410
    assert "A wrong figure." in answer.content.decode()
    assert "crews of four" not in answer.content.decode()
    assert client.get(reverse("documents:publication_pdf", args=[published.slug])).status_code == 404


def test_withdrawing_needs_a_reason_and_happens_once(published, cast):
    with pytest.raises(BadInput):
        publications.withdraw_publication(publication=published, by=cast.coordinator, note=" ")

    publications.withdraw_publication(publication=published, by=cast.coordinator, note="A wrong figure.")
    with pytest.raises(NotNow):
        publications.withdraw_publication(publication=published, by=cast.coordinator, note="Again.")


def test_only_coordinators_publish_and_only_once(published, cast, version):
    with pytest.raises(NotYou):
        publications.publish_version(version=version, by=cast.editor)
    with pytest.raises(NotNow):
        publications.publish_version(version=version, by=cast.coordinator)


def test_news_without_a_title_is_refused(cast):
    with pytest.raises(BadInput):
        publications.post_news(title="", body="Something.", by=cast.staff)

    publications.post_news(title="Workshop", body="In Paris.", by=cast.staff)
    publications.post_news(title="Workshop", body="In Paris again.", by=cast.staff)
    assert len(set(NewsItem.objects.values_list("slug", flat=True))) == 2
