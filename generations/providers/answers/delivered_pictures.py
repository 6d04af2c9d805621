"""The pictures of an answer; broken ones are counted, not fatal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generations.providers.answers.picture_slots import Slot, slots_of
from generations.providers.decoding.base64_decoding import decoded
from generations.providers.decoding.lenient_values import Json
from generations.providers.errors import BadDelivery
from generations.providers.types import RawImage

__all__ = ["Found", "decoded", "found_in"]

_MOST = 1_000  # pictures that could not be read are counted so far


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an answer held."""

    images: tuple[RawImage, ...] = ()
    unreadable: int = 0  # slots that claim a picture or tell an error
    empty: int = 0  # slots that hold nothing
    errors: tuple[Json, ...] = ()  # what slots told instead of a picture

    @classmethod
    def of(cls, slots: Iterable[Slot]) -> Found:
        """The slots of an answer, sorted by what they hold."""
        told = list(slots)
        missing = [slot for slot in told if slot.image is None]
        broken = [slot for slot in missing if slot.claims or slot.error is not None]
        return cls(
            images=tuple(slot.image for slot in told if slot.image),
            unreadable=min(len(broken), _MOST),
            empty=min(len(missing) - len(broken), _MOST),
            errors=tuple(slot.error for slot in missing[:_MOST] if slot.error is not None),
        )

    @property
    def missing(self) -> int:
        """Slots without a picture, whatever they hold instead."""
        return min(self.unreadable + self.empty, _MOST)

    def or_nothing_came(self, message: str = "The answer holds no picture") -> Found:
        """Itself. Raises BadDelivery when there is not one readable picture."""
        if self.images:
            return self
        if self.missing:
            raise BadDelivery("No picture of the answer can be read", code="not_an_image")
        raise BadDelivery(message, code="empty_answer")


def found_in(data: object) -> Found:
    """The pictures of a `data` list, or of an object that is like one entry of it."""
    return Found.of(slots_of({"data": data}))
