"""What admins may see and change of people, keys and providers; never a secret."""

from __future__ import annotations

from django.contrib import admin
from unfold.admin import ModelAdmin

from accounts.models import ProviderKey, ProviderSetting, User


@admin.register(User)
class UserAdmin(ModelAdmin):
    list_display = ["email", "name", "role", "is_active"]
    fields = ["email", "name", "role", "is_active"]


@admin.register(ProviderSetting)
class ProviderSettingAdmin(ModelAdmin):
    list_display = ["slug", "label", "is_on"]


@admin.register(ProviderKey)
class ProviderKeyAdmin(ModelAdmin):
    list_display = ["owner", "provider", "label"]
    exclude = ["sealed"]
