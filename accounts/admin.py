"""What admins may see and change of people, keys and providers; never a secret."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminPasswordWidget

from accounts.keys.provider_form import ProviderForm
from accounts.models import Limit, Notice, ProviderKey, ProviderSetting, Role, User
from accounts.sign_in import sessions
from generations.services.governance import member_lifecycle

admin.site.unregister(Group)
admin.site.unregister(EmailAddress)


def _our_sign_in(request: HttpRequest, extra_context: object = None) -> HttpResponse:
    """The admin has no sign-in page of its own: ours, or home for whoever is not an admin."""
    if request.user.is_authenticated and not request.user.is_staff:
        return redirect("workspace")
    target = request.GET.get("next", reverse("admin:index"))
    return HttpResponseRedirect(_sign_in(target))


def _sign_in(target: str) -> str:

    return f"{reverse('account_login')}?{urlencode({'next': target})}"


admin.site.login = _our_sign_in  # type: ignore[method-assign]


class NewPersonForm(forms.ModelForm):
    password = forms.CharField(
        required=False,
        strip=False,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}),
        help_text="They can change it under Profile. Empty: they ask for a letter at sign-in.",
    )

    class Meta:
        model = User
        fields = ["email", "name", "role", "is_active"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("password"):
            try:
                validate_password(given["password"], User(email=given.get("email", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return given


class PersonForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["email", "name", "role", "is_active"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        keeps = given.get("role") == Role.ADMIN and given.get("is_active")
        admins = User.objects.select_for_update().filter(role=Role.ADMIN, is_active=True)
        others = set(admins.order_by("pk").values_list("pk", flat=True)) - {self.instance.pk}
        if not keeps and not others:
            raise forms.ValidationError("Somebody must stay an active admin.")
        return given


@admin.register(User)
class UserAdmin(ModelAdmin):
    form = PersonForm
    list_display = ["email", "name", "role", "is_active", "last_login"]
    list_filter = ["role", "is_active"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    readonly_fields = ["last_login", "date_joined"]

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        about = ["email", "name", "role", "is_active"]
        return [*about, "last_login", "date_joined"] if obj else [*about, "password"]

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm[Any]]:
        if obj is None:
            kwargs["form"] = NewPersonForm
        return super().get_form(request, obj, change=change, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: User, form: forms.ModelForm[Any], change: bool
    ) -> None:
        obj.email = obj.email.lower()
        if not change:
            obj.set_password(form.cleaned_data.get("password") or None)
        super().save_model(request, obj, form, change)
        # allauth keeps addresses too: an old one must not open the door any more
        EmailAddress.objects.filter(user=obj).exclude(email__iexact=obj.email).delete()
        if change and not obj.is_active:
            sessions.end_all(obj)
        if change and not obj.may_spend:
            member_lifecycle.cancel_queued(obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False  # people leave by becoming inactive: their pictures stay


@admin.register(ProviderSetting)
class ProviderSettingAdmin(ModelAdmin):
    form = ProviderForm
    list_display = ["slug", "label", "is_on", "base_url"]
    fields = ["slug", "label", "is_on", "base_url", "models_text", "needs_key"]

    def get_readonly_fields(
        self, request: HttpRequest, obj: ProviderSetting | None = None
    ) -> tuple[str, ...]:
        return ("slug",) if obj else ()


@admin.register(ProviderKey)
class ProviderKeyAdmin(ModelAdmin):
    """Whose key, how it fares, and nothing to change: its owner does that."""

    list_display = ["owner", "provider", "label", "last4", "share", "status", "last_used_at"]
    list_filter = ["provider", "status", "share"]
    list_select_related = ["owner"]
    exclude = ["sealed", "sealed_before"]
    search_fields = ["owner__email", "label"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ProviderKey | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ProviderKey | None = None) -> bool:
        return False


@admin.register(Limit)
class LimitAdmin(ModelAdmin):
    """Set on the product's own page; here to look."""

    list_display = ["__str__", "at_once", "per_day", "most_n", "most_quality", "most_edge"]
    list_filter = ["role"]
    search_fields = ["person__email"]
    list_select_related = ["person"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Limit | None = None) -> bool:
        return False


@admin.register(Notice)
class NoticeAdmin(ModelAdmin):
    """What was said to whom."""

    list_display = ["made_at", "kind", "person", "title", "ends_at"]
    list_filter = ["kind"]
    search_fields = ["person__email", "title"]
    list_select_related = ["person"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Notice | None = None) -> bool:
        return False
