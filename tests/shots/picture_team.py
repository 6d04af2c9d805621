"""`python -m tests.shots.picture_team`: a small team with handsome pictures, drawn through the Sandbox."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from accounts.models import User

WORKS = (  # newest first: who, width x height, words
    ("alice", "1536x1024", "Mountain ridges at first light, pale mist in the valleys, a low sun"),
    ("charlie", "1024x1280", "Ringed planet in sand and clay, seen from its moon"),
    ("bob", "1024x1024", "Liquid chrome sculpture on a grey studio floor"),
    ("alice", "1024x1280", "Paper canyon in ember colours, layers cut by hand"),
    ("bob", "1536x864", "Folded silk in red, light from the left"),
    ("charlie", "1024x1344", "Halftone sun over blue hills, a riso print"),
    ("alice", "1024x1024", "Bauhaus tiles in poster colours"),
    ("charlie", "1280x960", "City skyline at dusk, windows lit"),
    ("bob", "1536x1024", "Aurora over a lake at night, still water"),
    ("alice", "1024x1280", "A dahlia in orchid colours, petals in order"),
    ("bob", "1280x960", "Fir forest in moss and mist"),
    ("charlie", "1536x864", "Sunset on the sea, a path of light"),
    ("alice", "1024x1024", "Marble in teal, veins like rivers"),
    ("bob", "1536x1024", "Desert dunes at sunrise, long blue shadows"),
    ("charlie", "1024x1024", "Contour map of an island"),
    ("alice", "1280x960", "Wind over grass, lines that flow"),
)
COLLECTIONS = {"Cover ideas": 5, "Spring campaign": 2}  # and which pictures: each so-many-th
TODAY = 9  # so many of them; the others are from yesterday
DRAFT = (
    "Desert dunes at sunrise, sharp crests, long blue shadows, a single line of footprints "
    "leading out of frame. Photographed from a low ridge, 35\u00a0mm, no people."
)


def main() -> None:
    """Has the running product draw them."""
    django.setup()
    from generations.models import Draft, Generation, Picture
    from generations.providers.types import ImageRequest
    from generations.services.jobs.submit import Asked, submit
    from tests.seed.people import team

    people = team()
    for number, (name, size, words) in enumerate(reversed(WORKS)):
        options = {"size": size, "seed": 7 + number, "quality": "high"}
        request = ImageRequest(model="sandbox/scenes", prompt=words, options=options)
        submit(people[name], Asked(provider="sandbox", requests=(request,)))
        while Generation.objects.open().exists():  # one by one, so that their order is ours
            time.sleep(0.05)
    while Picture.objects.filter(thumbed_at=None).exists():
        time.sleep(0.1)
    for picture in Picture.objects.order_by("-pk")[TODAY:]:
        picture.created_at -= timedelta(days=1)
        picture.save(update_fields=["created_at"])
    _collect(people["alice"])
    Draft.objects.create(
        user=people["alice"], provider="sandbox", model="sandbox/slow-scenes", prompt=DRAFT
    )


def _collect(owner: User) -> None:
    """Two collections with something in them."""
    from generations.models import Picture
    from generations.services.curation import collections

    for name, every in COLLECTIONS.items():
        collection = collections.create(owner, name=name, visibility="team")
        for picture in Picture.objects.order_by("pk")[::every]:
            collections.add(owner, collection, picture)


if __name__ == "__main__":
    main()
