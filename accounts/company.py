"""OpenID Connect sign-in: whom a company's provider vouches for, and with which role.

A mail address counts only where the provider says it verified it, and userinfo counts only where
it speaks of the person in the signed token (OpenID Connect Core 5.3.2).
"""

from __future__ import annotations

import logging
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.shortcuts import render
from django.utils import timezone

from accounts.models import Invitation, Role, User

log = logging.getLogger("imagehub.company")
HIGHEST_FIRST = (Role.ADMIN, Role.MEMBER, Role.VIEWER)


class Adapter(DefaultSocialAccountAdapter):
    def get_requests_session(self) -> Any:
        """With allauth's timeout, and deaf to proxies in the environment."""
        session = super().get_requests_session()
        session.trust_env = False
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
        if claims is None:
            raise _refused(request, "liar")
        role = _role(claims)
        if not sociallogin.is_existing:
            email = _verified_email(claims)
            if not email:
                raise _refused(request, "unverified")
            person = _known(email) or _welcome(email, str(claims.get("name") or ""), role)
            if person is None:
                raise _refused(request, "uninvited", email)
            sociallogin.connect(request, person)
        if not sociallogin.user.is_active:
            raise _refused(request, "closed")
        if role:
            _give(sociallogin.user, role)


def _claims(data: dict[str, Any]) -> dict[str, Any] | None:
    """What the provider says of the person; None where its two answers disagree."""
    token, info = data.get("id_token") or {}, data.get("userinfo") or {}
    subjects = {str(each["sub"]) for each in (token, info) if each.get("sub") is not None}
    if len(subjects) != 1 or not token.get("sub"):
        return None
    return {**token, **info}


def _verified_email(claims: dict[str, Any]) -> str:
    is_verified = claims.get("email_verified") in (True, "true")
    email = claims.get("email")
    return email.strip().lower() if is_verified and isinstance(email, str) else ""


def _role(claims: dict[str, Any]) -> str:
    """The highest role of the person's groups, or nothing."""
    groups = claims.get(settings.OIDC_GROUPS_CLAIM) or []
    groups = [groups] if isinstance(groups, str) else groups
    roles = {settings.OIDC_GROUPS.get(str(group)) for group in groups}
    return next((role for role in HIGHEST_FIRST if role in roles), "")


def _known(email: str) -> User | None:
    return User.objects.filter(email__iexact=email).first()


def _welcome(email: str, name: str, role: str) -> User | None:
    """A new person, by their group or by an invitation to that address."""
    from generations.services import notify

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
        return _known(email)
    return person


def _give(person: User, role: str) -> None:
    """The role of their group; the last admin stays one."""
    from generations.services import people

    if person.role == role:
        return
    if person.role == Role.ADMIN:
        try:
            people.set_role(person, role, by=person)
        except people.LastAdmin:
            return
    else:
        User.objects.filter(pk=person.pk).update(role=role)
    person.role = role


def _refused(request: HttpRequest, why: str, email: str = "") -> ImmediateHttpResponse:
    context = {"why": why, "email": email, "name": settings.OIDC_NAME}
    return ImmediateHttpResponse(
        render(request, "socialaccount/authentication_error.html", context, status=403)
    )
