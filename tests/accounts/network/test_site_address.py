"""Links lead to an address that people can reach, and never to one that a stranger wrote."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import Invitation, Role, User
from accounts.network import site_address
from accounts.people import first_admin, invitations
from accounts.people import mail as letters
from generations import tasks
from generations.services.notices import notice_mail
from tests.factories import make_user

FORGED = "evil.example.net"


@pytest.fixture
def ada(db: None, settings: Any) -> User:
    settings.ALLOWED_HOSTS = ["*"]
    settings.PUBLIC_URL = settings.PUBLIC_ORIGIN = ""
    settings.HOST, settings.PORT = "0.0.0.0", 8302
    settings.MAIL_IS_ON = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return make_user("ada@example.org", role=Role.ADMIN)


def signed_in(person: User) -> Client:
    client = Client(HTTP_HOST="192.0.2.2:8302")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_an_admin_copies_the_address_in_their_own_bar_and_reads_the_hint(ada: User) -> None:
    invitations.invite(["new@example.org"], role=Role.MEMBER, days=3, by=ada)
    page = signed_in(ada).get("/team/").content.decode()
    assert "http://192.0.2.2:8302/join/" in page
    assert "Set IMAGEHUB_URL" in page


def test_the_public_address_beats_the_bar(ada: User, settings: Any) -> None:
    settings.PUBLIC_URL = settings.PUBLIC_ORIGIN = "https://images.example.org"
    invitations.invite(["new@example.org"], role=Role.MEMBER, days=3, by=ada)
    page = signed_in(ada).get("/team/").content.decode()
    assert "https://images.example.org/join/" in page
    assert "Set IMAGEHUB_URL" not in page


def test_a_reset_link_made_by_an_admin_has_their_address(ada: User) -> None:
    bob = make_user("bob@example.org")
    page = signed_in(ada).post(f"/team/{bob.pk}/reset-link/").content.decode()
    assert "http://192.0.2.2:8302/" in page


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "fd00::5"])
def test_the_printed_link_bears_an_address_of_this_machine(
    host: str, db: None, settings: Any
) -> None:
    settings.PUBLIC_URL, settings.PUBLIC_ORIGIN = "", ""
    settings.HOST, settings.PORT = host, 8302
    link = first_admin.link() or ""
    expected = {"192.0.2.7": "http://192.0.2.7:8302/", "fd00::5": "http://[fd00::5]:8302/"}
    assert link.startswith(expected.get(host, "http://"))
    assert "0.0.0.0" not in link
    assert "[::]" not in link


class TestLettersAskedForWithAForgedHost:
    """Each letter that a request can set off."""

    def letters(self) -> str:
        from django_q.models import OrmQ

        for waiting in OrmQ.objects.all():
            task = waiting.task
            getattr(tasks, task["func"].rsplit(".", 1)[-1])(*task["args"], **task["kwargs"])
        return "\n".join(letter.body for letter in mail.outbox)

    def test_a_new_password(self, ada: User) -> None:
        Client(HTTP_HOST=FORGED).post("/password/reset/", {"email": ada.email})
        said = self.letters()
        assert "choose one" in said
        assert FORGED not in said
        assert site_address.for_letters() in said

    def test_a_new_address(self, ada: User) -> None:
        client = signed_in(ada)
        client.post("/email/", {"email": "new@example.org", "action_add": "1"}, HTTP_HOST=FORGED)
        assert FORGED not in self.letters()

    def test_an_invitation(self, ada: User) -> None:
        client = signed_in(ada)
        data = {"emails": "new@example.org", "role": "member", "days": "7"}
        client.post("/team/invite/", data, HTTP_HOST=FORGED)
        if not Invitation.objects.exists():
            invitations.invite(["new@example.org"], role=Role.MEMBER, days=3, by=ada)
        letters.send_invitation(Invitation.objects.get().pk)
        said = self.letters()
        assert "/join/" in said
        assert FORGED not in said

    def test_a_notice(self, ada: User) -> None:
        from accounts.models import Notice

        notice = Notice.objects.create(
            kind="storage", person=ada, title="Full", body="Now", url="/team/storage/", about="x"
        )
        notice_mail.send(notice.pk)
        assert f"{site_address.for_letters()}/team/storage/" in self.letters()

    def test_somebody_is_let_in(self, ada: User) -> None:
        from django.utils import timezone

        asked = make_user("asked@example.org")
        User.objects.filter(pk=asked.pk).update(is_active=False, asked_to_join_at=timezone.now())
        signed_in(ada).post(f"/team/{asked.pk}/reopen/", HTTP_HOST=FORGED)
        said = self.letters()
        assert "/sign-in/" in said
        assert FORGED not in said


def test_a_wrong_host_is_told_in_words_and_health_answers_any(
    db: None, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.ALLOWED_HOSTS = ["images.example.org"]
    client = Client(HTTP_HOST="10.1.2.3:8301", raise_request_exception=False)
    answer = client.get("/")
    assert answer.status_code == 400
    assert "IMAGEHUB_URL" in answer.content.decode()
    assert [record.exc_info for record in caplog.records] == [None]
    assert client.get("/health").json()["database"] is True
