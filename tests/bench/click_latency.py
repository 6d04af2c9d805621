"""(b) From the click on Generate to the router's first byte, and what waiting costs."""

from __future__ import annotations

import re
import sys
import time
import uuid

import httpx2

from tests.bench import process_meter
from tests.bench.product_and_routers import Stage, Theatre
from tests.bench.results_table import Line, line
from tests.bench.rounds import Effort

HELD = 20  # long calls on the line, so that every drain has some
APART_S = 0.437  # between clicks; no multiple of any period in the product
GONE_S = 3.0  # after which the drains of an impatient cluster have ended


def measure(theatre: Theatre, effort: Effort) -> list[Line]:
    """Three stages: idle and resident drains, long calls, drains that ended."""
    with theatre.stage() as stage:
        idle = _idle(stage, effort)
        clerk = Clerk(stage)
        clerk.click("warm")
        resident = [clerk.click(f"resident {number}") for number in range(effort.clicks)]
        page = clerk.answers_ms
        watchful = _idle(stage, effort)
        held = _while_held(stage, clerk, effort)
    with theatre.stage(IMAGEHUB_DRAIN_IDLE="1") as stage:
        clerk = Clerk(stage)
        first = []
        for number in range(max(3, effort.clicks // 3)):
            stage.wait(lambda: not stage.product.callers(), 15)
            time.sleep(GONE_S / 3)
            first.append(clerk.click(f"first {number}"))
    return [
        line("b", "click to upstream's first byte, drains resident", resident, "ms", 120),
        line("b", "  first click after a rest", first, "ms", 120),
        line("b", "  the form's own answer", page, "ms"),
        line("b", "web and worker idle", [idle], "% of a core", 3),
        line("b", "  the same while drains wait for more", [watchful], "% of a core", 3),
        line("b", "a new job while every drain holds 60 s calls", held, "ms", 1000),
    ]


class Clerk:
    """Somebody signed in who presses Generate."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        person = stage.do("people", count=1, sessions=1)[0]
        self.id: int = person["id"]
        self._browser = stage.browser(person["sessions"][0])
        shown = self._browser.get("/")
        self._token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown.text)
        self.answers_ms: list[float] = []

    def click(self, name: str) -> float:
        """Milliseconds from the click to the POST's arrival at the router."""
        time.sleep(APART_S)
        prompt = f"{name} {uuid.uuid4().hex}"
        begin, answer = time.time(), self._post(prompt)
        self.answers_ms.append(1000 * (time.time() - begin))
        answer.raise_for_status()
        self._stage.wait(lambda: self._stage.arrivals(prompt), 15, every=0.05)
        took = 1000 * (self._stage.arrivals(prompt)[prompt][0] - begin)
        print(f"  {name}: {took:.0f} ms", file=sys.stderr)
        return took

    def _post(self, prompt: str) -> httpx2.Response:
        assert self._token, "the page has a form"
        form = {
            "csrfmiddlewaretoken": self._token[1],
            "ticket": str(uuid.uuid4()),
            "prompt": prompt,
            "choice": "fastapi:gpt-image-1",
            "count": "1",
            "visibility": "team",
        }
        return self._browser.post("/jobs/", data=form, headers={"HX-Request": "true"})


def _idle(stage: Stage, effort: Effort) -> float:
    time.sleep(3)
    return process_meter.cpu_share(stage.web_and_worker(), effort.idle_s)


def _while_held(stage: Stage, clerk: Clerk, effort: Effort) -> list[float]:
    prompts = [f"held [slow=60] {number}" for number in range(HELD)]
    stage.do("submit", user=clerk.id, prompts=prompts)
    stage.wait(lambda: len(stage.arrivals("held")) == HELD, 15)
    return [clerk.click(f"beside {number}") for number in range(max(3, effort.clicks // 2))]
