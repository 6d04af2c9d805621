"""Every byte of every picture, each after `visible_to`. There is no public media folder."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from generations import queue
from generations.imaging import format_signatures
from generations.models import Generation, Picture
from generations.services.export.file_name_patterns import slug
from generations.services.worker import thumbnail_queue
from generations.stored import original_files, spool, thumbnail_drawing
from generations.stored.original_files import derived_path, original_path
from generations.web.media import placeholder

LONGEST_WORDS = 120  # bytes; with the rest every file system takes it
HARMLESS = "default-src 'none'; style-src 'unsafe-inline'; sandbox"  # an SVG opened by itself
WEBP = "image/webp"


@login_required
@require_safe
def original(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The picture as delivered, to be shown inside a page."""
    return _original(request, _picture(request, uid))


@login_required
@require_safe
def download(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The picture as delivered, under a useful file name. A damaged file is told before it is given."""
    picture = _picture(request, uid)
    response = _original(request, picture)
    if response.status_code == 200 and "ETag" not in response and "damaged" not in request.GET:
        return render(
            request, "generations/media/damaged_file.html", {"picture": picture}, status=409
        )
    response["Content-Disposition"] = _attached(file_name(picture))
    return response


@login_required
@require_safe
def thumb(request: HttpRequest, uid: UUID, size: str) -> HttpResponse:
    """A thumbnail; the original itself, or words in its place, while there is none yet."""
    picture = _picture(request, uid)
    if size not in thumbnail_drawing.SIZES:
        raise Http404
    made_at = picture.thumbed_at if size == "small" else picture.enlarged_at
    is_made = made_at is not None and picture.format != "svg"
    return (_derived(request, picture, size) if is_made else None) or _instead(request, picture)


@login_required
@require_safe
def view(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What a page shows of an original that browsers cannot show."""
    picture = _picture(request, uid)
    kinds = [("view", picture.viewed_at), ("large", picture.enlarged_at)]
    for kind, made_at in kinds if picture.format != "svg" else ():
        response = _derived(request, picture, kind) if made_at else None
        if response:
            return response
    return _instead(request, picture)


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


def _original(request: HttpRequest, picture: Picture) -> HttpResponse:
    """Without an ETag where the file is not what was stored: no browser may keep it."""
    etag = f'"{picture.sha256}"'
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
        is_whole = True
    else:
        data = _read(original_path(picture.path))
        response = HttpResponse(data, content_type=format_signatures.media_type(picture.format))
        is_whole = original_files.is_as_stored(data, size=picture.bytes, sha256=picture.sha256)
    if is_whole:
        response["ETag"] = etag
        patch_cache_control(response, private=True, no_cache=True)
    else:
        patch_cache_control(response, private=True, no_store=True)
    response["X-Content-Type-Options"] = "nosniff"
    if picture.format == "svg":
        response["Content-Security-Policy"] = HARMLESS
    if picture.format == "svg" or not format_signatures.is_shown(picture.format):
        response["Content-Disposition"] = "attachment"
    return response


def _derived(request: HttpRequest, picture: Picture, kind: str) -> HttpResponse | None:
    """None where it is not on disk: then it is made again."""
    etag = f'"{picture.sha256}-{kind}-{picture.thumb_recipe}"'
    path = derived_path(picture.path, kind)
    if not path.is_file():
        _make_again(picture)
        return None
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(_read(path), content_type=WEBP)
    response["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True, max_age=86_400)
    return response


def _make_again(picture: Picture) -> None:
    if original_path(picture.path).is_file():
        same = {"thumbed_at": picture.thumbed_at, "enlarged_at": picture.enlarged_at}
        if thumbnail_queue.forget(Picture.objects.filter(pk=picture.pk, **same)):
            queue.wake()


def _instead(request: HttpRequest, picture: Picture) -> HttpResponse:
    """The original where browsers show it, else words."""
    is_broken = picture.is_undrawable and picture.is_cut and picture.format != "png"
    if format_signatures.is_shown(picture.format) and not is_broken:
        return _original(request, picture)
    said = "no view" if picture.is_undrawable else "being made"
    response = HttpResponse(placeholder.svg(picture, said), content_type="image/svg+xml")
    response["Content-Security-Policy"] = HARMLESS
    patch_cache_control(response, private=True, no_store=True)
    return response


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Http404("The file of this picture is missing.") from error
