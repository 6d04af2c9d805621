"""An original as another format, or smaller: for downloads. What is stored stays as it is."""

from __future__ import annotations

import io
import warnings

from django.conf import settings
from PIL import Image, ImageOps

from generations.sniff import SUFFIXES

FORMATS = ("png", "jpeg", "webp")
QUALITY = 92


class Unconvertible(Exception):
    """It cannot be drawn; the original is all there is."""


def convert(data: bytes, *, format: str, edge: int | None) -> bytes:
    """The picture as png, jpeg or webp with the longer edge at most `edge` pixels.

    Its colour profile and EXIF facts go along. Raises Unconvertible for an SVG, for bytes that
    break off and for more than IMAGEHUB_MAX_PIXELS.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as image:
                if image.width * image.height > settings.MAX_PIXELS:
                    raise Unconvertible(f"{image.width} x {image.height} pixels are too many")
                return _written(image, format, edge)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unconvertible(str(error)[:200]) from error


def suffix(format: str) -> str:
    return SUFFIXES[format]


def _written(image: Image.Image, format: str, edge: int | None) -> bytes:
    profile, facts = image.info.get("icc_profile"), image.getexif()
    if edge and format == "jpeg":
        image.draft("RGB", (edge, edge))
    picture = ImageOps.exif_transpose(_plain(image))
    facts.pop(0x0112, None)  # turned upright already
    if edge and max(picture.size) > edge:
        picture.thumbnail((edge, edge), Image.Resampling.LANCZOS, reducing_gap=3.0)
    if format == "jpeg" and picture.mode == "RGBA":
        white = Image.new("RGB", picture.size, (255, 255, 255))
        white.paste(picture, mask=picture.getchannel("A"))
        picture = white
    written = io.BytesIO()
    more = {"quality": QUALITY} if format != "png" else {}
    picture.save(written, format.upper(), icc_profile=profile, exif=facts.tobytes(), **more)
    return written.getvalue()


def _plain(image: Image.Image) -> Image.Image:
    image.load()
    if image.mode in ("RGB", "RGBA"):
        return image
    has_alpha = "A" in image.getbands() or "transparency" in image.info
    return image.convert("RGBA" if has_alpha else "RGB")
