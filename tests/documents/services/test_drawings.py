"""Metafiles drawn when a version is read: by LibreOffice where it is, and by converters that go wrong."""

import hashlib
import io
import time
import zipfile
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from django.conf import settings as site
from django.utils import timezone
from PIL import Image

from documents.core.model import Media
from documents.models import Drawing
from documents.services import converter, drawings, files, publications, renditions, versions
from tests import metafiles as made
from tests import papers

pytestmark = pytest.mark.django_db

#: What every converter of a test begins with: names of the pages it was given, in `$pages`.
HEAD = """#!/bin/sh
[ "$1" = --version ] && exit 0
pages=$(for one in "$@"; do case "$one" in *.fodt) basename "$one" .fodt;; esac; done)
echo run >> {folder}/runs
put() {{ cp {folder}/good.pdf "/mnt/$1.pdf"; }}
"""


@pytest.fixture
def converting(settings, tmp_path, monkeypatch):
    """`converting("put $one …")` makes a converter that does so with what it is given."""

    def begins(script, seconds=30):
        tmp_path.chmod(0o755)
        command = tmp_path / "converter"
        command.write_text(HEAD.format(folder=tmp_path) + script)
        command.chmod(0o755)
        monkeypatch.setattr(converter, "_PRIVATE", ("/run",))  # this converter stands in /tmp
        settings.PICTURE_CONVERTER, settings.PICTURE_SECONDS = str(command), seconds
        if not converter.is_there():
            pytest.skip("nothing can be shut in on this machine: it needs util-linux and user namespaces")
        return tmp_path

    (tmp_path / "good.pdf").write_bytes(page())
    return begins


@pytest.fixture
def libreoffice(settings):
    """The real one, where it is installed."""
    settings.PICTURE_CONVERTER = "soffice"
    if not converter.is_there():
        pytest.skip("LibreOffice is not installed, or cannot be shut in")


def page():
    picture = Image.new("RGB", (60, 30), "white")
    picture.paste((200, 30, 30), (0, 0, 30, 30))
    out = io.BytesIO()
    picture.save(out, "PDF")
    return out.getvalue()


def issued(document, cast, *pictures):
    return papers.issue_file(document, made.word_file(*pictures), by=cast.editor)


def page_of(version):
    return "".join(version.blocks.values_list("html", flat=True))


def reasons():
    return sorted(one.reason for one in Drawing.objects.all())


def runs(folder):
    return (folder / "runs").read_text().count("run") if (folder / "runs").exists() else 0


def test_pictures_are_drawn_with_their_alternative_text_and_printed(document, cast, libreoffice):
    version = issued(document, cast, made.emf(0x2040C0), made.emf(0x40C020))

    one, other = version.media.order_by("name")
    picture = Image.open(io.BytesIO(files.content(one.file)))
    assert (one.content_type, picture.format, picture.size) == ("image/png", "PNG", (568, 284))
    assert picture.getpixel((140, 140)) == (0xC0, 0x40, 0x20)
    assert picture.getpixel((420, 140)) == (255, 255, 255)
    assert one.file != other.file
    assert 'alt="The habitat, plan 0" width="226" height="113"' in page_of(version)
    assert "placeholder" not in page_of(version)
    assert version.report["warnings"] == []

    pdf = renditions.pdf_of(version)
    printed = pypdfium2.PdfDocument(files.content(pdf.file))
    assert sum(item.type == 3 for sheet in printed for item in sheet.get_objects()) == 2
    assert not [one for one in pdf.warnings if "cannot be printed" in one]


def test_publication_prints_them_too(document, cast, converting, work):
    converting('for one in $pages; do put "$one"; done')
    version = issued(document, cast, made.emf())

    publication = publications.publish_version(version=version, by=cast.coordinator)
    work()

    publication.refresh_from_db()
    printed = pypdfium2.PdfDocument(files.content(publication.pdf))
    assert sum(item.type == 3 for sheet in printed for item in sheet.get_objects()) == 1


