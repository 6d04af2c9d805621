"""`python -m tests.e2e.shelf EMAIL NUMBER WORDS`: finished pictures of that person, files and all."""

from __future__ import annotations

import io
import sys

import django


def main(email: str, number: int, words: str) -> None:
    django.setup()
    from accounts.models import User
    from generations import files
    from tests.factories import make_generation, make_picture

    person = User.objects.get(email=email)
    for each in range(number):
        kept = files.keep(png(each, words))
        job = make_generation(person, prompt=f"{words} {each + 1}")
        make_picture(
            generation=job,
            path=kept.path,
            sha256=kept.sha256,
            bytes=kept.bytes,
            width=kept.width,
            height=kept.height,
        )


def png(number: int, words: str) -> bytes:
    from PIL import Image

    drawn = io.BytesIO()
    size = (96, 64) if number % 3 else (64, 96)
    colour = (number * 37 % 256, len(words) * 11 % 256, 140)
    Image.new("RGB", size, colour).save(drawn, "PNG")
    return drawn.getvalue()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
