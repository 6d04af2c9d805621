"""What people add to pictures: hearts, ratings, tags, collections, and searches they keep."""

from __future__ import annotations

import time
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from generations.models.generation import Visibility

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class Favourite(models.Model):
    """A heart, one a person and picture."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="favourites"
    )
    picture = models.ForeignKey(
        "generations.Picture", on_delete=models.CASCADE, related_name="favourites"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["picture", "user"], name="one_heart_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} likes {self.picture_id}"


class Rating(models.Model):
    """One to five from one person; the team's is the mean."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="ratings"
    )
    picture = models.ForeignKey(
        "generations.Picture", on_delete=models.CASCADE, related_name="ratings"
    )
    stars = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(5)]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["picture", "user"], name="one_rating_a_person"),
            models.CheckConstraint(
                condition=models.Q(stars__gte=1, stars__lte=5), name="one_to_five_stars"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stars} from {self.user_id}"


class TagQuerySet(models.QuerySet["Tag"]):
    def visible_to(self, user: User | AnonymousUser) -> TagQuerySet:
        """The tags that stand on a picture this person may see."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        uses = PictureTag.objects.filter(
            Q(picture__owner=user) | Q(picture__visibility="team"),
            tag=models.OuterRef("pk"),
            picture__trashed_at=None,
        )
        return self.filter(models.Exists(uses))


class Tag(models.Model):
    """A word of the team's vocabulary. Who sees none of its pictures does not see the word."""

    name = models.CharField(max_length=50)
    folded = models.CharField(max_length=50, unique=True)  # what makes two spellings one tag

    objects = TagQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class PictureTag(models.Model):
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="uses")
    picture = models.ForeignKey(
        "generations.Picture", on_delete=models.CASCADE, related_name="tags"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["picture", "tag"], name="one_tag_once")]

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.picture_id}"


class CollectionQuerySet(models.QuerySet["Collection"]):
    def visible_to(self, user: User | AnonymousUser) -> CollectionQuerySet:
        """Their own, and the team's."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        return self.filter(Q(owner=user) | Q(visibility="team"))

    def open_to(self, user: User) -> CollectionQuerySet:
        """Those this person may put pictures into."""
        return self.visible_to(user) if user.may_spend else self.none()


class Collection(models.Model):
    """Pictures put together by hand. Members add to the team's, only its owner to a private one."""

    class Order(models.TextChoices):
        NEWEST = "newest", "Newest first"
        OLDEST = "oldest", "Oldest first"
        HAND = "hand", "Own order"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="collections"
    )
    name = models.CharField(max_length=100)
    description = models.TextField(max_length=1000, blank=True)
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.TEAM)
    order = models.CharField(max_length=6, choices=Order.choices, default=Order.NEWEST)
    cover = models.ForeignKey(
        "generations.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = CollectionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def is_private(self) -> bool:
        return self.visibility == Visibility.PRIVATE

    def is_run_by(self, user: User) -> bool:
        """Whether this person may rename, share or remove it."""
        return self.owner_id == user.pk or (user.is_admin and not self.is_private)

    def takes_from(self, user: User) -> bool:
        """Whether this person may put pictures in and take them out."""
        return user.may_spend and (self.owner_id == user.pk or not self.is_private)


class CollectionItem(models.Model):
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="items")
    picture = models.ForeignKey(
        "generations.Picture", on_delete=models.CASCADE, related_name="collected"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    at = models.DateTimeField(default=timezone.now)
    # in the order made by hand: with wide gaps, so that one may go between two others
    place = models.BigIntegerField(default=time.time_ns)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["picture", "collection"], name="once_in_a_collection")
        ]
        indexes = [models.Index(fields=["collection", "place"], name="item_place")]

    def __str__(self) -> str:
        return f"{self.picture_id} in {self.collection_id}"


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def visible_to(self, user: User | AnonymousUser) -> SavedSearchQuerySet:
        """Their own, and the team's."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        return self.filter(Q(owner=user) | Q(visibility="team"))


class SavedSearch(models.Model):
    """A search kept under a name: a folder that fills itself."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches"
    )
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000)  # as it stands in the address, after the ?
    visibility = models.CharField(
        max_length=8, choices=Visibility.choices, default=Visibility.PRIVATE
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="one_search_a_name")]

    def __str__(self) -> str:
        return self.name


class Disorder(models.Model):
    """One row: by how much a picture's time lies before that of one with a lower id, at most."""

    seconds = models.FloatField(default=0)

    def __str__(self) -> str:
        return f"{self.seconds} s out of order"
