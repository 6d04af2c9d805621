"""What a closed day came to, one row for each thing it is counted by. Open days are counted live."""

from __future__ import annotations

from django.db import models

from accounts.models.money import MoneyField


class TallyKind(models.TextChoices):
    ALL = "all", "All"
    PERSON = "person", "Person"  # name: the person's id
    PROVIDER = "provider", "Provider"
    MODEL = "model", "Model"  # name: provider:model
    STATUS = "status", "Status"
    CAUSE = "cause", "Cause"  # name: the code of a job that failed


class DayTally(models.Model):
    day = models.DateField()  # on which the jobs ended, in the team's time zone
    kind = models.CharField(max_length=8, choices=TallyKind.choices)
    name = models.CharField(max_length=250, blank=True)
    jobs = models.PositiveIntegerField(default=0)
    troubled = models.PositiveIntegerField(default=0)  # refused, failed or unknown
    pictures = models.PositiveIntegerField(default=0)
    cost_usd = MoneyField(max_digits=20, decimal_places=6, default=0)
    estimated_usd = MoneyField(  # part of cost_usd: what the routers did not tell themselves
        max_digits=20, decimal_places=6, default=0
    )
    unpriced = models.PositiveIntegerField(default=0)  # sent jobs whose cost nobody told
    wasted = models.PositiveIntegerField(default=0)  # pictures moved to the trash within an hour
    wasted_usd = MoneyField(max_digits=20, decimal_places=6, default=0)
    times = models.JSONField(
        default=dict
    )  # step on a scale of 5 % -> done jobs; see services/tally

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "kind", "name"], name="one_tally_a_day")
        ]
        indexes = [models.Index(fields=["kind", "day"], name="tally_kind")]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.name}"
