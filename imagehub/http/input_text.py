"""What arrives with a request is text that every database can keep: no NUL, no half of a pair."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase

_UNFIT = re.compile("[\0\ud800-\udfff]")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class TypedText:
    """Middleware: replaces what PostgreSQL refuses in addresses, cookies and forms, for all views.

    The body is read as late as can be, with the view known; only forms are, so that a view may
    still take any other body as it comes.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.path = clean(request.path)
        request.path_info = clean(request.path_info)
        request.GET = cleaned(request.GET)  # type: ignore[assignment]
        request.COOKIES = {name: clean(text) for name, text in request.COOKIES.items()}
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        if request.content_type in _FORMS:
            request.POST = cleaned(request.POST)  # type: ignore[assignment]


def clean(text: str) -> str:
    """With U+FFFD, the sign for what cannot be read, in each unfit place."""
    return _UNFIT.sub("\ufffd", text)


def cleaned(told: QueryDict) -> QueryDict:
    """The same where nothing is unfit."""
    if not any(map(_UNFIT.search, [*told, *(text for _, each in told.lists() for text in each)])):
        return told
    fit = QueryDict(mutable=True, encoding=told.encoding)
    for name, texts in told.lists():
        fit.setlist(clean(name), [clean(text) for text in texts])
    fit._mutable = False
    return fit
