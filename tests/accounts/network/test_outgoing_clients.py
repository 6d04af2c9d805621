"""Company sign-in and mail leave as the settings say: through the proxy, with the company's authority."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
from django.core.mail import EmailMessage

from accounts.network.outgoing_clients import EmailBackend, Outward
from generations.providers.proxy_settings import Way, way_of
from tests.providers.company_proxy import Proxy, Router, with_proxy
from tests.providers.wire.test_result_download import certificate

ISSUER = "sign-in.example"  # resolves nowhere: only the proxy knows it


async def _discovered(way: Way) -> int:
    with requests.Session() as session:
        session.mount("https://", Outward(way))
        return (
            await asyncio.to_thread(session.get, f"https://{ISSUER}/known", timeout=5)
        ).status_code


def _way(proxy: Proxy, ca_file: str = "") -> Way:
    return way_of(proxy=f"http://ada:hush%401@127.0.0.1:{proxy.port}", no_proxy=(), ca_file=ca_file)


def test_company_sign_in_goes_through_the_proxy_and_trusts_the_companys_authority(
    tmp_path: Path,
) -> None:
    server_tls, _ = certificate(tmp_path, ISSUER)
    router, proxies = Router(), []

    async def use(proxy: Proxy) -> int:
        proxies.append(proxy)
        return await _discovered(_way(proxy, str(tmp_path / "server.pem")))

    assert with_proxy("200", use, router=router, server_tls=server_tls) == 200
    assert proxies[0].asked == [f"CONNECT {ISSUER}:443 HTTP/1.0"]
    assert b"Proxy-Authorization: Basic " in proxies[0].heads[0]
    assert router.came[0].startswith(b"GET /known") and b"Proxy-Auth" not in router.came[0]


def test_company_sign_in_trusts_no_stranger_behind_the_proxy(tmp_path: Path) -> None:
    server_tls, _ = certificate(tmp_path, ISSUER)
    with pytest.raises(requests.exceptions.SSLError):
        with_proxy("200", lambda proxy: _discovered(_way(proxy)), server_tls=server_tls)


@contextmanager
def mail_server(tls: ssl.SSLContext) -> Iterator[tuple[int, list[bytes]]]:
    """Takes letters over smtp+ssl: (its port, the lines it was told)."""
    lines: list[bytes] = []
    ready: list[int] = []
    begun, over = threading.Event(), threading.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        in_letter = False
        while line := await reader.readline():
            lines.append(line)
            if in_letter and line != b".\r\n":
                continue
            in_letter = line.lower().startswith(b"data")
            writer.write(b"354 go on\r\n" if in_letter else b"250 ok\r\n")
        writer.close()

    async def run() -> None:
        server = await asyncio.start_server(serve, "localhost", 0, ssl=tls)
        ready.append(server.sockets[0].getsockname()[1])
        begun.set()
        await asyncio.to_thread(over.wait)
        server.close()

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    assert begun.wait(5)
    try:
        yield ready[0], lines
    finally:
        over.set()
        thread.join()


def _letter(port: int) -> Any:
    backend = EmailBackend(host="localhost", port=port, use_ssl=True, timeout=5)
    return backend.send_messages(
        [EmailMessage("Hello", "Words", "a@studio.example", ["b@x.example"])]
    )


def test_mail_trusts_the_companys_authority(tmp_path: Path, settings: Any) -> None:
    server_tls, _ = certificate(tmp_path, "localhost")
    settings.CA_FILE = str(tmp_path / "server.pem")
    with mail_server(server_tls) as (port, lines):
        assert _letter(port) == 1
    assert b"Subject: Hello\r\n" in lines


def test_mail_is_given_to_no_stranger(tmp_path: Path, settings: Any) -> None:
    server_tls, _ = certificate(tmp_path, "localhost")
    settings.CA_FILE = ""
    with mail_server(server_tls) as (port, lines), pytest.raises(ssl.SSLError):
        _letter(port)
    assert lines == []
