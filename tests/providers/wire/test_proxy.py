"""Through a company's proxy: what is said to the proxy is not the call, and guards stay guards."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpcore2
import pytest

from generations.providers.errors import OutcomeUnknown, Unavailable
from generations.providers.proxy_settings import Way, way_of
from generations.providers.wire.address_guard import PrivateAddress, PublicOnly
from generations.providers.wire.http_call import Call, Wire
from generations.providers.wire.http_clients import Outward, tls
from generations.providers.wire.proxy_tunnel import ProxyFailed, Tunnel
from tests.providers.calls import QUICK, Spool
from tests.providers.company_proxy import Proxy, Router, with_proxy
from tests.providers.wire.test_result_download import certificate

NAME = "router.example"  # resolves nowhere
PASSWORD = "hush-hush@1"


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
        with_proxy(manner, lambda proxy: _send(proxy, spool), router=router)
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
        with_proxy("200", use)


def test_a_call_goes_through_the_tunnel_and_trusts_the_companys_authority(tmp_path: Path) -> None:
    server_tls, _ = certificate(tmp_path, NAME)
    router, spool, proxies = Router(), Spool(tmp_path), []

    async def use(proxy: Proxy) -> Any:
        proxies.append(proxy)
        return await _send(proxy, spool, str(tmp_path / "server.pem"))

    with_proxy("200", use, router=router, server_tls=server_tls)
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
        with_proxy("200", lambda proxy: _send(proxy, spool), server_tls=server_tls)
    assert spool.told == []


def test_a_line_cut_behind_the_tunnel_is_an_unknown_outcome(tmp_path: Path) -> None:
    server_tls, _ = certificate(tmp_path, NAME)
    ca_file = str(tmp_path / "server.pem")
    with pytest.raises(OutcomeUnknown):
        with_proxy(
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

    with_proxy("200", use)
    assert seen[0].asked == [f"POST http://{NAME}/v1/images HTTP/1.1"]
    with pytest.raises(OutcomeUnknown):
        with_proxy("closes", use)


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

    assert with_proxy("200", use) == []


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

    assert with_proxy("200", use, router=router, server_tls=server_tls) == [
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

    assert with_proxy("502", use) == ["CONNECT pictures.example:443 HTTP/1.1"]


def test_every_client_of_ours_has_our_backend() -> None:
    pool: Any = Outward(Way()).inner._pool
    assert isinstance(pool._network_backend, Tunnel)
