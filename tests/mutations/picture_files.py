"""Pictures of every kind that can be shown or at least recognised, drawn once."""

from __future__ import annotations

from functools import cache

from PIL import Image

from tests.imaging import sample_pictures as kinds
from tests.simulator.pictures import drawn

SVGS = (
    b'<?xml version="1.0"?><!-- c --><svg xmlns="http://www.w3.org/2000/svg" width="1.2.3"/>',
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1.2.3 40"><path d="M0 0"/></svg>',
    b'<svg xmlns="http://www.w3.org/2000/svg" width="' + b"9" * 400 + b'" height="-4"></svg>',
)


@cache
def pictures() -> tuple[tuple[str, bytes], ...]:
    """Each with its name."""
    usual = [(form, drawn(64, 64, form, 3)) for form in ("png", "jpeg", "webp", "gif", "svg")]
    odd = {
        "avif": kinds.encoded(kinds.plain(), "AVIF"),
        "heic": kinds.encoded(kinds.plain(), "HEIF"),
        "bmp": kinds.encoded(kinds.plain(), "BMP"),
        "tiff": kinds.encoded(kinds.plain(), "TIFF"),
        "jp2": kinds.encoded(kinds.plain(), "JPEG2000"),
        "mpo": kinds.encoded(
            kinds.plain(), "MPO", save_all=True, append_images=[kinds.plain(48, 24)]
        ),
        "16-bit": kinds.encoded(kinds.deep_grey(), "PNG"),
        "cmyk": kinds.encoded(Image.new("CMYK", (32, 32), (1, 200, 3, 4)), "JPEG"),
        "palette": kinds.encoded(kinds.plain().convert("P"), "PNG"),
        "1 bit": kinds.encoded(Image.new("1", (9, 7)), "PNG"),
        "1 pixel": kinds.encoded(Image.new("RGBA", (1, 1)), "PNG"),
        "very wide": kinds.encoded(Image.new("L", (9000, 1)), "PNG"),
        "turned": kinds.turned("JPEG"),
        "moving gif": kinds.moving("GIF"),
        "moving webp": kinds.moving("WEBP"),
        "apng": kinds.moving("PNG"),
        "long text": kinds.with_chunk(drawn(8, 8, "png", 0), b"zTXt", kinds.long_text()),
        "profile": kinds.encoded(kinds.plain(), "PNG", icc_profile=kinds.profile()),
        "no profile": kinds.encoded(kinds.plain(), "PNG", icc_profile=b"rubbish"),
        "jxl": kinds.JXL,
        "jxl in boxes": kinds.jxl_in_boxes(),
        **{f"svg {number}": svg for number, svg in enumerate(SVGS)},
    }
    return (*usual, *odd.items())
