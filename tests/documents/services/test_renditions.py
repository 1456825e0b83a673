"""The issued version as a PDF with numbered lines."""

import pytest

from backend.errors import NotNow
from backend.tasks import worker
from documents.models import VersionPdf
from documents.services import files, renditions, versions
from documents.tasks import make_version_pdf
from tests import papers


def test_the_pdf_is_made_once_and_its_lines_lead_to_the_text(version):
    made = renditions.pdf_of(version)

    assert renditions.pdf_of(version).pk == made.pk
    assert files.content(made.file).startswith(b"%PDF")
    texts = dict(version.blocks.values_list("key", "text"))
    shown = [texts[key][start:end] for _, _, key, start, end in made.lines]
    assert "The habitat will allow crews of four to live for up to 30 days" in shown


def test_a_version_that_is_not_issued_has_no_pdf(cast, document):
    upload = versions.upload_version(
        document=document, data=papers.word_file("One."), file_name="x.docx", by=cast.editor,
    )

    with pytest.raises(NotNow):
        renditions.pdf_of(versions.read_version(version=upload))


def test_issuing_orders_the_pdf_for_later(version):
    worker.drain()

    assert not VersionPdf.objects.exists()
    make_version_pdf.func(version.pk)
    assert VersionPdf.objects.get().version == version
