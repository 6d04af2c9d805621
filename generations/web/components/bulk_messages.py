"""What is said of an act on many pictures: while it runs, when it is over, what was left alone."""

from __future__ import annotations

from accounts.models import User
from generations.library.search.picture_search import COUNTED
from generations.models import Bulk
from generations.web.components.durations import counted

DOES = {
    "favourite": "added to your favourites",
    "unfavourite": "taken out of your favourites",
    "tag": "tagged “{word}”",
    "untag": "no longer tagged “{word}”",
    "collect": "added to “{collection}”",
    "uncollect": "taken out of “{collection}”",
    "share": "shared with the team",
    "hide": "made private",
    "trash": "moved to the trash",
    "restore": "restored",
}
LEFT_ALONE = {
    "already": "{pictures} {were} so before.",
    "not_yours": "{pictures} {belong} to somebody else.",
    "full": "{pictures} {have} as many tags as a picture can have.",
    "gone": "{pictures} {are} not here any more.",
}


def said(bulk: Bulk) -> str:
    """`40 pictures added to “Spring”. 2 pictures were so before.`"""
    does = DOES[bulk.act].format(word=bulk.word, collection=bulk.collection or "a collection")
    parts = [f"{counted_pictures(bulk.done)} {does}."]
    if bulk.said:
        parts.insert(0, bulk.said)
    return " ".join([*parts, *left_alone(bulk)])


def left_alone(bulk: Bulk) -> list[str]:
    """A sentence for each reason."""
    return [
        sentence.format(pictures=counted_pictures(number), **_verbs(number))
        for why, sentence in LEFT_ALONE.items()
        if (number := bulk.skipped.get(why, 0))
    ]


def toast(bulk: Bulk) -> dict[str, object]:
    """What `_progress_toast.html` prints."""
    return {
        "bulk": bulk,
        "said": going_on(bulk) if bulk.is_open else said(bulk),
        "may_undo": bulk.act == "trash" and bulk.done > 0,
    }


def under_way(user: User) -> list[dict[str, object]]:
    """The toasts of this person's acts that still run."""
    rows = Bulk.objects.filter(user=user, state__in=[Bulk.State.WAITING, Bulk.State.RUNNING])
    return [toast(row) for row in rows.order_by("pk")[:5]] if rows.exists() else []


def going_on(bulk: Bulk) -> str:
    """`3,500 of 10,000+ pictures`."""
    return f"{bulk.dealt_with:,} of {capped(bulk.total)} pictures"


def counted_pictures(number: int) -> str:
    return counted(number, "picture") if number < 1000 else f"{number:,} pictures"


def capped(number: int) -> str:
    """Exact to ten thousand."""
    return f"{COUNTED:,}+" if number > COUNTED else f"{number:,}"


def _verbs(number: int) -> dict[str, str]:
    if number == 1:
        return {"were": "was", "belong": "belongs", "have": "has", "are": "is"}
    return {"were": "were", "belong": "belong", "have": "have", "are": "are"}
