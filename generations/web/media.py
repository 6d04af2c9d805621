"""Every byte of every picture, each after `visible_to`. There is no public media folder."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from generations import spool, thumbs
from generations.files import original_path, thumb_path
from generations.models import Generation, Picture
from generations.services.file_names import slug

TYPES = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "svg": "image/svg+xml",
}
LONGEST_WORDS = 120  # bytes; with the rest every file system takes it
HARMLESS = "default-src 'none'; style-src 'unsafe-inline'; sandbox"  # an SVG opened by itself


@login_required
@require_safe
def original(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The picture as delivered, to be shown inside a page."""
    picture = _picture(request, uid)
    return _send(request, original_path(picture.path), picture, etag=picture.sha256)


@login_required
@require_safe
def download(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The picture as delivered, under a useful file name."""
    picture = _picture(request, uid)
    response = _send(request, original_path(picture.path), picture, etag=picture.sha256)
    response["Content-Disposition"] = _attached(file_name(picture))
    return response


@login_required
@require_safe
def thumb(request: HttpRequest, uid: UUID, size: str) -> HttpResponse:
    """A thumbnail; the original itself while there is none yet."""
    picture = _picture(request, uid)
    if size not in thumbs.SIZES:
        raise Http404
    made_at = picture.thumbed_at if size == "small" else picture.enlarged_at
    if made_at is None or picture.format == "svg":
        return _send(request, original_path(picture.path), picture, etag=picture.sha256)
    path = thumb_path(picture.path, size)
    response = _send(request, path, picture, etag=f"{picture.sha256}-{size}", kind="image/webp")
    patch_cache_control(response, private=True, max_age=86_400)
    return response


@login_required
@require_safe
def preview(request: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """A partial picture of a job that still runs."""
    job = get_object_or_404(Generation.objects.visible_to(request.user), uid=uid)
    path = spool.preview_of(job.uid, number)
    if path is None:
        raise Http404
    response = HttpResponse(path.read_bytes(), content_type="image/png")
    patch_cache_control(response, private=True, max_age=600)
    return response


def file_name(picture: Picture) -> str:
    """`2026-11-20_desert-dunes_gpt-image-1_2.png`."""
    job = picture.generation
    words = slug(" ".join(job.prompt.split()[:6]), 48)
    words = words.encode()[:LONGEST_WORDS].decode(errors="ignore").strip("-_") or "picture"
    model = slug(job.model_label, 32) or "model"
    suffix = picture.path.rsplit(".", 1)[-1]
    return f"{picture.created_at:%Y-%m-%d}_{words}_{model}_{picture.position + 1}.{suffix}"


def _attached(name: str) -> str:
    """With a plain name for programs that know no other (RFC 6266)."""
    if name.isascii():
        return f'attachment; filename="{name}"'
    plain = re.sub("[^ -~]+", "-", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _picture(request: HttpRequest, uid: UUID) -> Picture:
    """Visible ones, and own ones from the trash."""
    user = request.user
    rows = Picture.objects.visible_to(user) | Picture.objects.in_trash_of(user)
    picture: Picture = get_object_or_404(rows.select_related("generation"), uid=uid)
    return picture


def _send(
    request: HttpRequest, path: Path, picture: Picture, *, etag: str, kind: str = ""
) -> HttpResponse:
    quoted = f'"{etag}"'
    if request.headers.get("If-None-Match") == quoted:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(_read(path), content_type=kind or TYPES[picture.format])
    response["ETag"] = quoted
    patch_cache_control(response, private=True, no_cache=True)
    if picture.format == "svg":
        response["Content-Security-Policy"] = HARMLESS
        response["Content-Disposition"] = "attachment"
    return response


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Http404("The file of this picture is missing.") from error
