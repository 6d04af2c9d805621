"""OpenID Connect sign-in: whom a company's provider vouches for, and with which role.

A mail address counts where the provider says it verified it. With IMAGEHUB_OIDC_TRUST_EMAIL it
counts for a new person where the provider says nothing; an account that exists needs more. Userinfo
counts only where it speaks of the person in the signed token (OpenID Connect Core 5.3.2).
"""

from __future__ import annotations

import logging
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.models import Connect, Invitation, Role, User
from accounts.network.outgoing_clients import Outward
from accounts.network.outgoing_proxy import way_out

log = logging.getLogger("imagehub.company")
LONGEST_SUBJECT = 191  # allauth's column
HIGHEST_FIRST = (Role.ADMIN, Role.MEMBER, Role.VIEWER)


class Adapter(DefaultSocialAccountAdapter):
    def get_requests_session(self) -> Any:
        """With allauth's timeout, deaf to the environment, and out by the way that is set."""
        session = super().get_requests_session()
        session.trust_env = False
        session.mount("https://", Outward(way_out()))
        session.mount("http://", Outward(way_out()))
        return session

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Into the log, and into the words of the page."""
        log.warning("company sign-in failed: %s: %.300r", error, exception)
        if exception is not None and extra_context is not None:
            extra_context |= {"why": "down", "name": settings.OIDC_NAME}

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Finds or makes the person; refuses with a page of ours."""
        claims = _claims(sociallogin.account.extra_data)
        if claims is None or len(sociallogin.account.uid) > LONGEST_SUBJECT:
            raise _refused(request, "liar" if claims is None else "unreadable")
        if sociallogin.state.get("process") == "connect" and request.user.is_authenticated:
            return  # they are in already, and say themselves that this is them
        role = _role(claims)
        if not sociallogin.is_existing:
            sociallogin.connect(request, self._person(request, sociallogin, claims, role))
        if not sociallogin.user.is_active:
            raise _refused(request, "closed")
        if role:
            _give(sociallogin.user, role)

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("profile")

    def _person(
        self, request: HttpRequest, sociallogin: SocialLogin, claims: dict[str, Any], role: str
    ) -> User:
        """Whom the address stands for."""
        email, why = _address(claims)
        said = _said_of(sociallogin.account.extra_data, email)
        is_verified = bool(said) and all(word in (True, "true") for word in said)
        if why or not (is_verified or (settings.OIDC_TRUST_EMAIL and not said)):
            raise _refused(request, why or ("unverified" if said else "unsaid"), email)
        known = _known(email)
        if known and not is_verified and not _let(known, sociallogin.account.uid):
            raise _refused(request, "unconnected", email)
        person = known or _welcome(email, str(claims.get("name") or ""), role, trusts=is_verified)
        if person is None:
            raise _refused(request, "uninvited", email)
        return person


def _claims(data: dict[str, Any]) -> dict[str, Any] | None:
    """What the provider says of the person; None where its two answers disagree."""
    token, info = data.get("id_token") or {}, data.get("userinfo") or {}
    subjects = {str(each["sub"]) for each in (token, info) if each.get("sub") is not None}
    if len(subjects) != 1 or not token.get("sub"):
        return None
    return {**token, **info}


def _address(claims: dict[str, Any]) -> tuple[str, str]:
    """The address, and what is wrong with it."""
    told = claims.get("email")
    if told in (None, ""):
        return "", "no_email"
    email = told.strip().lower() if isinstance(told, str) else ""
    try:
        validate_email(email)
    except ValidationError:
        return "", "unreadable"
    longest = User._meta.get_field("email").max_length or 0
    return (email, "") if len(email) <= longest else ("", "unreadable")


def _said_of(data: dict[str, Any], email: str) -> list[Any]:
    """What the token and userinfo say of the address being verified, each of its own."""
    answers = [data.get("id_token") or {}, data.get("userinfo") or {}]
    return [
        each["email_verified"]
        for each in answers
        if each.get("email_verified") is not None
        and str(each.get("email") or email).strip().lower() == email
    ]


def _let(person: User, subject: str) -> bool:
    """Whether an admin pressed Connect for them; that counts once."""
    allowed = Connect.objects.open().filter(person=person).order_by("-pk").first()
    if allowed is None or not Connect.objects.open().filter(pk=allowed.pk).update(
        used_at=timezone.now(), subject=subject
    ):
        return False
    log.info("company sign-in connected to person %s, let by %s", person.pk, allowed.by_id)
    return True


def _role(claims: dict[str, Any]) -> str:
    """The highest role of the person's groups, or nothing."""
    groups = claims.get(settings.OIDC_GROUPS_CLAIM) or []
    groups = [groups] if isinstance(groups, str) else groups
    roles = {settings.OIDC_GROUPS.get(str(group)) for group in groups}
    return next((role for role in HIGHEST_FIRST if role in roles), "")


def _known(email: str) -> User | None:
    return User.objects.filter(email__iexact=email).first()


def _welcome(email: str, name: str, role: str, *, trusts: bool) -> User | None:
    """A new person, by their group or by an invitation to that address.

    trusts: whoever came in with that address at the same moment is the same person.
    """
    from generations.services.notices import notify

    open_ones = Invitation.objects.open().filter(email__iexact=email)
    invitation = open_ones.order_by("-pk").first()
    if not role and invitation is None:
        return None
    try:
        with transaction.atomic():
            given = role or (invitation.role if invitation else Role.MEMBER)
            person = User.objects.create_user(email, None, role=given, name=name[:120])
            open_ones.update(accepted_at=timezone.now(), accepted_by=person)
            notify.came_in(person)
    except IntegrityError:  # they signed in twice at once
        return _known(email) if trusts else None
    return person


def _give(person: User, role: str) -> None:
    """The role of their group; the last admin stays one."""
    from generations.services.governance import member_lifecycle

    if person.role == role:
        return
    if person.role == Role.ADMIN:
        try:
            member_lifecycle.set_role(person, role, by=person)
        except member_lifecycle.LastAdmin:
            return
    else:
        User.objects.filter(pk=person.pk).update(role=role)
    person.role = role


def _refused(request: HttpRequest, why: str, email: str = "") -> ImmediateHttpResponse:
    context = {"why": why, "email": email, "name": settings.OIDC_NAME}
    return ImmediateHttpResponse(
        render(request, "socialaccount/authentication_error.html", context, status=403)
    )
