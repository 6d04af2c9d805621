"""One job's whole way, through every router, with a real queue row and real HTTP."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from generations.models import Attempt, Generation, Picture
from generations.stored import spool, thumbnail_drawing
from generations.stored.original_files import original_path, thumb_path
from tests.services.conftest import ROUTERS
from tests.simulator.server import Simulator

Ask = Callable[..., Generation]
Work = Callable[[], None]


@pytest.mark.parametrize("provider", ROUTERS)
def test_a_job_brings_a_picture_from_every_router(provider: str, ask: Ask, work: Work) -> None:
    job = ask(provider=provider)
    work()
    job.refresh_from_db()
    assert (job.status, job.code) == ("done", "")
    picture = job.pictures.get()
    data = original_path(picture.path).read_bytes()
    assert hashlib.sha256(data).hexdigest() == picture.sha256
    assert len(data) == picture.bytes


@pytest.mark.parametrize("provider", ROUTERS)
def test_a_job_is_one_post(provider: str, ask: Ask, work: Work, simulator: Simulator) -> None:
    ask("once only", provider=provider)
    work()
    assert simulator.posts("once only") == 1
    assert Attempt.objects.count() == 1


def test_the_event_log_tells_the_way_in_order(ask: Ask, work: Work) -> None:
    job = ask()
    work()
    kinds = list(job.events.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["queued", "sending", "generating", "saving", "done", "thumbed"]


def test_a_leonardo_job_is_polled_by_its_reference_and_holds_no_slot(ask: Ask, work: Work) -> None:
    job = ask("[pending=2]", provider="fastrouter", model="leonardo-ai/phoenix")
    work()
    job.refresh_from_db()
    assert job.reference
    kinds = set(job.events.values_list("kind", flat=True))
    assert {"polling", "saving", "done"} <= kinds or job.status == "polling"
    while job.status == "polling":
        work()
        job.refresh_from_db()
    assert job.status == "done"
    assert job.cost_kind == "actual"


def test_thumbnails_come_in_two_sizes_with_the_dominant_colour(ask: Ask, work: Work) -> None:
    ask("[bench]", size="1024x1024")
    work()
    picture = Picture.objects.get()
    assert picture.thumbed_at is not None
    assert picture.colour.startswith("#")
    for size, edge in thumbnail_drawing.SIZES.items():
        with Image.open(thumb_path(picture.path, size)) as image:
            assert image.format == "WEBP"
            assert max(image.size) == edge


def test_thumbnails_of_many_pictures_all_come_in_both_sizes(ask: Ask, work: Work) -> None:
    for number in range(3):
        ask(f"[bench][unique] {number}", size="1024x1024")
    work()
    assert Picture.objects.count() == 3
    assert not Picture.objects.filter(thumbed_at=None).exists()
    assert not Picture.objects.filter(enlarged_at=None).exists()


def test_a_thumbnail_that_a_crash_left_out_is_made_again(ask: Ask, work: Work) -> None:
    ask()
    work()
    picture = Picture.objects.get()
    thumb_path(picture.path, "small").unlink()
    Picture.objects.update(
        thumbed_at=None, enlarged_at=None, created_at=picture.created_at.replace(year=2020)
    )
    work()
    assert thumb_path(picture.path, "small").exists()


def test_the_spool_is_empty_once_the_pictures_are_safe(ask: Ask, work: Work, settings: Any) -> None:
    job = ask()
    work()
    assert spool.answer_of(job.uid) is None
    assert list(Path(settings.SPOOL_DIR).glob("*")) == []


def test_what_arrives_is_kept_byte_for_byte_whatever_its_label(ask: Ask, work: Work) -> None:
    ask("[jpeg]", output_format="png")
    work()
    picture = Picture.objects.get()
    assert picture.format == "jpeg"
    assert picture.path.endswith(".jpg")


def test_previews_of_a_stream_are_on_disk_while_it_runs_and_gone_after(
    ask: Ask, work: Work, settings: Any
) -> None:
    job = ask("[previews]", stream=True, partial_images=2)
    work()
    job.refresh_from_db()
    assert job.status == "done"
    assert job.previews == 2
    assert job.events.filter(kind="preview").count() == 2
    assert list(Path(settings.SPOOL_DIR).glob("*")) == []


def test_readable_pictures_of_a_partly_broken_answer_are_kept(ask: Ask, work: Work) -> None:
    job = ask("[half-broken]", n=2)
    work()
    job.refresh_from_db()
    assert job.status == "done"
    assert job.pictures.count() == 2
    assert job.unreadable == 1


def test_costs_are_actual_estimated_or_unknown_but_never_a_made_up_zero(
    ask: Ask, work: Work
) -> None:
    jobs = {provider: ask(provider=provider) for provider in ROUTERS}
    work()
    for job in jobs.values():
        job.refresh_from_db()
    assert jobs["openrouter"].cost_kind == "actual"
    assert jobs["imagerouter"].cost_kind == "actual"
    assert jobs["fastapi"].cost_kind == "estimated"
    assert jobs["fastrouter"].cost_usd is None
    assert (jobs["fastapi"].cost_usd or Decimal(0)) > 0


def test_nothing_is_sent_while_the_disk_is_nearly_full(
    ask: Ask, work: Work, settings: Any, simulator: Simulator
) -> None:
    settings.MIN_FREE = 10**18
    job = ask("no room")
    work()
    job.refresh_from_db()
    assert job.status == "queued"
    assert simulator.posts("no room") == 0
