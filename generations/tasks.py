"""What the queue may call. One line each: the work is in services."""

from __future__ import annotations

from datetime import datetime

from accounts import keys, letters
from accounts.models import KeyStatus, ProviderKey, User
from generations.services import bulk as bulk_work
from generations.services import key_refusals, notice_letter, notify, recount, trash
from generations.services import nightly as night
from generations.services import pulse as sign
from generations.services.drain import drain as run_drain
from generations.services.refresh import refresh


def drain() -> None:
    """Looks for work, and stays."""
    run_drain()


def heartbeat() -> None:
    """Shows that the queue goes round, and takes up what a dead worker left."""
    sign.beat()
    bulk_work.wake_left()
    recount.wake_left()
    key_refusals.wake_left()


def bulk(bulk_id: int) -> None:
    """Goes on with an act on many pictures, for a turn."""
    bulk_work.advance(bulk_id)


def count_prompts() -> None:
    """Counts much-used prompts anew, for a turn."""
    recount.run()


def check_key(key_id: int) -> None:
    """Asks the router about a key, and if it answers, what it offers."""
    key = ProviderKey.objects.select_related("owner").get(pk=key_id)
    if keys.check(key) in (KeyStatus.WORKING, KeyStatus.ACCEPTED):
        refresh(key.provider, user_id=key.owner_id)
    notify.key_stopped(key_id)


def judge_key(key_id: int) -> None:
    """Is a key that was refused no good, or was it the model?"""
    key_refusals.judge(key_id)


def refresh_offers(provider: str, user_id: int | None = None) -> None:
    refresh(provider, user_id=user_id)


def empty_trash(user_id: int, until: datetime) -> None:
    trash.empty(User.objects.get(pk=user_id), until=until)


def send_notice(notice_id: int) -> None:
    notice_letter.send(notice_id)


def send_letter(to: str, subject: str, body: str) -> None:
    letters.send(to=to, subject=subject, body=body)


def send_invitation(invitation_id: int) -> None:
    letters.send_invitation(invitation_id)


def nightly() -> None:
    night.run()
