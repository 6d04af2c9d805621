"""`python -m tests.e2e.searchable_pictures`: ninety pictures of lanterns and three more.

By turns Bob's and Alice's; the three more, Lantern 90 to 92, are of one request of Bob's.
"""

from __future__ import annotations

import uuid

import django

ALONE = 90
SIZES = ((1200, 800), (800, 1000), (900, 900))


def main() -> None:
    django.setup()
    from PIL import Image

    from accounts.models import User
    from generations.stored.original_files import original_path
    from tests.factories import draft_generation, draft_picture, store

    bob, alice = (User.objects.get(email=f"{name}@example.org") for name in ("bob", "alice"))
    batch = uuid.uuid4()
    jobs, pictures = [], []
    for number in range(ALONE + 3):
        is_late = number >= ALONE
        request = {"batch": batch, "position": number - ALONE} if is_late else {}
        owner = bob if is_late or number % 2 == 0 else alice
        job = draft_generation(owner, prompt=f"Lantern {number}", **request)
        width, height = SIZES[number % 3]
        path = original_path(name := f"lanterns/{number}.png")
        path.parent.mkdir(parents=True, exist_ok=True)
        colour = (number * 255 // (ALONE + 3), 150, 200)
        Image.new("HSV", (width, height), colour).convert("RGB").save(path)
        shape = {"width": width, "height": height}
        jobs.append(job)
        pictures.append(draft_picture(job, number=number, path=name, thumb_tries=9, **shape))
    store(jobs, pictures)


if __name__ == "__main__":
    main()
