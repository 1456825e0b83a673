"""Finding: from a misspelt word in the header to the words in the reader; a search that tells what is new."""

import re

import pytest
from playwright.sync_api import expect

from reviews.services.talk import comments
from reviews.services.talk.comments import Place, Saying

pytestmark = pytest.mark.any_database


def test_a_misspelt_word_in_the_header_leads_to_the_words_in_the_reader(stage, cast, version, work):
    work()
    page = stage.enter(cast.esa_reviewer)
    page.goto("/")

    page.keyboard.press("/")
    page.keyboard.type("habitatt crews")
    hit = page.locator(".glance__hit", has_text="will allow crews of four")
    expect(hit).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing has “habitatt”")).to_be_visible()
    page.locator(".hit__words", has_text="will allow crews of four").click()

    expect(page).to_have_url(re.compile(r"/documents/science-white-paper/v1/\?at="))
    expect(page.locator("[data-text] .unit", has_text="will allow crews of four")).to_be_in_viewport()


def test_fields_complete_as_they_are_typed(stage, cast, version, work):
    work()
    page = stage.enter(cast.esa_reviewer)
    page.goto("/")

    page.locator("[data-find] input").fill("crews sev")
    page.locator(".glance__word", has_text="crews severity:").click()

    expect(page.locator("#search-words")).to_have_value("crews severity:")


def test_a_saved_search_tells_what_is_new(stage, cast, version, work):
    work()
    page = stage.enter(cast.esa_reviewer)
    page.goto("/search/?q=albatross+OR+habitat")
    page.get_by_text("Save this search").click()
    page.locator(".search__save [name=name]").fill("Birds")
    page.locator(".search__save").get_by_role("button", name="Save").click()
    expect(page.get_by_text("“Birds” is kept. You are told what is new: at once.")).to_be_visible()

    comments.post_comment(
        version=version, place=Place("document"), audience="document", by=cast.nasa_reviewer,
        saying=Saying(body="An albatross lives here"))
    work()
    page.goto("/notices/")

    told = page.get_by_role("link", name="1 new hit for “Birds”")
    expect(told).to_be_visible()
    told.click()
    expect(page.locator(".hit", has_text="An albatross lives here")).to_be_visible()
