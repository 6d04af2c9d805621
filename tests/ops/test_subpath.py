"""IMAGEHUB_URL may have a path: every page, file and stream stands below it, and nothing beside."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx2
import pytest

from tests.ops.http_visitor import LINK, TakesAway, Visitor, addresses
from tests.ops.product import Product

pytestmark = pytest.mark.slow
ROOT = "/images"


@pytest.fixture(params=["passed on", "taken away"])
def visitor(
    request: pytest.FixtureRequest, make_product: Callable[..., Product]
) -> Iterator[Visitor]:
    """Behind a proxy that passes the path on, or takes it away."""
    product = make_product()
    product.collect_static()
    product.environment["IMAGEHUB_URL"] = f"http://127.0.0.1:{product.port}{ROOT}/"
    product.start()
    transport = TakesAway(ROOT) if request.param == "taken away" else None
    visitor = Visitor(f"http://127.0.0.1:{product.port}", transport=transport)
    found = LINK.search(product.log.read_text())
    assert found and httpx2.URL(found[1]).path.startswith(f"{ROOT}/first-run/")
    assert visitor.becomes_admin(found[1]).url.path.startswith(f"{ROOT}/")
    yield visitor
    visitor.client.close()


def test_everything_stands_below_the_path(visitor: Visitor) -> None:
    assert {cookie.path for cookie in visitor.client.cookies.jar} == {ROOT}
    seen = dict(_crawl(visitor, f"{ROOT}/"))
    for part in ("/keys/", "/prompts/", "/trash/", "/team/", "/profile/", "/admin/", "/static/"):
        assert any(path.startswith(ROOT + part) for path in seen), part
    assert {path: status for path, status in seen.items() if status not in (200, 204, 405)} == {}


def test_a_job_is_sent_and_its_card_and_the_stream_lead_back(visitor: Visitor) -> None:
    page = visitor.client.get(f"{ROOT}/").text
    assert f'data-root="{ROOT}"' in page
    with visitor.client.stream("GET", f"{ROOT}/events?since=0") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert next(stream.iter_bytes()).startswith(b"retry")
    assert visitor.client.get(f"{ROOT}/health").json()["database"] is True
    left = visitor.send(f"{ROOT}/", f"{ROOT}/sign-out/")
    assert left.url.path == f"{ROOT}/sign-in/", left.text


def _crawl(visitor: Visitor, first: str) -> Iterator[tuple[str, int]]:
    """(path, status) of every address that leads on from there; a POST's own answers 405."""
    waiting, seen = [first], {first}
    while waiting:
        here = waiting.pop()
        answer = visitor.client.get(here)
        assert answer.url.path.startswith(f"{ROOT}/"), (here, answer.url)
        yield here, answer.status_code
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        for address in addresses(answer.text):
            url = answer.url.join(address)
            if url.host != answer.url.host or "sign-out" in url.path or "/events" in url.path:
                continue
            assert url.path.startswith(f"{ROOT}/"), (here, address)
            if url.path not in seen:
                seen.add(url.path)
                waiting.append(url.path)
