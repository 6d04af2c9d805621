"""Check, record, wake. The one way in for the form, the command line and the API. Spends nothing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace

from django.db import IntegrityError, transaction

from accounts.keys import provider_directory
from accounts.models import ProviderKey, User
from generations import offers, queue
from generations.library.index import prompt_history, tokenizer
from generations.models import Collection, Generation, Visibility
from generations.providers import catalog
from generations.providers.errors import RequestRefused
from generations.providers.types import ImageRequest, ModelSpec, Problem, ProviderFacts
from generations.services.inputs import job_inputs
from generations.services.inputs.job_inputs import Ready
from generations.services.inputs.sources import Tray
from generations.services.jobs import limit_checks, typed_model_ids
from generations.services.notices import refused_keys
from generations.stored import event_log

MOST_JOBS = 50  # one request


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a person asks for in one go: one job for each request."""

    provider: str
    requests: tuple[ImageRequest, ...]
    visibility: str = Visibility.TEAM
    key_label: str = ""  # a label, or `team:ID`; empty: the own default, else the team's
    ticket: uuid.UUID = field(default_factory=uuid.uuid4)
    made_from: Generation | None = None
    made_how: str = ""
    collection: Collection | None = None  # its pictures go there, whatever is chosen later
    tray: Tray = field(default_factory=Tray)  # the pictures that go along with each job


def submit(user: User, asked: Asked) -> list[Generation]:
    """The jobs, queued. A ticket seen before brings the same jobs again.

    Raises RequestRefused with every problem at once, having written nothing.
    """
    earlier = _of_ticket(user, asked.ticket)
    if earlier:
        return earlier
    spec, key, inputs = _checked(user, asked)
    try:
        with transaction.atomic():
            _hold_the_day(user, asked, spec)
            jobs = _record(user, asked, spec, key, inputs)
            queue.wake()
    except IntegrityError:  # a double click got in first
        earlier = _of_ticket(user, asked.ticket)
        if not earlier:
            raise
        return earlier
    return jobs


def shares(spec: ModelSpec, pictures: int) -> list[int | None]:
    """How a count of pictures is split into jobs: the `n` of each, None where there is no `n`."""
    option = spec.option("n")
    if option is None:
        return [None] * pictures
    most = option.maximum or 1
    whole, rest = divmod(pictures, most)
    return [*[most] * whole, *([rest] if rest else [])]


def _of_ticket(user: User, ticket: uuid.UUID) -> list[Generation]:
    mine = Generation.objects.owned_by(user).filter(ticket=ticket)
    return list(mine.order_by("position"))


def _checked(user: User, asked: Asked) -> tuple[ModelSpec, ProviderKey | None, list[Ready]]:
    problems = _problems_with_person(user) + _problems_with_count(asked)
    facts = provider_directory.facts_of(asked.provider)
    spec = offers.spec_for(asked.provider, asked.requests[0].model) if asked.requests else None
    key: ProviderKey | None = None
    inputs: list[Ready] = []
    if facts is None:
        problems.append(_unknown_provider(asked.provider))
    elif spec is None:
        problems.append(_no_model(facts, asked))
    else:
        inputs, wrong = job_inputs.ready(user, asked.tray, spec) if user.may_spend else ([], [])
        problems += catalog.problems(_with_inputs(asked.requests[0], inputs, asked.tray), spec)
        problems += wrong
        problems += limit_checks.problems(user, asked.requests, spec) if user.may_spend else []
        if facts.needs_key:
            key = _key(user, asked)
            problems += [] if key else [_no_key(user, facts.label, asked)]
    if spec and not problems and typed_model_ids.wants_approval(spec):
        problems += limit_checks.problems(user, asked.requests, spec)
    if problems or spec is None:
        raise RequestRefused(problems)
    return spec, key, inputs


def _with_inputs(request: ImageRequest, inputs: list[Ready], tray: Tray) -> ImageRequest:
    """The request with its pictures; with as many as were asked for, where none are ready."""
    pictures, mask = job_inputs.files_of(inputs)
    if len(pictures) < len(tray.images) or (tray.mask and mask is None):
        pictures = tuple(job_inputs.PLACEHOLDER for _ in tray.images)
        mask = job_inputs.PLACEHOLDER if tray.mask else None
    return replace(request, pictures=pictures, mask=mask)


