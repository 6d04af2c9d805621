"""A request read as an order: what exactly is to be drawn."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

from generations.providers.types import ImageRequest

SEEDS = 2**32
DEFAULT_SIZE = "1024x1024"
SLOW_MODEL = "sandbox/slow-scenes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One picture, every choice made."""

    prompt: str
    seed: int
    width: int  # pixels
    height: int  # pixels
    quality: str  # low | medium | high
    output_format: str  # png | jpeg | webp
    compression: int  # per cent of quality kept; jpeg and webp
    transparent: bool

    @property
    def size(self) -> str:
        return f"{self.width}x{self.height}"


def orders(request: ImageRequest) -> tuple[Order, ...]:
    """One order for each picture, seeds following each other; the first by lot unless asked for."""
    first = _order(request)
    count = int(str(request.options.get("n", 1)))
    return tuple(replace(first, seed=(first.seed + step) % SEEDS) for step in range(count))


def previews(request: ImageRequest) -> int:
    """How many unfinished pictures to show; the slow model always shows some."""
    asked = request.options.get("partial_images")
    if request.model == SLOW_MODEL:
        return int(str(asked)) if asked is not None else 3
    is_streamed = str(request.options.get("stream", "false")).lower() == "true"
    return int(str(asked or 0)) if is_streamed else 0


def _order(request: ImageRequest) -> Order:
    options = {name: str(value) for name, value in request.options.items()}
    width, height = _size(options.get("size", "auto"))
    quality = options.get("quality", "auto")
    return Order(
        prompt=request.prompt,
        seed=int(options["seed"]) % SEEDS if "seed" in options else secrets.randbelow(SEEDS),
        width=width,
        height=height,
        quality="medium" if quality == "auto" else quality,
        output_format=options.get("output_format", "png"),
        compression=int(options.get("output_compression", 90)),
        transparent=options.get("background") == "transparent",
    )


def _size(text: str) -> tuple[int, int]:
    width, height = (DEFAULT_SIZE if text == "auto" else text).lower().split("x")
    return int(width), int(height)
