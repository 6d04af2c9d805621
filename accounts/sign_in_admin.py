"""The doors in Django's admin: who has which factor, who is signed in where. Looked at, not edited.

allauth's own pages there show session keys and sealed secrets: with one an admin could sit down in
somebody else's place.
"""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from accounts.models import Invitation, TeamSetting

for _model in (Authenticator, SocialAccount, SocialApp, SocialToken, UserSession):
    if admin.site.is_registered(_model):
        admin.site.unregister(_model)


class Shown(ModelAdmin):
    """Nothing can be added, changed or deleted here."""

    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Authenticator)
class AuthenticatorAdmin(Shown):
    list_display = fields = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    list_select_related = ("user",)
    search_fields = ("user__email",)


@admin.register(UserSession)
class UserSessionAdmin(Shown):
    list_display = fields = ("user", "created_at", "last_seen_at", "ip", "user_agent")
    list_select_related = ("user",)
    search_fields = ("user__email", "ip")


@admin.register(SocialAccount)
class SocialAccountAdmin(Shown):
    list_display = fields = ("user", "provider", "uid", "date_joined", "last_login")
    list_select_related = ("user",)
    search_fields = ("user__email", "uid")


@admin.register(Invitation)
class InvitationAdmin(Shown):
    """Made, sent and revoked on the team's page; a link is never shown here."""

    list_display = ("email", "role", "state", "invited_by", "created_at", "expires_at")
    fields = (
        *("email", "role", "state", "invited_by", "created_at", "expires_at"),
        *("sent_at", "send_error", "accepted_at", "accepted_by", "revoked_at"),
    )
    list_filter = ("role",)
    list_select_related = ("invited_by",)
    search_fields = ("email",)


@admin.register(TeamSetting)
class TeamSettingAdmin(Shown):
    list_display = fields = ("require_second_factor", "signup_domain")
