"""Keys of the team: who may pay with them, who sees what of them, and who looks after them."""

from __future__ import annotations

import pytest

from accounts.keys import key_sharing, key_vault
from accounts.models import KeyStatus, ProviderKey, Role, Share, User
from generations.models import Generation
from generations.providers.errors import RequestRefused
from generations.providers.types import ImageRequest
from generations.services.jobs import job_actions
from generations.services.jobs.submit import Asked, submit
from tests.accounts.conftest import SECRET, signed_in
from tests.factories import make_generation

BOAT = ImageRequest(model="gpt-image-1", prompt="a paper boat")


@pytest.fixture
def key(alice: User) -> ProviderKey:
    return key_vault.store(owner=alice, provider="fastapi", label="Studio", secret=SECRET)


def lend(key: ProviderKey, with_whom: str, *people: User, roles: tuple[str, ...] = ()) -> None:
    key_sharing.share(key, with_whom=with_whom, roles=list(roles), people=list(people))


def usable(person: User) -> list[str]:
    return [key.label for key in ProviderKey.objects.usable_by(person)]


def test_a_key_is_its_owners_alone_until_it_is_shared(key, alice, bob, ada, vera):
    assert [usable(each) for each in (alice, bob, ada, vera)] == [["Studio"], [], [], []]
    lend(key, Share.EVERYONE)
    assert [usable(each) for each in (alice, bob, ada, vera)] == [["Studio"]] * 3 + [[]]


def test_roles_and_named_people_and_nobody_else(key, bob, ada):
    lend(key, Share.ROLES, roles=(Role.ADMIN,))
    assert (usable(bob), usable(ada)) == ([], ["Studio"])
    lend(key, Share.PEOPLE, bob)
    assert (usable(bob), usable(ada)) == (["Studio"], [])
    lend(key, Share.NOBODY)
    assert usable(bob) == []
    assert not key.share_people.exists()


@pytest.mark.parametrize(
    ("how", "field"),
    [
        ({"with_whom": "x", "roles": [], "people": []}, "share"),
        ({"with_whom": "roles", "roles": [], "people": []}, "roles"),
        ({"with_whom": "roles", "roles": ["viewer"], "people": []}, "roles"),
        ({"with_whom": "people", "roles": [], "people": []}, "people"),
    ],
)
def test_half_a_choice_is_refused_and_nothing_changes(key, how, field):
    with pytest.raises(RequestRefused) as refusal:
        key_sharing.share(key, **how)
    assert [problem.field for problem in refusal.value.problems] == [field]
    assert ProviderKey.objects.get().share == Share.NOBODY


def test_a_viewer_is_never_named(key, vera):
    with pytest.raises(RequestRefused):
        lend(key, Share.PEOPLE, vera)


def test_the_own_key_pays_before_the_teams(key, bob):
    lend(key, Share.EVERYONE)
    (first,) = submit(bob, Asked(provider="fastapi", requests=(BOAT,)))
    key_vault.store(owner=bob, provider="fastapi", label="Mine", secret="sk-bobs-own-key-12345")
    (second,) = submit(bob, Asked(provider="fastapi", requests=(BOAT,)))
    (third,) = submit(
        bob, Asked(provider="fastapi", requests=(BOAT,), key_label=key.choice_for(bob))
    )
    jobs = [(job.key_label, job.key_is_team, job.key_last4) for job in (first, second, third)]
    assert jobs == [("Studio", True, ""), ("Mine", False, "2345"), ("Studio", True, "")]


def test_of_two_keys_with_one_label_the_own_one_is_meant(key, bob):
    lend(key, Share.EVERYONE)
    own = key_vault.store(
        owner=bob, provider="fastapi", label="Studio", secret="sk-bobs-own-key-12345"
    )
    (job,) = submit(bob, Asked(provider="fastapi", requests=(BOAT,), key_label="Studio"))
    assert job.key == own
    (other,) = submit(bob, Asked(provider="fastapi", requests=(BOAT,), key_label=f"team:{key.pk}"))
    assert other.key == key


def test_a_retry_pays_with_the_same_key_or_not_at_all(key, bob):
    import uuid

    lend(key, Share.EVERYONE)
    job = make_generation(
        bob, status="failed", key=key, key_label="Studio", key_is_team=True, code="no_credit"
    )
    again = job_actions.retry(bob, job, ticket=uuid.uuid4())
    assert again.key == key
    lend(key, Share.NOBODY)
    key_vault.store(owner=bob, provider="fastapi", label="Mine", secret="sk-bobs-own-key-12345")
    with pytest.raises(RequestRefused):
        job_actions.retry(bob, job, ticket=uuid.uuid4())


