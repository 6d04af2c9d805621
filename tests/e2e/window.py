"""A person's window: a page that remembers everything that went wrong in it."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response, expect

from tests.e2e.product_and_simulator import PASSWORD

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
_REPORTS = """addEventListener("securitypolicyviolation", (event) =>
    console.error(`CSP ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`))"""
expect.set_options(timeout=15_000)  # the machine may be busy; what must be quick says so itself
_OURS = ("count", "visibility", "key", "free_width", "free_height")
_WANTED = (422,)  # a refused form; Chromium tells of it in the console


class Window:
    """One browser window with cookies of its own."""

    def __init__(self, browser: Browser, url: str, **options: Any) -> None:
        options = {"viewport": DESKTOP, "reduced_motion": "reduce", "base_url": url} | options
        self.context = browser.new_context(**options)
        self.context.set_default_timeout(15_000)
        self.context.add_init_script(_REPORTS)
        self.context.on("page", self._watch)
        self.troubles: list[str] = []
        self.allowed = set(_WANTED)
        self.page: Page = self.context.new_page()

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        page.on("console", self._hear)
        page.on("response", self._look)

    def _hear(self, message: ConsoleMessage) -> None:
        told = message.text
        is_report = "CSP " in told or "Content Security Policy" in told
        is_status = "the server responded with a status" in told or "failed with status" in told
        if is_report or (message.type == "error" and not is_status):
            self.troubles.append(f"{self.page.url}: {told}")

    def _look(self, response: Response) -> None:
        is_late = response.status == 404 and "/preview/" in response.url  # the picture is there
        if response.status >= 400 and response.status not in self.allowed and not is_late:
            self.troubles.append(f"{response.status} {response.request.method} {response.url}")

    def close(self) -> None:
        self.context.close()

    # --- what a person does ----------------------------------------------------------------------
    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        self.page.goto("/sign-in/")
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        expect(self.page.locator("main.workspace")).to_be_visible()

    def home(self) -> None:
        """The workspace, its stream open and its composer blank."""
        self.page.goto("/")
        self.live()

    def live(self) -> None:
        """Waits until the stream is open."""
        expect(self.page.locator("#lost")).to_be_hidden()

    def choose(self, model: str, value: str = "") -> None:
        """Takes a model from the picker: its name is typed, its row is clicked."""
        page = self.page
        page.locator("#picked").click()
        page.get_by_role("searchbox", name="Find a model").fill(model)
        rows = page.locator(".picker__row:visible")
        row = rows.filter(has=page.locator(f'input[value="{value}"]')) if value else rows
        name, badge = row.first.locator("b").inner_text(), row.first.locator("abbr").inner_text()
        row.first.locator("label").click()
        expect(page.locator("#models")).to_be_hidden()
        expect(page.locator("#picked .picker__name")).to_contain_text(name)
        expect(page.locator("#picked .pbadge")).to_have_text(badge)  # its settings came with it

    def write(self, prompt: str) -> None:
        self.page.locator("#prompt").fill(prompt)

    def set(self, name: str, value: str) -> None:
        """One setting: a shape, a segment, a list or a field."""
        name = name if name in _OURS else f"o.{name}"
        field = self.page.locator(f'#params [name="{name}"]')
        if field.first.get_attribute("type") == "radio":
            one = self.page.locator(f'#params label:has([name="{name}"][value="{value}"])')
            one.click()
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)

    def generate(self) -> None:
        self.page.get_by_role("button", name=re.compile("^Generate")).click()

    def ask(self, prompt: str, **settings: str) -> None:
        """Writes, sets, sends."""
        self.write(prompt)
        for name, value in ({"count": "1", "visibility": "team"} | settings).items():
            self.set(name, value)
        self.generate()

    # --- what a person sees ----------------------------------------------------------------------
    def card(self, prompt: str) -> Locator:
        return self.page.locator("#jobs > li").filter(has_text=prompt)

    def tile(self, prompt: str) -> Locator:
        return self.page.locator("#gallery > li.tile").filter(
            has=self.page.locator(f'img[alt="{prompt}"]')
        )

    def tile_in_trash(self, prompt: str) -> Locator:
        return self.page.locator("li.tile").filter(has=self.page.locator(f'img[alt="{prompt}"]'))

    def sees_picture(self, prompt: str, *, count: int = 1) -> None:
        """It is in the gallery, and its bytes are on the screen."""
        expect(self.tile(prompt)).to_have_count(count)
        self.page.wait_for_function(
            "alt => [...document.images].some(i => i.alt === alt && i.naturalWidth > 1)", arg=prompt
        )
