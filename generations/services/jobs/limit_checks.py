"""What the admins' limits say to a request: every reason at once, in words, before spending."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone

from accounts.models import Role, User
from accounts.people.limits import Limits, limits_of
from generations import offers
from generations.models import Generation, Status
from generations.providers.facts.sizes import pixels
from generations.providers.types import ImageRequest, ModelSpec, Problem

_WORDS = {"low": "low", "medium": "medium (or standard)", "high": "high"}


def problems(user: User, requests: Sequence[ImageRequest], spec: ModelSpec) -> list[Problem]:
    """Why this person may not ask for that, and who can lift it; empty where they may."""
    limits = limits_of(user)
    first = requests[0]
    found = [
        _model(limits, spec),
        _quality(limits, first, spec),
        _edge(limits, first, spec),
        _count(limits, requests),
        _day(user, limits, len(requests)),
        _waiting(spec),
    ]
    told = [problem for problem in found if problem]
    if not told:
        return []
    who = _who()
    return [
        Problem(field=field, code=code, message=f"{message} {who}") for field, code, message in told
    ]


def has_day_limit(user: User) -> bool:
    return limits_of(user).per_day is not None


def day_is_full(user: User, jobs: int) -> bool:
    """Asked once more where the jobs are written, so that two requests at once cannot both fit."""
    return _day(user, limits_of(user), jobs) is not None


def _model(limits: Limits, spec: ModelSpec) -> tuple[str, str, str] | None:
    if limits.allows(spec.provider, spec.id):
        return None
    return "model", "not_allowed", f"{spec.label} is not among the models your role may use."


def _waiting(spec: ModelSpec) -> tuple[str, str, str] | None:
    if not offers.is_waiting(spec.provider, spec.id):
        return None
    return "model", "not_approved", f"{spec.label} is new and awaiting approval."


def _quality(limits: Limits, request: ImageRequest, spec: ModelSpec) -> tuple[str, str, str] | None:
    """Left open or on auto, a router may choose its best: that has to be said."""
    option = spec.option("quality")
    if limits.most_quality and spec.is_typed:
        return "model", "limit", "Your role has a limit of quality, and nobody knows this model’s."
    if not limits.most_quality or option is None:
        return None
    asked = str(request.options.get("quality", "") or "auto")
    most = _WORDS[limits.most_quality]
    if asked != "auto":
        if limits.allows_quality(asked):
            return None
        return "quality", "limit", f"Your role may ask for quality up to {most}."
    if all(limits.allows_quality(value) for value in option.values if value != "auto"):
        return None
    message = f"Your role may ask for quality up to {most}. Choose one; left open it may be higher."
    return "quality", "limit", message


def _edge(limits: Limits, request: ImageRequest, spec: ModelSpec) -> tuple[str, str, str] | None:
    if limits.most_edge is None:
        return None
    if spec.is_typed and not _edge_of(str(request.options.get("size", ""))):
        message = f"Your role may ask for pictures up to {limits.most_edge:,} pixels a side. Give"
        return "size", "limit", f"{message} a size such as 1024x1024; left open it may be larger."
    for name in ("size", "resolution"):
        edge = _edge_of(str(request.options.get(name, "")))
        if edge > limits.most_edge:
            message = f"Your role may ask for pictures up to {limits.most_edge:,} pixels a side."
            return name, "limit", message
    return None


def _edge_of(text: str) -> int:
    """Pixels of the longest side: of 1536x1024, and of 2K."""
    size = pixels(text)
    if size:
        return max(size)
    number = text.upper().removesuffix("K")
    return int(float(number) * 1024) if text[-1:] in "Kk" and _is_number(number) else 0


def _is_number(text: str) -> bool:
    return bool(text) and text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdigit()


def _count(limits: Limits, requests: Sequence[ImageRequest]) -> tuple[str, str, str] | None:
    asked = sum(_n(request) for request in requests)
    if limits.most_n is None or asked <= limits.most_n:
        return None
    message = f"You asked for {asked} pictures; your role may ask for {limits.most_n} in one go."
    return "count", "limit", message


def _n(request: ImageRequest) -> int:
    n = request.options.get("n", 1)
    return n if isinstance(n, int) and n > 0 else 1


def _day(user: User, limits: Limits, jobs: int) -> tuple[str, str, str] | None:
    """The team's day, not the asker's, who could move it. What was cancelled unsent is free."""
    if limits.per_day is None:
        return None
    now = timezone.localtime(timezone=timezone.get_default_timezone())
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    today = Generation.objects.owned_by(user).filter(created_at__gte=midnight)
    used = today.exclude(status=Status.CANCELLED, posts=0).count()
    if used + jobs <= limits.per_day:
        return None
    left = max(0, limits.per_day - used)
    until = f"midnight {settings.TIME_ZONE}"
    message = f"You may ask for {limits.per_day} jobs a day; {left} are left until {until}."
    return "user", "limit", message


def _who() -> str:
    names = [
        admin.display_name
        for admin in User.objects.filter(role=Role.ADMIN, is_active=True).order_by("pk")[:2]
    ]
    return f"{' or '.join(names)} can lift this." if names else "An admin can lift this."
