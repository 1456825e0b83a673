"""The main line as one story: a Word draft goes in, is read and commented on, decided, and comes out.

Two agencies and an editor work on a real draft (a chapter of NIST SP 800-63A from the corpus).
"""

import io

import docx
import pytest
from playwright.sync_api import expect

from documents.core import reading
from documents.services.files import WORD
from reviews.models import Comment
from tests.journeys.stage import select_words, sign_in

DRAFT = "usnistgov__800-63-3/final800-63a_sec9_usability_2016-08-25_v7_1_-2_clean.docx"
WORDS = "promote a smooth and positive enrollment process"
GONE = "In this section, the term “users” means “Applicants” or “Subscribers.”"


@pytest.fixture
def draft(corpus):
    return corpus / DRAFT


def next_draft(data: bytes) -> bytes:
    """The editor's work in Word: one sentence does what was asked, one paragraph goes."""
    file = docx.Document(io.BytesIO(data))
    for paragraph in list(file.paragraphs):
        if paragraph.text == GONE:
            paragraph._element.getparent().remove(paragraph._element)
        elif WORDS in paragraph.text:
            (run, *_) = [run for run in paragraph.runs if run.text.strip()]
            text = paragraph.text.replace(WORDS, "promote a smooth, fast and positive enrollment process")
            for other in paragraph.runs:
                other.text = ""
            run.text = text
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def upload(page, slug, path_or_payload, label):
    page.goto(f"/documents/{slug}/upload/")
    page.get_by_label("Drop a Word file here, or pick one").set_input_files(path_or_payload)
    page.get_by_label("Label").fill(label)
    page.get_by_role("button", name="Upload and read the file").click()
    expect(page.get_by_role("heading", name="Import report")).to_be_visible()


def issue(page, number, work):
    page.get_by_role("button", name=f"Issue version {number}").click()
    expect(page.get_by_text(f"Version {number} is issued")).to_be_visible()
    work()


def comment(page, words, body, *, audience, proposal=None):
    select_words(page, words)
    page.get_by_role("button", name="Propose change" if proposal else "Comment", exact=True).first.click()
    composer = page.locator("form[data-composer]:visible")
    composer.locator("[name=body]").fill(body)
    if proposal:
        composer.locator("[name=proposal]").fill(proposal)
        expect(composer.locator("[data-composer-redline] ins").first).to_be_visible()
    composer.locator("[name=audience]").select_option(audience)
    composer.get_by_role("button", name="Send comment").click()
    expect(page.locator("article[data-comment]", has_text=body[:40]).first).to_be_visible()


def goes_in(page, slug, number, source, label, work):
    """The editor uploads a draft, looks at the report and issues it."""
    upload(page, slug, source, label)
    work()
    page.reload()
    expect(page.get_by_text("Words", exact=True)).to_be_visible()
    issue(page, number, work)


def is_commented_on(esa, nasa, slug):
    """One agency proposes a change for all to see, the other speaks among its own people."""
    esa.goto(f"/documents/{slug}/v1/")
    proposal = "promote a smooth, fast and positive enrollment process"
    comment(esa, WORDS, "Speed matters to users too; say so.", audience="document", proposal=proposal)
    comment(esa, GONE, "This is said in the glossary already.", audience="document")
    nasa.goto(f"/documents/{slug}/v1/")
    comment(nasa, "holistic view", "Our internal view: too vague.", audience="agency")
    expect(nasa.get_by_text("Speed matters to users too").first).to_be_visible()
    esa.reload()
    expect(esa.get_by_text("Speed matters to users too").first).to_be_visible()
    expect(esa.get_by_text("Our internal view")).to_have_count(0)


def is_decided(page, slug):
    """The editor decides in the margin."""
    page.goto(f"/documents/{slug}/v1/")
    card = page.locator("article[data-comment]", has_text="Speed matters to users too").first
    card.click()
    card.get_by_role("button", name="Decide").click()
    form = card.locator("form[data-form=decide]")
    form.locator("[name=disposition]").select_option("accepted")
    form.locator("[name=response]").fill("Agreed, done in the next draft.")
    form.locator("[type=submit]").click()
    expect(page.locator(".tag--accepted").first).to_be_visible()


