"""An admin opens one private picture, for a reason; its owner is told."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from generations.models import Opening, Picture
from generations.providers.errors import RequestRefused
from generations.providers.types import Problem
from generations.services.notices import notify
from generations.stored import event_log

SHORTEST = 10  # letters of a reason


def open_picture(admin: User, picture: Picture, reason: str) -> Opening:
    """Records it and tells the owner. Raises RequestRefused, having written nothing."""
    reason = " ".join(reason.split())
    if not admin.is_admin or picture.owner_id == admin.pk or picture.visibility != "private":
        message = "Only an admin opens a private picture, and only somebody else's."
        raise RequestRefused([Problem(field="picture", code="not_now", message=message)])
    if not SHORTEST <= len(reason) <= 300:
        message = f"Say why in {SHORTEST} to 300 letters; the owner reads it."
        raise RequestRefused([Problem(field="reason", code="required", message=message)])
    with transaction.atomic():
        opening = Opening.objects.create(picture=picture, admin=admin, reason=reason)
        event_log.record_picture(picture, "opened", actor_id=admin.pk)
        notify.opened(picture, admin, reason)
    return opening


def standing(admin: User, picture: Picture) -> Opening | None:
    """The admin's opening of that picture, while it lasts and the picture is still private."""
    if not admin.is_admin or not admin.is_active:
        return None
    return Opening.objects.standing().filter(admin=admin, picture=picture).order_by("-pk").first()
