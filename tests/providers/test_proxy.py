"""Through a company's proxy: what is said to the proxy is not the call, and guards stay guards."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpcore2
import pytest

from generations.providers.addresses import PrivateAddress, PublicOnly
from generations.providers.errors import OutcomeUnknown, Unavailable
from generations.providers.http import Call, Wire
from generations.providers.outward import Outward, tls
from generations.providers.tunnel import ProxyFailed, Tunnel
from generations.providers.way import Way, way_of
from tests.providers.asking import QUICK, Spool
from tests.providers.test_download import certificate

NAME = "router.example"  # resolves nowhere
PASSWORD = "hush-hush@1"


@dataclass
class Proxy:
    """Speaks CONNECT and leads every tunnel to one port here; or behaves badly."""

    manner: str
    upstream: int = 0
    asked: list[str] = field(default_factory=list)
    heads: list[bytes] = field(default_factory=list)
    talks: set[asyncio.Task[Any]] = field(default_factory=set)
    server: asyncio.Server | None = None

    @property
    def port(self) -> int:
        assert self.server
        return int(self.server.sockets[0].getsockname()[1])

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with _closing(self.talks, writer):
            await self._answer(reader, writer)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.heads.append(head)
        self.asked.append(head.split(b"\r\n")[0].decode())
        if self.manner == "silent":
            await reader.read()
        elif self.manner == "babbles":
            writer.write(b"SSH-2.0-x\r\n\r\n")
        elif self.manner.isdigit() and self.manner != "200":
            writer.write(f"HTTP/1.1 {self.manner} No\r\nContent-Length: 0\r\n\r\n".encode())
        elif self.manner == "200":
            await self._lead(head, reader, writer)

    async def _lead(
        self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        back, forth = await asyncio.open_connection("127.0.0.1", self.upstream)
        if head.startswith(b"CONNECT"):
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            forth.write(head)
        ways = [asyncio.create_task(_pour(reader, forth)), asyncio.create_task(_pour(back, writer))]
        async with _closing(self.talks, forth):
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)


@asynccontextmanager
async def _closing(
    talks: set[asyncio.Task[Any]], writer: asyncio.StreamWriter
) -> AsyncIterator[None]:
    task = asyncio.current_task()
    assert task
    talks.add(task)
    try:
        yield
    finally:
        writer.close()
        with contextlib.suppress(OSError, asyncio.CancelledError):
            await writer.wait_closed()


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65_536):
        writer.write(data)
        await writer.drain()


@dataclass
class Router:
    """Answers 200 to everything, or cuts the line after the request; remembers what came."""

    cuts: bool = False
    came: list[bytes] = field(default_factory=list)
    talks: set[asyncio.Task[Any]] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with _closing(self.talks, writer):
            with contextlib.suppress(asyncio.IncompleteReadError):
                self.came.append(await reader.readuntil(b"\r\n\r\n"))
            if not self.cuts:
                writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"data":[]}')


def _with_proxy(
    manner: str,
    use: Callable[[Proxy], Awaitable[Any]],
    *,
    router: Router | None = None,
    server_tls: ssl.SSLContext | None = None,
) -> Any:
    async def run() -> Any:
        proxy = Proxy(manner)
        target = router or Router()
        upstream = await asyncio.start_server(target.serve, "127.0.0.1", 0, ssl=server_tls)
        proxy.upstream = upstream.sockets[0].getsockname()[1]
        proxy.server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
        try:
            return await use(proxy)
        finally:
            proxy.server.close()
            upstream.close()
            for talk in (talks := proxy.talks | target.talks):
                talk.cancel()
            await asyncio.gather(*talks, return_exceptions=True)

    return asyncio.run(run())


def _way(proxy: Proxy, ca_file: str = "", *no_proxy: str) -> Way:
    address = f"http://ada:hush-hush%401@127.0.0.1:{proxy.port}"
    return way_of(proxy=address, no_proxy=no_proxy, ca_file=ca_file)


async def _send(proxy: Proxy, spool: Spool, ca_file: str = "", url: str = "") -> Any:
    wire = Wire(replace(QUICK, way=_way(proxy, ca_file)))
    try:
        return await wire.send(Call(url=url or f"https://{NAME}/v1/images", json={}), spool)
    finally:
        await wire.close()


@pytest.mark.parametrize(
    ("manner", "words"),
    [
        ("407", "another user and password"),
        ("502", "answered 502"),
        ("302", "answered 302"),
        ("closes", "closed the line"),
        ("silent", "did not answer in time"),
        ("babbles", "speaks no HTTP"),
    ],
)
def test_until_the_tunnel_stands_nothing_was_sent(manner: str, words: str, tmp_path: Path) -> None:
    router, spool = Router(), Spool(tmp_path)
    with pytest.raises(Unavailable) as caught:
        _with_proxy(manner, lambda proxy: _send(proxy, spool), router=router)
    message = caught.value.message
    assert "proxy" in message and words in message and "nothing was sent" in message
    assert "hush" not in message and "ada" not in message
    assert (spool.told, router.came) == ([], [])


def test_a_proxy_that_is_not_there_costs_nothing(tmp_path: Path) -> None:
    async def use(proxy: Proxy) -> None:
        assert proxy.server
        way = _way(proxy)
        proxy.server.close()
        wire = Wire(replace(QUICK, way=way))
        await wire.send(Call(url=f"https://{NAME}/v1/images", json={}), Spool(tmp_path))

    with pytest.raises(Unavailable, match="could not be reached"):
        _with_proxy("200", use)


def test_a_call_goes_through_the_tunnel_and_trusts_the_companys_authority(tmp_path: Path) -> None:
    server_tls, _ = certificate(tmp_path, NAME)
    router, spool, proxies = Router(), Spool(tmp_path), []

    async def use(proxy: Proxy) -> Any:
        proxies.append(proxy)
        return await _send(proxy, spool, str(tmp_path / "server.pem"))

    _with_proxy("200", use, router=router, server_tls=server_tls)
    assert proxies[0].asked == [f"CONNECT {NAME}:443 HTTP/1.1"]
    pair = base64.b64encode(f"ada:{PASSWORD}".encode())
    assert b"Proxy-Authorization: Basic " + pair in proxies[0].heads[0]
    assert router.came[0].startswith(b"POST /v1/images") and b"Proxy-Auth" not in router.came[0]
    assert spool.told[0] == "sent" and spool.status == 200


def test_the_usual_authorities_stay_beside_the_companys(tmp_path: Path) -> None:
    certificate(tmp_path, NAME)
    usual, added = tls(), tls(str(tmp_path / "server.pem"))
    assert usual.get_ca_certs()
    assert {str(each) for each in usual.get_ca_certs()} <= {
        str(each) for each in added.get_ca_certs()
    }


def test_without_the_companys_authority_the_certificate_is_named_and_nothing_sent(
    tmp_path: Path,
) -> None:
    server_tls, _ = certificate(tmp_path, NAME)
    spool = Spool(tmp_path)
    with pytest.raises(Unavailable, match=r"certificate of router\.example is not trusted"):
        _with_proxy("200", lambda proxy: _send(proxy, spool), server_tls=server_tls)
    assert spool.told == []


def test_a_line_cut_behind_the_tunnel_is_an_unknown_outcome(tmp_path: Path) -> None:
    server_tls, _ = certificate(tmp_path, NAME)
    ca_file = str(tmp_path / "server.pem")
    with pytest.raises(OutcomeUnknown):
        _with_proxy(
            "200",
            lambda proxy: _send(proxy, Spool(tmp_path), ca_file),
            router=Router(cuts=True),
            server_tls=server_tls,
        )


def test_plain_http_goes_to_the_proxy_itself_and_is_the_call(tmp_path: Path) -> None:
    seen: list[Proxy] = []

    async def use(proxy: Proxy) -> Any:
        seen.append(proxy)
        return await _send(proxy, Spool(tmp_path), url=f"http://{NAME}/v1/images")

    _with_proxy("200", use)
    assert seen[0].asked == [f"POST http://{NAME}/v1/images HTTP/1.1"]
    with pytest.raises(OutcomeUnknown):
        _with_proxy("closes", use)


def test_loopback_and_the_hosts_of_no_proxy_are_reached_straight() -> None:
    way = way_of(
        proxy="http://p:3128", no_proxy=["gpu.lan", ".corp", "*.x.org", "10.0.0.0/8"], ca_file=""
    )
    straight = [
        "localhost",
        "127.0.0.1",
        "127.9.9.9",
        "::1",
        "[::1]",
        "gpu.lan",
        "GPU.lan.",
        "a.corp",
    ]
    assert all(map(way.is_straight, [*straight, "corp", "b.a.x.org", "10.1.2.3"]))
    assert not any(map(way.is_straight, ["gpu.lan.org", "acorp", "1.1.1.1", "b.gpu.lan"]))
    assert way.is_straight("gpu.example", ["10.1.2.3"])
    assert not way.is_straight("gpu.example", ["10.1.2.3", "1.1.1.1"])


def test_the_password_is_in_no_repr() -> None:
    way = way_of(proxy=f"http://ada:{PASSWORD.replace('@', '%40')}@p:3128", no_proxy=[], ca_file="")
    assert "hush" not in f"{way!r}{way.shown}{replace(QUICK, way=way)!r}"
    assert way.shown == "http://p:3128"


@pytest.mark.parametrize("found", [["10.0.0.1"], ["1.1.1.1", "192.168.0.1"], ["169.254.169.254"]])
def test_a_private_address_is_refused_before_the_proxy_hears_of_it(found: list[str]) -> None:
    async def use(proxy: Proxy) -> list[str]:
        async def resolve(host: str, port: int) -> list[str]:
            return found

        guard = PublicOnly(resolve=resolve, tunnel=Tunnel(_way(proxy, "", "10.0.0.0/8")))
        with pytest.raises(PrivateAddress):
            await guard.connect_tcp("pictures.example", 443, 2)
        return proxy.asked

    assert _with_proxy("200", use) == []


def test_the_tunnel_is_asked_for_the_checked_address_and_tls_for_the_name(tmp_path: Path) -> None:
    server_tls, client_tls = certificate(tmp_path, "pictures.example")
    router = Router()

    async def use(proxy: Proxy) -> list[str]:
        async def resolve(host: str, port: int) -> list[str]:
            return ["1.1.1.1"]

        guard = PublicOnly(resolve=resolve, tunnel=Tunnel(_way(proxy)))
        async with httpcore2.AsyncConnectionPool(
            ssl_context=client_tls, network_backend=guard
        ) as pool:
            answer = await pool.request("GET", "https://pictures.example/a.png")
            assert answer.status == 200
        return proxy.asked

    assert _with_proxy("200", use, router=router, server_tls=server_tls) == [
        "CONNECT 1.1.1.1:443 HTTP/1.1"
    ]
    assert b"Host: pictures.example" in router.came[0]


def test_only_a_name_that_nobody_here_knows_is_left_to_the_proxy() -> None:
    async def use(proxy: Proxy) -> list[str]:
        async def resolve(host: str, port: int) -> list[str]:
            raise httpcore2.ConnectError(f"{host} cannot be found")

        guard = PublicOnly(resolve=resolve, tunnel=Tunnel(_way(proxy)))
        with pytest.raises(ProxyFailed):
            await guard.connect_tcp("pictures.example", 443, 2)
        with pytest.raises(httpcore2.ConnectError):
            await PublicOnly(resolve=resolve).connect_tcp("pictures.example", 443, 2)
        return proxy.asked

    assert _with_proxy("502", use) == ["CONNECT pictures.example:443 HTTP/1.1"]


def test_every_client_of_ours_has_our_backend() -> None:
    pool: Any = Outward(Way()).inner._pool
    assert isinstance(pool._network_backend, Tunnel)
