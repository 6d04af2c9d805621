"""`python -m tests.e2e.picture_kinds EMAIL`: a finished picture of each odd kind; the worker draws them."""

from __future__ import annotations

import sys

import django

KINDS = (
    "a photo from a phone",
    "a turned photo",
    "a turned drawing",
    "a signalled drawing",
    "a film",
    "half",
    "strange",
)


def main(email: str) -> None:
    django.setup()
    from accounts.models import User
    from generations import queue
    from generations.stored import original_files
    from tests.factories import draft_generation, draft_picture, store

    person = User.objects.get(email=email)
    jobs = [draft_generation(person, prompt=f"Odd kind: {kind}") for kind in KINDS]
    pictures = []
    for number, (job, data) in enumerate(zip(jobs, _files(), strict=True)):
        kept = original_files.keep(data)
        names = ("path", "sha256", "bytes", "format", "width", "height")
        file = {name: getattr(kept, name) for name in names}
        pictures.append(draft_picture(job, number=number, **file))
    store(jobs, pictures)
    queue.wake()


def _files() -> list[bytes]:
    from PIL import Image

    from tests.imaging import sample_pictures

    exif = Image.Exif()
    exif[0x0112] = 6
    noisy = sample_pictures.noisy(800, 400)
    half = sample_pictures.encoded(noisy, "PNG")
    signalled = sample_pictures.encoded(sample_pictures.plain(640, 320), "PNG")
    return [
        sample_pictures.encoded(noisy, "HEIF"),
        sample_pictures.encoded(noisy, "JPEG", exif=exif),
        sample_pictures.encoded(noisy, "PNG", exif=exif),
        sample_pictures.with_chunk(signalled, b"cICP", bytes((12, 13, 0, 1))),
        sample_pictures.moving("GIF"),
        half[: len(half) // 2],
        sample_pictures.JXL,
    ]


if __name__ == "__main__":
    main(sys.argv[1])
