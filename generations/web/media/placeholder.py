"""Words in the place of a picture that browsers cannot show."""

from __future__ import annotations

from generations.imaging import format_signatures
from generations.models import Picture

_EDGE = 640  # its own units
_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
    ' viewBox="0 0 {width} {height}"><rect width="100%" height="100%" fill="#8a8681"/>'
    '<g fill="#fff" font-family="sans-serif" text-anchor="middle">'
    '<text x="50%" y="48%" font-size="{large}">{label}</text>'
    '<text x="50%" y="48%" dy="1.6em" font-size="{small}">{said}</text></g></svg>'
)


def svg(picture: Picture, said: str) -> str:
    """In the picture's shape: the name of its format, and why it is not shown."""
    scale = _EDGE / max(picture.width, picture.height, 1)
    width, height = (max(160, round(side * scale)) for side in (picture.width, picture.height))
    large = min(width, height) // 6
    label = format_signatures.label(picture.format)
    sizes = {"width": width, "height": height, "large": large, "small": large // 2}
    return _SVG.format(label=label, said=said, **sizes)
