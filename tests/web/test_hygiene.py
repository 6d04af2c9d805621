"""Templates, style sheets and scripts keep the house rules. Each rule catches a planted sin."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

from generations.imaging import aspect_classes

STATIC = settings.BASE_DIR / "static"
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
SHEETS = sorted((STATIC / "css").rglob("*.css"))
SCRIPTS = sorted((STATIC / "js").rglob("*.js"))
INLINE = re.compile(r"<style|\sstyle\s*=|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*[\"']|javascript:")
COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklab|lab|lch)\(|\boklch\((?!from )"
    r"|:\s[^;]*\b(?:white|black|red|green|blue|orange)\b(?!-)"
)
TIME = re.compile(r"(?<![\w.-])\.?\d[\d.]*m?s\b")
IMPORTANT = {"reset.css", "utilities.css"}


def without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/|\{#.*?#\}", "", text, flags=re.S)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_style_or_script(path: Path):
    assert not INLINE.search(without_comments(path.read_text()))


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_colours_and_durations_are_tokens(path: Path):
    if path.name == "tokens.css":
        return
    text = without_comments(path.read_text())
    assert not COLOUR.search(text)
    assert not TIME.search(re.sub(r"\b0s\b", "", text))
    if path.name not in IMPORTANT:
        assert "!important" not in text


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_every_sheet_is_in_a_layer_and_uses_known_tokens(path: Path):
    text = without_comments(path.read_text())
    known = set(re.findall(r"(--[\w-]+)\s*:", "".join(each.read_text() for each in SHEETS)))
    assert path.name == "fonts.css" or "@layer" in text
    assert set(re.findall(r"var\((--[\w-]+)", text)) <= known


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_one_short_behaviour(path: Path):
    lines = path.read_text().splitlines()
    assert len(lines) <= 80
    assert not [
        line for line in lines if re.match(r"(const|let|var|function|class|import)\b", line)
    ]


@pytest.mark.parametrize(
    ("rule", "sin"),
    [
        (INLINE, '<div style="color: red">'),
        (INLINE, "<script>alert(1)</script>"),
        (INLINE, '<button onclick="go()">'),
        (COLOUR, "a { color: #fa0 }"),
        (COLOUR, "a { color: white }"),
        (COLOUR, "a { color: oklch(1 0 0) }"),
        (TIME, "a { transition: color .2s }"),
    ],
)
def test_a_planted_sin_is_found(rule: re.Pattern[str], sin: str):
    assert rule.search(sin)


def test_the_aspect_classes_are_not_stale():
    assert (
        STATIC / "css" / "components" / "aspect-classes.css"
    ).read_text() == aspect_classes.stylesheet()


def test_every_icon_that_is_asked_for_is_drawn():
    drawn = set(re.findall(r'id="i-([\w-]+)"', (STATIC / "img" / "icons.svg").read_text()))
    text = "".join(path.read_text() for path in TEMPLATES)
    asked = set(re.findall(r'{% icon "([\w-]+)"', text)) | set(re.findall(r"#i-([\w-]+)", text))
    assert asked <= drawn


def test_a_first_visit_is_small():
    own = "".join(path.read_text() for path in [*SHEETS, *SCRIPTS])
    assert len(gzip.compress(own.encode())) < 45_000


def _asked_as(path: Path, kind: str) -> str:
    return path.relative_to(STATIC / kind).with_suffix("").as_posix()


def test_every_named_sheet_and_script_exists():
    text = "".join(path.read_text() for path in TEMPLATES)
    sheets = " ".join(re.findall(r'{% styles "([^"]+)"', text)).split()
    scripts = " ".join(re.findall(r'{% scripts "([^"]+)"', text)).split()
    assert set(sheets) <= {_asked_as(path, "css") for path in SHEETS}
    assert set(scripts) <= {_asked_as(path, "js") for path in SCRIPTS}
