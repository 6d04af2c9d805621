"""Hundreds of slow calls are in flight together, each with a large answer."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from generations.providers import catalog
from generations.providers.types import Delivery, ImageRequest, Limits
from tests.providers.calls import Asking, Spool


@pytest.mark.slow
def test_two_hundred_calls_take_hardly_longer_than_one(asking: Asking, tmp_path: Path) -> None:
    spec = asking.spec("fastapi")
    request = ImageRequest(model=spec.id, prompt="A boat [bench] [slow=5]")

    async def one(number: int, provider: object) -> int:
        folder = tmp_path / str(number)
        folder.mkdir()
        made = await provider.generate(request, spec, "sim-x", Spool(folder))  # type: ignore[attr-defined]
        assert isinstance(made, Delivery)
        return len(made.images[0].data or b"")

    async def run() -> list[int]:
        base = asking.simulator.url("fastapi")
        provider = catalog.build("fastapi", base_url=base, limits=Limits())
        try:
            return await asyncio.gather(*(one(number, provider) for number in range(200)))
        finally:
            await provider.close()

    began = time.monotonic()
    sizes = asyncio.run(run())
    assert len(sizes) == 200 and min(sizes) > 1_400_000
    assert time.monotonic() - began < 60
