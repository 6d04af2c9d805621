"""Hearts, stars, tags and places in collections, each given and taken by one POST."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from generations.models import Collection, Picture
from generations.services.curation import collections, favourites_ratings_tags
from generations.web.components import job_cards
from generations.web.page_access import Asking, signed_in
from generations.web.viewer import favourite_and_tag_details


@require_POST
@signed_in
def favourite(request: Asking, uid: uuid.UUID) -> HttpResponse:
    """`?set=1` gives the heart, `?set=0` takes it."""
    shown = _visible(request, uid)
    is_set = request.GET.get("set") != "0"
    favourites_ratings_tags.favourite(request.user, shown, is_set=is_set)
    if request.htmx and "fav-" in (request.htmx.target or ""):
        return HttpResponse(job_cards.heart_html(shown, is_liked=is_set))
    return redirect("picture", uid=uid)


@require_safe
@signed_in
def marks(request: Asking, uid: uuid.UUID) -> HttpResponse:
    """What others gave a picture, for a window that shows its page; nothing being typed is touched."""
    shown = _visible(request, uid)
    context = {"picture": shown, "marks": favourite_and_tag_details.of(shown, request.user)}
    return render(request, "generations/viewer/_favourites_ratings_tags_changed.html", context)


@require_POST
@signed_in
def rate(request: Asking, uid: uuid.UUID) -> HttpResponse:
    shown = _visible(request, uid)
    word = request.POST.get("stars", "")
    stars = int(word) if word in ("0", "1", "2", "3", "4", "5") else -1
    said = f"Rated {stars} of 5" if stars > 0 else "Your rating is gone"
    return _done(
        request, uid, lambda: favourites_ratings_tags.rate(request.user, shown, stars), said=said
    )


@require_POST
@signed_in
def tag(request: Asking, uid: uuid.UUID) -> HttpResponse:
    shown = _visible(request, uid)
    name = request.POST.get("name", "")
    return _done(request, uid, lambda: favourites_ratings_tags.tag(request.user, shown, name))


@require_POST
@signed_in
def untag(request: Asking, uid: uuid.UUID, tag_id: int) -> HttpResponse:
    shown = _visible(request, uid)
    return _done(request, uid, lambda: favourites_ratings_tags.untag(request.user, shown, tag_id))


@require_POST
@signed_in
def collect_picture(request: Asking, uid: uuid.UUID) -> HttpResponse:
    """Into a collection by its uid, or into a new one by its name."""
    shown, user = _visible(request, uid), request.user

    def add() -> None:
        wanted = request.POST.get("collection", "")
        if wanted == "new":
            visibility = "private" if shown.visibility == "private" else "team"
            name = request.POST.get("name", "")
            collections.add(user, collections.create(user, name=name, visibility=visibility), shown)
        else:
            collections.add(user, _collection(request, wanted), shown)

    return _done(request, uid, add)


@require_POST
@signed_in
def uncollect(request: Asking, uid: uuid.UUID, collection_uid: uuid.UUID) -> HttpResponse:
    shown = _visible(request, uid)

    def take_out() -> None:
        collections.take_out(request.user, _collection(request, str(collection_uid)), shown)

    return _done(request, uid, take_out)


@require_POST
@signed_in
def cover(request: Asking, uid: uuid.UUID, collection_uid: uuid.UUID) -> HttpResponse:
    """Makes the picture the face of a collection."""
    shown = _visible(request, uid)

    def set_cover() -> None:
        collections.set_cover(request.user, _collection(request, str(collection_uid)), shown)

    return _done(request, uid, set_cover)


def _done(
    request: Asking, uid: uuid.UUID, act: Callable[[], object], *, said: str = ""
) -> HttpResponse:
    """Back to the picture, whose page shows what came of it; a refusal is said there.

    said: what a list is told, where a key did it and nothing is to be seen of it.
    """
    try:
        act()
    except (favourites_ratings_tags.NotPossible, collections.NotPossible) as problem:
        if request.htmx:
            return render(
                request, "generations/components/_toast.html", {"said": str(problem)}, status=422
            )
        messages.error(request, str(problem))
    if said and request.htmx and "marks" not in (request.htmx.target or ""):
        return render(
            request, "generations/components/_toast.html", {"said": said, "level": "success"}
        )
    return redirect("picture", uid=uid)


def _collection(request: Asking, uid: str) -> Collection:
    try:
        wanted = uuid.UUID(uid)
    except ValueError:
        raise collections.NotPossible("Choose a collection.") from None
    found = Collection.objects.visible_to(request.user).filter(uid=wanted).first()
    if found is None:
        raise collections.NotPossible("That collection was removed a moment ago.")
    return found


def _visible(request: Asking, uid: uuid.UUID) -> Picture:
    found = Picture.objects.visible_to(request.user).filter(uid=uid).first()
    if found is None:
        raise Http404
    return found
