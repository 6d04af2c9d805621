"""Everything that is one person's, as one ZIP, made while it is sent: no copy lies anywhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from accounts.models import ProviderKey, User
from generations.models import Generation, Picture
from generations.services.export.checked_originals import NOTES, Notes, Original
from generations.services.export.zip_stream import ZipStream
from generations.stored.original_files import original_path

_JOB_FIELDS = [
    "uid",
    "provider",
    "model",
    "model_label",
    "prompt",
    "options",
    "visibility",
    "key_label",
    "status",
    "code",
    "message",
    "created_at",
    "sent_at",
    "finished_at",
    "cost_usd",
    "cost_kind",
    "applied",
    "details",
]
_PICTURE_FIELDS = [
    "uid",
    "position",
    "visibility",
    "created_at",
    "trashed_at",
    "sha256",
    "bytes",
    "format",
    "width",
    "height",
    "is_moving",
    "is_cut",
    "revised_prompt",
]
_PERSON_FIELDS = [
    "email",
    "name",
    "role",
    "theme",
    "time_zone",
    "date_language",
    "single_keys",
    "default_model",
    "default_visibility",
    "date_joined",
    "last_login",
    "last_seen_at",
]


def chunks(person: User, *, name_of: Callable[[Picture], str]) -> Iterator[bytes]:
    """The archive's bytes: me.json, jobs.json, and the originals under `name_of(picture)`."""
    archive, notes = ZipStream(), Notes()
    yield from archive.add("me.json", [_json(_about(person)).encode()])
    yield from archive.add("jobs.json", _jobs(person))
    pictures = Picture.objects.filter(owner=person).select_related("generation").order_by("pk")
    for picture in pictures.iterator(chunk_size=200):
        yield from _file(picture, name_of(picture), archive, notes)
    if told := notes.text():
        yield from archive.add(NOTES, [told])
    yield archive.end()


def _about(person: User) -> dict[str, Any]:
    keys = ProviderKey.objects.owned_by(person)
    return {
        **{name: getattr(person, name) for name in _PERSON_FIELDS},
        "keys": [
            {"provider": key.provider, "label": key.label, "last4": key.last4} for key in keys
        ],
    }


def _jobs(person: User) -> Iterator[bytes]:
    jobs = Generation.objects.filter(requester=person).order_by("pk")
    before = "[\n"
    for job in jobs.prefetch_related("pictures").iterator(chunk_size=200):
        yield (before + _json(_job(job))).encode()
        before = ",\n"
    yield b"\n]" if before == ",\n" else b"[]"


def _job(job: Generation) -> dict[str, Any]:
    pictures = [
        {name: getattr(picture, name) for name in _PICTURE_FIELDS} for picture in job.pictures.all()
    ]
    return {**{name: getattr(job, name) for name in _JOB_FIELDS}, "pictures": pictures}


def _file(picture: Picture, name: str, archive: ZipStream, notes: Notes) -> Iterator[bytes]:
    """One original; a missing file is named, its row is in jobs.json all the same."""
    original = Original(picture)
    stem, _, suffix = name.rpartition(".")
    entry = f"{stem}_{str(picture.uid)[:8]}.{suffix}"
    if original_path(picture.path).is_file():
        yield from archive.add(f"pictures/{entry}", original.pieces())
    else:
        original.is_missing = True
    notes.add(entry, original)


def _json(content: object) -> str:
    return json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
