from io import StringIO

import docx
import pytest
from django.core.management import call_command

from backend.demo import cast, signins, stress


def said(command, **options):
    out = StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_demo_ends_by_saying_how_to_sign_in():
    words = said("demo", stage="outline")

    assert signins.PASSWORD in words
    assert [one.email for one in signins.SIGN_INS if one.email not in words] == []


@pytest.mark.django_db
def test_welcome_names_the_demo_only_where_it_is(settings):
    settings.SITE_URL, settings.DEMO = "http://localhost:8000", True

    empty = said("welcome")
    cast.gather()
    assert "http://localhost:8000" in empty
    assert signins.PASSWORD not in empty
    assert signins.PASSWORD in said("welcome")


def test_stress_text_has_as_many_paragraphs_as_asked(tmp_path):
    path = tmp_path / "large.docx"
    path.write_bytes(stress.text(400))

    assert len(docx.Document(str(path)).paragraphs) == 400
