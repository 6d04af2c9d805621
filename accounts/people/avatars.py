"""Uploaded faces: decoded here, cropped square, written anew; a bomb never opens."""

from __future__ import annotations

import hashlib
import io
import warnings
from typing import BinaryIO

from django.db import transaction

from accounts.models import Avatar, User

MOST_BYTES = 8_000_000
MOST_PIXELS = 40_000_000
EDGE = 256  # pixels
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")


class NotAFace(Exception):
    """The upload cannot be used; the message says why."""


def keep(person: User, upload: BinaryIO, size: int) -> None:
    """Crops the middle square and keeps it. Raises NotAFace, having written nothing."""
    webp = _square(upload, size)
    version = hashlib.sha256(webp).hexdigest()[:16]
    with transaction.atomic():
        Avatar.objects.update_or_create(user=person, defaults={"webp": webp})
        User.objects.filter(pk=person.pk).update(avatar_version=version)


def forget(person: User) -> None:
    """Back to initials."""
    with transaction.atomic():
        Avatar.objects.filter(user=person).delete()
        User.objects.filter(pk=person.pk).update(avatar_version="")


def _square(upload: BinaryIO, size: int) -> bytes:
    from PIL import Image, ImageOps

    if size > MOST_BYTES:
        raise NotAFace("The file is too large. At most 8 MB.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # counted below
        try:
            with Image.open(upload, formats=FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise NotAFace("The picture has too many pixels. At most 40 million.")
                opened.draft("RGB", (EDGE * 2, EDGE * 2))
                upright = ImageOps.exif_transpose(opened).convert("RGBA")
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            raise NotAFace("This is not a PNG, JPEG, WebP or GIF that opens.") from error
    face = ImageOps.fit(upright, (EDGE, EDGE))
    written = io.BytesIO()
    face.save(written, "WEBP", quality=85)
    return written.getvalue()
