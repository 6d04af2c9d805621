"""Tells people what they would not find by themselves: a notice in the product, and a letter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import cast

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.keys import key_vault, provider_directory
from accounts.models import (
    ALWAYS_SHOWN,
    Invitation,
    Notice,
    NoticeKind,
    ProviderKey,
    Role,
    User,
)
from generations import queue
from generations.models import Generation, Picture
from generations.stored import original_files

AGAIN_BY_MAIL = timedelta(days=1)  # a letter without a notice cannot be dismissed
NEARLY = 4  # times MIN_FREE: below it the storage counts as nearly full


def key_unreadable(job: Generation) -> None:
    """The job's key no longer opens. A removed one surprises nobody."""
    key = job.key
    if key and ProviderKey.objects.filter(pk=key.pk, removed_at=None).exists():
        key_vault.unreadable(key.pk)
        key_stopped(key.pk)


def key_stopped(key_id: int) -> None:
    """Tells the owner of a key that pays no more; for a key of the team its admins too."""
    key = ProviderKey.objects.select_related("owner").get(pk=key_id)
    if key.is_usable:
        return
    facts = provider_directory.facts_of(key.provider, with_off=True)
    label = facts.label if facts else key.provider
    people = {key.owner} | (set(_admins()) if key.is_shared else set())
    _tell(
        people,
        NoticeKind.KEY_STOPPED,
        title=f"The {label} key “{key.label}” stopped working",
        body=key.last_error or "The router refused it.",
        url=reverse("keys"),
        about=f"key:{key.pk}",
    )


def job_unknown(job: Generation) -> None:
    """Tells the owner of a job whose outcome nobody knows."""
    _tell(
        [job.requester],
        NoticeKind.JOB_UNKNOWN,
        title=f"A {job.model_label} job ended with unknown outcome",
        body="It may have been billed. Its card on the workspace says what is known.",
        url=reverse("workspace"),
        about=f"job:{job.pk}",
    )


def address_changed(provider: str, label: str, url: str, admin: User) -> None:
    """Tells everybody who keeps a key for a provider that it is sent elsewhere from now on."""
    owners = User.objects.filter(
        is_active=True, provider_keys__provider=provider, provider_keys__removed_at=None
    )
    _tell(
        owners.distinct(),
        NoticeKind.ADDRESS_CHANGED,
        title=f"{label} is asked at another address now",
        body=f"{admin.display_name} changed it to {url or 'its own'}. Your key is sent there.",
        url=reverse("keys"),
        about=f"address:{provider}:{url}"[:80],
    )


def storage() -> None:
    """Tells the admins when the disk is nearly full; once until they dismiss it, once a day."""
    free = original_files.free_bytes()
    if free >= NEARLY * int(settings.MIN_FREE):
        return
    _tell(
        _admins(),
        NoticeKind.STORAGE,
        title="The disk is nearly full",
        body=f"{free / 10**9:.1f} GB are free. Below {int(settings.MIN_FREE) / 10**9:.1f} GB"
        " nothing is sent any more.",
        url="/team/storage/",
        about=f"storage:{timezone.localdate()}",
    )


def opened(picture: Picture, admin: User, reason: str) -> None:
    """Tells the owner of a private picture that an admin looked at it, and why."""
    _tell(
        [picture.owner],
        NoticeKind.PICTURE_OPENED,
        title=f"{admin.display_name} opened a private picture of yours",
        body=f"Their reason: {reason} The picture stays private; they see it for 15 minutes.",
        url=reverse("picture", args=[picture.uid]),
        about=f"opened:{picture.pk}:{timezone.now():%Y%m%d%H%M%S}",
    )


def came_in(newcomer: User) -> None:
    """Tells whoever invited this person that they accepted."""
    accepted = Invitation.objects.filter(accepted_by=newcomer, invited_by__is_active=True)
    for invitation in accepted.select_related("invited_by"):
        inviter = cast(User, invitation.invited_by)
        _tell(
            [inviter],
            NoticeKind.INVITATION_ACCEPTED,
            title=f"{newcomer.display_name} accepted your invitation",
            body=f"{newcomer.email} is in {settings.TEAM_NAME} now, as {newcomer.role}.",
            url=reverse("member", args=[newcomer.pk]) if inviter.is_admin else "",
            about=f"invitation:{invitation.pk}",
        )


def _admins() -> Iterable[User]:
    return User.objects.filter(role=Role.ADMIN, is_active=True)


def _tell(
    people: Iterable[User], kind: str, *, title: str, body: str, url: str, about: str
) -> None:
    """One notice a person, where and as they want it; what stands unread is not said twice."""
    for person in people:
        on_page = kind in ALWAYS_SHOWN or f"{kind}:page" not in person.notices_declined
        by_mail = settings.MAIL_IS_ON and f"{kind}:mail" not in person.notices_declined
        if _was_told(person, kind, about) or not (on_page or by_mail):
            continue
        notice = Notice.objects.create(
            kind=kind,
            person=person,
            title=title[:120],
            body=body[:500],
            url=url.removeprefix(settings.URL_PATH),  # it may change; pages put it before
            about=about,
            is_letter_only=not on_page,
            ends_at=None if on_page else timezone.now() + AGAIN_BY_MAIL,
        )
        if by_mail:
            queue.send_notice(notice.pk)


def _was_told(person: User, kind: str, about: str) -> bool:
    told = Notice.objects.filter(person=person)
    if kind != NoticeKind.STORAGE:
        told = Notice.objects.standing_for(person)
    return told.filter(about=about).exists()
