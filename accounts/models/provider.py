"""A provider as an admin set it: a built-in one switched off, or one of the team's own."""

from __future__ import annotations

from django.db import models


class ProviderSetting(models.Model):
    """A row for a built-in slug says whether it is on and whether its address was changed; any other
    row is an OpenAI-compatible router of the team's own, with its address and models."""

    slug = models.SlugField(max_length=40, unique=True)
    label = models.CharField(max_length=60, blank=True)
    is_on = models.BooleanField("on", default=True)
    base_url = models.CharField(
        max_length=300, blank=True, help_text="Up to and including /v1. https and public."
    )
    models_text = models.TextField(
        "models", blank=True, help_text="One model id a line, as the router spells it."
    )
    needs_key = models.BooleanField(default=True)
    takes_typed_ids = models.BooleanField("members may type a model id", default=False)
    new_models_wait = models.BooleanField("new models wait for approval", default=False)

    class Meta:
        verbose_name = "provider"

    def __str__(self) -> str:
        return self.label or self.slug

    @property
    def model_ids(self) -> list[str]:
        return [line.strip() for line in self.models_text.splitlines() if line.strip()]