def _no_model(facts: ProviderFacts, asked: Asked) -> Problem:
    model = asked.requests[0].model if asked.requests else ""
    return typed_model_ids.id_problem(facts.slug, model) or _unknown_model(facts.label, model)


def _hold_the_day(user: User, asked: Asked, spec: ModelSpec) -> None:
    """Two requests at once cannot both take the last place of the day."""
    if not limit_checks.has_day_limit(user):
        return
    User.objects.select_for_update().get(pk=user.pk)
    if _of_ticket(user, asked.ticket):
        return  # a double click: the database says so in a moment
    if limit_checks.day_is_full(user, len(asked.requests)):
        raise RequestRefused(limit_checks.problems(user, asked.requests, spec))


def _record(
    user: User, asked: Asked, spec: ModelSpec, key: ProviderKey | None, inputs: list[Ready]
) -> list[Generation]:
    batch = uuid.uuid4()
    stored = catalog.spec_to_json(spec)
    typed_model_ids.remember(spec)
    jobs = [
        _row(user, asked, spec, key, request, batch=batch, position=position, stored=stored)
        for position, request in enumerate(asked.requests)
    ]
    for job in jobs:
        job.save(force_insert=True)
        job_inputs.record(job, inputs)
        event_log.record_for(job, "queued")
    prompt_history.of_jobs(jobs)
    return jobs


def _row(
    user: User,
    asked: Asked,
    spec: ModelSpec,
    key: ProviderKey | None,
    request: ImageRequest,
    *,
    batch: uuid.UUID,
    position: int,
    stored: dict[str, object],
) -> Generation:
    estimate = catalog.estimate(request, spec)
    return Generation(
        requester=user,
        provider=asked.provider,
        model=spec.id,
        model_label=spec.label,
        prompt=request.prompt,
        prompt_digest=tokenizer.digest(request.prompt),
        options=dict(request.options),
        spec=stored,
        visibility=asked.visibility,
        key=key,
        key_label=key.label if key else "",
        key_last4=key.last4 if key and key.owner_id == user.pk else "",
        key_is_team=bool(key and key.owner_id != user.pk),
        batch=batch,
        ticket=asked.ticket,
        position=position,
        made_from=asked.made_from,
        made_how=asked.made_how,
        shows_inputs=asked.tray.shows_uploads or None,
        keeps_rest=(asked.tray.keeps_rest and bool(asked.tray.mask)) or None,
        collection=asked.collection,
        collection_name=asked.collection.name if asked.collection else "",
        estimate_low=estimate.low if estimate else None,
        estimate_high=estimate.high if estimate else None,
    )


def _key(user: User, asked: Asked) -> ProviderKey | None:
    keys = list(ProviderKey.objects.usable_by(user).filter(provider=asked.provider))
    if asked.key_label:
        named = [
            key for key in keys if asked.key_label in (key.choice_for(user), key.label)
        ]  # own keys stand first: a label means one's own before the team's
        return named[0] if named else None
    return keys[0] if keys else None


def _problems_with_person(user: User) -> list[Problem]:
    if user.may_spend:
        return []
    message = "Viewers can look at pictures but not make them. Ask an admin to change your role."
    return [Problem(field="user", code="viewer", message=message)]


def _problems_with_count(asked: Asked) -> list[Problem]:
    if 1 <= len(asked.requests) <= MOST_JOBS:
        return []
    message = f"Ask for 1 to {MOST_JOBS} jobs at once."
    return [Problem(field="count", code="out_of_range", message=message)]


def _unknown_provider(slug: str) -> Problem:
    message = f"There is no provider “{slug}” here, or an admin switched it off."
    return Problem(field="provider", code="not_a_choice", message=message)


def _unknown_model(label: str, model: str) -> Problem:
    message = f"{label} has no model “{model}” that we know of. Choose one from the list."
    return Problem(field="model", code="model_not_found", message=message)


def _no_key(user: User, label: str, asked: Asked) -> Problem:
    key_label = asked.key_label
    refused = refused_keys.problem(user, [asked.provider], key_label)
    if refused:
        return refused
    if key_label.startswith("team:"):
        message = f"That {label} key of the team is not yours to use any more. Choose another."
        return Problem(field="key", code="not_a_choice", message=message)
    if key_label:
        message = f"You have no usable {label} key called “{key_label}”."
        return Problem(field="key", code="not_a_choice", message=message)
    message = f"Add a {label} key first, or ask an admin to share one. Keys are stored encrypted."
    return Problem(field="key", code="required", message=message)
