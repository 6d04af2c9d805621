"""What an act on many pictures must know first: which collection, which word, whether to be sure.

With htmx a dialog on the page, without it a page of its own; both post the same form.
"""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from accounts.models import User
from generations.models import Collection, Tag
from generations.services.curation import selection
from generations.services.curation.selection import NotPossible, Selection
from generations.web.components import bulk_messages, selection_fields
from generations.web.page_access import Asking

MOST_OFFERED = 200
TITLES = {
    "collect": "Add to a collection",
    "tag": "Tag these pictures",
    "untag": "Take off a tag",
    "trash": "Move to the trash",
    "download": "Download as a ZIP",
}


def is_due(wanted: str, picked: Selection, post: QueryDict) -> bool:
    """Whether something is missing that only the person can say."""
    if wanted == "collect":
        return "collection" not in post
    if wanted in ("tag", "untag"):
        return "word" not in post
    return wanted == "trash" and picked.is_all and "sure" not in post


def show(
    request: Asking,
    wanted: str,
    picked: Selection,
    *,
    problem: str = "",
    status: int = 200,
    **more: object,
) -> HttpResponse:
    """The question."""
    number = selection.count(picked)
    context = {
        "wanted": wanted,
        "title": TITLES[wanted],
        "number": number,
        "pictures": bulk_messages.counted_pictures(number)
        if number <= 10_000
        else "10,000+ pictures",
        "carried": selection_fields.carried(picked, request.POST),
        "problem": problem,
        "typed": request.POST,
        **_offered(request.user, wanted),
        **more,
    }
    name = "_dialog" if request.htmx else "confirm"
    return render(request, f"generations/bulk/{name}.html", context, status=status)


def refused(request: Asking, wanted: str, problem: str) -> HttpResponse:
    """The question again with what was wrong; a word in the corner where there was none."""
    if wanted in ("collect", "tag", "untag") and (
        "collection" in request.POST or "word" in request.POST
    ):
        try:
            picked = selection_fields.read(request.user, request.POST)
        except NotPossible as other:
            problem = str(other)
        else:
            return show(request, wanted, picked, problem=problem, status=422)
    return render(request, "generations/components/_toast.html", {"said": problem}, status=422)


def _offered(user: User, wanted: str) -> dict[str, object]:
    if wanted == "collect":
        open_ones = Collection.objects.open_to(user).order_by("name")
        return {"collections": list(open_ones[:MOST_OFFERED])}
    if wanted in ("tag", "untag"):
        names = Tag.objects.visible_to(user).order_by("folded").values_list("name", flat=True)
        return {"tags": list(names[:MOST_OFFERED])}
    return {}