def is_placed(page, slug):
    """On the next version comments follow their words; the editor confirms that some are gone."""
    page.goto(f"/documents/{slug}/v2/unplaced/")
    expect(page.get_by_text("This is said in the glossary already.")).to_be_visible()
    page.get_by_role("button", name="Its words are gone").first.click()
    expect(page.get_by_text("0 to confirm")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Every comment has its place")).to_be_visible()


def is_compared(page, slug):
    """Everybody sees what changed, and what became of their comment."""
    page.goto(f"/documents/{slug}/compare/1..2/")
    expect(page.locator("ins", has_text="fast").first).to_be_visible()
    expect(page.locator("del", has_text="Applicants").first).to_be_visible()
    page.goto(f"/documents/{slug}/v2/")
    card = page.locator("article[data-comment]", has_text="Speed matters to users too").first
    card.click()
    expect(card.get_by_text("Agreed, done in the next draft.").first).to_be_visible()


def comes_out(page, slug, target):
    """The marked-up Word file: real comments in their threads, and tracked changes."""
    page.goto(f"/documents/{slug}/v1/")
    page.get_by_label("More").click()
    with page.expect_download() as started:
        page.get_by_role("link", name="Word with comments and proposals").click()
    started.value.save_as(target)
    read = reading.read(target.read_bytes())
    said = {one.text for one in read.comments}
    assert {"Speed matters to users too; say so.", "This is said in the glossary already."} <= said
    assert any("Agreed, done" in one.text and one.parent for one in read.comments)
    assert any(change.edit.kind == "insert" and "fast" in change.edit.text for change in read.changes)
    assert all("internal view" not in text for text in said)


def comes_back(page, slug, marked, returned, work):
    """The file comes back with something new; sent twice, it is taken in once."""
    before = Comment.objects.count()
    file = docx.Document(io.BytesIO(marked.read_bytes()))
    target = next(each for each in file.paragraphs if "holistic" in each.text and each.runs)
    file.add_comment(
        target.runs, text="Offline remark from the train.", author="ESA reviewer 1", initials="E1"
    )
    file.save(returned)
    for _ in range(2):
        page.goto(f"/documents/{slug}/v1/returns/")
        page.locator("input[type=file]").set_input_files(returned)
        page.locator("form:has(input[type=file]) [type=submit]").click()
        page.wait_for_load_state("networkidle")
        work()
    assert Comment.objects.count() == before + 1


def is_published(coordinator, anybody, document, work):
    """Anybody reads what is published, and nothing else."""
    coordinator.goto(f"/documents/{document.slug}/v2/publish/")
    coordinator.get_by_role("button", name="Publish").first.click()
    expect(coordinator.get_by_text("It is public now")).to_be_visible()
    work()
    anybody.goto("/")
    anybody.get_by_role("link", name=document.title).first.click()
    expect(anybody.get_by_text("smooth, fast and positive").first).to_be_visible()
    anybody.goto(f"/documents/{document.slug}/v2/")
    expect(anybody.get_by_role("heading", name="Sign in")).to_be_visible()


def test_draft_goes_in_and_the_marked_up_word_file_comes_out(stage, cast, document, work, draft, tmp_path):
    slug = document.slug
    editor, esa, nasa = stage.enter(), stage.enter(), stage.enter()
    for page, person in ((editor, cast.editor), (esa, cast.esa_reviewer), (nasa, cast.nasa_reviewer)):
        sign_in(page, person)

    goes_in(editor, slug, 1, draft, "First draft", work)
    is_commented_on(esa, nasa, slug)
    is_decided(editor, slug)
    second = {"name": "second.docx", "mimeType": WORD, "buffer": next_draft(draft.read_bytes())}
    goes_in(editor, slug, 2, second, "Second draft", work)
    is_placed(editor, slug)
    is_compared(esa, slug)
    comes_out(esa, slug, tmp_path / "marked.docx")
    comes_back(esa, slug, tmp_path / "marked.docx", tmp_path / "returned.docx", work)
    is_published(stage.enter(cast.coordinator), stage.enter(), document, work)
