"""How much a role or one person may ask for. Empty means no limit; a person's row beats the role's."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.models.user import Role


class Quality(models.TextChoices):
    ANY = "", "Any"
    LOW = "low", "Low"
    MEDIUM = "medium", "Medium, standard"
    HIGH = "high", "High, HD"


class Limit(models.Model):
    role = models.CharField(max_length=10, choices=Role.choices, blank=True)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="own_limit",
    )
    at_once = models.PositiveSmallIntegerField("jobs at once", null=True, blank=True)
    per_day = models.PositiveIntegerField("jobs a day", null=True, blank=True)
    most_n = models.PositiveSmallIntegerField("pictures in one go", null=True, blank=True)
    most_quality = models.CharField(
        "highest quality", max_length=8, choices=Quality.choices, blank=True
    )
    most_edge = models.PositiveIntegerField("longest edge", null=True, blank=True)  # pixels
    models_text = models.TextField(
        "models", blank=True, help_text="One a line, as provider:model; * stands for anything."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["role"], condition=~models.Q(role=""), name="one_limit_a_role"
            ),
            models.CheckConstraint(
                condition=models.Q(role="", person__isnull=False)
                | (~models.Q(role="") & models.Q(person=None)),
                name="limit_of_a_role_or_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.role or str(self.person)