def test_real_metafiles_of_word_are_drawn(corpus, libreoffice):
    found = {}
    for name, part in (
        ("GSA__fedramp-automation/docs/Working_with_Oscal/working_with.docx", "word/media/image2.emf"),
        ("dotnet__Open-XML-SDK/asSources/wordprocessing/complex1_NOR.docx", "word/media/image8.wmf"),
    ):
        data = zipfile.ZipFile(corpus / name).read(part)
        found[part] = Media(part, "image/x-emf", data)

    drawn = drawings.of(found)

    pictures = {name: Image.open(io.BytesIO(files.content(one.file))) for name, one in drawn.items()}
    assert set(pictures) == set(found)
    assert all(len(one.resize((40, 40)).getcolors(1600)) > 100 for one in pictures.values())


def test_same_picture_is_drawn_once_for_all_versions(document, cast, converting):
    folder = converting('for one in $pages; do put "$one"; done')

    first = issued(document, cast, made.emf(), made.emf())
    second = issued(document, cast, made.emf())

    assert runs(folder) == 1
    assert Drawing.objects.count() == 1
    assert first.media.count() == 2
    assert second.media.get().drawing == Drawing.objects.get()


def test_without_a_converter_the_placeholder_stays(document, cast, settings):
    settings.PICTURE_CONVERTER = "no-such-converter"

    version = issued(document, cast, made.emf())

    assert 'class="placeholder" role="img" aria-label="The habitat, plan 0"' in page_of(version)
    assert (version.media.count(), Drawing.objects.count()) == (0, 0)
    assert [(one["code"], one["part"]) for one in version.report["warnings"]] == [
        ("picture-not-shown", "word/media/image1.png"),
    ]


def test_converter_that_hangs_is_ended_and_the_version_is_read(document, cast, converting):
    converting("sleep 3131 & sleep 3131", seconds=3)
    started = time.monotonic()

    version = issued(document, cast, made.emf())

    assert time.monotonic() - started < 15
    assert version.is_issued
    assert "placeholder" in page_of(version)
    assert reasons() == ["the converter could not draw it"]
    assert "3131" not in _processes()


def _processes():
    said = []
    for one in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = one.read_bytes().split(b"\0")
        except OSError:
            continue
        if words[:1] == [b"sleep"]:
            said += [word.decode() for word in words]
    return said


def test_picture_that_stops_the_converter_does_not_take_the_others_along(document, cast, converting):
    poison, *good = made.emf(1), made.emf(2), made.emf(3)
    name = hashlib.sha256(poison).hexdigest()
    folder = converting(f'for one in $pages; do [ "$one" = {name} ] && kill -9 $$; put "$one"; done')

    version = issued(document, cast, good[0], poison, good[1])

    assert runs(folder) == 2
    assert version.media.count() == 2
    assert reasons() == ["", "", "the converter could not draw it"]
    assert page_of(version).count("<img") == 2
    assert "The habitat, plan 1" in page_of(version)


@pytest.mark.parametrize(("script", "reason"), [
    ('echo "<svg onload=alert(1)>" > "/mnt/$one.pdf"', "the converter's page cannot be read"),
    ('head -c 40000000 /dev/zero > "/mnt/$one.pdf"', "the converter"),
    ('ln -s /etc/passwd "/mnt/$one.pdf"', "the converter could not draw it"),
    ('mkfifo "/mnt/$one.pdf"', "the converter could not draw it"),
    ("exit 0", "the converter could not draw it"),
    ("exit 3", "the converter could not draw it"),
])
def test_what_is_no_page_is_never_shown(document, cast, converting, script, reason):
    converting(f"for one in $pages; do {script}; done")

    version = issued(document, cast, made.emf())

    assert reasons()[0].startswith(reason)
    assert "placeholder" in page_of(version)
    assert version.media.count() == 0


