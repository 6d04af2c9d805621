"""The history of prompts: its page, using one again, and recall in the composer."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from generations.library.search import prompt_search
from generations.library.search.prompt_search import Asked
from generations.models import Prompt
from generations.services.jobs import prompt_reuse
from generations.stored import event_log
from generations.web.components import message_html
from generations.web.page_access import Asking, signed_in
from generations.web.prompts import prompt_details

PAGE = 40  # prompts
MOST_SHOWN = 2_000  # are asked about at once


@require_safe
@signed_in
def prompts(request: Asking) -> HttpResponse:
    """Every prompt that this person or the team used; `past` asks for the rest of the list."""
    last_id = event_log.last_id()
    asked = prompt_search.read(request.user, request.GET.dict())
    past = request.GET.get("past", "")
    rows = prompt_search.find(asked, most=PAGE + 1, past=past)
    context = {
        "asked": asked,
        "lines": prompt_details.lines_of(asked, rows[:PAGE]),
        "more": prompt_search.mark_of(asked, rows[PAGE - 1]) if len(rows) > PAGE else "",
        "is_rest": bool(past),
    }
    if request.htmx and "more" in (request.htmx.target or ""):
        response = render(request, "generations/prompts/_list.html", context)
    else:
        context |= {"count": _count_said(asked), "last_id": last_id}
        response = render(request, "generations/prompts/prompts.html", context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


@require_POST
@signed_in
def again(request: Asking) -> HttpResponse:
    """Those of the shown prompts that may not be seen any more leave the page."""
    asked = prompt_search.read(request.user, request.POST.dict())
    shown = [digest for digest in request.POST.getlist("shown") if digest.isalnum()][:MOST_SHOWN]
    still = prompt_search.among(asked, shown)
    gone = [digest for digest in shown if digest not in still]
    return HttpResponse("".join(message_html.partial(f"#prompt-{one}", "delete") for one in gone))


@require_safe
@signed_in
def recall(request: Asking) -> HttpResponse:
    """Own prompts, newest first, in small pages: `before` is the last one's number."""
    before = request.GET.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    rows = prompt_search.recall(request.user, before=number)
    told = [{"id": row.pk, "text": row.text} for row in rows]
    response = JsonResponse({"prompts": told, "more": len(rows) == prompt_search.MOST_RECALLED})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@signed_in
def use(request: Asking, digest: str) -> HttpResponse:
    """Into the composer, its settings left as they are; what stood there can be brought back."""
    if not request.user.may_spend:
        raise PermissionDenied("Viewers look at pictures; they do not ask for any.")
    row = Prompt.objects.visible_to(request.user).filter(digest=digest).first()
    if row is None:
        raise Http404
    replaced = prompt_reuse.put(request.user, row.text)
    return redirect(reverse("workspace") + ("?used=1" if replaced else "") + "#composer")


@require_POST
@signed_in
def bring_back(request: Asking) -> HttpResponse:
    """What a prompt of the history took the place of, into the composer again."""
    prompt_reuse.take_back(request.user)
    return redirect(reverse("workspace") + "#composer")


def _count_said(asked: Asked) -> str:
    number = prompt_search.count(asked)
    if number > prompt_search.COUNTED:
        return f"{prompt_search.COUNTED:,}+ prompts"
    return f"{number:,} {'prompt' if number == 1 else 'prompts'}"
