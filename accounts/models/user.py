"""A person of the team, known by their e-mail address."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone


class Role(models.TextChoices):
    ADMIN = "admin", "Admin"
    MEMBER = "member", "Member"
    VIEWER = "viewer", "Viewer"


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, email: str, password: str | None = None, *, role: str = Role.MEMBER, name: str = ""
    ) -> User:
        """A new person. Raises IntegrityError where the address is taken."""
        user = self.model(email=self.normalize_email(email).lower(), role=role, name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None) -> User:
        """Django's own word for an admin."""
        return self.create_user(email, password, role=Role.ADMIN)

    def get_by_natural_key(self, username: str | None) -> User:
        """Addresses are compared without regard to case."""
        return self.get(email__iexact=username or "")


class Theme(models.TextChoices):
    AUTO = "auto", "Follow the system"
    LIGHT = "light", "Light"
    DARK = "dark", "Dark"


class DateLanguage(models.TextChoices):
    """The language and order of dates; the product itself speaks English."""

    ENGLISH = "en-gb", "English: 20 November 2026"
    AMERICAN = "en", "American: November 20, 2026"
    GERMAN = "de", "Deutsch: 20. November 2026"
    SPANISH = "es", "Español: 20 de noviembre de 2026"
    FRENCH = "fr", "Français: 20 novembre 2026"
    ITALIAN = "it", "Italiano: 20 novembre 2026"
    DUTCH = "nl", "Nederlands: 20 november 2026"
    POLISH = "pl", "Polski: 20 listopada 2026"
    PORTUGUESE = "pt", "Português: 20 de novembro de 2026"
    SWEDISH = "sv", "Svenska: 20 november 2026"
    JAPANESE = "ja", "日本語: 2026年11月20日"
    CHINESE = "zh-hans", "中文: 2026年11月20日"


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MEMBER)
    theme = models.CharField(max_length=5, choices=Theme.choices, default=Theme.AUTO)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(null=True, blank=True)  # to the minute
    asked_to_join_at = models.DateTimeField(
        null=True, blank=True
    )  # by open sign-up, not yet let in
    avatar_version = models.CharField(max_length=16, blank=True)  # of the uploaded one
    time_zone = models.CharField(max_length=64, blank=True)  # empty: the server's
    date_language = models.CharField(
        max_length=8, choices=DateLanguage.choices, default=DateLanguage.ENGLISH
    )
    single_keys = models.BooleanField("single-key shortcuts", default=True)
    default_model = models.CharField(max_length=250, blank=True)  # "provider:model"
    default_visibility = models.CharField(
        max_length=8, choices=[("team", "Team"), ("private", "Only me")], default="team"
    )
    notices_declined = models.JSONField(default=list, blank=True)  # "kind:page", "kind:mail"
    served_at = models.DateTimeField(null=True, blank=True)  # when a job of theirs last got a slot

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name, or the part of the address before the @."""
        return self.name or self.email.split("@")[0]

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        parts = self.display_name.replace(".", " ").replace("_", " ").split()
        return "".join(part[0] for part in parts[:2]).upper() or "?"

    @property
    def hue(self) -> int:
        """The avatar's hue class, 0 to 11, the same for ever."""
        return (self.pk or 0) * 5 % 12

    @property
    def is_admin(self) -> bool:
        return self.role == Role.ADMIN

    @property
    def may_spend(self) -> bool:
        """Viewers look; they cannot ask a provider for anything."""
        return self.is_active and self.role in (Role.ADMIN, Role.MEMBER)

    @property
    def is_staff(self) -> bool:
        """Django's admin opens for admins."""
        return self.is_admin

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_active and self.is_admin

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_admin
