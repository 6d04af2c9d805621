"""Chosen pictures as a ZIP: the options asked for and remembered, then the archive itself."""

from __future__ import annotations

import uuid
from urllib.parse import parse_qs, urlencode

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from generations.models import Bulk
from generations.services.curation.selection import Selection
from generations.services.export import file_name_patterns, picture_zip
from generations.services.export.picture_zip import BadZipOption, ZipOptions
from generations.web.bulk import bulk_dialogs
from generations.web.components.streamed_response import zip_response
from generations.web.page_access import Asking, signed_in

COOKIE = "zip"  # the last options of this browser
YEAR = 365 * 24 * 3600  # seconds
LABELS = {"original": "As delivered", "png": "PNG", "jpeg": "JPEG", "webp": "WebP"}


def prepare(request: Asking, picked: Selection) -> HttpResponse:
    """Asks how; then notes it and sends the browser to the archive. Raises NotPossible."""
    post = request.POST
    if "pattern" not in post:
        return _ask(request, picked, _remembered(request))
    typed = (post["pattern"], post.get("format", ""), post.get("edge", ""))
    try:
        options = picture_zip.read(*typed)
    except BadZipOption as problem:
        return _ask(
            request, picked, dict(zip(("pattern", "format", "edge"), typed, strict=True)), problem
        )
    noted = picture_zip.prepare(picked, options)
    where = reverse("bulk_archive", args=[noted.uid])
    headers = {"HX-Redirect": where, "HX-Trigger": "ask-over"}
    response = HttpResponse(headers=headers) if request.htmx else redirect(where)
    told = urlencode(
        {"pattern": options.pattern, "format": options.format, "edge": options.edge or ""}
    )
    response.set_cookie(COOKIE, told, max_age=YEAR, samesite="Lax", httponly=True)
    return response


@require_safe
@signed_in
def archive(request: Asking, uid: uuid.UUID) -> StreamingHttpResponse:
    """The ZIP, made while it is sent."""
    rows = Bulk.objects.filter(user=request.user, uid=uid, act="download")
    noted = rows.select_related("user", "undoes").first()
    if noted is None:
        raise Http404
    name = f"pictures-{timezone.localdate():%Y-%m-%d}-{str(uid)[:4]}.zip"
    return zip_response(picture_zip.chunks(noted), name)


def _ask(
    request: Asking, picked: Selection, options: object, problem: BadZipOption | None = None
) -> HttpResponse:
    return bulk_dialogs.show(
        request,
        "download",
        picked,
        problem=str(problem or ""),
        status=422 if problem else 200,
        problem_at=problem.field if problem else "",
        options=options,
        holes=list(file_name_patterns.HOLES),
        formats=list(LABELS.items()),
    )


def _remembered(request: Asking) -> ZipOptions:
    told = parse_qs(request.COOKIES.get(COOKIE, "")[:500])
    last = [told.get(name, [""])[0] for name in ("pattern", "format", "edge")]
    try:
        return picture_zip.read(*last)
    except BadZipOption:
        return ZipOptions()
