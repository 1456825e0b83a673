"""What a journey needs of a browser: people at their own machines, and words under a mouse."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from backend.accounts.models import Person
from tests.cast import PASSWORD

#: Milliseconds that a busy machine may take before something counts as missing.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)


@dataclass
class Stage:
    """A running site, and the browser at which everybody gets a window of their own."""

    browser: Browser
    address: str

    def enter(self, person: Person | None = None, *, width: int = 1440, height: int = 900) -> Page:
        """A new window, nothing opened in it yet; signed in when a person is given."""
        context = self.browser.new_context(
            base_url=self.address, viewport={"width": width, "height": height}, accept_downloads=True
        )
        if person:
            context.add_cookies([self._session(person)])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        wait_as_people_do(page)
        page.on("pageerror", lambda error: self._failed(str(error)))
        return page

    def _session(self, person: Person) -> dict[str, str]:
        """What the form of signing in would leave in a browser."""
        client = Client()
        client.force_login(person)
        name = settings.SESSION_COOKIE_NAME
        return {"name": name, "value": client.cookies[name].value, "url": self.address}

    def _failed(self, error: str) -> None:
        raise AssertionError(f"a script failed: {error}")


def sign_in(page: Page, person: Person) -> None:
    """By the form, as somebody comes who was away."""
    page.goto("/sign-in/")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="My work").first).to_be_visible()


def wait_as_people_do(page: Page) -> None:
    """Nobody acts on a page that still loads; a browser driven by a program would."""
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => document.documentElement.dataset.loaded = '')"
    )
    page.add_locator_handler(
        page.locator("html:not([data-loaded])"),
        lambda: page.wait_for_load_state("domcontentloaded"),
    )


def select_words(page: Page, words: str) -> None:
    """Select these words in the text as a person with a mouse would."""
    page.evaluate(
        """words => {
            const units = [...document.querySelectorAll('[data-text] [data-block]')];
            const unit = units.find(each => each.textContent.includes(words));
            if (!unit) throw new Error('these words are not on the page: ' + words);
            unit.scrollIntoView({block: 'center'});
            const walker = document.createTreeWalker(unit, NodeFilter.SHOW_TEXT);
            let at = unit.textContent.indexOf(words), left = words.length, node;
            const range = document.createRange();
            let started = false;
            while ((node = walker.nextNode())) {
                if (!started && at < node.length) { range.setStart(node, at); started = true; left += at; }
                if (started) {
                    if (left <= node.length) { range.setEnd(node, left); break; }
                    left -= node.length;
                } else at -= node.length;
            }
            const selection = getSelection();
            selection.removeAllRanges();
            selection.addRange(range);
            unit.dispatchEvent(new PointerEvent('pointerup', {bubbles: true}));
        }""",
        words,
    )
