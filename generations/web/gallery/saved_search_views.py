"""Keeping a search, and forgetting it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from generations.library.search import picture_search
from generations.models import SavedSearch
from generations.services.curation import saved_searches
from generations.web.gallery import search_results
from generations.web.page_access import Asking, signed_in


@require_POST
@signed_in
def save_search(request: Asking) -> HttpResponse:
    """What stands in the address is read first, so that only a search is kept."""
    post = request.POST
    query = picture_search.read(request.user, QueryDict(post.get("query", "")[:2000]).dict()).query
    try:
        saved = saved_searches.save(
            request.user,
            name=post.get("name", ""),
            query=query,
            for_team=post.get("visibility") == "team",
        )
    except saved_searches.NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"Saved as “{saved.name}”.")
    return redirect(f"{reverse('workspace')}?{query}")


@require_safe
@signed_in
def saved_list(request: Asking) -> HttpResponse:
    """The searches as they are now, for a window that shows them."""
    context = {"saved": search_results.saved_by(request.user), "here": reverse("workspace")}
    return render(request, "generations/gallery/_saved_searches.html", context)


@require_POST
@signed_in
def forget_search(request: Asking, uid: uuid.UUID) -> HttpResponse:
    kept = SavedSearch.objects.visible_to(request.user).filter(uid=uid).first()
    if kept is None:
        raise Http404
    if not saved_searches.forget(request.user, kept):
        raise PermissionDenied("This search belongs to somebody else.")
    messages.success(request, f"“{kept.name}” is forgotten.")
    return redirect("workspace")
