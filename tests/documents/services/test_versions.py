"""Versions are uploaded, read and issued; bad files leave nothing behind."""

import pytest

from backend.errors import BadInput, NotNow, NotYou, TooLarge
from backend.events.models import Event
from documents.models import Block, StoredFile, Version, VersionState
from documents.services import files, versions
from tests.papers import word_file

pytestmark = pytest.mark.django_db


def upload(cast, document, data=None, **more):
    arguments = {"file_name": "draft.docx", "by": cast.editor} | more
    return versions.upload_version(document=document, data=data or word_file("A line."), **arguments)


def test_uploaded_file_is_kept_byte_for_byte(cast, document):
    data = word_file("# One", "Two.")

    version = upload(cast, document, data)

    assert files.content(version.file) == data
    assert version.state == VersionState.READING


def test_same_bytes_are_stored_once(cast, document):
    data = word_file("Once.")

    assert files.store(data=data, content_type=files.WORD) == files.store(data=data, content_type=files.WORD)


def test_reading_makes_blocks_with_sections_and_paragraph_numbers(version):
    rows = version.blocks.exclude(text="").order_by("ordinal")

    assert [(row.kind, row.section, row.paragraph) for row in rows][:4] == [
        ("heading", "Introduction", None),
        ("paragraph", "Introduction", 1),
        ("heading", "Cislunar habitat", None),
        ("paragraph", "Cislunar habitat", 2),
    ]


def test_reading_twice_changes_nothing(cast, document):
    version = versions.read_version(version=upload(cast, document))
    before = list(Block.objects.values_list("pk", "lineage"))

    versions.read_version(version=Version.objects.get(pk=version.pk))

    assert list(Block.objects.values_list("pk", "lineage")) == before


def test_edited_and_moved_paragraphs_keep_their_lineage(version, second_version):
    older = {row.text: row.lineage for row in version.blocks.all()}
    newer = {row.text: row.lineage for row in second_version.blocks.all()}

    habitat_before = "The habitat will allow crews of four to live for up to 30 days."
    habitat_after = "The habitat will allow crews of four to live for 30 to 42 days."
    assert newer[habitat_after] == older[habitat_before]
    assert newer["A crew can operate rovers on the surface without delay."] not in older.values()


def test_new_version_names_the_one_it_follows(version, second_version):
    assert list(second_version.parents.all()) == [version]


def test_second_upload_waits_until_the_first_is_issued_or_discarded(cast, document):
    upload(cast, document)

    with pytest.raises(NotNow, match="not issued yet"):
        upload(cast, document, word_file("Another."))


def test_sending_the_same_file_again_gives_the_same_version(cast, document):
    data = word_file("Sent twice.")

    assert upload(cast, document, data) == upload(cast, document, data)


def test_discarded_upload_frees_its_number_and_leaves_an_event(cast, document):
    version = upload(cast, document)

    versions.discard_version(version=version, by=cast.editor)

    assert not document.versions.exists()
    assert Event.objects.filter(verb="documents.version.discarded").count() == 1
    assert upload(cast, document).number == 1


def test_issued_version_can_not_be_discarded_or_issued_again(cast, document, version):
    with pytest.raises(NotNow):
        versions.discard_version(version=version, by=cast.editor)
    with pytest.raises(NotNow):
        versions.issue_version(version=version, by=cast.editor)


@pytest.mark.parametrize("name", ["reviewer", "observer", "nasa_focal_point", "stranger", "staff"])
def test_only_editors_and_coordinators_upload(cast, document, name):
    with pytest.raises(NotYou):
        upload(cast, document, by=getattr(cast, name))


def test_refused_file_leaves_nothing_behind(cast, document):
    with pytest.raises(BadInput, match=r"holiday\.docx"):
        upload(cast, document, b"not a Word file", file_name="holiday.docx")

    assert not Version.objects.exists()
    assert not StoredFile.objects.exists()


def test_too_large_file_says_the_limit(cast, document, settings):
    settings.UPLOAD_MAX_BYTES = 1000

    with pytest.raises(TooLarge, match="larger than"):
        upload(cast, document)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("C:\\Users\\me\\draft.docx", "draft.docx"),
        ("../../etc/passwd", "passwd"),
        ('a"b\r\nSet-Cookie: x.docx', "abSet-Cookie x.docx"),
        ("", "draft.docx"),
    ],
)
def test_file_names_are_made_safe(sent, kept):
    assert versions.safe_name(sent) == kept


def test_each_step_leaves_its_event(version):
    verbs = Event.objects.filter(verb__startswith="documents.version").values_list("verb", flat=True)
    assert list(verbs) == [
        "documents.version.uploaded",
        "documents.version.read",
        "documents.version.issued",
    ]
