"""What a card says, in every state and for every code, and to whom."""

from __future__ import annotations

import pytest

from accounts.models import User
from generations.models import Generation, Status
from generations.services.jobs import outcome_messages
from generations.web.components.job_cards import card_html, day_html, tile_html, viewer_kind
from generations.web.components.waiting_times import Wait
from tests.factories import make_generation, make_picture

REFUSED = {"content_refused", "bad_request", "model_not_found", "too_large"}
FAILED = {
    "internal_error",
    "key_rejected",
    "no_credit",
    "rate_limited",
    "unavailable",
    "empty_answer",
    "not_an_image",
    "never_sent",
}
UNKNOWN = {"timeout", "connection_lost", "stopped", "worker_died", "poll_gave_up", "bad_answer"}
CODES = sorted(REFUSED | FAILED | UNKNOWN)


def troubled(bob: User, code: str) -> Generation:
    status = Status.FAILED
    if code in UNKNOWN:
        status = Status.UNKNOWN
    if code in REFUSED:
        status = Status.REFUSED
    return make_generation(
        bob, status=status, code=code, message="its own words", provider_code="p-17"
    )


def test_every_code_of_the_rules_has_words() -> None:
    assert set(outcome_messages.TABLE) == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_the_owner_reads_what_happened_and_whether_it_was_charged(code: str, bob: User) -> None:
    html = card_html(troubled(bob, code), "owner")
    sentence = outcome_messages.TABLE[code].sentence
    assert "FastAPI.ai" in html
    assert "its own words" in html
    assert ("may have been billed" if code in UNKNOWN else "Not charged") in html
    assert ("(p-17)" in html) == ("{code}" in sentence)
    assert "/retry/" in html
    assert "/dismiss/" in html


@pytest.mark.parametrize("code", CODES)
def test_a_colleague_reads_only_that_it_ended(code: str, bob: User) -> None:
    html = card_html(troubled(bob, code), "other")
    assert "its own words" not in html
    assert "charged" not in html
    assert "7c1e" not in html
    assert "<button" not in html
    assert "Desert dunes" in html


def test_an_admin_reads_the_cause_and_acts_on_nothing(bob: User) -> None:
    html = card_html(troubled(bob, "key_rejected"), "admin")
    assert "refused key …7c1e" in html
    assert "<button" not in html


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("queued", "Queued, 2nd"),
        ("sending", "Sending to FastAPI.ai"),
        ("generating", "Generating"),
        ("polling", "FastAPI.ai is working"),
        ("saving", "Saving"),
        ("done", "Done"),
        ("cancelled", "Cancelled"),
    ],
)
def test_each_state_has_its_title(status: str, told: str, bob: User) -> None:
    html = card_html(make_generation(bob, status=status), "owner", wait=Wait(place=2, typical_s=40))
    assert told in html
    assert ("~0:40" in html) == (status == "queued")
    assert ("/cancel/" in html) == (status in ("queued", "sending", "generating", "polling"))


def test_previews_are_counted_and_shown(bob: User) -> None:
    job = make_generation(
        bob, status=Status.GENERATING, previews=2, options={"partial_images": 3, "stream": True}
    )
    html = card_html(job, "other")
    assert "Preview 2 of 3" in html
    assert f'src="/jobs/{job.uid}/preview/2"' in html


def test_a_full_disk_says_why_the_job_waits(bob: User, settings: object) -> None:
    settings.MIN_FREE = 10**18  # type: ignore[attr-defined]
    assert "Waiting for disk space" in card_html(make_generation(bob, status="queued"), "owner")


def test_a_cancel_that_was_asked_says_it_may_be_billed(bob: User) -> None:
    job = make_generation(bob, status=Status.GENERATING)
    job.cancel_requested_at = job.created_at
    html = card_html(job, "owner")
    assert "may be billed, and will be kept if it arrives" in html
    assert "/cancel/" not in html


def test_a_prompt_with_markup_stays_text(bob: User) -> None:
    prompt = "<script>alert(1)</script>\"'"
    job = make_generation(bob, prompt=prompt, status=Status.FAILED, message=prompt)
    html = card_html(job, "owner") + tile_html(make_picture(generation=job), "other")
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_who_looks(alice: User, bob: User, charlie: User) -> None:
    assert viewer_kind(bob, bob.pk, True) == "owner"
    assert viewer_kind(alice, bob.pk, False) == "admin"
    assert viewer_kind(alice, bob.pk, True) == "other"
    assert viewer_kind(charlie, bob.pk, False) == "other"


def test_keys_sort_a_day_above_its_tiles(bob: User) -> None:
    picture = make_picture(bob)
    day = picture.created_at.date()
    tile = tile_html(picture, "owner")
    assert f'id="pic-{picture.uid}"' in tile
    keys = [text.split('"')[1] for text in (day_html(day) + tile).split("data-key=")[1:]]
    keys = [key for key in keys if key.isdigit()]  # the others are shortcuts
    heading, filler, own = keys
    assert heading > own > filler
    assert len({len(key) for key in keys}) == 1
