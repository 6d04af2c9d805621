"""Where a person is signed in, and how to end that from here."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.sign_in import sessions
from accounts.web.signed_in_person import person

BROWSERS = (  # first match wins: everybody claims to be everybody
    ("Firefox/", "Firefox"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@login_required
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The list; a POST ends one ("session" says which) or all others."""
    me, here = person(request), request.session.session_key or ""
    if request.method == "GET":
        rows = [
            {"row": row, "is_here": row.session_key == here, "device": device(row.user_agent)}
            for row in UserSession.objects.purge_and_list(me)
        ]
        rows.sort(key=lambda each: (not each["is_here"], -each["row"].last_seen_at.timestamp()))
        return render(request, "usersessions/usersession_list.html", {"sessions": rows})
    chosen = request.POST.get("session", "")
    if not chosen:
        sessions.end_all(me, but=here)
        messages.success(request, "Signed out everywhere else")
        return redirect("usersessions_list")
    if chosen.isascii() and chosen.isdigit() and len(chosen) < 19:
        if sessions.end_one(me, int(chosen)) == here:
            return redirect("account_login")
        messages.success(request, "Signed out there")
    return redirect("usersessions_list")


def device(agent: str) -> str:
    """ "Firefox on Windows", as far as the browser tells."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "A browser")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return f"{browser} on {system}" if system else browser
