"""The cast, the simulator, and `work()`: do what is queued, now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from accounts.keys import key_vault
from accounts.models import Role, User
from generations.models import Generation
from generations.providers.types import ImageRequest
from generations.services.jobs.submit import Asked, submit
from generations.services.worker.drain_loop import drain
from tests.simulator.server import Simulator

ROUTERS = ("fastrouter", "fastapi", "imagerouter", "openrouter")
MODELS = {
    "fastrouter": "openai/gpt-image-1",
    "fastapi": "gpt-image-1",
    "imagerouter": "test/test",
    "openrouter": "bytedance-seed/seedream-4.5",
}


@pytest.fixture(scope="session")
def routers() -> Iterator[Simulator]:
    simulator = Simulator()
    yield simulator
    simulator.stop()


@pytest.fixture
def simulator(routers: Simulator, settings: Any, tmp_path: Path) -> Simulator:
    """Pretend routers with a clean record, and a data folder of this test's own."""
    routers.reset()
    settings.PROVIDER_URLS = {slug: routers.url(slug) for slug in ROUTERS}
    for name in ("PICTURE_DIR", "SPOOL_DIR", "RUN_DIR"):
        setattr(settings, name, tmp_path / name.lower())
    return routers


@pytest.fixture
def alice(transactional_db: None) -> User:
    """Asks for pictures; has a key for every router."""
    user = User.objects.create_user("alice@example.org", "correct horse", role=Role.MEMBER)
    for slug in ROUTERS:
        key_vault.store(
            owner=user, provider=slug, label="mine", secret=f"sk-good-{slug}-0123456789"
        )
    return user


@pytest.fixture
def bob(transactional_db: None) -> User:
    """Her teammate, without a key."""
    return User.objects.create_user("bob@example.org", "correct horse", role=Role.MEMBER)


@pytest.fixture
def work(simulator: Simulator) -> Callable[[], None]:
    """Runs a drain until nothing is due any more."""
    return lambda: drain(idle_s=0)


@pytest.fixture
def settle(work: Callable[[], None]) -> Callable[[Generation], None]:
    """Works until the job has ended, and reads it afresh."""

    def settled(job: Generation) -> None:
        for _ in range(20):
            work()
            job.refresh_from_db()
            if not job.is_open:
                return
        raise AssertionError(f"still {job.status}")

    return settled


@pytest.fixture
def ask(alice: User, simulator: Simulator) -> Callable[..., Generation]:
    """Alice asks a router for a picture; the job is queued."""

    def asked(
        prompt: str = "a paper boat", *, provider: str = "fastapi", model: str = "", **options: Any
    ) -> Generation:
        request = ImageRequest(model=model or MODELS[provider], prompt=prompt, options=options)
        return submit(alice, Asked(provider=provider, requests=(request,)))[0]

    return asked
