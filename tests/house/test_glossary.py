"""The glossary: each word stands for one thing that is where it says; words to avoid are avoided."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ROW = re.compile(
    r"^\| (?P<word>[^|]+) \| (?P<what>[^|]+) \| `(?P<path>[^`]+)` `(?P<name>\w+)` \| ?(?P<bad>[^|]*)\|$"
)
LINES = [
    line
    for line in (ROOT / "docs" / "glossary.md").read_text().splitlines()
    if line.startswith("| ") and not line.startswith("| word |")
]
ENTRIES = [ROW.match(line) for line in LINES]
BLOCK = re.compile(r"{[%#].*?[%#]}|{{.*?}}|<[^>]*>", re.S)


def _avoided() -> list[str]:
    return [
        word
        for entry in ENTRIES
        if entry
        for word in re.split(r",\s*", entry["bad"].strip())
        if word
    ]


def _names() -> list[str]:
    return subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()


def _visible(template: str) -> str:
    return " ".join(BLOCK.sub(" ", template).lower().split())


def test_every_line_of_the_glossary_is_an_entry() -> None:
    assert [line for line, entry in zip(LINES, ENTRIES, strict=True) if entry is None] == []


def test_a_word_is_explained_once() -> None:
    words = [entry["word"] for entry in ENTRIES if entry]
    assert len(words) == len(set(words)) > 30


@pytest.mark.parametrize("entry", [e for e in ENTRIES if e], ids=lambda each: each["word"])
def test_a_thing_is_where_the_glossary_says(entry: re.Match[str]) -> None:
    text = (ROOT / entry["path"]).read_text()
    assert re.search(rf"(^|\s)(def|class) {entry['name']}\b", text), entry["word"]


@pytest.mark.parametrize("word", _avoided())
def test_a_word_to_avoid_stands_on_no_page_and_in_no_file_name(word: str) -> None:
    said = re.compile(rf"\b{re.escape(word)}\b")
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.*")
        if said.search(_visible(path.read_text()))
    ]
    named = [name for name in _names() if said.search(re.sub(r"[_/.-]", " ", name))]
    assert found + named == []


def test_a_word_to_avoid_would_be_found() -> None:
    said = _visible("{% if x %}<b title='y'>Put \n away</b>{% endif %}{# diary #}")
    assert said == "put away"
