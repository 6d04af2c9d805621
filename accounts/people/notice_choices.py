"""Which notices a person may choose about, and what they chose. Everything reaches them until then."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from accounts.models import ALWAYS_SHOWN, NoticeKind, User

_OF_ADMINS = (NoticeKind.STORAGE, NoticeKind.INVITATION_ACCEPTED)
_OF_SPENDERS = (NoticeKind.KEY_STOPPED, NoticeKind.JOB_UNKNOWN, NoticeKind.ADDRESS_CHANGED)
WAYS = {"page": "On my pages", "mail": "By e-mail"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One way for one kind."""

    value: str  # "kind:way"
    label: str
    is_on: bool
    is_fixed: bool  # cannot be declined


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One kind."""

    label: str
    boxes: tuple[Box, ...]


def ways() -> list[str]:
    """How notices travel here: letters only where a mail server is set."""
    return ["page", "mail"] if settings.MAIL_IS_ON else ["page"]


def lines(user: User) -> list[Line]:
    """The kinds that can concern this person."""
    return [
        Line(label=str(kind.label), boxes=tuple(_box(user, kind, way) for way in ways()))
        for kind in NoticeKind
        if _concerns(user, kind)
    ]


def offered_to(user: User) -> set[str]:
    """Every "kind:way" that this person may tick."""
    boxes = [box for line in lines(user) for box in line.boxes]
    return {box.value for box in boxes if not box.is_fixed}


def _concerns(user: User, kind: NoticeKind) -> bool:
    if kind in _OF_ADMINS:
        return user.is_admin
    if kind in _OF_SPENDERS:
        return user.may_spend
    return kind != NoticeKind.ANNOUNCEMENT  # shown to everybody, sent to nobody


def _box(user: User, kind: NoticeKind, way: str) -> Box:
    value = f"{kind}:{way}"
    is_fixed = way == "page" and kind in ALWAYS_SHOWN
    return Box(
        value=value,
        label=f"{kind.label}: {WAYS[way].lower()}",
        is_on=is_fixed or value not in user.notices_declined,
        is_fixed=is_fixed,
    )
