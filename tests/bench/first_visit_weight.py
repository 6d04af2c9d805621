"""(f) What a browser fetches on its first visit: style sheets, scripts and fonts, as sent."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx2

from tests.bench.product_and_routers import Theatre
from tests.bench.results_table import Line
from tests.bench.rounds import Effort

LATIN = ord("a")


def measure(theatre: Theatre, effort: Effort) -> list[Line]:
    """The workspace of somebody signed in, as a browser that takes gzip."""
    with theatre.stage() as stage:
        session = stage.do("people", count=1, sessions=1)[0]["sessions"][0]
        with stage.browser(session) as browser:
            page = browser.get("/")
            found = Links(page.text)
            sheets = {url: _fetch(browser, url) for url in found.sheets}
            scripts = {url: _fetch(browser, url) for url in found.scripts}
            families = set(found.preloaded) | _fonts(sheets)
            fonts = {url: _fetch(browser, url) for url in families}
    parts = {"style sheets": sheets, "scripts": scripts, "fonts for Latin text": fonts}
    total = sum(_sent_kb(answers) for answers in parts.values())
    lines = [Line(item="f", what="first visit's CSS, JS, fonts", value=total, unit="kB", aim=200)]
    for name, answers in parts.items():
        what = f"  {len(answers)} {name}"
        lines.append(Line(item="f", what=what, value=_sent_kb(answers), unit="kB"))
    return lines


class Links(HTMLParser):
    """The style sheets, scripts and preloaded fonts of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sheets: list[str] = []
        self.scripts: list[str] = []
        self.preloaded: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "script" and told.get("src"):
            self.scripts.append(told["src"])
        elif tag == "link" and told.get("rel") == "stylesheet":
            self.sheets.append(told["href"])
        elif tag == "link" and told.get("as") == "font":
            self.preloaded.append(told["href"])


def _fetch(browser: httpx2.Client, url: str) -> httpx2.Response:
    answer = browser.get(url, headers={"Accept-Encoding": "gzip"})
    return answer.raise_for_status()


def _sent_kb(answers: dict[str, httpx2.Response]) -> float:
    return sum(answer.num_bytes_downloaded for answer in answers.values()) / 1000


def _fonts(sheets: dict[str, httpx2.Response]) -> set[str]:
    """Each face that holds Latin letters and whose family a rule of the page asks for."""
    everything = "\n".join(answer.text for answer in sheets.values())
    wanted = set()
    for url, answer in sheets.items():
        for face in re.findall(r"@font-face\s*{([^}]*)}", answer.text):
            family = re.search(r'font-family:\s*"([^"]+)"', face)
            source = re.search(r'url\("?([^")]+)"?\)', face)
            is_named = family and everything.count(f'"{family[1]}"') > _faces(everything, family[1])
            if source and is_named and _holds(face, LATIN):
                wanted.add(urljoin(url, source[1]))
    return wanted


def _faces(css: str, family: str) -> int:
    return len(re.findall(rf'@font-face\s*{{\s*font-family:\s*"{re.escape(family)}"', css))


def _holds(face: str, letter: int) -> bool:
    told = re.search(r"unicode-range:([^;}]*)", face)
    if told is None:
        return True
    spans = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", told[1], re.IGNORECASE)
    return any(int(low, 16) <= letter <= int(high or low, 16) for low, high in spans)
