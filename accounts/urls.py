"""Addresses of the people's pages. Of allauth's only those we show are mounted."""

from __future__ import annotations

from allauth.account import views as allauth
from django.urls import URLPattern, path, re_path

from accounts.web import key_sharing, keys, notices, profile
from accounts.web.first_run import FirstRun
from accounts.web.sign_in import ChangePassword, NewPassword, ResetPassword, SignIn

urlpatterns: list[URLPattern] = [
    path("sign-in/", SignIn.as_view(), name="account_login"),
    path("sign-out/", allauth.logout, name="account_logout"),
    path("sign-in/inactive/", allauth.account_inactive, name="account_inactive"),
    path("password/change/", ChangePassword.as_view(), name="account_change_password"),
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
    path("profile/", profile.profile, name="profile"),
    path("theme/", profile.theme, name="theme"),
    path("first-run/<str:token>/", FirstRun.as_view(), name="first_run"),
    path("notices/<int:pk>/dismiss/", notices.dismiss, name="notice_dismiss"),
    path("keys/", keys.page, name="keys"),
    path("keys/<int:pk>/", keys.row, name="key_row"),
    path("keys/<int:pk>/check/", keys.check, name="key_check"),
    path("keys/<int:pk>/replace/", keys.replace, name="key_replace"),
    path("keys/<int:pk>/default/", keys.make_default, name="key_default"),
    path("keys/<int:pk>/share/", key_sharing.share, name="key_share"),
    path("keys/<int:pk>/uses/", key_sharing.uses, name="key_uses"),
    path("keys/<int:pk>/remove/", keys.remove, name="key_remove"),
]
