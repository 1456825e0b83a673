"""Sheets in and out by page, API and command."""

import io
import json

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from backend.errors import NotNow
from reviews.core import sheets
from reviews.models import Comment, Return, RowState
from reviews.services.answers import decisions
from reviews.services.sheets import answering, importing, receiving
from tests.reviews.core.sheets import files

ROWS = (
    ("US-001", "", "Introduction", "", "te", "Too bold.", "Say less.", ""),
    ("US-002", "", "9.9", "", "zz", "What?", "", ""),
    ("US-003", "", "Cislunar habitat", "", "ed", "-Typo", "", ""),
)
SHEET = files.workbook(files.ISO_HEADINGS, *ROWS)


def upload(name="comments.xlsx", data=SHEET):
    return SimpleUploadedFile(name, data)


@pytest.fixture
def send(sign_in, version, cast, work):
    """`send(file, …)` posts sheets as the NASA focal point, and lets the worker read them."""

    def sent(*uploads, by=None, **data):
        address = reverse("reviews:send_sheet", args=[version.document.slug, version.number])
        posted = {"file": list(uploads or [upload()]), "audience": "document", **data}
        answer = sign_in(by or cast.nasa_focal_point).post(address, posted)
        work()
        return answer

    return sent


@pytest.fixture
def taken(send, sign_in, cast, work):
    """A sheet whose good rows came in."""
    received = Return.objects.get(uid=send().url.split("/")[-2])
    sign_in(cast.nasa_focal_point).post(reverse("reviews:take_in_sheet", args=[received.uid]))
    work()
    received.refresh_from_db()
    return received


def test_the_page_shows_what_each_row_says_and_offers_the_good_ones(send, sign_in, cast):
    page = sign_in(cast.nasa_focal_point).get(send().url)

    assert "Import the valid 2 of 3" in page.content.decode()
    assert "There is no such type. Such as ge, te or ed." in page.content.decode()


def test_good_rows_come_in_by_one_button(taken, sign_in, cast):
    assert [comment.register_number for comment in Comment.objects.order_by("number")] == [
        "NASA-001", "NASA-002",
    ]
    page = sign_in(cast.nasa_focal_point).get(reverse("reviews:return", args=[taken.uid])).content.decode()
    assert "NASA-001" in page


def test_import_is_stopped_where_it_is_and_the_page_says_what_came_in(send, sign_in, cast, work):
    client, address = sign_in(cast.nasa_focal_point), send().url
    received = Return.objects.get(uid=address.split("/")[-2])
    client.post(reverse("reviews:take_in_sheet", args=[received.uid]))
    received.refresh_from_db()
    importing._Taking(received).take(1)
    page = client.get(address).text

    done = client.post(reverse("reviews:stop_import", args=[received.uid]))
    work()

    assert "1 of 2 rows" in page
    assert "Stop here" in page
    assert done.url == address
    said = client.get(address).text
    assert "Stopped after 1 comment: it stays." in said
    assert "The other 1 row was not touched" in said
    assert Comment.objects.get().register_number == "NASA-001"


def test_one_bad_file_among_several_stops_no_other(send):
    answer = send(upload(), upload("empty.csv", b""))

    assert answer.status_code == 422
    assert "empty.csv" in answer.content.decode()
    assert Return.objects.count() == 1


def test_several_sheets_lead_to_the_list_of_what_came_back(send, sign_in, cast, version):
    answer = send(upload(), upload("more.csv", b"Section,Type,Comment\n,ge,Good.\n"))

    page = sign_in(cast.nasa_focal_point).get(answer.url).content.decode()
    assert "comments.xlsx" in page
    assert "more.csv" in page


def test_a_file_goes_back_under_its_own_name_in_any_script(send, sign_in, cast):
    received = Return.objects.get(uid=send(upload("Замечания.xlsx")).url.split("/")[-2])

    answer = sign_in(cast.nasa_focal_point).get(reverse("reviews:marked_sheet", args=[received.uid]))

    assert answer.headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''%D0%97%D0%B0%D0%BC%D0%B5%D1%87%D0%B0%D0%BD%D0%B8%D1%8F-marked.xlsx"
    )


def test_the_marked_copy_says_beside_the_row_what_is_wrong(taken, sign_in, cast):
    answer = sign_in(cast.nasa_focal_point).get(reverse("reviews:marked_sheet", args=[taken.uid]))

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [row[8].value for row in sheet.iter_rows()] == [
        "Not taken in", None, "Type of comment²: There is no such type. (Such as ge, te or ed.)", None,
    ]