def test_a_key_of_somebody_who_left_pays_for_nobody(key, alice, bob):
    lend(key, Share.EVERYONE)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert usable(bob) == []


def test_rejected_and_unreadable_keys_are_not_offered(key, bob):
    lend(key, Share.EVERYONE)
    for status in (KeyStatus.REJECTED, KeyStatus.UNREADABLE):
        ProviderKey.objects.update(status=status)
        assert usable(bob) == []


def test_members_see_the_name_of_a_team_key_and_never_its_last_four(key, alice, bob, ada):
    lend(key, Share.EVERYONE)
    theirs = signed_in(bob).get("/keys/").content.decode()
    assert "Studio" in theirs
    assert "shared by Alice" in theirs
    assert "7890" not in theirs
    assert f"/keys/{key.pk}/replace/" not in theirs
    for person in (alice, ada):
        page = signed_in(person).get("/keys/").content.decode()
        assert "7890" in page
        assert f"/keys/{key.pk}/replace/" in page


def test_the_composer_says_whose_key_pays(key, bob):
    lend(key, Share.EVERYONE)
    answer = signed_in(bob).post("/composer/params/", {"choice": "fastapi:gpt-image-1"}, **HTMX)
    page = answer.content.decode()
    assert "the team’s key Studio" in page
    assert "7890" not in page
    key_vault.store(owner=bob, provider="fastapi", label="Mine", secret="sk-bobs-own-key-12345")
    page = signed_in(bob).post("/composer/params/", {"choice": "fastapi:gpt-image-1"}, **HTMX)
    text = page.content.decode()
    assert '<option value="Mine" selected>' in text
    assert f'<option value="team:{key.pk}">Team: Studio</option>' in text


HTMX = {"HTTP_HX_REQUEST": "true"}


def test_an_admin_looks_after_team_keys_and_never_after_private_ones(key, ada, bob):
    verbs = ("share", "uses", "replace", "remove")
    boss, member = signed_in(ada), signed_in(bob)
    assert {boss.get(f"/keys/{key.pk}/{verb}/").status_code for verb in verbs} == {404}
    lend(key, Share.EVERYONE)
    assert {boss.get(f"/keys/{key.pk}/{verb}/").status_code for verb in verbs} == {200}
    assert {member.get(f"/keys/{key.pk}/{verb}/").status_code for verb in verbs} == {404}
    assert boss.post(f"/keys/{key.pk}/default/").status_code == 404


def test_the_page_shares_and_takes_back(key, alice, bob):
    client = signed_in(alice)
    answer = client.post(f"/keys/{key.pk}/share/", {"share": "people", "people": [bob.pk, "x"]})
    assert answer.status_code == 302
    assert usable(bob) == ["Studio"]
    page = client.get(f"/keys/{key.pk}/share/").content.decode()
    assert f'value="{bob.pk}" checked' in page
    assert client.post(f"/keys/{key.pk}/share/", {"share": "people"}).status_code == 422
    client.post(f"/keys/{key.pk}/share/", {"share": "nobody"})
    assert usable(bob) == []


def test_who_used_it_when_and_for_how_much(key, alice, bob, django_assert_max_num_queries):
    for person, cost in ((alice, "0.04"), (bob, "0.5"), (bob, None)):
        make_generation(person, key=key, cost_usd=cost)
    make_generation(bob, status="queued", key=key)
    client = signed_in(alice)
    client.get("/profile/")  # the first page of a session writes it down
    with django_assert_max_num_queries(8):
        page = client.get(f"/keys/{key.pk}/uses/").content.decode()
    assert page.index("bob") < page.index("$0.500") < page.index("$0.040")
    assert Generation.objects.filter(key=key).count() == 4


def test_many_team_keys_cost_the_same_few_queries(alice, bob, django_assert_max_num_queries):
    for number in range(8):
        lend(
            key_vault.store(owner=alice, provider="fastapi", label=f"{number}", secret=SECRET),
            Share.EVERYONE,
        )
    client = signed_in(bob)
    client.get("/profile/")  # the first page of a session writes it down
    with django_assert_max_num_queries(10):
        assert client.get("/keys/").status_code == 200
