"""Our mark, for browsers that ask for it by the old name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static


def favicon(request: HttpRequest) -> HttpResponse:
    """Pages that link no icon, such as the bare admin ones, make the browser ask here."""
    response = redirect(static("img/mark.svg"))
    response["Cache-Control"] = "public, max-age=86400"
    return response
