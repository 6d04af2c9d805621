"""What the queue may call. One line each: the work is in services."""

from __future__ import annotations

from datetime import datetime

from accounts.keys import key_vault
from accounts.models import KeyStatus, ProviderKey, User
from accounts.people import mail
from generations.services.curation import bulk_runner, permanent_deletion
from generations.services.notices import key_refusal_check, notice_mail, notify
from generations.services.upkeep import prompt_recount, thumbnail_redraw
from generations.services.upkeep.model_list_refresh import refresh
from generations.services.upkeep.nightly import run as run_nightly
from generations.services.worker.drain_loop import drain as run_drain
from generations.services.worker.heartbeat import beat


def drain() -> None:
    """Looks for work, and stays."""
    run_drain()


def heartbeat() -> None:
    """Shows that the queue goes round, and takes up what a dead worker left."""
    beat()
    bulk_runner.wake_left()
    prompt_recount.wake_left()
    key_refusal_check.wake_left()


def bulk(bulk_id: int) -> None:
    """Goes on with an act on many pictures, for a turn."""
    bulk_runner.advance(bulk_id)


def count_prompts() -> None:
    """Counts much-used prompts anew, for a turn."""
    prompt_recount.run()


def check_key(key_id: int) -> None:
    """Asks the router about a key, and if it answers, what it offers."""
    key = ProviderKey.objects.select_related("owner").get(pk=key_id)
    if key_vault.check(key) in (KeyStatus.WORKING, KeyStatus.ACCEPTED):
        refresh(key.provider, user_id=key.owner_id)
    notify.key_stopped(key_id)


def judge_key(key_id: int) -> None:
    """Is a key that was refused no good, or was it the model?"""
    key_refusal_check.judge(key_id)


def refresh_offers(provider: str, user_id: int | None = None) -> None:
    refresh(provider, user_id=user_id)


def empty_trash(user_id: int, until: datetime) -> None:
    permanent_deletion.empty(User.objects.get(pk=user_id), until=until)


def redraw(until: datetime, past: int = 0) -> None:
    """Draws outdated thumbnails again, for a turn."""
    thumbnail_redraw.run(until=until, past=past)


def send_notice(notice_id: int) -> None:
    notice_mail.send(notice_id)


def send_letter(to: str, subject: str, body: str) -> None:
    mail.send(to=to, subject=subject, body=body)


def send_invitation(invitation_id: int) -> None:
    mail.send_invitation(invitation_id)


def nightly() -> None:
    run_nightly()
