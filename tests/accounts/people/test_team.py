"""Roles, closing and leaving: at once, never the last admin, never a lost picture."""

from __future__ import annotations

import threading

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from accounts.models import ProviderKey, User
from generations.library.index import index_updates
from generations.models import Collection, Event, Favourite, Generation, Picture, Status
from generations.services.governance import member_lifecycle
from generations.web.live import stream_session_check
from tests.accounts.conftest import PASSWORD, signed_in
from tests.factories import make_generation, make_key, make_picture


def test_a_role_counts_from_the_next_click(ada, bob):
    client = signed_in(bob)
    assert client.get("/team/").status_code == 403
    signed_in(ada).post(f"/team/{bob.pk}/role/", {"role": "admin"})
    assert client.get("/team/").status_code == 200
    signed_in(ada).post(f"/team/{bob.pk}/role/", {"role": "viewer"})
    assert client.get("/team/").status_code == 403
    assert client.post("/composer/draft/").status_code == 403
    assert Event.objects.filter(kind="reload", actor=bob).count() == 2  # their open windows too


def test_a_viewer_to_be_has_nothing_left_in_the_queue(ada, bob):
    job = make_generation(bob, status=Status.QUEUED)
    signed_in(ada).post(f"/team/{bob.pk}/role/", {"role": "viewer"})
    job.refresh_from_db()
    assert job.status == Status.CANCELLED


def test_a_made_up_role_is_refused(ada, bob):
    assert signed_in(ada).post(f"/team/{bob.pk}/role/", {"role": "god"}).status_code == 422
    bob.refresh_from_db()
    assert bob.role == "member"


def test_the_last_admin_stays_whatever_they_try(ada, bob):
    client = signed_in(ada)
    told = client.post(f"/team/{ada.pk}/role/", {"role": "member"}, follow=True)
    client.post(f"/team/{ada.pk}/close/")
    client.post(f"/team/{ada.pk}/delete/", {"heir": bob.pk})
    client.post("/profile/leave/", {"password": PASSWORD, "heir": bob.pk})
    ada.refresh_from_db()
    assert (ada.role, ada.is_active) == ("admin", True)
    assert "must stay an active admin" in told.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("deed", ["role", "close"])
def test_two_admins_turning_on_each_other_leave_one(ada, deed):
    eve = User.objects.create_user("eve@example.com", PASSWORD, role="admin")
    clients = {ada: signed_in(ada), eve: signed_in(eve)}
    gate = threading.Barrier(2)

    def turn(actor: User, other: User) -> None:
        clients[actor].raise_request_exception = False
        gate.wait()
        clients[actor].post(f"/team/{other.pk}/{deed}/", {"role": "member"})
        connection.close()

    pair = [threading.Thread(target=turn, args=each) for each in ((ada, eve), (eve, ada))]
    for each in pair:
        each.start()
    for each in pair:
        each.join()
    assert User.objects.filter(role="admin", is_active=True).count() == 1


def test_who_is_no_admin_any_more_cannot_act(ada, bob):
    with pytest.raises(member_lifecycle.NotAnAdmin):
        member_lifecycle.set_role(ada, "member", by=bob)
    with pytest.raises(member_lifecycle.NotAnAdmin):
        member_lifecycle.set_role(bob, "admin", by=bob)
    with pytest.raises(member_lifecycle.NotAnAdmin):
        member_lifecycle.close(ada, by=bob)


def test_closing_ends_sessions_and_streams_and_cancels_what_waits(ada, bob):
    client, job = signed_in(bob), make_generation(bob, status=Status.QUEUED)
    sent = make_generation(bob, status=Status.GENERATING)
    picture = make_picture(bob)
    key = client.session.session_key
    client.get("/profile/")
    assert stream_session_check.person_of(key) == bob.pk
    page = signed_in(ada).get(f"/team/{bob.pk}/close/").content.decode()
    assert "1 queued job will be cancelled" in page
    assert "1 job runs already" in page
    told = signed_in(ada).post(f"/team/{bob.pk}/close/", follow=True)
    assert "1 of their jobs still run" in told.content.decode()
    assert client.get("/profile/").status_code == 302
    assert stream_session_check.person_of(key) is None
    assert stream_session_check.still_welcome({key: bob.pk}) == set()
    assert not Session.objects.filter(session_key=key).exists()
    for row in (job, sent, picture):
        row.refresh_from_db()
    assert (job.status, sent.status, picture.owner) == ("cancelled", "generating", bob)


def test_closing_offers_the_team_collections_to_somebody(ada, bob, alice):
    shared = Collection.objects.create(owner=bob, name="Covers")
    hidden = Collection.objects.create(owner=bob, name="Mine", visibility="private")
    picture = make_picture(bob)
    shared.items.create(picture=picture, by=bob)
    page = signed_in(ada).get(f"/team/{bob.pk}/close/").content.decode()
    assert "their 1 team collection from" in page
    assert "Mine" not in page
    told = signed_in(ada).post(f"/team/{bob.pk}/close/", {"heir": alice.pk}, follow=True)
    assert "Alice runs their team collections now" in told.content.decode()
    for row in (shared, hidden, picture, bob):
        row.refresh_from_db()
    assert (shared.owner, hidden.owner, picture.owner) == (alice, bob, bob)
    assert not bob.is_active
    assert Event.objects.filter(kind="reload", actor=alice).exists()  # their lists show it
    assert signed_in(alice).get("/collections/").content.decode().count("Covers")