def test_the_answer_goes_back_in_the_senders_own_sheet(taken, sign_in, cast):
    comment = Comment.objects.get(source_data__ref="US-001")
    decisions.decide_comment(
        comment=comment, answer=decisions.Answer("rejected", "=It stands."), by=cast.editor,
    )

    answer = sign_in(cast.nasa_focal_point).get(reverse("reviews:return_answers", args=[taken.uid]))

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet["H2"].value == "Not accepted\n=It stands."
    assert (sheet["H2"].data_type, sheet["H4"].value, sheet["F4"].value) == ("s", None, "-Typo")


def test_the_same_profile_gives_the_codes_back_as_they_were(taken, sign_in, cast, version):
    address = reverse("reviews:sheet", args=[version.document.slug, version.number])

    answer = sign_in(cast.observer).get(address, {"profile": "iso", "kind": "docx"})

    rows = sheets.read(answer.getvalue()).sheet.rows
    assert [row.said("organisation") for row in rows] == ["US-001", "US-003"]
    assert [row.said("type") for row in rows] == ["te", "ed"]
    assert rows[0].said("proposed") == "Say less."


def test_words_edited_since_go_out_as_they_are_now(taken, sign_in, cast, version):
    Comment.objects.filter(source_data__ref="US-001").update(body="Far too bold.")
    address = reverse("reviews:sheet", args=[version.document.slug, version.number])

    answer = sign_in(cast.observer).get(address, {"profile": "iso", "kind": "csv"})

    assert sheets.read(answer.getvalue()).sheet.rows[0].said("comment") == "Far too bold."


def test_what_a_profile_has_no_word_for_is_named(taken, sign_in, cast, version):
    for comment in Comment.objects.all():
        decisions.decide_comment(comment=comment, answer=decisions.Answer("noted"), by=cast.editor)
    address = reverse("reviews:sheet", args=[version.document.slug, version.number])

    answer = sign_in(cast.observer).get(address, {"profile": "ieee", "kind": "csv"})

    assert answer.headers["Draftroom-Folded"] == "noted 2"
    assert sheets.read(answer.getvalue(), profile="ieee").sheet.rows[0].said("verdict") == "Accepted (noted)"


def test_every_profile_is_written_in_every_kind_and_reads_back(taken, sign_in, cast, version):
    address = reverse("reviews:sheet", args=[version.document.slug, version.number])
    client = sign_in(cast.observer)
    ways = [(one.name, kind) for one in sheets.BY_NAME.values() for kind in one.kinds if kind != "html"]

    answers = {way: client.get(address, {"profile": way[0], "kind": way[1]}) for way in ways}

    rows = {way: sheets.read(answer.getvalue(), profile=way[0]).sheet.rows for way, answer in answers.items()}
    assert {way: len(found) for way, found in rows.items()} == dict.fromkeys(ways, 2)


def test_nobody_gets_comments_that_they_do_not_see(send, sign_in, cast, work, version):
    received = Return.objects.get(uid=send(audience="agency").url.split("/")[-2])
    sign_in(cast.nasa_focal_point).post(reverse("reviews:take_in_sheet", args=[received.uid]))
    work()
    address = reverse("reviews:sheet", args=[version.document.slug, version.number])

    seen = {
        person.name: sign_in(person).get(address, {"profile": "draftroom", "kind": "json"}).getvalue()
        for person in (cast.nasa_reviewer, cast.editor, cast.esa_reviewer)
    }

    assert {name: b"Too bold." in data for name, data in seen.items()} == {
        "NASA reviewer 1": True, "Editor": False, "ESA reviewer 1": False,
    }


def test_the_api_sends_looks_through_takes_in_and_gives_back(api, cast, version, work):
    client = api(cast.nasa_focal_point)
    sent = client.post(
        "/api/v1/sheets/", {"file": upload(), "version": str(version.uid), "audience": "document"},
        format="multipart",
    )
    work()
    address = f"/api/v1/returns/{sent.json()['uid']}/"

    rows = client.get(f"{address}rows/?state=bad").json()["results"]
    assert [row["number"] for row in rows] == [3]
    assert client.post(f"{address}import/", {}, format="json").status_code == 202
    assert client.post(f"{address}stop/").json()["state"] == "checked"
    assert client.post(f"{address}stop/").status_code == 409
    assert client.post(f"{address}import/", {}, format="json").status_code == 202
    work()
    report = client.get(address).json()["report"]
    assert report["counts"][RowState.TAKEN] == 2
    asked = {"version": str(version.uid), "profile": "draftroom", "kind": "json"}
    written = json.loads(client.get("/api/v1/sheets/", asked).getvalue())
    assert [one["comment"] for one in written["comments"]] == [
        "Too bold.\n\nProposed change: Say less.", "-Typo",
    ]


