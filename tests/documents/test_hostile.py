"""Hostile files get the answer that their table names, at every door, and leave nothing behind.

The table is `hostile/expect.json` of the shared folder. Sheets have no door yet: sent as a draft they
are refused like any file that is no Word package.
"""

import json
import os
import resource
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import etree, html

from documents.models import StoredFile, Version
from tests.conftest import SHARED
from tests.papers import word_file

TABLE = SHARED / "hostile" / "expect.json"
ROWS = json.loads(TABLE.read_text()) if TABLE.exists() else []
REFUSED = {400, 413, 415, 422}
ACCEPTED = {200, 201, 202}
#: Where the files' links and pictures point; nobody may ever ask there.
CANARY = ("127.0.0.1", 18999)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not ROWS, reason=f"{TABLE} is missing: set DRAFTROOM_SHARED"),
]


def expected(row):
    """The statuses that are right: a sheet sent as a draft is always refused."""
    return set(row["http"]) if row["file"].endswith(".docx") else REFUSED


def listening():
    """A server where the files point, once no other process that runs these tests listens there."""
    until = time.monotonic() + 60
    while True:
        try:
            return socket.create_server(CANARY)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


@pytest.fixture
def canary():
    """Counts the connections that somebody makes to where hostile files point."""
    calls = []
    with listening() as server:
        server.settimeout(0.05)
        done = threading.Event()

        def listen():
            while not done.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                calls.append(connection)
                connection.close()

        listener = threading.Thread(target=listen)
        listener.start()
        yield calls
        done.set()
        listener.join()


def sent(row):
    return SimpleUploadedFile(row["file"], (TABLE.parent / row["file"]).read_bytes())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_page_answers_within_limits_and_goes_on(row, cast, document, sign_in, work, canary):
    client = sign_in(cast.editor)
    address = reverse("documents:upload", args=[document.slug])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.monotonic()

    response = client.post(address, {"file": sent(row)}, headers={"Accept": "application/json"})
    work()

    assert response.status_code in expected(row)
    assert time.monotonic() - began < row["max_seconds"]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < row["max_rss_growth_mb"] * 1024
    assert not canary
    if response.status_code in REFUSED:
        assert not Version.objects.exists()
        assert not StoredFile.objects.exists()
        good = client.post(address, {"file": SimpleUploadedFile("good.docx", word_file("Good."))})
        assert good.status_code == 302
    assert client.get(reverse("documents:index")).status_code == 200


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_api_answers_with_a_problem_that_names_the_file(row, cast, document, api):
    response = api(cast.editor).post(
        f"/api/v1/documents/{document.slug}/versions/", {"file": sent(row)}, format="multipart"
    )

    assert response.status_code in expected(row)
    if response.status_code in REFUSED:
        assert row["file"] in response.json()["detail"]
        assert not Version.objects.exists()


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row["file"].endswith(".docx")], ids=lambda row: row["file"]
)
def test_command_line_answers_without_a_traceback(row):
    path = TABLE.parent / row["file"]

    done = subprocess.run(
        [sys.executable, "-m", "documents.core", "text", str(path)],
        capture_output=True,
        text=True,
        timeout=row["max_seconds"],
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        check=False,
    )

    assert "Traceback" not in done.stderr
    if row["verdict"] == "reject":
        assert done.returncode == 2
        assert done.stderr.startswith(f"{path}: ")


@pytest.mark.parametrize(
    "row",
    [row for row in ROWS if row["verdict"] == "accept" and row["file"].endswith(".docx")],
    ids=lambda row: row["file"],
)
def test_accepted_file_shows_nothing_that_runs_or_loads(row, cast, document, sign_in, work, canary):
    client = sign_in(cast.editor)
    client.post(reverse("documents:upload", args=[document.slug]), {"file": sent(row)})
    work()
    client.post(reverse("documents:issue", args=[document.slug, 1]))
    work()

    page = client.get(reverse("documents:version", args=[document.slug, 1]))
    assert page.status_code == 200
    assert dangers(html.fromstring(page.content)) == []
    assert not canary


def dangers(tree):
    """What in a page would run, or load from elsewhere."""
    found = []
    for element in tree.iter(etree.Element):
        if element.tag == "script" and not element.get("src") and element.get("type") != "application/json":
            found.append("script")
        for name, value in element.attrib.items():
            scheme = urlsplit(value).scheme if name in {"href", "src", "action", "srcset"} else ""
            if name.startswith("on") or scheme not in {"", "http", "https", "mailto"}:
                found.append(f"{element.tag} {name}={value}")
            if name == "src" and scheme:
                found.append(f"{element.tag} loads {value}")
    return found
