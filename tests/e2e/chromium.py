"""Finds Debian's Chromium and starts it without anything that would call home."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Browser, Playwright

# A list of ours takes the place of Playwright's, so its entries that matter here come first.
PLAYWRIGHTS = (
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "PaintHolding"),
    *("HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "ThirdPartyStoragePartitioning"),
    *("AvoidCorsURLLoaderRestartOnRedirect", "LensOverlay", "MediaRouter", "AimEnabled"),
    *("OptimizationHints", "NetworkTimeServiceQuerying", "PreconnectToSearch"),
)
# Each new window would load the address bar's own pages and a spare renderer: that is more than half
# of what it costs (0.6 s of a processor, without them 0.25 s), and no page of ours sees them.
UNSEEN = (
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"),
    *("PreloadTopChromeWebUI", "SpareRendererForSitePerProcess"),
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(PLAYWRIGHTS + UNSEEN)}",
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