def test_rows_and_returns_come_with_the_same_queries_whatever_their_number(
    send, sign_in, cast, django_assert_max_num_queries,
):
    rows = [(f"US-{n:03}", "", "Introduction", "", "te", f"Remark {n}", "", "") for n in range(1, 41)]
    address = send(upload(data=files.workbook(files.ISO_HEADINGS, *rows))).url
    client = sign_in(cast.nasa_focal_point)

    with django_assert_max_num_queries(22):
        client.get(address)


def test_commands_look_through_take_in_and_write(version, cast, tmp_path, capsys):
    path = tmp_path / "comments.xlsx"
    path.write_bytes(SHEET)
    more = {"document": version.document.slug, "by": cast.nasa_focal_point.email}

    call_command("import_sheet", path, **more)
    assert not Comment.objects.exists()
    call_command("import_sheet", path, takes_in=True, marked=tmp_path / "marked.xlsx", **more)
    call_command("export_sheet", tmp_path / "out.csv", profile="nist", **more)

    assert "iso: 3 rows: new 2, can not come in 1" in capsys.readouterr().out
    assert Comment.objects.count() == 2
    assert (tmp_path / "marked.xlsx").stat().st_size > 0
    assert len(sheets.read((tmp_path / "out.csv").read_bytes()).sheet.rows) == 2


def test_a_command_for_nobody_or_for_no_sheet_says_so(version, cast, tmp_path):
    path = tmp_path / "comments.csv"
    path.write_bytes(b"a,b\n1,2\n")
    more = {"document": version.document.slug}

    with pytest.raises(CommandError, match="Nobody here"):
        call_command("import_sheet", path, by="nobody@example.org", **more)
    with pytest.raises(CommandError, match="no table with comments"):
        call_command("import_sheet", path, by=cast.nasa_focal_point.email, **more)


def test_a_sheet_that_is_still_read_has_no_marked_copy(version, cast):
    received = receiving.receive_sheet(
        version=version, data=SHEET, file_name="x.xlsx", by=cast.nasa_focal_point, audience="document",
    )

    with pytest.raises(NotNow):
        answering.with_problems(received=received)


@pytest.mark.parametrize("way", [
    ("iso", "docx"), ("iso", "xlsx"), ("rid", "text"), ("ipcc", "xlsx"), ("crm", "xlsx"), ("ieee", "csv"),
    ("nist", "xlsx"), ("w3c", "text"), ("draftroom", "json"),
])
def test_our_own_sheet_that_comes_back_brings_no_comment_twice(way, post, send, sign_in, cast, version):
    post(cast.nasa_reviewer, "Why 30 days?\nThe lander lasts 42.")
    post(cast.nasa_reviewer, "", proposal="45 days")
    address = reverse("reviews:sheet", args=[version.document.slug, version.number])
    given = sign_in(cast.nasa_focal_point).get(address, {"profile": way[0], "kind": way[1]}).getvalue()

    back = send(SimpleUploadedFile(f"back.{sheets.ENDINGS[way[1]]}", given))

    counts = Return.objects.get(uid=back.url.split("/")[-2]).report["counts"]
    assert {state: count for state, count in counts.items() if count} == {"known": 2}


def test_number_of_their_own_that_is_like_one_of_ours_is_another_comment(post, send, cast):
    post(cast.nasa_reviewer, "Why 30 days?")
    own = SimpleUploadedFile("own.csv", b"Number,Section,Type,Comment\nNASA-001,1,te,Quite another point.\n")

    counts = Return.objects.get(uid=send(own).url.split("/")[-2]).report["counts"]

    assert (counts.get("new"), counts.get("known")) == (1, None)


def test_number_of_a_comment_that_the_sender_does_not_see_is_not_known(post, send, cast, version):
    inside = post(cast.esa_reviewer, "Within ESA.", audience="agency")
    type(inside).objects.filter(pk=inside.pk).update(code="ESA", number=1)
    own = SimpleUploadedFile("own.csv", b"Number,Section,Type,Comment\nESA-001,1,te,Within ESA.\n")

    counts = Return.objects.get(uid=send(own).url.split("/")[-2]).report["counts"]

    assert (counts.get("new"), counts.get("known")) == (1, None)
