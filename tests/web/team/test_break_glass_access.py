"""Opening a private picture: for a reason, recorded, told to its owner, for a quarter of an hour."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice, User
from generations.models import Opening
from tests.factories import make_generation, make_picture


@pytest.fixture
def hidden(bob: User) -> Any:
    job = make_generation(bob, visibility="private", prompt="my secret garden")
    picture = make_picture(generation=job)
    from generations.stored import original_files

    path = original_files.original_path(picture.path)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"pixels")
    return picture


def test_it_takes_a_reason_and_its_owner_is_told(
    hidden: Any, alice: User, bob: User, as_user: Any
) -> None:
    client, url = as_user(alice), reverse("team_opening", args=[hidden.uid])
    image = reverse("team_opening_image", args=[hidden.uid])
    assert "my secret garden" not in client.get(url).content.decode()
    assert client.get(image).status_code == 404
    assert client.post(url, {"reason": "short"}).status_code == 422
    assert client.post(url, {"reason": "A complaint from the client"}).status_code == 302
    assert "my secret garden" in client.get(url).content.decode()
    answer = client.get(image)
    assert b"".join(answer.streaming_content) == b"pixels"
    assert "no-store" in answer["Cache-Control"]
    assert "A complaint from the client" in Notice.objects.get(person=bob).body
    assert "A complaint" in as_user(bob).get(f"/pictures/{hidden.uid}/").content.decode()


def test_it_is_for_that_picture_and_that_admin_and_a_quarter_of_an_hour(
    hidden: Any, alice: User, bob: User, as_user: Any
) -> None:
    from tests.factories import make_user

    client = as_user(alice)
    client.post(reverse("team_opening", args=[hidden.uid]), {"reason": "A complaint came in"})
    other = make_picture(generation=make_generation(bob, visibility="private"))
    image = reverse("team_opening_image", args=[hidden.uid])
    second = as_user(make_user("eve@example.org", role="admin"))
    assert client.get(reverse("team_opening_image", args=[other.uid])).status_code == 404
    assert second.get(image).status_code == 404
    assert client.get(f"/pictures/{hidden.uid}/").status_code == 404
    Opening.objects.update(at=timezone.now() - timedelta(minutes=15, seconds=1))
    assert client.get(image).status_code == 404


def test_the_teams_pictures_and_ones_own_need_no_opening(
    alice: User, bob: User, as_user: Any
) -> None:
    mine = make_picture(generation=make_generation(alice, visibility="private"))
    for picture in (make_picture(bob), mine):
        url = reverse("team_opening", args=[picture.uid])
        assert as_user(alice).get(url).status_code == 404
