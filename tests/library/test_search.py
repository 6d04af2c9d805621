"""What a search finds is what looking at every picture would find, for everybody."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from generations.library.index import filter_tokens, picture_time_order, tokenizer
from generations.library.search import picture_search, prompt_search
from generations.library.search.result_totals import survey
from generations.models import Picture
from tests.factories import make_pictures
from tests.library import brute_force

CASES: dict[str, list[Any]] = {
    "": [],
    "blue": [brute_force.start("blue")],
    "BLUE dunes": [brute_force.start("blue"), brute_force.start("dunes")],
    "bl": [brute_force.start("bl")],
    "cafe": [brute_force.start("cafe")],
    "ZURICH": [brute_force.start("zurich")],
    '"blue dunes"': [brute_force.phrase("blue dunes")],
    '"long blue shadows"': [brute_force.phrase("long blue shadows")],
    '"shadows a lone"': [brute_force.phrase("shadows a lone")],  # never across the two texts
    "heron dunes": [brute_force.start("heron"), brute_force.start("dunes")],
    "猫": [brute_force.part("猫")],
    "桜の木": [brute_force.part("桜の木")],
    "木の桜": [brute_force.part("木の桜")],
    "หลังคา": [brute_force.part("หลังคา")],
    "absent": [brute_force.start("absent")],
    "aspect:wide": [lambda p: p.width > p.height],
    "aspect:square blue": [lambda p: p.width == p.height, brute_force.start("blue")],
    "size:>1k": [brute_force.edge(lambda e: e > 1000)],
    "size:<=1024": [brute_force.edge(lambda e: e <= 1024)],
    "size:1k-2k": [brute_force.edge(lambda e: 1000 <= e <= 2000)],
    "size:>4095": [brute_force.edge(lambda e: e > 4095)],
    "provider:fastapi": [lambda p: p.generation.provider == "fastapi"],
    "model:dall-e-3": [lambda p: p.generation.model == "dall-e-3"],
    'model:"gpt-image"': [lambda p: "gpt-image" in p.generation.model],
    "model:dall provider:openrouter": [lambda p: False],
    "person:bob": [lambda p: p.owner.email.startswith("bob")],
    "person:me": [lambda p: p.owner.email.startswith("bob")],
    "is:favourite": [lambda p: p.favourites.filter(user__email="bob@example.org").exists()],
    "is:private": [lambda p: p.visibility == "private"],
    "tag:hero": [brute_force.tagged("hero")],
    "tag:HERO is:favourite person:charlie": [
        brute_force.tagged("hero"),
        lambda p: p.owner.name.startswith("Charlie"),
        lambda p: p.favourites.filter(user__email="bob@example.org").exists(),
    ],
    "seed:41": [lambda p: p.generation.options.get("seed") == 41],
}


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_a_search_finds_what_looking_at_everything_finds(
    order: str, library: list[Picture], alice: User, bob: User, charlie: User, found: Any
) -> None:
    for q, tests in CASES.items():
        assert found(bob, q=q, order=order) == brute_force.ids(bob, tests, order=order), q
        assert picture_search.read(bob, {"q": q}).problems == (), q
        if not {"me", "favourite"} & set(q.replace(":", " ").split()):
            assert found(charlie, q=q, order=order) == brute_force.ids(
                charlie, tests, order=order
            ), q


def test_days_are_exact(library: list[Picture], bob: User, found: Any) -> None:
    day = timezone.localdate() - timedelta(days=100)
    midnight = timezone.make_aware(datetime(day.year, day.month, day.day))
    after = [lambda p: p.created_at >= midnight]
    assert found(bob, q=f"after:{day}") == brute_force.ids(bob, after)
    assert found(bob, q=f"before:{day}") == brute_force.ids(
        bob, [lambda p: p.created_at < midnight]
    )
    month = [lambda p: timezone.localtime(p.created_at).date().isoformat()[:7] == f"{day:%Y-%m}"]
    assert found(bob, date=f"{day:%Y-%m}") == brute_force.ids(bob, month)
    both = [*month, brute_force.start("blue")]
    assert found(bob, date=f"{day:%Y-%m}", q="blue") == brute_force.ids(bob, both)


@pytest.mark.parametrize("hour", [2, 12, 23])
def test_days_are_exact_where_ids_and_moments_are_out_of_order(
    library: list[Picture], bob: User, found: Any, hour: int
) -> None:
    """Pictures that were kept at the same time, or while the clock was wrong by half a day."""
    rows = list(Picture.objects.order_by("pk"))
    begin = timezone.localtime().replace(hour=hour) - timedelta(days=22)
    for number, row in enumerate(rows):
        wrong = (0, 11, -11, 5, -2)[number % 5]
        row.created_at = begin + timedelta(hours=4 * number + wrong)
    Picture.objects.bulk_update(rows, ["created_at"])
    for back in range(25):
        day = timezone.localdate() - timedelta(days=back)
        midnight = timezone.make_aware(datetime(day.year, day.month, day.day))
        later = [lambda p, at=midnight: p.created_at >= at]
        earlier = [lambda p, at=midnight: p.created_at < at]
        assert found(bob, q=f"after:{day}") == brute_force.ids(bob, later), day
        assert found(bob, q=f"before:{day}") == brute_force.ids(bob, earlier), day


@pytest.mark.parametrize("share", [(0.8, 1), (0, 0.2), (0.4, 0.6)])
@pytest.mark.parametrize("days_off", [-2, -40, 400])
def test_days_are_exact_after_the_clock_was_set_by_days(
    share: tuple[float, float], days_off: int, library: list[Picture], bob: User, found: Any
) -> None:
    rows = list(Picture.objects.order_by("pk"))
    moved = rows[int(share[0] * len(rows)) : int(share[1] * len(rows))]
    for row in moved:
        row.created_at += timedelta(days=days_off)
    Picture.objects.bulk_update(moved, ["created_at"])
    every_day_is_exact(bob, found)


def test_what_a_clock_did_long_ago_is_known_from_the_night(bob: User, found: Any) -> None:
    rows = make_pictures(bob, 1_500)
    begin = timezone.now() - timedelta(days=20)
    for number, row in enumerate(rows):
        back = timedelta(days=6) if 600 < number < 900 else timedelta()
        row.created_at = begin + timedelta(minutes=18 * number) - back
    Picture.objects.bulk_update(rows, ["created_at"], batch_size=500)
    assert timedelta(days=5, hours=23) < picture_time_order.look() < timedelta(days=6)
    every_day_is_exact(bob, found)


def every_day_is_exact(bob: User, found: Any) -> None:
    for back in range(-2, 45, 2):
        day = timezone.localdate() - timedelta(days=back)
        midnight = timezone.make_aware(datetime(day.year, day.month, day.day))
        later = [lambda p, at=midnight: p.created_at >= at]
        earlier = [lambda p, at=midnight: p.created_at < at]
        assert found(bob, q=f"after:{day}") == brute_force.ids(bob, later), day
        assert found(bob, q=f"before:{day}") == brute_force.ids(bob, earlier), day


@pytest.mark.parametrize("days_ago", [-3, 0, 3000])
def test_days_before_everything_and_after_everything(
    days_ago: int, library: list[Picture], bob: User, found: Any
) -> None:
    day = timezone.localdate() - timedelta(days=days_ago)
    midnight = timezone.make_aware(datetime(day.year, day.month, day.day))
    assert found(bob, q=f"after:{day}") == brute_force.ids(
        bob, [lambda p: p.created_at >= midnight]
    )
    assert found(bob, q=f"before:{day}") == brute_force.ids(
        bob, [lambda p: p.created_at < midnight]
    )


@pytest.mark.parametrize(
    ("q", "test"),
    [
        ("cost:>0.1", lambda usd: filter_tokens.mills(usd) > 100),
        ("cost:<0.1", lambda usd: filter_tokens.mills(usd) < 100),
        ("cost:0.042", lambda usd: filter_tokens.mills(usd) == 42),
        ("cost:0.04-1.25", lambda usd: 40 <= filter_tokens.mills(usd) <= 1250),
        ("cost:>50", lambda usd: usd > 50),
    ],
)
def test_members_search_the_cost_of_their_own_pictures_only(
    q: str, test: Any, library: list[Picture], alice: User, bob: User, found: Any
) -> None:
    assert found(alice, q=q) == brute_force.ids(alice, [brute_force.costs(test)])
    mine = [brute_force.costs(test), lambda p: p.owner_id == bob.pk]
    assert found(bob, q=q) == brute_force.ids(bob, mine)


def test_pages_of_a_search_join_in_both_directions(
    library: list[Picture], bob: User, found: Any
) -> None:
    whole = found(bob, q="blue")
    asked = picture_search.read(bob, {"q": "blue"})
    pages: list[int] = []
    while page := picture_search.find(asked, most=7, past=pages[-1] if pages else None):
        pages += page
    assert pages == whole
    assert picture_search.find(asked, most=3, past=whole[10], backwards=True) == whole[9:6:-1]
    known = survey(asked, most=3)
    assert known.ends == (whole[0], whole[-1])
    assert known.count == picture_search.count(asked) == len(whole)
    assert known.first == whole


def test_filters_are_read_as_far_as_a_page_goes(
    library: list[Picture], bob: User, found: Any
) -> None:
    whole = found(bob, q="aspect:wide")
    asked = picture_search.read(bob, {"q": "aspect:wide"})
    known = survey(asked, most=3)
    assert known.first == whole[:3]
    assert known.ends == (whole[0], whole[-1])
    assert known.count is None  # a list does not wait for it
    assert survey(asked, most=len(whole) + 1).count == picture_search.count(asked) == len(whole)


def test_a_jump_lands_on_the_day(library: list[Picture], bob: User) -> None:
    asked = picture_search.read(bob, {})
    moment = timezone.now() - timedelta(days=200)
    older = list(brute_force.ids(bob, [lambda p: p.created_at < moment]))
    past = picture_search.place_of(asked, moment)
    assert picture_search.find(asked, most=5, past=past) == older[:5]
    assert picture_search.place_of(asked, timezone.now() + timedelta(days=1)) is None


@pytest.mark.parametrize(
    ("q", "says"),
    [
        ("colour:red blue", "“colour:” is not a filter"),
        ("before:0000-01-01 blue", "“0000-01-01” is not a date"),
        ("after:2026-13 blue", "“2026-13” is not a date"),
        ("cost:much blue", "“much” is not a number"),
        ("size:>1.2.3 blue", "is not a number"),
        ("is:great blue", "“is:great” is not known"),
        ("aspect:round blue", "“aspect:round” is not known"),
        ("tag:nothing blue", "There is no tag “nothing”"),
        ("person:zoe blue", "nobody called “zoe”"),
        ("model:zzz blue", "a model called “zzz”"),
        ("collection:zzz blue", "no collection called “zzz”"),
        ("provider:zzz blue", "no provider called “zzz”"),
        ('blue "', "A quotation mark is not closed"),
        ("blue ***", "“***” holds nothing to look for"),
    ],
)
def test_what_is_not_understood_is_said_and_the_rest_is_found(
    q: str, says: str, library: list[Picture], bob: User, found: Any
) -> None:
    problems = picture_search.read(bob, {"q": q}).problems
    assert len(problems) == 1
    assert says in problems[0]
    assert found(bob, q=q) == brute_force.ids(bob, [brute_force.start("blue")])


@pytest.mark.parametrize(
    ("q", "signs"),
    [
        ("100% wool", "%"),
        ("C++ lantern", "+"),
        ("wool_texture #2", "_ #"),
        ('"night, market" a/b', ", /"),
        ("🦊fox", "🦊"),
        ("blue door", ""),
        ("café 桜の木 tag:a_b", ""),
        ("***", ""),  # the problem says it
    ],
)
def test_signs_that_were_not_looked_for_are_named(q: str, signs: str, bob: User) -> None:
    for read in (picture_search.read, prompt_search.read):
        hint = read(bob, {"q": q.replace(" tag:a_b", "")}).hint
        assert hint == (f"Only letters and digits are searched for, not: {signs}" if signs else "")


@pytest.mark.parametrize(
    "q",
    ["a" * 10_000, "x " * 5_000, '"' * 301, "\0\0", "'; DROP TABLE x;--", "NEAR(a b)", "-a", ":"],
)
def test_no_text_breaks_a_search(q: str, library: list[Picture], bob: User, found: Any) -> None:
    assert isinstance(found(bob, q=q), list)


def test_the_parts_of_a_search_come_off_one_by_one(bob: User, library: list[Picture]) -> None:
    asked = picture_search.read(
        bob, {"q": 'blue "long shadows" is:mine', "person": "me", "order": "oldest"}
    )
    assert [(chip.said, chip.query) for chip in asked.chips] == [
        ("blue", "q=%22long+shadows%22+is%3Amine&person=me&order=oldest"),
        ("“long shadows”", "q=blue+is%3Amine&person=me&order=oldest"),
        ("Mine", "q=blue+%22long+shadows%22&person=me&order=oldest"),
        ("Mine", "q=blue+%22long+shadows%22+is%3Amine&order=oldest"),
    ]


def test_ranges_of_numbers_take_few_tokens_and_miss_none() -> None:
    for least, most in ((0, 99_999), (101, 99_999), (42, 42), (7, 1234), (999, 1001), (5, 4)):
        cover = set(filter_tokens.edges(least, most))
        assert len(cover) <= 90
        for number in (0, 6, 7, 42, 100, 101, 999, 1000, 1001, 1234, 1235, 99_999):
            assert bool(cover & set(filter_tokens.edge(number))) == (least <= number <= most)


def test_accents_fold_and_other_scripts_stay_whole() -> None:
    assert tokenizer.words_of("Crème BRÛLÉE, n°5") == ["creme", "brulee", "n", "5"]
    assert tokenizer.words_of("東京tower") == ["東京", "京", "tower"]
    assert tokenizer.words_of("が") == ["が"]


@pytest.mark.parametrize("walk", [1, 7, 5_000])
def test_among_given_pictures_those_are_found_that_the_search_finds(
    walk: int, library: list[Picture], bob: User
) -> None:
    for q in ("", "blue", "is:private", "absent"):
        asked = picture_search.read(bob, {"q": q})
        found = set(picture_search.find(asked, most=1000))
        for given in (library, library[::9], library[:1], library[-1:], []):
            ids = [picture.pk for picture in given]
            expected = sorted(found & set(ids), reverse=True)
            assert picture_search.among(asked, ids, walk=walk) == expected
