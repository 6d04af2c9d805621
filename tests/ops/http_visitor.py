"""A browser's share of HTTP: cookies, forms with their token, and every address of a page."""

from __future__ import annotations

import html
import re
import ssl
from collections.abc import Iterator

import httpx2

PASSWORD = "violet horse 42"
EMAIL = "ada@example.org"
LINK = re.compile(r"open (http\S+/first-run/\S+)")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_ADDRESS = re.compile(r'\b(?:href|src|action|hx-get|hx-post|hx-sse:connect)="([^"#{]+)')


class TakesAway(httpx2.HTTPTransport):
    """A proxy that takes the path it is mounted at away before it passes a request on."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path.encode()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Nothing else of the request changes."""
        raw = request.url.raw_path
        assert raw.startswith(self._path), raw
        shorter = httpx2.Request(
            request.method,
            request.url.copy_with(raw_path=raw.removeprefix(self._path) or b"/"),
            headers=request.headers,
            stream=request.stream,
            extensions=request.extensions,
        )
        return super().handle_request(shorter)


class Front(httpx2.HTTPTransport):
    """Reaches a name at a port of this machine, from one of its many loopback addresses."""

    def __init__(self, port: int, *, source: str = "127.0.0.1") -> None:
        trusting = ssl.create_default_context()
        trusting.check_hostname = False
        trusting.verify_mode = ssl.CERT_NONE
        super().__init__(verify=trusting, local_address=source)
        self._port = port

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The Host stays, and the name that TLS asks for."""
        moved = httpx2.Request(
            request.method,
            request.url.copy_with(host="127.0.0.1", port=self._port),
            headers=request.headers,
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": request.url.host},
        )
        return super().handle_request(moved)


class Visitor:
    """One person's window. origin: `http://127.0.0.1:8000`."""

    def __init__(
        self,
        origin: str,
        *,
        transport: httpx2.BaseTransport | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.client = httpx2.Client(
            base_url=origin,
            transport=transport,
            follow_redirects=True,
            trust_env=False,
            timeout=30,
            headers={"Origin": origin, **(headers or {})},
        )

    def send(self, page: str, action: str = "", **fields: str) -> httpx2.Response:
        """Fills the form on a page in and sends it there, or to `action`."""
        found = TOKEN.search(self.client.get(page).text)
        assert found, page
        given = {"csrfmiddlewaretoken": found[1], **fields}
        return self.client.post(action or page, data=given, headers={"Referer": str(self.at(page))})

    def at(self, page: str) -> httpx2.URL:
        return self.client.base_url.join(page)

    def becomes_admin(self, link: str) -> httpx2.Response:
        """By the link of the first start."""
        path = httpx2.URL(link).path
        return self.send(path, name="Ada", email=EMAIL, password=PASSWORD)

    def signs_in(self, page: str, password: str = PASSWORD) -> httpx2.Response:
        return self.send(page, login=EMAIL, password=password)


def addresses(page: str) -> Iterator[str]:
    """Where a page's text leads, as it stands there."""
    for found in _ADDRESS.findall(page):
        yield html.unescape(found)
