"""Pages for what goes wrong around a view say what it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from accounts.models import User
from accounts.people import invitations
from tests.accounts.conftest import PASSWORD, signed_in


@pytest.fixture
def full_disk(transactional_db: None, alice: User) -> Iterator[User]:
    """SQLite may take not one page more."""
    if connection.vendor != "sqlite":
        pytest.skip("a full disk of PostgreSQL's is its own")
    with connection.cursor() as cursor:
        most = cursor.execute("PRAGMA max_page_count").fetchone()[0]
        cursor.execute("PRAGMA max_page_count = 1")  # as many as it has
        for size in (4_000, 400, 40, 4):
            with pytest.raises(DatabaseError, match="full"):
                while True:
                    key = f"{size}-{cursor.execute('SELECT count(*) FROM django_session').fetchone()[0]}"
                    cursor.execute(
                        "INSERT INTO django_session VALUES (%s, %s, '2030-01-01')",
                        [key, "x" * size],
                    )
        yield alice
        cursor.execute(f"PRAGMA max_page_count = {most}")


def test_signing_in_on_a_full_disk_is_told_in_words(full_disk: User) -> None:
    client = Client(raise_request_exception=False)
    answer = client.post("/sign-in/", {"login": full_disk.email, "password": PASSWORD})
    assert answer.status_code == 507
    assert "disk is full" in answer.content.decode()


def test_a_form_that_is_refused_speaks_of_the_proxy(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"login": "x"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "proxy" in page
    assert "IMAGEHUB_URL" in page


def test_after_revoking_the_browser_goes_to_that_invitation(ada: User) -> None:
    (made,) = invitations.invite(["n@x.org"], role="member", days=7, by=ada)
    client = signed_in(ada)
    answer = client.post(f"/team/invitations/{made.pk}/revoke/")
    assert answer["Location"] == f"/team/#invitation-{made.pk}"
    assert f'id="invitation-{made.pk}" tabindex="-1"' in client.get("/team/").content.decode()
