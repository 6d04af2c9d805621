"""Addresses of the people's pages. Of allauth's only those we show are mounted."""

from __future__ import annotations

from allauth.account import views as allauth
from django.urls import URLPattern, path, re_path
from django.views.generic import RedirectView

from accounts.web.keys import key_pages, key_sharing_pages
from accounts.web.people import (
    leave_pages,
    member_page,
    notice_pages,
    profile_page,
    team_page,
    team_tables,
)
from accounts.web.sign_in import join_pages, session_pages
from accounts.web.sign_in.first_run import FirstRun
from accounts.web.sign_in.lazy_views import lazily
from accounts.web.sign_in.sign_in_pages import (
    ChangeEmail,
    ChangePassword,
    NewPassword,
    ResetPassword,
    SetPassword,
    SignIn,
)

_mfa = "allauth.mfa"

urlpatterns: list[URLPattern] = [
    path("sign-in/", SignIn.as_view(), name="account_login"),
    path("sign-out/", allauth.logout, name="account_logout"),
    path("sign-in/inactive/", allauth.account_inactive, name="account_inactive"),
    path("sign-in/again/", allauth.reauthenticate, name="account_reauthenticate"),
    path("password/change/", ChangePassword.as_view(), name="account_change_password"),
    path("password/set/", SetPassword.as_view(), name="account_set_password"),
    path("password/reset/", ResetPassword.as_view(), name="account_reset_password"),
    path("password/reset/done/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        NewPassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("email/", ChangeEmail.as_view(), name="account_email"),
    re_path(
        r"^email/confirm/(?P<key>[-:\w]+)/$", allauth.confirm_email, name="account_confirm_email"
    ),
    # second factors: imported when somebody comes
    path("security/", lazily(f"{_mfa}.base.views.index"), name="mfa_index"),
    path("sign-in/second/", lazily(f"{_mfa}.base.views.authenticate"), name="mfa_authenticate"),
    path(
        "sign-in/again/code/",
        lazily(f"{_mfa}.base.views.reauthenticate"),
        name="mfa_reauthenticate",
    ),
    path("security/app/", lazily(f"{_mfa}.totp.views.activate_totp"), name="mfa_activate_totp"),
    path(
        "security/app/remove/",
        lazily(f"{_mfa}.totp.views.deactivate_totp"),
        name="mfa_deactivate_totp",
    ),
    path(
        "security/codes/",
        lazily(f"{_mfa}.recovery_codes.views.view_recovery_codes"),
        name="mfa_view_recovery_codes",
    ),
    path(
        "security/codes/new/",
        lazily(f"{_mfa}.recovery_codes.views.generate_recovery_codes"),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "security/codes/download/",
        lazily(f"{_mfa}.recovery_codes.views.download_recovery_codes"),
        name="mfa_download_recovery_codes",
    ),
    path(
        "security/passkeys/",
        RedirectView.as_view(pattern_name="mfa_index"),
        name="mfa_list_webauthn",
    ),
    path(
        "security/passkeys/add/",
        lazily(f"{_mfa}.webauthn.views.add_webauthn"),
        name="mfa_add_webauthn",
    ),
    path(
        "security/passkeys/<int:pk>/",
        lazily(f"{_mfa}.webauthn.views.edit_webauthn"),
        name="mfa_edit_webauthn",
    ),
    path(
        "security/passkeys/<int:pk>/remove/",
        lazily(f"{_mfa}.webauthn.views.remove_webauthn"),
        name="mfa_remove_webauthn",
    ),
    path(
        "sign-in/passkey/",
        lazily(f"{_mfa}.webauthn.views.login_webauthn"),
        name="mfa_login_webauthn",
    ),
    path(
        "sign-in/again/passkey/",
        lazily(f"{_mfa}.webauthn.views.reauthenticate_webauthn"),
        name="mfa_reauthenticate_webauthn",
    ),
    path("sessions/", session_pages.page, name="usersessions_list"),
    # company sign-in: imported when somebody comes; allauth knows these two by their provider
    path(
        "oidc/<slug:provider_id>/login/",
        lazily("accounts.web.sign_in.company_sign_in.start"),
        name="openid_connect_login",
    ),
    path(
        "oidc/<slug:provider_id>/login/callback/",
        lazily("accounts.web.sign_in.company_sign_in.back"),
        name="openid_connect_callback",
    ),
    path(
        "oidc/cancelled/",
        lazily("accounts.web.sign_in.company_sign_in.cancelled"),
        name="socialaccount_login_cancelled",
    ),
    path("profile/", profile_page.profile, name="profile"),
    path("profile/avatar/", profile_page.change_avatar, name="change_avatar"),
    path("profile/export/", leave_pages.take_along, name="export"),
    path("profile/leave/", leave_pages.leave, name="leave"),
    path("people/<int:pk>/avatar/<slug:version>", profile_page.avatar, name="avatar"),
    path("theme/", profile_page.theme, name="theme"),
    path("first-run/<str:token>/", FirstRun.as_view(), name="first_run"),
    path("profile/notices/", notice_pages.choose, name="choose_notices"),
    path("notices/dismiss/", notice_pages.dismiss_all, name="notices_dismiss"),
    path("notices/<int:pk>/dismiss/", notice_pages.dismiss, name="notice_dismiss"),
    path("join/", join_pages.ask, name="ask_to_join"),
    path("join/asked/", join_pages.asked, name="asked_to_join"),
    path("join/<str:token>/", join_pages.Join.as_view(), name="join"),
    path("team/", team_page.team, name="team"),
    path("team/invite/", team_page.invite, name="invite"),
    path("team/members.csv", team_tables.members_csv, name="team_members_csv"),
    path("team/invitations.csv", team_tables.invitations_csv, name="team_invitations_csv"),
    path("team/rules/", team_page.rules, name="team_rules"),
    path("team/invitations/<int:pk>/revoke/", team_page.revoke, name="revoke_invitation"),
    path("team/invitations/<int:pk>/renew/", team_page.renew, name="renew_invitation"),
    path("team/<int:pk>/", member_page.member, name="member"),
    path("team/<int:pk>/role/", member_page.role, name="member_role"),
    path("team/<int:pk>/close/", member_page.close, name="member_close"),
    path("team/<int:pk>/reopen/", member_page.reopen, name="member_reopen"),
    path("team/<int:pk>/delete/", member_page.delete, name="member_delete"),
    path("team/<int:pk>/reset-link/", member_page.reset_link, name="member_reset_link"),
    path("team/<int:pk>/connect/", member_page.let_connect, name="member_connect"),
    path("team/<int:pk>/forget-factors/", member_page.forget_factors, name="member_forget_factors"),
    path("keys/", key_pages.page, name="keys"),
    path("keys/<int:pk>/", key_pages.row, name="key_row"),
    path("keys/<int:pk>/check/", key_pages.check, name="key_check"),
    path("keys/<int:pk>/replace/", key_pages.replace, name="key_replace"),
    path("keys/<int:pk>/default/", key_pages.make_default, name="key_default"),
    path("keys/<int:pk>/share/", key_sharing_pages.share, name="key_share"),
    path("keys/<int:pk>/uses/", key_sharing_pages.uses, name="key_uses"),
    path("keys/<int:pk>/uses.csv", key_sharing_pages.uses_csv, name="key_uses_csv"),
    path("keys/<int:pk>/remove/", key_pages.remove, name="key_remove"),
]
