"""`python -m tests.e2e.few_pictures EMAIL NUMBER WORDS`: finished pictures of that person, files and all."""

from __future__ import annotations

import io
import sys

import django


def main(email: str, number: int, words: str) -> None:
    django.setup()
    from accounts.models import User
    from generations.stored import original_files
    from tests.factories import draft_generation, draft_picture, store

    person = User.objects.get(email=email)
    jobs = [draft_generation(person, prompt=f"{words} {each + 1}") for each in range(number)]
    pictures = []
    for each, job in enumerate(jobs):
        kept = original_files.keep(png(each, words))
        file = {
            name: getattr(kept, name) for name in ("path", "sha256", "bytes", "width", "height")
        }
        pictures.append(draft_picture(job, number=each, **file))
    store(jobs, pictures)


def png(number: int, words: str) -> bytes:
    from PIL import Image

    drawn = io.BytesIO()
    size = (96, 64) if number % 3 else (64, 96)
    colour = (number * 37 % 256, len(words) * 11 % 256, 140)
    Image.new("RGB", size, colour).save(drawn, "PNG")
    return drawn.getvalue()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
