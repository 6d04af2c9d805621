"""Headings of a search: a day each, or a month or a year where pictures are few."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from generations.models import Tag
from generations.services.curation import collections, favourites_ratings_tags
from tests.factories import make_generation, make_picture

HTMX = {"HX-Request": "true", "HX-Target": "div#found"}


@pytest.mark.parametrize(("by", "name", "days"), [("month", "%B %Y", 9), ("year", "%Y", 24)])
def test_few_pictures_a_day_stand_together_by_months_or_years(
    bob: User, as_user: Any, by: str, name: str, days: int
) -> None:
    boats = [
        make_picture(
            generation=make_generation(bob, prompt="A paper boat"),
            created_at=timezone.now() - timedelta(days=days * (70 - number)),
        )
        for number in range(70)
    ]
    client = as_user(bob)
    heading = re.compile(rf'<li id="{by}-(\d+)".*?</time></h2>.*?>(\d+)<', re.S)
    html = client.get("/?q=boat", headers=HTMX).content.decode()
    more = html.split('hx-get="/gallery/?')[1].split('"')[0].replace("&amp;", "&")
    html += client.get(f"/gallery/?{more}").content.decode()
    local = [timezone.localtime(picture.created_at) for picture in boats]
    iso = {"month": "%Y-%m", "year": "%Y"}[by]
    really = Counter(f"{moment:{iso}}".replace("-", "") for moment in local)
    assert {then: int(count) for then, count in heading.findall(html)} == really
    assert len(heading.findall(html)) == len(really)  # none twice
    assert 'id="day-' not in html
    then = f"{local[30]:{iso}}"
    told = client.get(f"/gallery/day/{then}/?q=boat").content.decode()
    assert f'datetime="{then}">{local[30]:{name}}<' in told
    assert f'day__count">{really[then.replace("-", "")]}<' in told


def test_days_with_many_pictures_keep_their_headings(bob: User, as_user: Any) -> None:
    moments = [timezone.now() - timedelta(days=day) for day in range(5) for _ in range(4)]
    for moment in moments:
        make_picture(generation=make_generation(bob, prompt="A boat"), created_at=moment)
    html = as_user(bob).get("/?q=boat", headers=HTMX).content.decode()
    assert html.count('id="day-') == 5
    assert 'id="month-' not in html


def test_in_a_collection_a_heading_asks_for_the_pictures_in_it(bob: User, as_user: Any) -> None:
    folder = collections.create(bob, name="Boats", visibility="team")
    for number in range(64):
        picture = make_picture(bob)
        if number < 62:
            collections.add(bob, folder, picture)
    client = as_user(bob)
    html = client.get(f"/collections/{folder.uid}/").content.decode()
    day = html.split('class="day"')[1].split("</li>")[0]
    assert "#since [name=collection], #since [name=whole]" in day
    since = html.split('<div id="since">')[1].split("</div>")[0]
    told = dict(re.findall(r'name="(\w+)" value="(.*?)"', since))
    assert told["collection"] == str(folder.uid)
    url = re.findall(r'hx-get="(/gallery/day/.*?)"', day)[0]
    assert 'day__count">62<' in client.get(url, told).content.decode()


def test_when_its_tag_is_gone_a_search_counts_nothing(bob: User, as_user: Any) -> None:
    picture = make_picture(bob)
    favourites_ratings_tags.tag(bob, picture, "hero")
    client = as_user(bob)
    html = client.get("/?q=tag:hero", headers=HTMX).content.decode()
    count = re.findall(r'foundbar__count".*? hx-get="(.*?)"', html)[0].replace("&amp;", "&")
    assert client.get(count).content.decode() == "1 picture"
    favourites_ratings_tags.untag(bob, picture, Tag.objects.get().pk)
    assert client.get(count).content.decode() == "0 pictures"
    day = f"/gallery/day/{timezone.localdate():%Y-%m-%d}/"
    html = client.get(day, {"q": "tag:hero", "whole": "1"}).content.decode()
    assert 'day__count">0<' in html
