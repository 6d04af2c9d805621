"""Fetches a result from the address a router gave, trusting neither."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import httpx2

from generations.providers.decoding.base64_decoding import data_address, is_data_address
from generations.providers.decoding.content_encoding import unpacked
from generations.providers.decoding.looks_like_picture import is_picture
from generations.providers.decoding.sanitize import clean_text
from generations.providers.errors import BadDelivery
from generations.providers.types import Limits, RawImage
from generations.providers.wire.address_guard import PrivateAddress, PublicOnly
from generations.providers.wire.http_clients import Outward, tls
from generations.providers.wire.proxy_tunnel import Tunnel
from generations.providers.wire.unreachable_reasons import why_not

_REDIRECTS = 3


class Downloader:
    """Downloads under the rules: https, public addresses, no key, few redirects, size and time.

    base: what relative addresses are relative to.
    trusted: the origin of a base URL that was changed on purpose; it may be plain and private, and
    so may hosts that the operator named (`limits.private_hosts`).
    sends_key: says for which addresses a refused download is asked for once more, with the key.
    """

    def __init__(
        self,
        limits: Limits,
        *,
        base: str = "",
        trusted: httpx2.URL | None = None,
        sends_key: Callable[[httpx2.URL], bool] | None = None,
    ) -> None:
        self._limits = limits
        self._base = base
        self._trusted = trusted
        self._sends_key = sends_key
        self._public = _client(limits, public_only=True)
        self._plain = _client(limits, public_only=False)

    async def picture(self, image: RawImage, key: str) -> bytes:
        """The bytes behind a picture's address, or behind the next that it has.

        Raises the BadDelivery of the first."""
        first: BadDelivery | None = None
        for address in (image.url or "", *image.spares):
            try:
                return await self.fetch(address, key)
            except BadDelivery as error:
                first = first or error
        assert first is not None
        raise first

    async def fetch(self, address: str, key: str) -> bytes:
        """The bytes at the address. Raises BadDelivery with the reason."""
        if is_data_address(address):
            return _inline(address)
        failed: BadDelivery | None = None
        for url in self._candidates(address):
            try:
                return await self._timed(url, key)
            except _Missing as missing:
                failed = failed or missing
        raise failed or _refused("its address cannot be read", address)

    async def _timed(self, url: httpx2.URL, key: str) -> bytes:
        try:
            async with asyncio.timeout(self._limits.download_s):
                return await self._fetch(url, key)
        except TimeoutError as error:
            raise _failed(f"{url.host} took too long") from error
        except httpx2.HTTPError as error:
            if isinstance(error.__cause__, PrivateAddress):
                raise _refused(_not_public(url), str(url)) from error
            raise _failed(why_not(error, str(url))) from error
        except (httpx2.InvalidURL, ValueError, OverflowError) as error:
            raise _refused("its address cannot be read", str(url)) from error

    def _candidates(self, address: str) -> Iterator[httpx2.URL]:
        """Where the address may lead: a relative one is tried from the call, the base, the root."""
        seen = set()
        for start in (f"{self._base}/images/generations", f"{self._base}/", _root(self._base)):
            try:
                url = httpx2.URL(start).join(address.strip()) if self._base else _url(address)
            except (httpx2.InvalidURL, ValueError):
                continue
            if url not in seen:
                seen.add(url)
                yield url

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
                raise _missing(f"{url.host} answered {found}")
            url = found
        raise _failed("it was redirected too often")

    async def _hop(
        self, url: httpx2.URL, key: str, *, is_trusted: bool
    ) -> bytes | int | httpx2.URL:
        """The content, the status it was refused with, or where it moved."""
        is_trusted = is_trusted or url.host in self._limits.private_hosts
        if url.scheme not in ("http", "https") or (not is_trusted and url.scheme != "https"):
            raise _refused(f"its address at {_place(url)} is not https", str(url))
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
        async for piece in response.aiter_raw():
            content += piece
            self._check_size(len(content))
        packing = response.headers.get("content-encoding", "")
        if not packing or is_picture(bytes(content[:4096])):
            return bytes(content)
        plain = await asyncio.to_thread(unpacked, bytes(content), packing)
        self._check_size(len(plain))
        return plain

    def _check_size(self, size: int) -> None:
        if size > self._limits.max_download:
            raise _failed(f"it is larger than {self._limits.max_download:,} bytes")

    def _is_trusted(self, url: httpx2.URL) -> bool:
        return self._trusted is not None and origin(url) == origin(self._trusted)


def origin(url: httpx2.URL) -> tuple[str, str, int | None]:
    """Scheme, host and port, with the usual ports spelled out."""
    return url.scheme, url.host, url.port or {"http": 80, "https": 443}.get(url.scheme)


def _client(limits: Limits, *, public_only: bool) -> httpx2.AsyncClient:
    way = limits.way
    guard = PublicOnly(tunnel=Tunnel(way, tls(way.ca_file))) if public_only else None
    transport = Outward(way, backend=guard)
    return httpx2.AsyncClient(
        transport=transport,
        trust_env=False,
        follow_redirects=False,
        timeout=httpx2.Timeout(limits.short_s, connect=limits.connect_s, pool=None),
        headers={"User-Agent": "ImageHub", "Accept-Encoding": "identity"},
    )


def _inline(address: str) -> bytes:
    data = data_address(address)
    if data is None:
        raise _refused("its data address cannot be read", "")
    return data


class _Missing(BadDelivery):
    """The server answered that it has no such thing."""


def _url(address: str) -> httpx2.URL:
    return httpx2.URL(address.strip())


def _root(base: str) -> str:
    return str(httpx2.URL(base).join("/")) if base else ""


def _place(url: httpx2.URL) -> str:
    return clean_text(f"{url.host}:{url.port}" if url.port else url.host, 200)


def _not_public(url: httpx2.URL) -> str:
    return f"{_place(url)} is not a public address"


def _missing(why: str) -> BadDelivery:
    return _Missing(f"The picture could not be fetched: {why}", code="not_an_image")


def _failed(why: str) -> BadDelivery:
    return BadDelivery(f"The picture could not be fetched: {why}", code="not_an_image")


def _refused(why: str, address: str) -> BadDelivery:
    """Refused by a rule of ours, which another try would not change."""
    advice = " (an operator allows a host by IMAGEHUB_PRIVATE_HOSTS)" if "is not" in why else ""
    told = f". The address: {clean_text(address, 300)}" if address else ""
    error = _failed(f"{why}{advice}{told}")
    error.is_final = True
    return error
