"""`make shots`: every page, light and dark, 1440 and 390 pixels wide, into var/shots/.

`python -m tests.shots team` takes the admins' pages alone.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.e2e import chromium
from tests.e2e.product_and_simulator import Stage
from tests.ops.product import ROOT
from tests.shots import scenes
from tests.shots.camera import Camera

OUT = ROOT / "var" / "shots"
README = ROOT / "docs" / "workspace.png"
README_MOST = 400_000  # bytes

PARTS = {"all": scenes.take_all, "team": scenes.take_team_alone}


def main() -> None:
    """Starts the product in a folder of its own, fills it, and takes them all, or one part."""
    take = PARTS[sys.argv[1] if len(sys.argv) > 1 else "all"]
    if not chromium.found():
        sys.exit(f"shots: needs Chromium at $IMAGEHUB_CHROMIUM or {chromium.USUAL}")
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="imagehub-shots-") as folder:
        stage = Stage(Path(folder) / "data")
        try:
            stage.prepare()
            stage.start()
            with sync_playwright() as playwright:
                camera = Camera(chromium.launched(playwright), stage, OUT)
                take(camera, stage)
        finally:
            stage.stop()
    if take is scenes.take_all:
        _for_the_readme(OUT / "workspace-desktop-light.png")
    print(f"shots: {len(list(OUT.glob('*.png')))} pictures in {OUT}", file=sys.stderr)


def _for_the_readme(shot: Path) -> None:
    """The same picture with as many colours as fit."""
    picture = Image.open(shot).convert("RGB")
    for colours in (256, 192, 128, 96, 64):
        palette = picture.quantize(colours, kmeans=1)
        picture.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG).save(
            README, optimize=True
        )
        if README.stat().st_size <= README_MOST:
            return


if __name__ == "__main__":
    main()
