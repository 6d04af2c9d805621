"""Results come only from public addresses over https, or from the router we were pointed at."""

from __future__ import annotations

import asyncio
import base64
import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpcore2
import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from generations.providers.errors import BadDelivery
from generations.providers.types import Limits
from generations.providers.wire.address_guard import PrivateAddress, PublicOnly, is_public
from generations.providers.wire.result_download import Downloader
from tests.providers.calls import QUICK
from tests.simulator.server import Simulator

PRIVATE = [
    *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),
    *("100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00::1"),
    *("::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1", "240.0.0.1"),
]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_private(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101"])
def test_a_public_address_is_public(address: str) -> None:
    assert is_public(address)


def fetch(url: str, *, limits: Limits = QUICK, trusted: str = "", key: str = "sim-x") -> bytes:
    async def run() -> bytes:
        downloads = Downloader(limits, trusted=httpx2.URL(trusted) if trusted else None)
        try:
            return await downloads.fetch(url, key)
        finally:
            await downloads.close()

    return asyncio.run(run())


def refused(url: str, **more: object) -> str:
    with pytest.raises(BadDelivery) as caught:
        fetch(url, **more)  # type: ignore[arg-type]
    assert caught.value.code == "not_an_image"
    return caught.value.message


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "10.0.0.1"]
)
def test_a_private_address_is_refused_when_connecting(host: str, simulator: Simulator) -> None:
    simulator.reset()
    assert "not a public address" in refused(f"https://{host}:{simulator.port}/files/0")
    assert simulator.calls == []


def test_plain_http_is_refused_but_for_the_changed_origin(simulator: Simulator) -> None:
    url = f"{simulator.origin}/files/0"
    assert "not https" in refused(url)
    assert "not https" in refused(url, trusted="http://127.0.0.1:1")
    assert fetch(url, trusted=simulator.url("fastapi")).startswith(b"\x89PNG")


def test_a_redirect_away_is_checked_again(simulator: Simulator) -> None:
    url = f"{simulator.origin}/files/0?weather=[private-redirect]"
    assert "not a public address" in refused(url, trusted=simulator.origin)


def test_redirects_end(simulator: Simulator) -> None:
    url = f"{simulator.origin}/files/0?weather=[far-redirect]"
    assert "too often" in refused(url, trusted=simulator.origin)
    assert "not https" in refused("ftp://example.invalid/x")


def test_the_key_never_goes_along(simulator: Simulator) -> None:
    simulator.reset()
    fetch(f"{simulator.origin}/files/0", trusted=simulator.origin, key="sim-secret")
    assert "403" in refused(
        f"{simulator.origin}/images-content/0?weather=[needs-key]",
        trusted=simulator.origin,
        key="sim-secret",
    )
    assert [call.key for call in simulator.calls] == ["", ""]


def test_a_size_cap_holds(simulator: Simulator) -> None:
    url = f"{simulator.origin}/files/0?weather=[bench]"
    assert len(fetch(url, trusted=simulator.origin)) > 10**6
    small = replace(QUICK, max_download=10**6)
    assert "larger than 1,000,000" in refused(url, trusted=simulator.origin, limits=small)


def test_a_data_address_is_read_in_place() -> None:
    packed = base64.b64encode(b"picture").decode()
    assert fetch(f"data:image/png;base64,{packed}") == b"picture"
    assert "cannot be read" in refused("data:image/png;base64,@")


def test_the_name_is_verified_at_the_checked_address(tmp_path: Path) -> None:
    """Resolves pictures.example to loopback for this test; TLS must still ask for the name."""
    server_tls, client_tls = certificate(tmp_path, "pictures.example")
    seen: list[str | None] = []
    server_tls.sni_callback = lambda _socket, name, _context: seen.append(name)

    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        await writer.drain()
        writer.close()

    async def ask(host: str, port: int) -> bytes:
        backend = PublicOnly(resolve=resolve, permits=lambda address: address == "127.0.0.1")
        async with httpcore2.AsyncConnectionPool(
            ssl_context=client_tls, network_backend=backend
        ) as pool:
            response = await pool.request("GET", f"https://{host}:{port}/")
            return response.content

    async def run() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=server_tls)
        port = server.sockets[0].getsockname()[1]
        async with server:
            assert await ask("pictures.example", port) == b"ok"
            with pytest.raises(httpcore2.ConnectError):
                await ask("elsewhere.example", port)

    asyncio.run(run())
    assert seen == ["pictures.example", "elsewhere.example"]


def test_one_private_address_among_many_is_enough_to_refuse() -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return ["1.1.1.1", "10.0.0.1"]

    async def run() -> None:
        await PublicOnly(resolve=resolve).connect_tcp("mixed.example", 443)

    with pytest.raises(PrivateAddress):
        asyncio.run(run())


def test_httpx_really_uses_our_network_backend() -> None:
    async def run() -> object:
        downloads = Downloader(QUICK)
        try:
            transport = downloads._public._transport
            return transport.inner._pool._network_backend  # type: ignore[attr-defined]
        finally:
            await downloads.close()

    assert isinstance(asyncio.run(run()), PublicOnly)


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """TLS settings for a server of that name and for a client that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    file = folder / "server.pem"
    file.write_bytes(
        signed.public_bytes(pem)
        + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cafile=str(file))
