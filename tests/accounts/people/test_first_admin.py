"""The one-time link: valid until an admin exists, and won by one person."""

from __future__ import annotations

import stat
import threading
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts.models import User
from accounts.people import first_admin

WANTED = {"name": "Ada", "email": "Ada@Example.com", "password": "correct horse battery"}


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def path_of_link() -> str:
    return (first_admin.link() or "").partition("127.0.0.1:8000")[2]


@pytest.mark.django_db
def test_the_link_makes_one_admin_and_signs_them_in():
    client, path = Client(), path_of_link()
    assert client.get(path).status_code == 200
    answer = client.post(path, WANTED)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    person = User.objects.get()
    assert (person.email, person.role) == ("ada@example.com", "admin")
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.django_db
def test_a_used_link_says_so():
    path = path_of_link()
    Client().post(path, WANTED)
    again = Client().get(path)
    assert again.status_code == 410
    assert "This link was used" in again.content.decode()
    assert Client().post(path, {**WANTED, "email": "eve@example.com"}).status_code == 410
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_a_guessed_link_is_nothing():
    assert Client().get("/first-run/guess/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"password": "password"}, "password"),
        ({"email": "nobody"}, "email"),
        ({"name": ""}, "name"),
    ],
)
def test_bad_input_is_told_at_its_field(changed, field):
    answer = Client().post(path_of_link(), {**WANTED, **changed})
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_members_address_is_told_and_the_link_stays_good():
    User.objects.create_user("ada@example.com", "x", role="member")
    path = path_of_link()
    assert Client().post(path, WANTED).status_code == 422
    assert Client().post(path, {**WANTED, "email": "eva@example.com"}).status_code == 302


@pytest.mark.django_db
def test_the_token_is_the_owners_to_read(data_dir):
    first_admin.link()
    file = data_dir / "secrets" / "first_admin_token"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.django_db(transaction=True)
def test_of_two_people_claiming_at_once_one_wins():
    path, gate, got = path_of_link(), threading.Barrier(6), []

    def claim(number: int) -> None:
        gate.wait()
        wanted = {**WANTED, "email": f"person{number}@example.com"}
        got.append(Client(raise_request_exception=False).post(path, wanted).status_code)
        connection.close()

    crowd = [threading.Thread(target=claim, args=(number,)) for number in range(6)]
    for person in crowd:
        person.start()
    for person in crowd:
        person.join()
    assert User.objects.filter(role="admin").count() == 1
    assert sorted(got) == [302, 410, 410, 410, 410, 410]


@pytest.mark.django_db
def test_the_command_prints_the_link_until_it_was_used():
    out, err = StringIO(), StringIO()
    call_command("first_admin_link", stdout=out, stderr=err)
    assert out.getvalue().strip() == first_admin.link()
    User.objects.create_user("ada@example.com", "x", role="admin")
    out = StringIO()
    call_command("first_admin_link", stdout=out, stderr=err)
    assert out.getvalue() == ""
    assert "used" in err.getvalue()
