"""What the rail beside a picture says: asked against delivered, time, money, where it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from accounts.keys import provider_directory
from accounts.models import User
from generations.imaging import format_signatures
from generations.models import Generation, Opening, Picture
from generations.providers import catalog
from generations.providers.types import Estimate, ModelSpec
from generations.services.jobs import outcome_messages
from generations.web.components import money_format
from generations.web.components.aspect_names import ratio_name
from generations.web.components.durations import counted, tenths
from generations.web.components.picture_rows import PictureRow

MOST_REMADE = 4
_WIDE = 1000  # the timing bar's width in its own units


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting: what was asked for, and what came."""

    label: str
    asked: str
    got: str  # empty: nothing is known
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One part of the time it took."""

    label: str
    tone: str  # class
    told: str
    x: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Thumb:
    """A small picture that leads to its page."""

    pk: int
    url: str
    src: str
    width: int
    height: int
    alt: str
    is_here: bool = False


def provider_label(job: Generation) -> tuple[str, str]:
    """The router's name and badge."""
    facts = provider_directory.facts_of(job.provider, with_off=True)
    return (facts.label, facts.badge) if facts else (job.provider, job.provider[:2].upper())


def settings_of(picture: Picture) -> list[Setting]:
    """Every setting that was asked for, told by the router, or seen in the file."""
    job = picture.generation
    spec = catalog.spec_from_json(job.spec) if job.spec else None
    seen = {"size": f"{picture.width}x{picture.height}", "output_format": picture.format}
    told = {str(name): str(value) for name, value in job.applied.items()}
    got = told | seen
    names = dict.fromkeys([*seen, *job.options, *told])
    return [
        _setting(spec, name, _word(job.options.get(name)), got.get(name, ""))
        for name in names
        if name != "n" and (name in job.options or name in got)
    ]


def spans_of(job: Generation) -> list[Span]:
    """Queue, model and saving, in seconds; nothing where a moment is missing."""
    if not (job.sent_at and job.finished_at):
        return []
    answered = job.answered_at or job.finished_at
    parts = [
        ("Queue", "timing__queue", (job.sent_at - job.created_at).total_seconds()),
        ("Model", "timing__model", (answered - job.sent_at).total_seconds()),
        ("Saving", "timing__saving", (job.finished_at - answered).total_seconds()),
    ]
    whole = sum(max(0.0, seconds) for _, _, seconds in parts) or 1
    spans, x = [], 0
    for label, tone, seconds in parts:
        width = round(max(0.0, seconds) / whole * _WIDE)
        told = f"{max(0.0, seconds):.1f}"
        spans.append(Span(label=label, tone=tone, told=told, x=x, width=width))
        x += width
    return spans


def whole_time(job: Generation) -> str:
    if not job.finished_at:
        return ""
    return tenths((job.finished_at - job.created_at).total_seconds())


def cost_of(job: Generation) -> tuple[str, str]:
    """The money, and where the number comes from."""
    if job.cost_usd is not None and job.cost_kind == "actual":
        return money_format.dollars(job.cost_usd), "reported by the provider"
    if job.cost_usd is not None:
        return f"≈ {money_format.dollars(job.cost_usd)}", "estimated"
    if told := job.details.get("cost_told"):
        return "unknown", f"the provider told “{told}”, which is no price we can believe"
    if job.estimate_low is not None and job.estimate_high is not None:
        guess = Estimate(low=job.estimate_low, high=job.estimate_high)
        return money_format.about(guess), "estimated, the provider did not tell"
    return "unknown", "the provider did not tell"


def siblings(picture: Picture, user: User) -> list[Thumb]:
    """The pictures of the same request, this one marked; nothing where it is alone."""
    rows = (
        Picture.objects.visible_to(user)
        .filter(generation__batch=picture.generation.batch)
        .order_by("generation__position", "position")
        .select_related("generation")[:50]
    )
    return [_thumb(row, here=picture) for row in rows] if len(rows) > 1 else []


