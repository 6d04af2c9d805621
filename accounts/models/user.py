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


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MEMBER)
    theme = models.CharField(max_length=5, choices=Theme.choices, default=Theme.AUTO)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
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
