"""Asks for all cases at once, as people would, and works until every job has ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.keys import key_vault
from accounts.models import ProviderKey, Role, User
from generations.models import Generation
from generations.models.generation import OPEN
from generations.providers.types import ImageRequest
from generations.services.jobs.submit import Asked, submit
from generations.services.worker.drain_loop import drain
from tests.mutations.case import Case
from tests.simulator.server import Simulator

TOGETHER = 10  # cases of one person, whose pages are asked then
_ROUNDS = 30


@dataclass(frozen=True, slots=True)
class Asking:
    """One case and the job that came of it."""

    case: Case
    person: User
    pk: int

    @property
    def job(self) -> Generation:
        return Generation.objects.get(pk=self.pk)


def asked(cases: Sequence[Case], simulator: Simulator) -> list[Asking]:
    """Every case as a queued job; ten belong to one person, and each has its own key."""
    made = []
    for begin in range(0, len(cases), TOGETHER):
        person = User.objects.create_user(
            f"p{begin}@example.org", "correct horse", role=Role.MEMBER, name=f"Person {begin}"
        )
        made += [_ask(person, case, simulator) for case in cases[begin : begin + TOGETHER]]
    return made


def _ask(person: User, case: Case, simulator: Simulator) -> Asking:
    case.give(simulator)
    slug, model, options = case.place
    label = f"key of {case.prompt}"[:60]
    key_vault.store(owner=person, provider=slug, label=label, secret=case.key)
    request = ImageRequest(model=model, prompt=case.prompt, options=options)
    (job,) = submit(person, Asked(provider=slug, requests=(request,), key_label=label))
    return Asking(case.without_answers(), person, job.pk)


def work() -> None:
    """Drains until nothing is open; whoever waits by the clock is told that its time has come."""
    for _ in range(_ROUNDS):
        drain(idle_s=0)
        waiting = Generation.objects.filter(status__in=[str(each) for each in OPEN])
        if not waiting.update(due_at=timezone.now()):
            return
        ProviderKey.objects.update(paused_until=None)


def posts(simulator: Simulator) -> Counter[str]:
    """How many paid POSTs came with each prompt."""
    return Counter(_prompts(simulator))


def _prompts(simulator: Simulator) -> Iterator[str]:
    for call in simulator.calls:
        if call.method == "POST" and isinstance(call.body, dict) and "prompt" in call.body:
            yield str(call.body["prompt"])


def forget(simulator: Simulator) -> None:
    """An empty database and a simulator without memory."""
    simulator.reset()
    call_command("flush", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        for table in ("library_index", "library_prompts"):
            cursor.execute(f"DELETE FROM {table}")
