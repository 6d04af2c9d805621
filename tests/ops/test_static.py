"""Static files: compressed, kept for ever when hashed, and never outside their folder."""

from __future__ import annotations

import asyncio
import gzip
from pathlib import Path
from typing import Any

import pytest

from imagehub.http.static import StaticFiles

TEXT = b"body { color: red }\n" * 100
HASHED = "/static/css/base.0123456789ab.css"


@pytest.fixture
def files(tmp_path: Path) -> StaticFiles:
    folder = tmp_path / "static" / "css"
    folder.mkdir(parents=True)
    for name in ("base.0123456789ab.css", "plain.css"):
        (folder / name).write_bytes(TEXT)
        (folder / f"{name}.gz").write_bytes(gzip.compress(TEXT, mtime=0))
        (folder / f"{name}.br").write_bytes(b"as if brotli")
    (tmp_path / "secret").write_text("no")
    return StaticFiles(root=tmp_path / "static", prefix="/static/")


def _get(
    files: StaticFiles, path: str, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        raise AssertionError

    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "headers": pairs}
    asyncio.run(files(scope, receive, send))
    told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], told, b"".join(message["body"] for message in sent[1:])


@pytest.mark.parametrize(
    ("accepted", "encoding", "body"),
    [
        ("gzip, br", "br", b"as if brotli"),
        ("gzip", "gzip", gzip.compress(TEXT, mtime=0)),
        ("", None, TEXT),
    ],
)
def test_the_best_encoding_is_sent(
    files: StaticFiles, accepted: str, encoding: str | None, body: bytes
) -> None:
    status, headers, sent = _get(files, HASHED, accept_encoding=accepted)
    assert status == 200
    assert headers.get("content-encoding") == encoding
    assert len(sent) == int(headers["content-length"]) == len(body)
    assert headers["content-type"].startswith("text/css")
    assert headers["x-content-type-options"] == "nosniff"


def test_hashed_names_are_kept_for_ever_and_others_a_minute(files: StaticFiles) -> None:
    assert "immutable" in _get(files, HASHED)[1]["cache-control"]
    assert _get(files, "/static/css/plain.css")[1]["cache-control"] == "max-age=60, public"


def test_an_unchanged_file_is_not_sent_again(files: StaticFiles) -> None:
    tag = _get(files, HASHED)[1]["etag"]
    assert _get(files, HASHED, if_none_match=tag)[0] == 304
    assert _get(files, HASHED, method="HEAD")[2] == b""


@pytest.mark.parametrize("path", ["/static/none.css", "/static/../secret", "/static/css/"])
def test_nothing_else_is_there(files: StaticFiles, path: str) -> None:
    assert _get(files, path)[0] == 404


def test_other_methods_are_refused(files: StaticFiles) -> None:
    assert _get(files, HASHED, method="POST")[0] == 405
