"""The Sandbox's answer: written as JSON into the spool, read back as every router's is."""

from __future__ import annotations

import json
import time
from base64 import b64decode, b64encode
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from generations.providers.errors import BadAnswer, BadDelivery
from generations.providers.sandbox.drawing_order import Order
from generations.providers.types import Answer, Cost, Delivery, RawImage

HEADERS = {"content-type": "application/json"}
FREE = Cost(usd=Decimal("0"), kind="actual")
SIGNS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}


def written(pictures: Sequence[tuple[Order, bytes]]) -> bytes:
    """The body of a good answer, pictures in order."""
    first = pictures[0][0]
    data = [
        {"b64_json": b64encode(picture).decode(), "seed": order.seed} for order, picture in pictures
    ]
    applied = {"output_format": first.output_format, "size": first.size, "quality": first.quality}
    return json.dumps({"created": int(time.time()), "data": data, **applied}).encode()


def delivery(answer: Answer) -> Delivery:
    """What a good answer holds. Raises BadAnswer and BadDelivery."""
    body = told(answer)
    entries = body.get("data") or []
    if not entries:
        raise BadDelivery("The answer holds no picture", may_have_charged=False)
    images = [image for entry in entries if (image := _image(entry))]
    if not images:
        raise BadDelivery("Not a picture", code="not_an_image", may_have_charged=False)
    return Delivery(
        images=tuple(images),
        unreadable=len(entries) - len(images),
        cost=FREE,
        applied=_applied(body),
        details={"seeds": [entry.get("seed") for entry in entries], "is_ai": False},
    )


def told(answer: Answer) -> dict[str, Any]:
    """The answer as an object. Raises BadAnswer."""
    try:
        body = json.loads(answer.body.read_bytes())
    except ValueError as error:
        raise BadAnswer("The answer is not JSON", http_status=answer.status) from error
    if not isinstance(body, dict):
        raise BadAnswer("The answer is not an object", http_status=answer.status)
    return body


def _image(entry: dict[str, Any]) -> RawImage | None:
    try:
        data = b64decode(entry["b64_json"], validate=True)
    except (KeyError, TypeError, ValueError):
        return None
    media_type = next((kind for sign, kind in SIGNS.items() if data.startswith(sign)), "")
    return RawImage(data=data, media_type=media_type) if media_type else None


def _applied(body: dict[str, Any]) -> dict[str, str]:
    known = {name: body.get(name) for name in ("size", "quality", "output_format")}
    known["seed"] = body["data"][0].get("seed")
    return {name: str(value) for name, value in known.items() if value is not None}
