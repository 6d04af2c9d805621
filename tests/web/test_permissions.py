"""Every address of the workspace, as every kind of person. Private things are not even there."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from generations.models import Generation, Picture, Status
from generations.web.urls import urlpatterns
from tests.factories import make_generation, make_picture

PEOPLE = ("stranger", "vera", "bob", "charlie", "alice")  # Bob owns what is asked for
OPEN = {
    "workspace": 200,
    "collections": 200,
    "gallery_new": 200,
    "lists": 200,
    "gallery_page": 200,
    "trash": 200,
    "bulk_count": 200,
    "shelf": 200,
}
SPENDERS = ("params", "estimate", "draft")


@pytest.fixture
def cast(alice: User, bob: User, charlie: User, vera: User) -> dict[str, User | None]:
    return {"stranger": None, "alice": alice, "bob": bob, "charlie": charlie, "vera": vera}


def ask(client: Any, name: str, *args: object) -> Any:
    url = reverse(name, args=args)
    return client.get(url) if name in READS else client.post(url)


READS = {
    "workspace",
    "collections",
    "gallery_new",
    "lists",
    "gallery_page",
    "trash",
    "bulk_count",
    "shelf",
    "job_card",
    "picture",
}
JOB_ACTIONS = ("cancel_job", "retry_job", "again_job", "dismiss_job")


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: pattern.name)
def test_a_stranger_is_sent_to_sign_in(pattern: Any, db: None, as_user: Any) -> None:
    values = {
        "uid": uuid.uuid4(),
        "number": 1,
        "size": "small",
        "tag_id": 1,
        "day": "2026-11-20",
        "collection_uid": uuid.uuid4(),
        "digest": "0123abcd",
    }
    args = {name: values[name] for name in pattern.pattern.converters}
    url = reverse(pattern.name, kwargs=args)
    for response in (as_user(None).get(url), as_user(None).post(url)):
        assert response.status_code in (302, 405)
        if response.status_code == 302:
            assert response["Location"].startswith(reverse("account_login"))


def test_a_stranger_in_an_old_window_is_taken_to_sign_in(db: None, as_user: Any) -> None:
    response = as_user(None).get(reverse("lists"), headers={"HX-Request": "true"})
    assert response.status_code == 401
    assert response["HX-Redirect"] == reverse("account_login")


@pytest.mark.parametrize("name", OPEN)
@pytest.mark.parametrize("person", PEOPLE[1:])
def test_lists_open_for_everybody_in_the_team(
    name: str, person: str, cast: Any, as_user: Any
) -> None:
    assert ask(as_user(cast[person]), name).status_code == 200


@pytest.mark.parametrize("name", SPENDERS)
def test_a_viewer_has_no_composer(name: str, vera: User, bob: User, as_user: Any) -> None:
    assert ask(as_user(vera), name).status_code == 403
    assert ask(as_user(bob), name).status_code in (200, 204, 302)


def test_a_viewer_cannot_ask_for_pictures(vera: User, as_user: Any) -> None:
    data = {"prompt": "boats", "choice": "sandbox:sandbox/scenes", "ticket": str(uuid.uuid4())}
    assert as_user(vera).post(reverse("submit_job"), data).status_code == 403
    assert not Generation.objects.exists()


@pytest.mark.parametrize(
    ("person", "team", "private"),
    [("vera", 200, 404), ("bob", 200, 200), ("charlie", 200, 404), ("alice", 200, 404)],
)
def test_who_opens_a_picture_and_a_card(
    person: str, team: int, private: int, cast: Any, as_user: Any
) -> None:
    for visibility, expected in (("team", team), ("private", private)):
        job = make_generation(cast["bob"], visibility=visibility)
        shown = make_picture(generation=job)
        client = as_user(cast[person])
        assert ask(client, "picture", shown.uid).status_code == expected
        assert ask(client, "job_card", job.uid).status_code == expected


@pytest.mark.parametrize("action", JOB_ACTIONS)
@pytest.mark.parametrize(("person", "team"), [("vera", 403), ("charlie", 403), ("alice", 403)])
def test_only_its_owner_acts_on_a_job(
    action: str, person: str, team: int, cast: Any, as_user: Any
) -> None:
    seen = make_generation(cast["bob"], status=Status.QUEUED)
    hidden = make_generation(cast["bob"], status=Status.QUEUED, visibility="private")
    client = as_user(cast[person])
    assert ask(client, action, seen.uid).status_code == team
    assert ask(client, action, hidden.uid).status_code == 404
    assert set(Generation.objects.values_list("status", flat=True)) == {"queued"}


@pytest.mark.parametrize(
    ("person", "status"), [("vera", 403), ("charlie", 403), ("alice", 302), ("bob", 302)]
)
def test_who_throws_a_picture_away(person: str, status: int, cast: Any, as_user: Any) -> None:
    shown = make_picture(cast["bob"])
    hidden = make_picture(cast["bob"], visibility="private")
    client = as_user(cast[person])
    assert ask(client, "trash_picture", shown.uid).status_code == status
    assert ask(client, "trash_picture", hidden.uid).status_code == (302 if person == "bob" else 404)
    shown.refresh_from_db()
    assert bool(shown.trashed_at) == (status == 302)


@pytest.mark.parametrize("person", ["vera", "charlie", "alice"])
def test_only_its_owner_decides_who_sees_a_picture(person: str, cast: Any, as_user: Any) -> None:
    shown = make_picture(cast["bob"])
    url = reverse("visibility", args=[shown.uid])
    assert as_user(cast[person]).post(url, {"visibility": "private"}).status_code == 403
    assert as_user(cast["bob"]).post(url, {"visibility": "private"}).status_code == 302
    shown.refresh_from_db()
    assert shown.visibility == "private"


def test_the_trash_opens_for_its_owner_alone(cast: Any, as_user: Any) -> None:
    shown = make_picture(cast["bob"])
    as_user(cast["bob"]).post(reverse("trash_picture", args=[shown.uid]))
    for person in ("vera", "charlie", "alice"):
        client = as_user(cast[person])
        assert ask(client, "restore_picture", shown.uid).status_code == 404
        assert str(shown.uid) not in client.get(reverse("trash")).content.decode()
    assert str(shown.uid) in as_user(cast["bob"]).get(reverse("trash")).content.decode()
    assert ask(as_user(cast["bob"]), "restore_picture", shown.uid).status_code == 302
    assert Picture.objects.get().trashed_at is None


@pytest.mark.parametrize("person", ["vera", "charlie"])
def test_colleagues_learn_nothing_about_money_or_keys(person: str, cast: Any, as_user: Any) -> None:
    job = make_generation(
        cast["bob"], cost_usd="0.0423", cost_kind="actual", message="secret words", code="timeout"
    )
    shown = make_picture(generation=job)
    html = ask(as_user(cast[person]), "picture", shown.uid).content.decode()
    html += ask(as_user(cast[person]), "job_card", job.uid).content.decode()
    for hidden in ("0.042", "7c1e", "mine", "secret words"):
        assert hidden not in html
    told = ask(as_user(cast["alice"]), "picture", shown.uid).content.decode()
    assert "$0.042" in told
    assert "7c1e" in told


def test_remix_of_something_private_is_not_there(cast: Any, as_user: Any) -> None:
    job = make_generation(cast["bob"], visibility="private", prompt="hidden words")
    assert ask(as_user(cast["charlie"]), "remix_job", job.uid).status_code == 404
    data = {"prompt": "x", "choice": "sandbox:sandbox/scenes", "remix": str(job.uid)}
    as_user(cast["charlie"]).post(reverse("submit_job"), data)
    assert Generation.objects.get(requester=cast["charlie"]).made_from is None


def test_a_viewer_may_not_remix(vera: User, bob: User, as_user: Any) -> None:
    assert ask(as_user(vera), "remix_job", make_generation(bob).uid).status_code == 403
