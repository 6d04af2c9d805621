"""Pages for what went wrong before or after a view: a form from elsewhere, a full disk."""

from __future__ import annotations

import errno
import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

_FULL = ("disk is full", "no space left", "could not extend file", "quota exceeded")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Says what to do; the reason is for the log, Django writes it there."""
    return render(request, "403_csrf.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Nothing could be answered. A full disk is told as one: signing in already writes."""
    is_full = _is_full(sys.exc_info()[1])
    page = loader.get_template("507.html" if is_full else "500.html")
    return HttpResponse(page.render(), status=507 if is_full else 500)


def _is_full(error: BaseException | None) -> bool:
    """Somewhere in what led to it."""
    while error is not None:
        told = str(error).lower()
        if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT):
            return True
        if any(words in told for words in _FULL):
            return True
        error = error.__cause__ or error.__context__
    return False
