"""The composer as it was filled in: text from the browser, and what it asks for."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from accounts.models import User
from generations.models import Collection, Draft, Generation, Visibility
from generations.providers import catalog
from generations.providers.types import ImageRequest, ModelSpec, OptionValue, Problem
from generations.services.jobs.seeds import counted_on
from generations.services.jobs.submit import shares
from generations.web.components import uuids
from generations.web.composer.option_controls import FREE

MOST_PICTURES = 10
_PREFIX = "o."
MODEL_LENGTH = 200  # of an id that a draft can hold


@dataclass(frozen=True, slots=True, kw_only=True)
class FormData:
    """What stands in the form. Nothing here has been checked."""

    provider: str = ""
    model: str = ""
    prompt: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)  # option -> text
    count: int = 1  # pictures
    visibility: str = Visibility.TEAM
    key_label: str = ""
    ticket: uuid.UUID = field(default_factory=uuid.uuid4)
    remix: uuid.UUID | None = None
    collection: uuid.UUID | None = None  # where new pictures go
    tab: str = ""  # of the browser
    edit: int = 0  # counts what was typed in it

    @property
    def choice(self) -> str:
        return f"{self.provider}:{self.model}" if self.model else ""


def from_post(post: Mapping[str, str]) -> FormData:
    """The form as posted; what cannot be read counts as left out."""
    provider, _, model = post.get("choice", "").partition(":")
    model = model or post.get(f"typed.{provider}", "").strip()
    return FormData(
        provider=provider[:40],
        model=model,  # cut nowhere: a shorter id would be another model
        prompt=post.get("prompt", "").replace("\r\n", "\n"),
        texts=_texts(post),
        count=_count(post),
        visibility=_one_of(post.get("visibility", ""), Visibility.values, Visibility.TEAM),
        key_label=post.get("key", "")[:60],
        ticket=uuids.read(post.get("ticket", "")) or uuid.uuid4(),
        remix=uuids.read(post.get("remix", "")),
        collection=uuids.read(post.get("collection", "")),
        tab=read_tab(post.get("tab", "")),
        edit=_edit(post.get("edit", "")),
    )


def from_draft(draft: Draft | None, user: User) -> FormData:
    """The composer as its person left it, or with what their profile says of new jobs."""
    if draft is None:
        provider, _, model = user.default_model.partition(":")
        return FormData(provider=provider, model=model, visibility=user.default_visibility)
    return FormData(
        provider=draft.provider,
        model=draft.model,
        prompt=draft.prompt,
        texts={str(name): str(text) for name, text in draft.texts.items() if name != "n"},
        count=min(max(1, draft.count), MOST_PICTURES),
        visibility=_one_of(draft.visibility, Visibility.values, Visibility.TEAM),
        key_label=draft.key_label,
        remix=draft.remix_of.uid if draft.remix_of else None,
        collection=draft.collection.uid if draft.collection else None,
        tab=draft.tab,
        edit=draft.edit,
    )


def save_draft(user: User, filled: FormData) -> None:
    """Keeps the whole form on the server, unless something was typed there since."""
    source = remixed(user, filled)
    if Draft.objects.filter(user=user, tab=filled.tab, edit__gt=filled.edit).exists():
        return
    Draft.objects.update_or_create(
        user=user,
        tab=filled.tab,
        defaults={
            "edit": filled.edit,
            "provider": filled.provider,
            "model": filled.model if len(filled.model) <= MODEL_LENGTH else "",
            "prompt": filled.prompt,
            "texts": dict(filled.texts),
            "count": filled.count,
            "visibility": filled.visibility,
            "key_label": filled.key_label,
            "remix_of": source,
            "collection": chosen_collection(user, filled),
        },
    )


def remixed(user: User, filled: FormData) -> Generation | None:
    """The job this form was made from, if the person may see it."""
    if filled.remix is None:
        return None
    return Generation.objects.visible_to(user).filter(uid=filled.remix).first()


def chosen_collection(user: User, filled: FormData) -> Collection | None:
    """Where the pictures shall go, if this person may put any there."""
    if filled.collection is None:
        return None
    return Collection.objects.open_to(user).filter(uid=filled.collection).first()


def switched(filled: FormData, spec: ModelSpec) -> tuple[FormData, tuple[str, ...]]:
    """The form for another model: what it accepts stays, the names of the rest are told."""
    options, problems = catalog.read_options(spec, filled.texts)
    kept, dropped = catalog.keep(options, spec)
    texts = {name: filled.texts[name] for name in kept}
    lost = (*dropped, *(problem.field for problem in problems if filled.texts[problem.field]))
    return replace(filled, texts=texts), lost


def requests_of(
    filled: FormData, spec: ModelSpec
) -> tuple[tuple[ImageRequest, ...], list[Problem]]:
    """One request for each job, and a problem for each text that cannot be read."""
    options, problems = catalog.read_options(spec, filled.texts)
    options = _with_stream(options, spec)
    parts = shares(spec, filled.count)
    requests = [
        ImageRequest(model=spec.id, prompt=filled.prompt, options=_part(options, n)) for n in parts
    ]
    return counted_on(requests, spec), problems


def _part(options: dict[str, OptionValue], n: int | None) -> dict[str, OptionValue]:
    """One picture is what every router makes unasked, so `n` is sent only above it."""
    return options | {"n": n} if n is not None and n > 1 else options


def _with_stream(options: dict[str, OptionValue], spec: ModelSpec) -> dict[str, OptionValue]:
    """Who asks for previews asks for streaming, which is how they come."""
    wants = options.get("partial_images")
    if wants and "stream" not in options and spec.option("stream"):
        return options | {"stream": True}
    return options


def _texts(post: Mapping[str, str]) -> dict[str, str]:
    texts = {
        name.removeprefix(_PREFIX): text
        for name, text in post.items()
        if name.startswith(_PREFIX) and text.strip()
    }
    if texts.get("size") == FREE:
        width, height = post.get("free_width", "").strip(), post.get("free_height", "").strip()
        texts["size"] = f"{width}x{height}"
        if not width and not height:
            del texts["size"]
    return texts


def _count(post: Mapping[str, str]) -> int:
    word = post.get("count", "1")
    if word == "more":
        word = post.get("count_more", "")
    try:
        return min(max(1, int(word)), MOST_PICTURES)
    except ValueError:
        return 1


def _edit(word: str) -> int:
    return int(word) if word.isascii() and word.isdigit() and len(word) < 16 else 0


def read_tab(text: str) -> str:
    """The name that a tab gave itself; empty for anything else."""
    return text if text.isascii() and text.isalnum() and len(text) <= 32 else ""


def _one_of(word: str, allowed: list[str], otherwise: str) -> str:
    return word if word in allowed else otherwise
