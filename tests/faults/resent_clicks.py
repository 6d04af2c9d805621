"""Clicks in flight while the web is killed, sent again with the same ticket as a browser would."""

from __future__ import annotations

import http.client
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

from tests.faults import kill_and_stop
from tests.faults.held_jobs import GPT, Group
from tests.faults.job_ledger import Count, Tale
from tests.faults.scenario_setup import Ground, Place

CLICKED = Group(name="clicked", state="queued", weather="", count=30)
TOKEN = "a" * 32
SENT = (200, 302)


def click_through_a_killed_web(place: Place, name: str) -> Count:
    """Thirty clicks, the web dying among them, each sent until it is answered: thirty jobs."""
    from tests.faults.scenarios import finish

    with Ground(place, name) as ground:
        ground.start()
        cookie = ground.desk.tell("session")
        tale = Tale(harmed_at=time.time(), before=[], after=[])
        answers = _click_all(ground, cookie)
        counted = finish(ground, name, (CLICKED,), tale)
        if not all(answers):
            counted.troubles.append(f"{answers.count(False)} clicks were never answered")
        return counted


def _click_all(ground: Ground, cookie: str) -> list[bool]:
    prompts = CLICKED.prompts()
    tickets = [str(uuid.uuid4()) for _ in prompts]
    with ThreadPoolExecutor(10) as hands:
        clicks = [
            hands.submit(_until_answered, ground.product.port, cookie, prompt, ticket)
            for prompt, ticket in zip(prompts, tickets, strict=True)
        ]
        ground.until(lambda: len(ground.rows()) >= 5, 20, "the first clicks")
        kill_and_stop.web(ground)
        return [click.result() for click in clicks]


def _until_answered(port: int, cookie: str, prompt: str, ticket: str) -> bool:
    for _ in range(20):
        if _click(port, cookie, prompt, ticket) in SENT:
            return True
        time.sleep(0.2)
    return False


def _click(port: int, cookie: str, prompt: str, ticket: str) -> int:
    """The status of one POST of the composer's form; 0 when the line broke."""
    form = {
        "choice": f"fastapi:{GPT}",
        "prompt": prompt,
        "ticket": ticket,
        "count": "1",
        "visibility": "team",
        "csrfmiddlewaretoken": TOKEN,
    }
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"imagehub_session={cookie}; imagehub_csrf={TOKEN}",
    }
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        line.request("POST", "/jobs/", urlencode(form), headers)
        return line.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        line.close()
