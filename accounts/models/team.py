"""What the admins decided for everybody: one row."""

from __future__ import annotations

from django.db import models


class TeamSetting(models.Model):
    require_second_factor = models.BooleanField(default=False)
    signup_domain = models.CharField(max_length=120, blank=True)  # empty: by invitation only

    def __str__(self) -> str:
        return "Team settings"

    @classmethod
    def now(cls) -> TeamSetting:
        """The one row as it is, or its defaults."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
