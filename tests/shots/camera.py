"""Takes a page in both themes at both widths."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, StorageState

from tests.e2e.product_and_simulator import Stage
from tests.e2e.window import DESKTOP, PHONE, Window
from tests.seed import PASSWORD

SIZES: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": DESKTOP},
    "mobile": {"viewport": PHONE, "has_touch": True, "device_scale_factor": 2},
}
THEMES: tuple[Any, ...] = ("light", "dark")
_LOADED = """() => Promise.all([document.fonts.ready, ...[...document.images]
    .filter((one) => one.loading !== "lazy" || one.getBoundingClientRect().top < innerHeight)
    .map((one) => one.decode().catch(() => {}))])"""
Doing = Callable[[Page], None]


class Camera:
    """Knows who is signed in, and where the pictures go."""

    def __init__(self, chrome: Browser, stage: Stage, out: Path) -> None:
        self._chrome, self._stage, self._out = chrome, stage, out
        self._signed_in: dict[str, StorageState] = {}

    def take(
        self,
        name: str,
        address: str,
        *,
        who: str = "",
        doing: Doing | None = None,
        only: str = "",
        before: Doing | None = None,
        whole: bool = False,
    ) -> None:
        """`doing`: what is done in the page first. `only`: "desktop" or "mobile".

        `before`: what is done once for each width, before its first picture. `whole`: down to
        the end of the page.
        """
        for size, options in SIZES.items():
            if only in ("", size):
                window = self.window(who, **options)
                window.page.goto(address)
                if before:
                    before(window.page)
                for theme in THEMES:
                    self._one(window.page, f"{name}-{size}-{theme}", theme, doing, whole)
                window.close()

    def _one(self, page: Page, name: str, theme: Any, doing: Doing | None, whole: bool) -> None:
        page.emulate_media(color_scheme=theme)
        if doing:
            doing(page)
        page.evaluate(_LOADED)
        page.wait_for_timeout(150)
        page.screenshot(path=self._out / f"{name}.png", full_page=whole)

    def window(self, who: str, **options: Any) -> Window:
        """That person's window; a stranger's where there is nobody."""
        if who:
            options["storage_state"] = self._state(who)
        return Window(self._chrome, self._stage.url, **options)

    def _state(self, who: str) -> StorageState:
        if who not in self._signed_in:
            window = Window(self._chrome, self._stage.url)
            window.sign_in(f"{who}@example.org", PASSWORD)
            self._signed_in[who] = window.context.storage_state()
            window.close()
        return self._signed_in[who]
