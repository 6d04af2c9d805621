"""Which pictures an act on many took from whom: its lines name them, permission is asked anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from generations.models import Event, Picture
from generations.stored import event_log

MOST = 20_000  # letters of packed ids; a window that missed more reads its lists anew


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedPictures:
    """Ids of pictures, as some lines name them."""

    shared: frozenset[int]  # were the team's
    own: dict[int, set[int]]  # were private, by person
    back: frozenset[int]  # of both, those that everybody may see again
    owned: dict[int, set[int]]  # of the team's that others see no more, by owner

    def from_lists_of(self, user: User) -> set[int]:
        """Those that this person may not see any more. One query, for owners only."""
        own = self.own.get(user.pk, set())
        lost = (own | self.shared) - self.back
        mine = lost & (own | self.owned.get(user.pk, set()))
        if not mine:
            return lost
        return lost - set(
            Picture.objects.visible_to(user).filter(pk__in=mine).values_list("pk", flat=True)
        )


def of(lines: Iterable[Event]) -> RemovedPictures:
    """Read once for all windows."""
    shared: set[int] = set()
    own: dict[int, set[int]] = defaultdict(set)
    for line in lines:
        if line.kind != "departed":
            continue
        ids = event_log.unpacked(line.pictures)
        if line.code == "private":
            own[line.actor_id or 0].update(ids)
        else:
            shared.update(ids)
    rows = Picture.objects.filter(pk__in=shared.union(*own.values()))
    back = rows.visible_to_all().values_list("pk", flat=True)
    owned: dict[int, set[int]] = defaultdict(set)
    for pk, owner in rows.filter(pk__in=shared).values_list("pk", "owner"):
        owned[owner].add(pk)
    return RemovedPictures(shared=frozenset(shared), own=own, back=frozenset(back), owned=owned)


def is_too_much(lines: Iterable[Event]) -> bool:
    return sum(len(line.pictures) for line in lines) > MOST
