"""Picture formats by name: their signatures, file endings, media types, and who can show them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    label: str  # as people write it
    suffix: str
    media_type: str
    plugin: str = ""  # Pillow's name for it; empty: nothing here decodes it
    is_shown: bool = False  # browsers show the file itself
    starts: tuple[bytes, ...] = ()
    is_weak: bool = False  # the signature is short: a picture only if it can be opened


OCTETS = "application/octet-stream"
FORMATS: dict[str, Format] = {
    "png": Format(
        label="PNG",
        suffix="png",
        media_type="image/png",
        plugin="PNG",
        is_shown=True,
        starts=(b"\x89PNG\r\n\x1a\n",),
    ),
    "jpeg": Format(
        label="JPEG",
        suffix="jpg",
        media_type="image/jpeg",
        plugin="JPEG",
        is_shown=True,
        starts=(b"\xff\xd8\xff",),
    ),
    "webp": Format(
        label="WebP", suffix="webp", media_type="image/webp", plugin="WEBP", is_shown=True
    ),
    "gif": Format(
        label="GIF",
        suffix="gif",
        media_type="image/gif",
        plugin="GIF",
        is_shown=True,
        starts=(b"GIF87a", b"GIF89a"),
    ),
    "svg": Format(label="SVG", suffix="svg", media_type="image/svg+xml", is_shown=True),
    "avif": Format(
        label="AVIF", suffix="avif", media_type="image/avif", plugin="AVIF", is_shown=True
    ),
    "bmp": Format(
        label="BMP",
        suffix="bmp",
        media_type="image/bmp",
        plugin="BMP",
        is_shown=True,
        starts=(b"BM",),
        is_weak=True,
    ),
    "ico": Format(
        label="ICO",
        suffix="ico",
        media_type="image/x-icon",
        plugin="ICO",
        is_shown=True,
        starts=(b"\0\0\1\0",),
        is_weak=True,
    ),
    "heic": Format(label="HEIC", suffix="heic", media_type="image/heic", plugin="HEIF"),
    "tiff": Format(
        label="TIFF",
        suffix="tif",
        media_type="image/tiff",
        plugin="TIFF",
        starts=(b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
    ),
    "jp2": Format(
        label="JPEG 2000",
        suffix="jp2",
        media_type="image/jp2",
        plugin="JPEG2000",
        starts=(b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51"),
    ),
    "jxl": Format(
        label="JPEG XL",
        suffix="jxl",
        media_type=OCTETS,
        starts=(b"\xff\x0a", b"\0\0\0\x0cJXL \r\n\x87\n"),
    ),
    "jxr": Format(label="JPEG XR", suffix="jxr", media_type=OCTETS, starts=(b"II\xbc\x01",)),
    "exr": Format(label="OpenEXR", suffix="exr", media_type=OCTETS, starts=(b"v/1\x01",)),
    "hdr": Format(
        label="Radiance HDR", suffix="hdr", media_type=OCTETS, starts=(b"#?RADIANCE\n", b"#?RGBE\n")
    ),
    "qoi": Format(label="QOI", suffix="qoi", media_type=OCTETS, plugin="QOI", starts=(b"qoif",)),
    "psd": Format(label="PSD", suffix="psd", media_type=OCTETS, plugin="PSD", starts=(b"8BPS",)),
    "dds": Format(label="DDS", suffix="dds", media_type=OCTETS, plugin="DDS", starts=(b"DDS ",)),
    "icns": Format(
        label="ICNS", suffix="icns", media_type=OCTETS, plugin="ICNS", starts=(b"icns",)
    ),
    "ppm": Format(
        label="PNM",
        suffix="ppm",
        media_type=OCTETS,
        plugin="PPM",
        starts=(b"P1", b"P2", b"P3", b"P4", b"P5", b"P6", b"Pf", b"PF"),
        is_weak=True,
    ),
    "sgi": Format(
        label="SGI",
        suffix="sgi",
        media_type=OCTETS,
        plugin="SGI",
        starts=(b"\x01\xda",),
        is_weak=True,
    ),
    "pcx": Format(
        label="PCX", suffix="pcx", media_type=OCTETS, plugin="PCX", starts=(b"\n",), is_weak=True
    ),
    # formats without a signature to speak of, asked last
    "tga": Format(label="TGA", suffix="tga", media_type=OCTETS, plugin="TGA", is_weak=True),
    "cur": Format(
        label="CUR",
        suffix="cur",
        media_type=OCTETS,
        plugin="CUR",
        starts=(b"\0\0\2\0",),
        is_weak=True,
    ),
    "sun": Format(
        label="Sun raster",
        suffix="ras",
        media_type=OCTETS,
        plugin="SUN",
        starts=(b"\x59\xa6\x6a\x95",),
        is_weak=True,
    ),
}
_HEIC = frozenset(b"heic heix heim heis hevc hevx hevm hevs".split())
_GENERAL = frozenset(b"mif1 mif2 msf1 miaf".split())
_AVIF = frozenset((b"avif", b"avis"))


def candidates(head: bytes) -> list[str]:
    """Names of formats that these first bytes may begin, the surest first. Never an SVG."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return ["webp"]
    if head[4:8] == b"ftyp":
        return _of_brands(head)
    found = [name for name, each in FORMATS.items() if each.starts and head.startswith(each.starts)]
    return found if any(not FORMATS[name].is_weak for name in found) else [*found, "tga"]


def label(name: str) -> str:
    return FORMATS[name].label if name in FORMATS else name.upper()


def media_type(name: str) -> str:
    """What the file is served as; unknown ones as plain bytes."""
    return FORMATS[name].media_type if name in FORMATS else OCTETS


def is_shown(name: str) -> bool:
    """Browsers show the original itself; of others a converted view is made."""
    return name in FORMATS and FORMATS[name].is_shown


def _of_brands(head: bytes) -> list[str]:
    """Of a file made of boxes. The general brands are used by both."""
    size = min(int.from_bytes(head[:4], "big"), len(head))
    major, others = head[8:12], {head[at : at + 4] for at in range(16, size - 3, 4)}
    if major in _AVIF or (major in _GENERAL and others & _AVIF):
        return ["avif"]
    return ["heic"] if major in _HEIC | _GENERAL else []
