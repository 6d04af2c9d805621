"""From an order to the bytes of a picture: choose, paint, finish, encode. Blocking."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from PIL import Image, ImageFilter

from generations.providers.sandbox import brush
from generations.providers.sandbox.canvas import Canvas, Field, Painting
from generations.providers.sandbox.drawing_order import Order
from generations.providers.sandbox.emblem import emblem, is_subject
from generations.providers.sandbox.scenes import SCENES
from generations.providers.sandbox.words import choose, number

ZOOM = {"low": 0.6, "medium": 1.0, "high": 1.4}  # painted pixels for each pixel asked for
DETAIL = {"low": 0, "medium": 1, "high": 2}
MAX_PAINTED = 2**21  # pixels; larger pictures are painted smaller and scaled up
MIN_EDGE = 256  # pixels; smaller pictures are painted larger and scaled down
GRAIN = 0.016
PREVIEW_EDGE = 640  # pixels


def draw(order: Order) -> Image.Image:
    """The picture, the same for the same order."""
    painting, canvas = _paint(order)
    layers = _resized(painting.rgb, order)
    brush.grain(layers, canvas.rng, GRAIN)
    image = Image.fromarray(_bytes(layers))
    if order.transparent:
        image.putalpha(_mask(order, painting, canvas))
    return image


def encode(image: Image.Image, order: Order) -> bytes:
    """The picture as a file of the format asked for."""
    out = BytesIO()
    if order.output_format == "png":
        image.save(out, "PNG", compress_level=4)
    elif order.output_format == "jpeg":
        image.convert("RGB").save(out, "JPEG", quality=max(1, order.compression))
    else:
        image.save(out, "WEBP", quality=order.compression, method=3)
    return out.getvalue()


def preview(image: Image.Image, step: int, steps: int) -> bytes:
    """An unfinished look at the picture, clearer with every step; step from 0. WebP."""
    small = image.copy()
    small.thumbnail((PREVIEW_EDGE, PREVIEW_EDGE))
    rest = 1 - step / steps  # 1 at the first, towards 0
    blurred = small.filter(ImageFilter.GaussianBlur(max(small.size) * 0.028 * rest**1.3))
    pixels = np.asarray(blurred, dtype=np.float32) / 255
    rgb = pixels[..., :3].copy()
    brush.grain(rgb, np.random.default_rng(step), 0.13 * rest**1.5)
    shown = Image.fromarray(_bytes(rgb))
    if image.mode == "RGBA":
        shown.putalpha(blurred.getchannel("A"))
    out = BytesIO()
    shown.save(out, "WEBP", quality=80, method=2)
    return out.getvalue()


def _paint(order: Order) -> tuple[Painting, Canvas]:
    scene, palette = choose(order.prompt, order.seed)
    width, height = _painted_size(order)
    canvas = Canvas(
        width=width,
        height=height,
        rng=np.random.default_rng([number(order.prompt), order.seed]),
        palette=palette,
        detail=DETAIL[order.quality],
    )
    return SCENES[scene](canvas), canvas


def _painted_size(order: Order) -> tuple[int, int]:
    zoom = ZOOM[order.quality]
    zoom = max(zoom, MIN_EDGE / min(order.width, order.height))
    zoom = min(zoom, (MAX_PAINTED / (order.width * order.height)) ** 0.5)
    return max(1, round(order.width * zoom)), max(1, round(order.height * zoom))


def _resized(rgb: Field, order: Order) -> Field:
    size = order.width, order.height
    if (rgb.shape[1], rgb.shape[0]) == size:
        return rgb
    bands = [np.ascontiguousarray(rgb[..., band]) for band in range(3)]
    grown = [Image.fromarray(band).resize(size, Image.Resampling.LANCZOS) for band in bands]
    return np.stack([np.asarray(band, dtype=np.float32) for band in grown], axis=-1)


def _bytes(rgb: Field) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return (np.clip(rgb, 0, 1) * 255 + 0.5).astype(np.uint8)


def _mask(order: Order, painting: Painting, canvas: Canvas) -> Image.Image:
    """The scene's own subject where it stands alone; otherwise the picture cut to an emblem."""
    subject = painting.subject
    if subject is None or not is_subject(subject):
        subject = emblem(canvas)
    mask = Image.fromarray((np.clip(subject, 0, 1) * 255 + 0.5).astype(np.uint8))
    return mask.resize((order.width, order.height), Image.Resampling.LANCZOS)
