"""An accepted invitation finds its inviter; what a person declines does not reach them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError

from accounts.models import Invitation, Notice, NoticeKind, User
from accounts.people import invitations
from generations.services.notices import notify
from tests.accounts.conftest import PASSWORD, deliver, signed_in
from tests.factories import make_generation, make_picture

CHOSEN = {"name": "Noor", "password": PASSWORD}


@pytest.fixture
def invitation(ada: User) -> Invitation:
    return invitations.invite(["noor@example.com"], role="member", days=7, by=ada)[0]


@pytest.fixture
def mail_is_on(settings: Any) -> None:
    settings.MAIL_IS_ON = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def come_in(invitation: Invitation) -> User:
    path = "/join/" + invitations.path(invitation).partition("/join/")[2]
    assert signed_in(None).post(path, CHOSEN).status_code == 302
    return User.objects.get(email=invitation.email)


def unknown_job(person: User) -> None:
    notify.job_unknown(make_generation(person, status="unknown"))


def above_pages_of(person: User) -> str:
    html = signed_in(person).get("/profile/").content.decode()
    _, _, rest = html.partition('<section class="notices"')
    return rest.partition("</section>")[0] if rest else ""


def test_the_inviter_reads_that_somebody_came_in(ada: User, invitation: Invitation) -> None:
    noor = come_in(invitation)
    shown = above_pages_of(ada)
    assert "Noor accepted your invitation" in shown
    assert f"/team/{noor.pk}/" in shown
    assert above_pages_of(noor) == ""


def test_the_inviter_gets_a_letter_where_mail_is_set(
    ada: User, invitation: Invitation, mail_is_on: None
) -> None:
    come_in(invitation)
    assert deliver() == 1
    (letter,) = mail.outbox
    assert letter.to == [ada.email]
    assert "Noor accepted your invitation" in letter.subject
    assert "noor@example.com" in letter.body


def test_an_inviter_who_left_or_was_demoted(ada: User, invitation: Invitation) -> None:
    User.objects.create_user("eve@example.com", PASSWORD, role="admin")
    User.objects.filter(pk=ada.pk).update(role="member")
    come_in(invitation)
    assert Notice.objects.get().url == ""  # the page would not open for them
    other = invitations.invite(["ole@example.com"], role="member", days=7, by=ada)[0]
    User.objects.filter(pk=ada.pk).update(is_active=False)
    come_in(other)
    assert Notice.objects.count() == 1


def test_nobody_is_told_of_an_invitation_that_brought_nobody(
    ada: User, invitation: Invitation
) -> None:
    User.objects.create_user(invitation.email, PASSWORD)
    with pytest.raises(IntegrityError):
        invitations.accept(invitation, **CHOSEN)
    assert not Notice.objects.exists()


def test_everything_reaches_a_person_until_they_choose(alice: User, mail_is_on: None) -> None:
    unknown_job(alice)
    assert "unknown outcome" in above_pages_of(alice)
    assert deliver() == 1


def test_declined_on_pages_but_not_by_mail(alice: User, mail_is_on: None) -> None:
    client = signed_in(alice)
    html = client.get("/profile/").content.decode()
    assert html.count('name="want"') == 6  # four kinds twice, two of them always on the page
    client.post("/profile/notices/", {"want": ["key_stopped:page", "job_unknown:mail"]})
    alice.refresh_from_db()
    assert "job_unknown:page" in alice.notices_declined
    unknown_job(alice)
    assert above_pages_of(alice) == ""
    assert deliver() == 1


def test_declined_altogether_is_not_said(alice: User, mail_is_on: None) -> None:
    signed_in(alice).post("/profile/notices/", {})
    alice.refresh_from_db()
    unknown_job(alice)
    assert (deliver(), Notice.objects.count()) == (0, 0)


def test_a_letter_alone_is_not_written_twice_a_day(
    alice: User, mail_is_on: None, settings: Any
) -> None:
    User.objects.filter(pk=alice.pk).update(notices_declined=["job_unknown:page"])
    alice.refresh_from_db()
    job = make_generation(alice, status="unknown")
    notify.job_unknown(job)
    notify.job_unknown(job)
    assert deliver() == 1


def test_nobody_can_look_away_from_an_opened_picture(alice: User, ada: User) -> None:
    signed_in(alice).post("/profile/notices/", {})
    picture = make_picture(alice, visibility="private")
    notify.opened(picture, ada, "A complaint.")
    assert "opened a private picture of yours" in above_pages_of(alice)


def test_without_a_mail_server_letters_are_not_offered_and_stay_as_chosen_before(
    alice: User,
) -> None:
    User.objects.filter(pk=alice.pk).update(notices_declined=["job_unknown:mail"])
    client = signed_in(alice)
    html = client.get("/profile/").content.decode()
    assert ":mail" not in html
    assert "sends no letters" in html
    client.post("/profile/notices/", {"want": ["key_stopped:page"]})
    alice.refresh_from_db()
    assert sorted(alice.notices_declined) == ["job_unknown:mail", "job_unknown:page"]


def test_each_is_offered_what_can_concern_them(vera: User, ada: User) -> None:
    seen = signed_in(vera).get("/profile/").content.decode()
    assert NoticeKind.JOB_UNKNOWN.label not in seen
    assert NoticeKind.STORAGE.label not in seen
    assert NoticeKind.INVITATION_ACCEPTED.label in signed_in(ada).get("/profile/").content.decode()


def test_all_are_dismissed_at_once_and_only_mine(alice: User, bob: User) -> None:
    for person in (alice, alice, bob):
        unknown_job(person)
    Notice.objects.create(kind="announcement", title="Maintenance tonight")
    assert signed_in(alice).post("/notices/dismiss/").status_code == 302
    assert above_pages_of(alice) == ""
    assert "unknown outcome" in above_pages_of(bob)
    assert "Maintenance tonight" in above_pages_of(bob)
