"""The proxy blocks of README and operating.md, run by real nginx and Caddy before the product."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest

from tests.ops import http_visitor, reverse_proxies
from tests.ops.http_visitor import LINK, Visitor
from tests.ops.product import ROOT, Product

pytestmark = pytest.mark.slow
BLOCKS = {
    "nginx of operating.md": lambda: reverse_proxies.block("docs/operating.md", "server {"),
    "nginx of the README": reverse_proxies.readme_nginx,
    "Caddy of operating.md": lambda: reverse_proxies.block(
        "docs/operating.md", f"{reverse_proxies.NAME} {{"
    ),
    "Caddy of the README": lambda: reverse_proxies.block("README.md", f"{reverse_proxies.NAME} {{"),
}


class Site:
    """A product behind one of the blocks, with its admin."""

    def __init__(self, product: Product, proxy: reverse_proxies.Front) -> None:
        self.product, self.proxy = product, proxy

    def visitor(self, source: str, **headers: str) -> Visitor:
        transport = http_visitor.Front(self.proxy.port, source=source)
        return Visitor(f"https://{reverse_proxies.NAME}", transport=transport, headers=headers)


@pytest.fixture(params=list(BLOCKS))
def site(
    request: pytest.FixtureRequest, make_product: Callable[..., Product], tmp_path: Path
) -> Iterator[Site]:
    product = make_product(IMAGEHUB_URL=f"https://{reverse_proxies.NAME}")
    product.collect_static()
    proxy = reverse_proxies.Front(tmp_path / "front", BLOCKS[request.param](), product.port)
    product.start()
    proxy.start()
    yield Site(product, proxy)
    proxy.stop()


def test_the_documented_block_works(site: Site) -> None:
    admin = site.visitor("127.0.0.2")
    found = LINK.search(site.product.log.read_text())
    assert found and found[1].startswith(f"https://{reverse_proxies.NAME}/first-run/")
    assert admin.becomes_admin(found[1]).url.path == "/"
    _the_stream_is_not_held_back(admin)
    _an_upload_of_50_mb_reaches_us(admin)
    _guesses_are_counted_by_the_visitors_address(site)
    admin.client.close()


def _the_stream_is_not_held_back(admin: Visitor) -> None:
    begun = time.monotonic()
    with admin.client.stream("GET", "/events?since=0") as stream:
        assert next(stream.iter_bytes()).startswith(b"retry")
    assert time.monotonic() - begun < 5


def _an_upload_of_50_mb_reaches_us(admin: Visitor) -> None:
    page = admin.client.get("/profile/").text
    token = http_visitor.TOKEN.search(page)
    assert token
    answer = admin.client.post(
        "/profile/avatar/",
        data={"csrfmiddlewaretoken": token[1]},
        files={"avatar": ("a.png", b"\0" * 50_000_000, "image/png")},
        headers={"Referer": f"https://{reverse_proxies.NAME}/profile/"},
    )
    assert answer.status_code == 422, answer.status_code  # refused by us, in words


def _guesses_are_counted_by_the_visitors_address(site: Site) -> None:
    guesser = site.visitor("127.0.0.3")
    answers = []
    for number in range(14):
        guesser.client.headers["X-Forwarded-For"] = f"198.51.100.{number}"  # worth nothing
        answers.append(_guess(guesser, f"nobody{number}@example.org"))
    assert any("too many" in answer.text.lower() for answer in answers[-3:]), answers[-1].text
    guesser.client.close()
    somebody = site.visitor("127.0.0.4", **{"X-Forwarded-For": "198.51.100.77"})
    assert somebody.signs_in("/sign-in/").url.path == "/"
    somebody.client.close()
    seen = subprocess.run(
        [sys.executable, "manage.py", "doctor"],
        cwd=ROOT,
        env=site.product.environment,
        capture_output=True,
        text=True,
    ).stdout
    assert "sign-ins came from 127.0.0.4, 127.0.0.2" in seen
    assert "198.51.100" not in seen


def _guess(guesser: Visitor, email: str) -> httpx2.Response:
    return guesser.send("/sign-in/", login=email, password="wrong wrong wrong")
