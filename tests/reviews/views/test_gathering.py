"""Many returned files at once on one page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.services import files
from reviews.models import Return
from tests.marked import Marked


@pytest.fixture
def page(version):
    return f"/documents/{version.document.slug}/v{version.number}/merge/returns/"


def returned(version, author, new):
    marked = Marked(files.content(version.file), author)
    marked.replace("30 days", new)
    return marked.bytes()


def upload(name, data):
    return SimpleUploadedFile(name, data)


def test_files_come_in_for_the_agencies_that_their_names_tell(version, page, sign_in, cast, work):
    sent = [
        upload("draft ESA.docx", returned(version, "A", "42 days")),
        upload("draft-NASA.docx", returned(version, "B", "45 days")),
    ]

    sign_in(cast.editor).post(page, {"file": sent})
    work()

    rows = Return.objects.order_by("pk").values_list("agency__code", "state")
    assert list(rows) == [("ESA", "taken_in"), ("NASA", "taken_in")]


def test_bad_file_does_not_stop_the_others(version, page, sign_in, cast):
    sent = [upload("bad.docx", b"not a zip"), upload("good.docx", returned(version, "A", "42 days"))]

    answer = sign_in(cast.editor).post(page, {"file": sent}).content.decode()

    assert "bad.docx: " in answer
    assert Return.objects.get().file_name == "good.docx"


def test_one_file_is_followed_until_it_is_taken_in(version, page, sign_in, cast, work):
    client = sign_in(cast.editor)
    data = {"file": upload("x.docx", returned(version, "A", "42 days")), "agency": "ESA"}
    first = client.post(page, data, headers={"HX-Request": "true"}).content.decode()
    work()

    then = client.get(f"{page}{Return.objects.get().uid}/").content.decode()

    assert "data-follow" in first
    assert "1 tracked changes" in then


def test_agency_without_a_part_cannot_be_named(version, page, sign_in, cast):
    data = {"file": upload("x.docx", returned(version, "A", "42 days")), "agency": "JAXA"}

    sign_in(cast.editor).post(page, data)

    assert Return.objects.get().agency is None


def test_nothing_picked_is_said(page, sign_in, cast):
    assert sign_in(cast.editor).post(page, {}).status_code == 422
