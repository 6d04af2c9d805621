"""A ZIP of 5,000 pictures that nobody waits for any more."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.core.handlers.asgi import ASGIHandler

from accounts.models import User
from generations.library.index import index_updates
from generations.models import Picture
from generations.stored import original_files
from tests.web.stored_pictures import PLAIN, kept

HTMX = {"HX-Request": "true"}


@pytest.fixture
def many(bob: User, transactional_db: None) -> Path:
    """5,000 pictures that share one large file."""
    first = kept(bob)
    path = original_files.original_path(first.path)
    path.write_bytes(b"x" * 3_000_000)
    Picture.objects.bulk_create(
        [
            Picture(
                generation=first.generation,
                owner=bob,
                position=number,
                path=first.path,
                sha256=first.sha256,
                bytes=3_000_000,
                format="png",
                width=64,
                height=32,
            )
            for number in range(1, 5_000)
        ]
    )
    index_updates.refresh(Picture.objects.values_list("pk", flat=True))
    return path


@pytest.mark.slow
def test_five_thousand_broken_off_half_way_leave_nothing_behind(
    many: Path, bob: User, as_user: Any
) -> None:
    client = as_user(bob)
    data = PLAIN | {"all": "1", "query": ""}
    where = client.post("/bulk/", data, headers=HTMX)["HX-Redirect"]
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    process, threads = psutil.Process(), threading.active_count()
    before = process.memory_info().rss
    received = asyncio.run(_broken_off(where, cookie, after=60_000_000))
    assert 60_000_000 <= received < 120_000_000
    assert process.memory_info().rss - before < 100_000_000
    assert [file.path for file in process.open_files() if file.path == str(many)] == []
    assert threading.active_count() <= threads + 1
    Picture.objects.filter(owner=bob).update(seed="1")  # nothing is locked


async def _broken_off(where: str, cookie: str, *, after: int) -> int:
    """Reads so many bytes through the ASGI handler, then goes; returns what came."""
    gone, received = asyncio.Event(), 0
    asked = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> dict[str, Any]:
        if asked:
            return asked.pop()
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        nonlocal received
        assert message.get("status", 200) == 200
        received += len(message.get("body", b""))
        if received >= after:
            gone.set()

    scope = {
        "type": "http",
        "method": "GET",
        "path": where,
        "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"cookie", cookie.encode())],
    }
    await ASGIHandler()(scope, receive, send)
    return received