def test_collections_stay_where_nobody_is_chosen(ada, bob):
    shared = Collection.objects.create(owner=bob, name="Covers")
    signed_in(ada).post(f"/team/{bob.pk}/close/", {"heir": ""})
    shared.refresh_from_db()
    assert shared.owner == bob


@pytest.mark.parametrize("heir", ["vera", "himself", "closed", "99999", "x", "٣"])
def test_collections_go_to_nobody_who_cannot_run_them(ada, bob, vera, heir):
    closed = User.objects.create_user("gone@example.com", PASSWORD)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    shared = Collection.objects.create(owner=bob, name="Covers")
    chosen = {"vera": vera.pk, "himself": bob.pk, "closed": closed.pk}.get(heir, heir)
    answer = signed_in(ada).post(f"/team/{bob.pk}/close/", {"heir": chosen})
    assert answer.status_code == 422
    for row in (shared, bob):
        row.refresh_from_db()
    assert (shared.owner, bob.is_active) == (bob, True)


def test_the_heir_finds_what_they_inherited(ada, bob, alice):
    seen, hidden = make_picture(bob), make_picture(bob, visibility="private")
    Favourite.objects.create(user=bob, picture=seen)
    index_updates.refresh([seen.pk])
    member_lifecycle.delete(bob, heir=alice, by=ada)
    found = signed_in(alice).get("/", {"q": "dunes by:alice"}).content.decode()
    for each in (seen, hidden):
        assert str(each.uid) in found
    others = signed_in(ada).get("/", {"q": "dunes"}).content.decode()
    assert str(seen.uid) in others
    assert str(hidden.uid) not in others


def test_an_opened_account_signs_in_again(ada, bob):
    member_lifecycle.close(bob, by=ada)
    signed_in(ada).post(f"/team/{bob.pk}/reopen/")
    client = signed_in(None)
    client.post("/sign-in/", {"login": bob.email, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(bob.pk)


def test_an_heir_gets_everything_in_one_piece(ada, bob, alice):
    pictures = [make_picture(bob), make_picture(bob, visibility="private")]
    waiting = make_generation(bob, status=Status.QUEUED)
    make_key(bob)
    shelf = Collection.objects.create(owner=bob, name="Boats")
    client = signed_in(ada)
    assert client.post(f"/team/{bob.pk}/delete/").status_code == 422  # nobody chosen
    assert client.post(f"/team/{bob.pk}/delete/", {"heir": bob.pk}).status_code == 422
    assert client.post(f"/team/{bob.pk}/delete/", {"heir": alice.pk}).status_code == 302
    assert not User.objects.filter(pk=bob.pk).exists()
    assert set(Picture.objects.values_list("pk", "owner")) == {
        (picture.pk, alice.pk) for picture in pictures
    }
    assert set(Generation.objects.values_list("requester", flat=True)) == {alice.pk}
    waiting.refresh_from_db()
    assert waiting.status == Status.CANCELLED
    assert not ProviderKey.objects.exists()
    shelf.refresh_from_db()
    assert shelf.owner == alice


def test_nobody_is_deleted_while_a_call_of_theirs_is_out(ada, bob):
    make_generation(bob, status=Status.GENERATING)
    answer = signed_in(ada).post(f"/team/{bob.pk}/delete/", {"heir": ada.pk})
    assert answer.status_code == 422
    assert "still run" in answer.content.decode()
    assert User.objects.filter(pk=bob.pk).exists()


def test_a_person_leaves_by_themselves_with_their_password(ada, bob):
    make_picture(bob)
    client = signed_in(bob)
    assert client.post("/profile/leave/", {"password": "no", "heir": ada.pk}).status_code == 422
    assert client.post("/profile/leave/", {"password": PASSWORD}).status_code == 422
    gone = client.post("/profile/leave/", {"password": PASSWORD, "heir": ada.pk})
    assert gone["Location"] == "/sign-in/"
    assert not User.objects.filter(pk=bob.pk).exists()
    assert Picture.objects.get().owner == ada


def test_a_reset_link_of_an_admin_works_once(ada, bob):
    bobs = signed_in(bob)
    page = signed_in(ada).post(f"/team/{bob.pk}/reset-link/")
    link = page.content.decode().partition('id="reset">')[2].partition("<")[0]
    path = "/password" + link.partition("/password")[2]
    client = Client()
    form = client.get(path, follow=True)
    new = {"password1": "a quite different one", "password2": "a quite different one"}
    client.post(form.request["PATH_INFO"], new)
    bob.refresh_from_db()
    assert bob.check_password("a quite different one")
    assert "does not work" in Client().get(path, follow=True).content.decode()
    assert bobs.get("/profile/").status_code == 302  # other sessions end with it


def test_the_list_asks_the_same_few_questions_however_many_there_are(
    ada, django_assert_max_num_queries
):
    for number in range(30):
        make_picture(User.objects.create_user(f"p{number}@example.com", "x"))
    client = signed_in(ada)
    client.get("/team/")
    with django_assert_max_num_queries(13):
        assert client.get("/team/").status_code == 200


@pytest.mark.parametrize("pk", ["0", "99999"])
def test_nobody_of_that_number_is_not_there(ada, pk):
    for deed in ("", "close/", "delete/"):
        assert signed_in(ada).get(f"/team/{pk}/{deed}").status_code == 404
