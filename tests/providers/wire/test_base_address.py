"""A base address that cannot work is named before anything is sent; a fault of the way, after."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from generations.providers import catalog
from generations.providers.errors import BadDelivery, ProviderError
from generations.providers.types import ImageRequest
from generations.providers.wire.base_address import problem_of
from tests.providers.calls import QUICK, ROUTERS, Asking
from tests.providers.wire.test_result_download import certificate, fetch, refused
from tests.simulator.server import Simulator

FINE = [
    *("https://api.example.org/v1", "https://api.example.org", "http://127.0.0.1:8000/v1"),
    *("HTTPS://API.example.org/v1/", "https://[2001:db8::1]/v1", "https://x.example/images/v1"),
    "https://bücher.example/v1",
]
WRONG = {
    "https://api.example.org/v1/images/generations": "path of the call",
    "https://api.example.org/v1/images/generations/": "path of the call",
    "https://api.example.org/v1/chat/completions": "path of the call",
    "https://api.example.org/v1?api-version=1": "without",
    "https://api.example.org/v1#frag": "without",
    "ftp://127.0.0.1/v1": "https://",
    "api.example.org/v1": "https://",
    "https:///v1": "no host",
    "http://127.0.0.1:99999/v1": "read",
    "http://127.0.0.1:0/v1": "port",
    "https://exa\u200bmple.org/v1": "invisible",
    "https://exa mple.org/v1": "invisible",
    "https://user:pass@127.0.0.1/v1": "passwords",
    "https://user@127.0.0.1/v1": "passwords",
    "http://[::1/v1": "read",
    "": "https://",
}


@pytest.mark.parametrize("url", FINE)
def test_a_usable_address_has_no_problem(url: str) -> None:
    assert problem_of(url) == ""


@pytest.mark.parametrize("url", WRONG)
def test_a_useless_address_is_told(url: str) -> None:
    assert WRONG[url] in problem_of(url)


@pytest.mark.parametrize("slug", ROUTERS)
def test_an_adapter_with_a_useless_address_sends_nothing(slug: str) -> None:
    for url in WRONG:
        if url:
            with pytest.raises(ProviderError) as caught:
                catalog.build(slug, base_url=url)
            assert (caught.value.code, caught.value.may_have_charged) == ("unavailable", False)


def why(slug: str, base: str, asking: Asking) -> ProviderError:
    spec = asking.spec(slug)

    async def run() -> None:
        provider = catalog.build(slug, base_url=base, limits=QUICK)
        try:
            request = ImageRequest(model=spec.id, prompt="A boat")
            await provider.generate(request, spec, "sim-x", asking.spool)
        finally:
            await provider.close()

    with pytest.raises(ProviderError) as caught:
        asyncio.run(run())
    assert (caught.value.code, caught.value.may_have_charged) == ("unavailable", False)
    assert "nothing was sent" in caught.value.message
    return caught.value


def test_what_hindered_a_call_is_named(asking: Asking, tmp_path: Path) -> None:
    assert "127.0.0.1:1 refused" in why("fastapi", "http://127.0.0.1:1", asking).message
    server, _ = certificate(tmp_path, "elsewhere.example")

    async def tell(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async def ask() -> str:
        running = await asyncio.start_server(tell, "127.0.0.1", 0, ssl=server)
        port = running.sockets[0].getsockname()[1]
        async with running:
            provider = catalog.build("fastapi", base_url=f"https://127.0.0.1:{port}", limits=QUICK)
            with pytest.raises(ProviderError) as caught:
                await provider.check_key("sim-x")
            await provider.close()
            return caught.value.message

    assert "certificate of 127.0.0.1" in asyncio.run(ask())


def test_plain_speech_where_tls_is_wanted_is_named(asking: Asking) -> None:
    base = asking.simulator.url("fastapi").replace("http://", "https://")
    assert "TLS" in why("fastapi", base, asking).message


@pytest.mark.parametrize(
    "address",
    [
        "http://xn--/x.png",
        "http://[::1/x",
        "https://a:b/x.png",
        "ftp://a.example/x",
        "http://\x00/",
    ],
)
def test_an_address_nobody_can_read_is_refused_in_words(address: str) -> None:
    assert "could not be fetched" in refused(address)


def final(url: str, **more: object) -> BadDelivery:
    with pytest.raises(BadDelivery) as caught:
        fetch(url, **more)  # type: ignore[arg-type]
    return caught.value


def test_a_refusal_by_rule_is_final_and_names_host_and_setting(simulator: Simulator) -> None:
    port = simulator.port
    for url in (
        f"http://localhost:{port}/files/0",
        f"https://127.0.0.1:{port}/x",
        "http://[::1]/x",
    ):
        error = final(url, trusted="http://127.0.0.1:1")
        assert error.is_final is True
        assert "IMAGEHUB_PRIVATE_HOSTS" in error.message
        assert url in error.message
    gone = final(f"{simulator.origin}/nothing", trusted=simulator.origin)
    assert gone.is_final is False
    assert "127.0.0.1" in gone.message


def test_a_host_the_operator_named_may_hold_results(simulator: Simulator) -> None:
    limits = replace(QUICK, private_hosts=frozenset({"127.0.0.1"}))
    assert fetch(f"{simulator.origin}/files/0", limits=limits).startswith(b"\x89PNG")