def test_page_with_nothing_on_it_is_no_picture(document, cast, converting):
    folder = converting('for one in $pages; do put "$one"; done')
    out = io.BytesIO()
    Image.new("RGB", (60, 30), "white").save(out, "PDF")
    (folder / "good.pdf").write_bytes(out.getvalue())

    version = issued(document, cast, made.emf())

    assert reasons() == ["nothing is to be seen on it"]
    assert "placeholder" in page_of(version)


def test_picture_that_could_not_be_drawn_is_tried_again_a_day_later(document, cast, converting):
    folder = converting("exit 0")
    issued(document, cast, made.emf())
    issued(document, cast, made.emf())
    tried = runs(folder)
    Drawing.objects.update(tried_at=timezone.now() - timedelta(days=2))

    issued(document, cast, made.emf())

    assert (tried, runs(folder)) == (1, 2)


def test_only_metafiles_are_given_to_the_converter(document, cast, converting):
    folder = converting('for one in $pages; do put "$one"; done')

    version = issued(document, cast, b"<html>not a metafile</html>")

    assert runs(folder) == 0
    assert "placeholder" in page_of(version)


def test_converter_sees_neither_the_site_nor_the_network_nor_other_processes(converting, monkeypatch):
    folder = converting("""
    { ls FILES | wc -l; env | grep -ci 'draftroom\\|secret'; tail -n +3 /proc/net/dev | grep -vc lo:
      ls -d /proc/[0-9]* | wc -l; ls /run | grep -v mount | wc -l; grep CapBnd /proc/self/status | cut -f2
    } > /mnt/page.pdf""".replace("FILES", str(site.DATA_DIR)))
    (Path(site.DATA_DIR) / "secret_key").touch()
    monkeypatch.setenv("DRAFTROOM_SECRET_KEY", "hidden")

    outcome = converter.to_pdf({"page": b"x"}, 30)

    entries, words, devices, processes, sockets, rights = outcome.made["page"].decode().split()
    assert folder.exists()
    assert (entries, words, devices, sockets, rights) == ("0", "0", "0", "0", "0" * 16)
    assert int(processes) < 12


def test_drawing_is_served_to_whom_the_version_is_shown_and_to_nobody_else(
    document, cast, sign_in, converting,
):
    converting('for one in $pages; do put "$one"; done')
    uploaded = versions.upload_version(
        document=document, data=made.word_file(made.emf()), file_name="draft.docx", by=cast.editor)
    version = versions.read_version(version=uploaded)
    address = versions.media_url(version, version.media.get().name)

    def answers():
        found = {name: sign_in(person).get(address) for name, person in people(cast).items()}
        for one in found.values():
            b"".join(one.streaming_content if one.streaming else [])
        return {name: one.status_code for name, one in found.items()}, found["editor"].headers

    before, _ = answers()
    versions.issue_version(version=version, by=cast.editor)
    after, headers = answers()

    assert before == {"editor": 200, "reviewer": 404, "stranger": 404, "nobody": 404}
    assert after == {"editor": 200, "reviewer": 200, "stranger": 404, "nobody": 404}
    assert (headers["Content-Type"], headers["X-Content-Type-Options"]) == ("image/png", "nosniff")


def people(cast):
    return {"editor": cast.editor, "reviewer": cast.esa_reviewer, "stranger": cast.stranger, "nobody": None}


def test_folders_of_the_site_are_hidden_wherever_they_are(settings, tmp_path, monkeypatch):
    for name in ("site/data", "search"):
        (tmp_path / name).mkdir(parents=True)
    settings.BASE_DIR, settings.DATA_DIR = tmp_path / "site", tmp_path / "site" / "data"
    settings.SEARCH_DIR = tmp_path / "search"
    monkeypatch.setattr(converter, "_PRIVATE", ())

    hidden = converter._hidden()

    assert {str(tmp_path / "site"), str(tmp_path / "search")} <= set(hidden)
    assert str(tmp_path / "site" / "data") not in hidden
