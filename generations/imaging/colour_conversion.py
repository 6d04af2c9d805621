"""Decoded pictures as browsers show them: 8 bits, sRGB, the right way up."""

from __future__ import annotations

import io
from functools import lru_cache

import numpy as np
from PIL import Image, ImageCms

from generations.imaging import cicp_colours, decoding
from generations.imaging.header_facts import Bytes

TROUBLE = (*decoding.BROKEN, ImageCms.PyCMSError)
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_NEAR = 1  # of 255: a profile that changes no colour by more is sRGB under another name
_PROBE = tuple(
    (red, green, blue) for red in (0, 90, 255) for green in (0, 90, 255) for blue in (0, 90, 255)
)


def shallow(image: Image.Image) -> Image.Image:
    """With 8 bits a channel: Pillow's own conversion cuts off what is brighter than 255."""
    if not (image.mode.startswith("I") or image.mode == "F"):
        return image
    values = np.asarray(image)
    if image.mode == "F":
        scaled = np.nan_to_num(values * 255.0 + 0.5).clip(0, 255)
    else:
        is_deep = image.mode == "I" and int(values.max(initial=0)) > 65_535
        scaled = values.clip(0).astype(np.uint32) // (65_536 * 257 if is_deep else 257)
    grey = Image.fromarray(scaled.astype(np.uint8))
    grey.info = {name: image.info[name] for name in image.info if name != "transparency"}
    return grey


def plain(image: Image.Image, data: Bytes = b"", format: str = "") -> Image.Image:
    """RGB or RGBA in sRGB. A profile that cannot be read is as if there were none.

    data, format: the file it was decoded from, for what Pillow does not read of it.
    """
    named = named_of(image, data, format)
    if named and not cicp_colours.is_plain(named):
        return cicp_colours.converted(flat(image), named)
    profile = image.info.get("icc_profile") if named is None else None
    if isinstance(profile, bytes) and profile:
        return _by_profile(image, profile)
    return flat(image)


def named_of(image: Image.Image, data: Bytes, format: str) -> tuple[int, int] | None:
    """Primaries and transfer that hold: in a PNG before a profile, elsewhere only without one."""
    has_profile = bool(image.info.get("icc_profile"))
    return None if has_profile and format != "png" else cicp_colours.of(data, format)


def turned(image: Image.Image, orientation: int) -> Image.Image:
    """Upright, as EXIF's number says."""
    turn = _TURNS.get(orientation)
    return image if turn is None else image.transpose(turn)


def flat(image: Image.Image) -> Image.Image:
    """RGB or RGBA in its own colours."""
    if image.mode in ("RGB", "RGBA"):
        return image
    if image.mode == "LAB":
        return (
            ImageCms.profileToProfile(
                image, ImageCms.createProfile("LAB"), _srgb(), outputMode="RGB"
            )
            or image
        )
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image:
    if image.mode not in ("CMYK", "L"):
        image = flat(image)
    transform = _transform(profile, image.mode)
    if transform is None:
        return flat(image)
    return ImageCms.applyTransform(image, transform) or image


@lru_cache(32)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """From a profile to sRGB; None where it changes nothing, or does not fit or cannot be read."""
    to = "RGBA" if mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        transform = ImageCms.buildTransform(source, _srgb(), mode, to)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
    if mode in ("RGB", "RGBA") and _changes_nothing(source):
        return None
    return transform


def _changes_nothing(source: ImageCms.ImageCmsProfile) -> bool:
    probe = Image.new("RGB", (len(_PROBE), 1))
    probe.putdata(_PROBE)
    told = ImageCms.applyTransform(probe, ImageCms.buildTransform(source, _srgb(), "RGB", "RGB"))
    if told is None:
        return True
    moved = np.abs(np.asarray(told).astype(int) - np.asarray(probe).astype(int))
    return int(moved.max()) <= _NEAR


@lru_cache(1)
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def is_out_of_srgb(image: Image.Image, data: Bytes, format: str) -> bool:
    """Whether it would be shown in other colours without `plain` and `shallow`; reads no pixel."""
    if image.mode.startswith("I") or image.mode in ("F", "LAB"):
        return True
    named = named_of(image, data, format)
    if named is not None:
        return not cicp_colours.is_plain(named)
    profile = image.info.get("icc_profile")
    if not isinstance(profile, bytes) or not profile:
        return False
    if image.mode in ("CMYK", "L"):
        return True
    return _transform(profile, "RGB") is not None
