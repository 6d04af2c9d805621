"""Everything that is one person's, as one ZIP, made while it is sent: no copy lies anywhere."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from accounts.models import ProviderKey, User
from generations.files import original_path
from generations.models import Generation, Picture

CHUNK = 262_144  # bytes
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


class _Tap:
    """What the archive writes, to be taken piece by piece."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        taken, self._pieces = b"".join(self._pieces), []
        return taken


def chunks(person: User, *, name_of: Callable[[Picture], str]) -> Iterator[bytes]:
    """The archive's bytes: me.json, jobs.json, and the originals under `name_of(picture)`."""
    tap = _Tap()
    with zipfile.ZipFile(tap, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]
        archive.writestr("me.json", _json(_about(person)))
        yield tap.take()
        yield from _jobs(person, archive, tap)
        pictures = Picture.objects.filter(owner=person).select_related("generation").order_by("pk")
        for picture in pictures.iterator(chunk_size=200):
            yield from _file(picture, name_of(picture), archive, tap)
    yield tap.take()


def _about(person: User) -> dict[str, Any]:
    keys = ProviderKey.objects.owned_by(person)
    return {
        **{name: getattr(person, name) for name in _PERSON_FIELDS},
        "keys": [
            {"provider": key.provider, "label": key.label, "last4": key.last4} for key in keys
        ],
    }


def _jobs(person: User, archive: zipfile.ZipFile, tap: _Tap) -> Iterator[bytes]:
    jobs = Generation.objects.filter(requester=person).order_by("pk")
    with archive.open("jobs.json", "w", force_zip64=True) as file:
        before = "[\n"
        for job in jobs.prefetch_related("pictures").iterator(chunk_size=200):
            file.write((before + _json(_job(job))).encode())
            before = ",\n"
            yield tap.take()
        file.write(b"\n]" if before == ",\n" else b"[]")
    yield tap.take()


def _job(job: Generation) -> dict[str, Any]:
    pictures = [
        {name: getattr(picture, name) for name in _PICTURE_FIELDS} for picture in job.pictures.all()
    ]
    return {**{name: getattr(job, name) for name in _JOB_FIELDS}, "pictures": pictures}


def _file(picture: Picture, name: str, archive: zipfile.ZipFile, tap: _Tap) -> Iterator[bytes]:
    """One original; a missing file is left out, its row is in jobs.json all the same."""
    path = original_path(picture.path)
    if not path.is_file():
        return
    stem, _, suffix = name.rpartition(".")
    entry = f"pictures/{stem}_{str(picture.uid)[:8]}.{suffix}"
    with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as file:
        while piece := source.read(CHUNK):
            file.write(piece)
            yield tap.take()


def _json(content: object) -> str:
    return json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
