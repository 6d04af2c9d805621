"""The pictures of jobs: checked, recorded with what is sent of each, and told to scripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone

from accounts.models import User
from generations.imaging import format_signatures
from generations.models import Generation, JobInput, Picture, PreparedInput, Upload
from generations.models.job_input import Role
from generations.providers.errors import RequestRefused
from generations.providers.types import InputFile, ModelSpec, Problem
from generations.services.inputs import sources as tray_sources
from generations.services.inputs.preparation import prepared
from generations.services.inputs.sources import Source, Tray
from generations.stored.original_files import original_path

# stands for a picture that was asked for and could not be prepared: only counted
PLACEHOLDER = InputFile(path=Path(), name="", media_type="", bytes=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """One picture ready to be sent."""

    source: Source
    role: str
    sent: PreparedInput


def ready(user: User, tray: Tray, spec: ModelSpec) -> tuple[list[Ready], list[Problem]]:
    """Everything in the tray prepared for this model, in the order sent; and what is wrong with it."""
    if spec.inputs is None or tray.is_empty:
        return [], []  # request_rules.py says that it takes none
    named = [(name, Role.IMAGE) for name in tray.images]
    named += [(tray.mask, Role.MASK)] if tray.mask else []
    there = tray_sources.sources(user, [name for name, _ in named])
    found: list[Ready] = []
    problems: list[Problem] = []
    for name, role in named[: spec.inputs.most + 1]:
        if name not in there:
            problems += tray_sources.missing(user, [name], field=role)
            continue
        try:
            sent = prepared(there[name], spec, role=role)
        except RequestRefused as refusal:
            problems += refusal.problems
        else:
            found.append(Ready(source=there[name], role=role, sent=sent))
    return found, problems + _mask_problems(found)


def _mask_problems(found: Sequence[Ready]) -> list[Problem]:
    images = [each for each in found if each.role == Role.IMAGE]
    masks = [each for each in found if each.role == Role.MASK]
    if not masks or not images:
        return []
    first, mask = images[0].sent, masks[0].sent
    if (first.width, first.height) == (mask.width, mask.height):
        return []
    message = (
        f"The mask is {mask.width} x {mask.height} pixels, the first picture "
        f"{first.width} x {first.height}. Both must be the same size."
    )
    return [Problem(field="mask", code="bad_size", message=message)]


def files_of(inputs: Sequence[Ready | JobInput]) -> tuple[tuple[InputFile, ...], InputFile | None]:
    """The files as a provider wants them: the pictures in order, and the mask."""
    images = [each for each in inputs if each.role == Role.IMAGE]
    masks = [each for each in inputs if each.role == Role.MASK]
    files = tuple(_file(each, f"image-{number}") for number, each in enumerate(images, 1))
    return files, _file(masks[0], "mask") if masks else None


def record(job: Generation, found: Sequence[Ready]) -> None:
    """Writes the job's inputs beside its row; their sources count as used."""
    for position, each in enumerate(found):
        _row(job, position, each).save(force_insert=True)
    uploads = [each.source.pk for each in found if isinstance(each.source, Upload)]
    Upload.objects.filter(pk__in=uploads).update(used_at=timezone.now())


def tray_of(job: Generation) -> Tray:
    """The same pictures again, for retry, run again and remix."""
    rows = list(job.inputs.order_by("position"))
    return Tray(
        images=tuple(row.choice for row in rows if row.role == Role.IMAGE),
        mask=next((row.choice for row in rows if row.role == Role.MASK), ""),
        shows_uploads=bool(job.shows_inputs),
        keeps_rest=bool(job.keeps_rest),
        is_edit=job.made_how == "edit",
    )


def told(job: Generation) -> list[dict[str, Any]]:
    """For scripts: each as it came, and what went out of it; null until then."""
    return [
        {
            "id": str(row.uid),
            "sha256": row.sha256,
            "width": row.width,
            "height": row.height,
            "format": row.format,
            "role": row.role,
            "sent": _told_sent(row) if job.sent_at else None,
        }
        for row in job.inputs.order_by("position")
    ]


def _told_sent(row: JobInput) -> dict[str, Any]:
    return {
        "sha256": row.sent_sha256,
        "width": row.sent_width,
        "height": row.sent_height,
        "format": row.sent_format,
        "bytes": row.sent_bytes,
    }


def _file(each: Ready | JobInput, name: str) -> InputFile:
    if isinstance(each, JobInput):
        path, format, size = each.sent_path, each.sent_format, each.sent_bytes
    else:
        path, format, size = each.sent.path, each.sent.format, each.sent.bytes
    return InputFile(
        path=original_path(path),
        name=f"{name}.{path.rsplit('.', 1)[-1]}",
        media_type=format_signatures.media_type(format),
        bytes=size,
    )


def _row(job: Generation, position: int, each: Ready) -> JobInput:
    source, sent = each.source, each.sent
    is_composed = isinstance(source, Picture) and source.composed and source.composed.path
    came = source.composed if is_composed and isinstance(source, Picture) else source
    assert came is not None
    return JobInput(
        generation=job,
        role=each.role,
        position=position,
        upload=source if isinstance(source, Upload) else None,
        picture=source if isinstance(source, Picture) else None,
        uid=source.uid,
        path=came.path,
        sha256=came.sha256,
        format=came.format,
        width=came.width,
        height=came.height,
        sent_path=sent.path,
        sent_sha256=sent.sha256,
        sent_bytes=sent.bytes,
        sent_format=sent.format,
        sent_width=sent.width,
        sent_height=sent.height,
    )
