"""Finds Debian's Chromium and starts it without anything that would call home."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Browser, Playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
USUAL = "/usr/bin/chromium"


def found() -> str | None:
    """Where the browser is; None when there is none."""
    wanted = os.environ.get("IMAGEHUB_CHROMIUM") or USUAL
    return wanted if Path(wanted).exists() else None


def launched(playwright: Playwright, *, keeps_pages: bool = False) -> Browser:
    """keeps_pages: for Back, as browsers do (bfcache); Playwright turns that off."""
    off = ["--disable-back-forward-cache"] if keeps_pages else []
    return playwright.chromium.launch(
        executable_path=found(), args=ARGUMENTS, ignore_default_args=off
    )
