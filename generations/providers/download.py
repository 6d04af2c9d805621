"""Fetches a result from the address a router gave, trusting neither."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

import httpcore2
import httpx2

from generations.providers.addresses import PublicOnly
from generations.providers.errors import BadDelivery
from generations.providers.http import tls
from generations.providers.types import Limits

_REDIRECTS = 3


class Downloader:
    """Downloads under the rules: https, public addresses, no key, few redirects, size and time.

    trusted: the origin of a base URL that was changed on purpose; it may be plain and private.
    sends_key: says for which addresses a refused download is asked for once more, with the key.
    """

    def __init__(
        self,
        limits: Limits,
        *,
        trusted: httpx2.URL | None = None,
        sends_key: Callable[[httpx2.URL], bool] | None = None,
    ) -> None:
        self._limits = limits
        self._trusted = trusted
        self._sends_key = sends_key
        self._public = _client(limits, public_only=True)
        self._plain = _client(limits, public_only=False)

    async def fetch(self, address: str, key: str) -> bytes:
        """The bytes at the address. Raises BadDelivery with the reason."""
        if address.startswith("data:"):
            return _inline(address)
        try:
            async with asyncio.timeout(self._limits.download_s):
                return await self._fetch(httpx2.URL(address), key)
        except TimeoutError as error:
            raise _failed("it took too long") from error
        except httpx2.InvalidURL as error:
            raise _failed("its address cannot be read") from error
        except httpx2.HTTPError as error:
            raise _failed(str(error) or type(error).__name__) from error

    async def close(self) -> None:
        """Gives the connections back."""
        await self._public.aclose()
        await self._plain.aclose()

    async def _fetch(self, url: httpx2.URL, key: str) -> bytes:
        may_trust = True
        for _ in range(_REDIRECTS + 1):
            may_trust = may_trust and self._is_trusted(url)
            found = await self._hop(url, "", is_trusted=may_trust)
            if found in (401, 403) and key and self._sends_key and self._sends_key(url):
                found = await self._hop(url, key, is_trusted=may_trust)
            if isinstance(found, bytes):
                return found
            if isinstance(found, int):
                raise _failed(f"its server answered {found}")
            url = found
        raise _failed("it was redirected too often")

    async def _hop(
        self, url: httpx2.URL, key: str, *, is_trusted: bool
    ) -> bytes | int | httpx2.URL:
        """The content, the status it was refused with, or where it moved."""
        if not is_trusted and url.scheme != "https":
            raise _failed("its address is not https")
        client = self._plain if is_trusted else self._public
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        async with client.stream("GET", url, headers=headers) as response:
            if response.has_redirect_location:
                return url.join(response.headers["location"])
            if response.status_code != 200:
                return response.status_code
            return await self._content(response)

    async def _content(self, response: httpx2.Response) -> bytes:
        content = bytearray()
        async for piece in response.aiter_bytes():
            content += piece
            if len(content) > self._limits.max_download:
                raise _failed(f"it is larger than {self._limits.max_download:,} bytes")
        return bytes(content)

    def _is_trusted(self, url: httpx2.URL) -> bool:
        return self._trusted is not None and origin(url) == origin(self._trusted)


def origin(url: httpx2.URL) -> tuple[str, str, int | None]:
    """Scheme, host and port, with the usual ports spelled out."""
    return url.scheme, url.host, url.port or {"http": 80, "https": 443}.get(url.scheme)


def _client(limits: Limits, *, public_only: bool) -> httpx2.AsyncClient:
    transport = httpx2.AsyncHTTPTransport(trust_env=False, verify=tls())
    if public_only:
        # httpx2 has no way in for a network backend, so its pool is exchanged; a test looks.
        transport._pool = httpcore2.AsyncConnectionPool(
            ssl_context=tls(),
            max_connections=None,
            network_backend=PublicOnly(),
        )
    return httpx2.AsyncClient(
        transport=transport,
        trust_env=False,
        follow_redirects=False,
        timeout=httpx2.Timeout(limits.short_s, connect=limits.connect_s, pool=None),
        headers={"User-Agent": "ImageHub", "Accept-Encoding": "identity"},
    )


def _inline(address: str) -> bytes:
    head, _, content = address.partition(",")
    try:
        if head.endswith(";base64"):
            return base64.b64decode(content, validate=True)
        return unquote_to_bytes(content)
    except binascii.Error as error:
        raise _failed("its data address cannot be read") from error


def _failed(why: str) -> BadDelivery:
    return BadDelivery(f"The picture could not be fetched: {why}", code="not_an_image")
