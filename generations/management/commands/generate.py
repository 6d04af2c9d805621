"""`manage.py generate`: asks for pictures through the same submit() as the form."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from accounts.exit_codes import REFUSED, USAGE, ScriptCommand
from accounts.models import User
from generations import offers
from generations.models import Generation
from generations.providers import catalog
from generations.providers.errors import RequestRefused
from generations.providers.types import ImageRequest, Problem
from generations.services.jobs.job_json import report
from generations.services.jobs.provider_choice import provider_of
from generations.services.jobs.seeds import counted_on
from generations.services.jobs.submit import MOST_JOBS, Asked, submit

SOME_ENDED_BADLY, TIME_RAN_OUT, SOME_UNKNOWN = 1, 3, 4


class Command(ScriptCommand):
    help = "Ask for pictures as a person; one JSON object a line and job."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--model", required=True)
        parser.add_argument("--prompt", required=True)
        parser.add_argument("--provider", default="")
        parser.add_argument("--key", default="", metavar="LABEL", help="else the default key")
        parser.add_argument(
            "--set", action="append", default=[], metavar="NAME=VALUE", dest="texts"
        )
        parser.add_argument("--count", type=int, default=1, metavar="K", help="so many jobs")
        parser.add_argument("--private", action="store_true", help="visible to that person only")
        parser.add_argument("--wait", type=float, metavar="SECONDS")

    def handle(self, *args: Any, **options: Any) -> None:
        user = self.person(options["email"])
        try:
            jobs = submit(user, _asked(user, self._texts(options["texts"]), options))
        except RequestRefused as refusal:
            self.tell({"problems": [_told(problem) for problem in refusal.problems]})
            self.leave(REFUSED)
        if options["wait"] is None:
            return self._print(jobs)
        ended = _wait(jobs, options["wait"])
        self._print(ended)
        self.leave(_exit_code(ended))

    def _texts(self, pairs: list[str]) -> dict[str, str]:
        texts = {}
        for pair in pairs:
            name, sign, value = pair.partition("=")
            if not sign or not name:
                self.stderr.write(f"--set takes NAME=VALUE, not “{pair}”.")
                self.leave(USAGE)
            texts[name] = value
        return texts

    def _print(self, jobs: list[Generation]) -> None:
        for job in jobs:
            self.tell(report(job))


def _asked(user: User, texts: dict[str, str], options: dict[str, Any]) -> Asked:
    """What the words mean. Raises RequestRefused with every problem at once."""
    _refuse_viewer(user)
    if not 1 <= options["count"] <= MOST_JOBS:
        message = f"--count takes 1 to {MOST_JOBS}."
        raise RequestRefused([Problem(field="count", code="out_of_range", message=message)])
    provider = options["provider"] or provider_of(user, options["model"])
    spec = offers.spec_for(provider, options["model"])
    values, problems = catalog.read_options(spec, texts) if spec else ({}, [])
    request = ImageRequest(model=options["model"], prompt=options["prompt"], options=values)
    if spec and problems:
        raise RequestRefused([*problems, *catalog.problems(request, spec)])
    requests = (request,) * options["count"]
    return Asked(
        provider=provider,
        requests=counted_on(requests, spec) if spec else requests,
        key_label=options["key"],
        visibility="private" if options["private"] else "team",
    )


def _refuse_viewer(user: User) -> None:
    if not user.may_spend:
        message = "Viewers can look at pictures but not make them."
        raise RequestRefused([Problem(field="user", code="viewer", message=message)])


def _wait(jobs: list[Generation], seconds: float) -> list[Generation]:
    """The jobs as they are when all have ended or the time ran out."""
    end = time.monotonic() + seconds
    ids = [job.pk for job in jobs]
    while True:
        now = list(Generation.objects.filter(pk__in=ids).order_by("position"))
        if not any(job.is_open for job in now) or time.monotonic() >= end:
            return now
        time.sleep(0.1)


def _exit_code(jobs: list[Generation]) -> int:
    states = Counter(job.status for job in jobs)
    if any(job.is_open for job in jobs):
        return TIME_RAN_OUT
    if states["unknown"]:
        return SOME_UNKNOWN
    return 0 if states["done"] == len(jobs) else SOME_ENDED_BADLY


def _told(problem: Problem) -> dict[str, str]:
    return {"field": problem.field, "code": problem.code, "message": problem.message}
