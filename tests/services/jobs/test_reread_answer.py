"""Reading a spooled answer again: the same read and keep, nothing sent, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from generations.models import Generation
from generations.providers.errors import RequestRefused
from generations.services.jobs.reread_answer import reread
from generations.stored import spool
from tests.factories import make_generation, make_user

Ask = Callable[..., Generation]
Settle = Callable[[Generation], None]


@pytest.fixture
def ada(transactional_db: None) -> User:
    return make_user("ada@example.org", role=Role.ADMIN)


def lost(job: Generation, answer: bytes, *, status: int = 200) -> Generation:
    """The job as a reader with a mistake in it left it: answered, spooled, not understood."""
    body = spool.begin(job.uid, status=status, headers={}, polling=False)
    body.write(answer)
    body.close()
    spool.complete(job.uid)
    Generation.objects.filter(pk=job.pk).update(
        status="unknown",
        code="bad_answer",
        posts=1,
        may_have_charged=True,
        sent_at=timezone.now(),
        finished_at=timezone.now(),
    )
    job.refresh_from_db()
    return job


def good_answer() -> bytes:
    import base64
    import io
    import json

    from PIL import Image

    page = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(page, "PNG")
    return json.dumps({"data": [{"b64_json": base64.b64encode(page.getvalue()).decode()}]}).encode()


def test_the_picture_in_the_spool_is_brought_to_safety(
    ask: Ask, settle: Settle, ada: User, simulator: Any
) -> None:
    job = lost(ask(), good_answer())
    reread(job, actor=ada)
    job.refresh_from_db()
    assert job.status == "saving"
    settle(job)
    assert (job.status, job.pictures.count(), job.posts) == ("done", 1, 1)
    assert (job.code, job.may_have_charged) == ("", False)
    assert spool.answer_of(job.uid) is None


def test_an_answer_that_still_cannot_be_read_ends_as_before_and_stays(
    ask: Ask, settle: Settle, ada: User
) -> None:
    job = lost(ask(), b"<html>")
    reread(job, actor=ada)
    settle(job)
    assert (job.status, job.code) == ("unknown", "bad_answer")
    assert spool.answer_of(job.uid) is not None


def test_nothing_is_read_where_there_is_nothing_to_read(ask: Ask, ada: User) -> None:
    for job in (
        make_generation(ada, status="done"),
        make_generation(ada, status="refused"),
        make_generation(ada, status="unknown"),
        lost(ask(), b"{}", status=402),
    ):
        with pytest.raises(RequestRefused):
            reread(job, actor=ada)


class TestInTheAdmin:
    def act(self, ada: User, action: str, *jobs: Generation) -> str:
        client = Client()
        client.force_login(ada, backend="django.contrib.auth.backends.ModelBackend")
        data = {"action": action, "_selected_action": [job.pk for job in jobs]}
        answer = client.post("/admin/generations/generation/", data, follow=True)
        assert answer.status_code == 200
        return answer.content.decode()

    def test_an_admin_cancels(self, ask: Ask, ada: User) -> None:
        waiting, over = ask(), make_generation(ada)
        assert "1 cancelled, 0 asked to stop" in self.act(ada, "cancel_them", waiting, over)
        waiting.refresh_from_db()
        assert waiting.status == "cancelled"

    def test_a_retry_keeps_the_money_rules(self, ask: Ask, ada: User) -> None:
        job = ask()
        Generation.objects.filter(pk=job.pk).update(status="unknown", code="timeout")
        assert "this may bill again" in self.act(ada, "retry_them", job)
        assert Generation.objects.count() == 1
        self.act(ada, "retry_may_bill_twice", job)
        self.act(ada, "retry_may_bill_twice", job)
        again = Generation.objects.exclude(pk=job.pk).get()
        assert (again.requester, again.key, again.made_from) == (job.requester, job.key, job)

    def test_an_answer_is_read_again(self, ask: Ask, ada: User, settle: Settle) -> None:
        job = lost(ask(), good_answer())
        assert "1 being read again" in self.act(ada, "read_again", job)
        settle(job)
        assert job.status == "done"
        assert "1 pictures are drawn again" in self.act(ada, "draw_again", job)

    def test_health_stands_on_the_first_page(self, ask: Ask, ada: User) -> None:
        ask()
        client = Client()
        client.force_login(ada, backend="django.contrib.auth.backends.ModelBackend")
        page = client.get("/admin/").content.decode()
        assert "Queue: no heartbeat" in page
        assert "Recent crashes" in page
        for name in ("failure", "schedule"):
            assert client.get(f"/admin/django_q/{name}/").status_code == 200
        for name in ("opening", "daytally"):
            assert client.get(f"/admin/generations/{name}/").status_code == 200
        for name in ("limit", "notice"):
            assert client.get(f"/admin/accounts/{name}/").status_code == 200

    def test_private_words_stay_masked_and_are_not_searched(self, ada: User) -> None:
        bob = make_user("bob@example.org")
        job = make_generation(bob, visibility="private", prompt="my secret garden")
        client = Client()
        client.force_login(ada, backend="django.contrib.auth.backends.ModelBackend")
        page = client.get(f"/admin/generations/generation/{job.pk}/change/").content.decode()
        assert "secret garden" not in page
        found = client.get("/admin/generations/generation/?q=secret").content.decode()
        assert "0 results" in found or str(job.uid) not in found