def made_from(picture: Picture, user: User) -> Thumb | None:
    """The first visible picture of the job this one was made from."""
    source = picture.generation.made_from_id
    rows = Picture.objects.visible_to(user).filter(generation=source).order_by("position")
    first = rows.select_related("generation").first() if source else None
    return _thumb(first) if first else None


def remade(picture: Picture, user: User) -> list[Thumb]:
    """The newest visible pictures made from this one's job."""
    rows = (
        Picture.objects.visible_to(user)
        .filter(generation__made_from=picture.generation_id, position=0)
        .order_by("-id")
        .select_related("generation")[:MOST_REMADE]
    )
    return [_thumb(row) for row in rows]


def openings(picture: Picture, user: User) -> list[Opening]:
    """When an admin opened this private picture, and why: its owner reads it here."""
    if picture.owner_id != user.pk:
        return []
    return list(picture.openings.select_related("admin").order_by("-pk")[:20])


def here(picture: Picture) -> Thumb:
    return _thumb(picture, here=picture)


def small_src(picture: Picture | PictureRow) -> str:
    return f"{settings.URL_PATH}/pictures/{picture.uid}/thumb/small"


def stage_src(picture: Picture | PictureRow) -> str:
    """What the stage shows: the original where browsers show it, except SVG, which is never served
    as a document."""
    if picture.format == "svg":
        return f"{settings.URL_PATH}/pictures/{picture.uid}/thumb/large"
    kind = "original" if format_signatures.is_shown(picture.format) else "view"
    return f"{settings.URL_PATH}/pictures/{picture.uid}/{kind}"


def remarks(picture: Picture, *, may_know: bool) -> list[str]:
    """What somebody who looks at it should know of its set and its file.

    may_know: the router's own words are for its owner and, of a job of the team, for admins.
    """
    job, name, said = picture.generation, format_signatures.label(picture.format), []
    if came := outcome_messages.came(job):
        why = f" {provider_label(job)[0]} said: {job.message}" if may_know and job.message else ""
        said.append(f"{came}{why}")
    if picture.is_cut:
        said.append("This picture breaks off: not all of it arrived. What is missing stays empty.")
    if format_signatures.is_shown(picture.format):
        return said
    if picture.viewed_at:
        told = "You see a converted view; Download gives the original."
    elif picture.is_undrawable:
        told = "It cannot be converted here. Download the original to see it."
    else:
        told = "A converted view is being made."
    return [*said, f"Browsers cannot show {name}. {told}"]


def _thumb(picture: Picture, here: Picture | None = None) -> Thumb:
    return Thumb(
        pk=picture.pk,
        url=f"{settings.URL_PATH}/pictures/{picture.uid}/",
        src=small_src(picture),
        width=picture.width,
        height=picture.height,
        alt=picture.generation.prompt[:60] or "Picture without a prompt",
        is_here=here is not None and here.pk == picture.pk,
    )


def _setting(spec: ModelSpec | None, name: str, asked: str, got: str) -> Setting:
    option = spec.option(name) if spec else None
    plain = name.removeprefix("provider.").replace("_", " ").capitalize()
    label = option.label if option else plain
    return Setting(
        label=label,
        asked=_pretty(name, asked),
        got=_pretty(name, got),
        differs=bool(asked and got and asked != "auto" and not _same(name, asked, got)),
    )


def _same(name: str, asked: str, got: str) -> bool:
    aliases = {"jpg": "jpeg"}
    one, two = aliases.get(asked.lower(), asked.lower()), aliases.get(got.lower(), got.lower())
    return one == two


def _word(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)


def _pretty(name: str, text: str) -> str:
    width, _, height = text.partition("x")
    if name == "size" and width.isdigit() and height.isdigit():
        return f"{width} × {height} ({ratio_name(int(width), int(height))})"
    if name == "output_format" and text:
        return format_signatures.label(text)
    return {"true": "on", "false": "off"}.get(text, text)


def revised(picture: Picture) -> Sequence[str]:
    """The prompt as the model rewrote it, and how long that is."""
    text = picture.revised_prompt.strip()
    return (text, counted(len(text.split()), "word")) if text else ()
