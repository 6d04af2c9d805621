"""The pictures that went along with a job, in order, and what was made of them for a router."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.models import User
from generations.models.picture import Picture
from generations.models.upload import Upload

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class Role(models.TextChoices):
    IMAGE = "image", "Image"
    MASK = "mask", "Mask"


class PreparedInput(models.Model):
    """What was made of one upload or picture for routers that take it so; made once, then kept."""

    upload = models.ForeignKey(
        Upload, null=True, blank=True, on_delete=models.CASCADE, related_name="prepared"
    )
    picture = models.ForeignKey(
        Picture, null=True, blank=True, on_delete=models.CASCADE, related_name="prepared"
    )
    recipe = models.CharField(max_length=200)  # of services/inputs/preparation.py
    path = models.CharField(max_length=200)  # under PICTURE_DIR
    sha256 = models.CharField(max_length=64, db_index=True)
    bytes = models.PositiveBigIntegerField()
    format = models.CharField(max_length=8)
    width = models.PositiveIntegerField()  # pixels
    height = models.PositiveIntegerField()  # pixels
    note = models.CharField(max_length=300, blank=True)  # what was changed, and why

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["upload", "recipe"], name="prepared_upload_once"),
            models.UniqueConstraint(fields=["picture", "recipe"], name="prepared_picture_once"),
        ]

    def __str__(self) -> str:
        return f"{self.recipe} {self.width}x{self.height} {self.format}"


class JobInputQuerySet(models.QuerySet["JobInput"]):
    def visible_to(self, user: User | AnonymousUser) -> JobInputQuerySet:
        """Who may see the job sees its references only as far as they may see those, too."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        job = Q(generation__requester=user) | Q(generation__visibility="team")
        own = Q(upload__owner=user) | Q(generation__requester=user, upload=None, picture=None)
        shown = Q(generation__shows_inputs=True, picture=None)
        pictures = Picture.objects.visible_to(user)
        return self.filter(job & (own | shown | Q(picture__in=pictures)))


class JobInput(models.Model):
    """One picture or mask of a job. Its rows say what was sent, also when the source is gone."""

    generation = models.ForeignKey(
        "generations.Generation", on_delete=models.CASCADE, related_name="inputs"
    )
    role = models.CharField(max_length=5, choices=Role.choices, default=Role.IMAGE)
    position = models.PositiveSmallIntegerField(default=0)  # among all; the mask comes last
    upload = models.ForeignKey(
        Upload, null=True, blank=True, on_delete=models.SET_NULL, related_name="uses"
    )
    picture = models.ForeignKey(
        Picture, null=True, blank=True, on_delete=models.SET_NULL, related_name="uses"
    )

    # the file as it came
    uid = models.UUIDField()  # of the upload or picture
    path = models.CharField(max_length=200)  # under PICTURE_DIR
    sha256 = models.CharField(max_length=64, db_index=True)
    format = models.CharField(max_length=8)
    width = models.PositiveIntegerField()  # pixels, as people see it
    height = models.PositiveIntegerField()  # pixels

    # what goes to the router
    sent_path = models.CharField(max_length=200)
    sent_sha256 = models.CharField(max_length=64, db_index=True)
    sent_bytes = models.PositiveBigIntegerField()
    sent_format = models.CharField(max_length=8)
    sent_width = models.PositiveIntegerField()  # pixels
    sent_height = models.PositiveIntegerField()  # pixels

    objects = JobInputQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["generation", "position"], name="one_input_a_place")
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.position} of {self.generation_id}"

    @property
    def choice(self) -> str:
        """How a tray names its source."""
        return f"{'p' if self.picture_id else 'u'}:{self.uid}"
