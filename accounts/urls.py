"""Addresses of the people's pages. Of allauth's only those we show are mounted."""

from __future__ import annotations

from allauth.account import views as allauth
from django.urls import URLPattern, path, re_path

from accounts.web import keys, profile

urlpatterns: list[URLPattern] = [
    path("sign-in/", allauth.login, name="account_login"),
    path("sign-out/", allauth.logout, name="account_logout"),
    path("sign-in/inactive/", allauth.account_inactive, name="account_inactive"),
    path("password/change/", allauth.password_change, name="account_change_password"),
    path("password/reset/", allauth.password_reset, name="account_reset_password"),
    path("password/reset/done/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("profile/", profile.profile, name="profile"),
    path("theme/", profile.theme, name="theme"),
    path("keys/", keys.page, name="keys"),
]
