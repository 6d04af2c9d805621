"""Pictures with files, and the wishes of a plain download."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageCms

from accounts.models import User
from generations.models import Picture
from generations.stored import original_files
from tests.factories import make_generation, make_picture

PLAIN = {"act": "download", "pattern": "{prompt}-{n}", "format": "original", "edge": ""}


def kept(owner: User, *, prompt: str = "Desert dunes", colour: int = 0, **more: Any) -> Picture:
    """A picture with its file, a PNG with a profile."""
    drawn = io.BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.new("RGBA", (64, 32), (colour % 256, 90, 20, 120)).save(drawn, "PNG", icc_profile=profile)
    original = original_files.keep(drawn.getvalue())
    job = make_generation(owner, prompt=prompt, **more)
    return make_picture(
        generation=job,
        path=original.path,
        sha256=original.sha256,
        bytes=original.bytes,
        width=64,
        height=32,
    )
