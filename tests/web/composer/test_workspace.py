"""The page itself: few queries, whole days, endless scrolling, honest facts."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from generations.models import Generation
from generations.providers import catalog
from generations.web.components import message_html
from tests.factories import make_generation, make_key, make_picture


@pytest.fixture
def library(bob: User, charlie: User) -> None:
    """Two pages of pictures over three days, two people."""
    start = timezone.now().replace(hour=12) - timedelta(days=2)
    for number in range(70):
        owner = (bob, charlie)[number % 2]
        make_picture(owner, created_at=start + timedelta(days=number // 30, seconds=number))


def keys_of(html: str) -> list[str]:
    return re.findall(r'<li id="(?:pic|day|fill)[^>]*data-key="(\d+)"', html)


def test_the_workspace_asks_the_database_little(
    library: None, bob: User, as_user: Any, django_assert_max_num_queries: Any
) -> None:
    make_key(bob, "fastapi")
    client = as_user(bob)
    client.get(reverse("workspace"))
    with django_assert_max_num_queries(35):  # one for sets of which a part came
        assert client.get(reverse("workspace")).status_code == 200


def test_more_jobs_do_not_mean_more_queries(
    bob: User, charlie: User, as_user: Any, django_assert_max_num_queries: Any
) -> None:
    for owner in (bob, charlie):
        for status in ("queued", "sending", "polling", "failed"):
            make_generation(owner, status=status)
    client = as_user(bob)
    client.get(reverse("workspace"))
    with django_assert_max_num_queries(30):  # two more for the places in line
        assert client.get(reverse("workspace")).status_code == 200


def test_the_strip_shows_the_newest_troubled_jobs_and_a_way_to_the_others(
    bob: User, charlie: User, as_user: Any
) -> None:
    jobs = [make_generation(bob, status="failed") for _ in range(15)]
    make_generation(charlie, status="failed")
    client = as_user(bob)
    html = client.get(reverse("workspace")).content.decode()
    shown = re.findall(r'id="job-([0-9a-f-]+)"', html)
    assert shown == [str(job.uid) for job in jobs[:2:-1]]
    assert "See them all" in html
    client.post(reverse("dismiss_jobs"))
    html = client.get(reverse("workspace")).content.decode()
    assert 'id="job-' not in html
    assert "See them all" not in html
    assert Generation.objects.filter(requester=charlie, dismissed_at=None).count() == 1


def test_an_empty_strip_and_an_empty_gallery_say_so(bob: User, as_user: Any) -> None:
    html = as_user(bob).get(reverse("workspace")).content.decode()
    assert re.search(r'<section class="strip"[^>]* hidden>', html)
    assert re.search(r'<div class="card empty gallery-empty">', html)
    make_picture(bob)
    html = as_user(bob).get(reverse("workspace")).content.decode()
    assert re.search(r'<div class="card empty gallery-empty" hidden>', html)


def test_a_page_of_the_gallery_is_index_rows_and_hearts_beside_the_session(
    library: None, bob: User, as_user: Any, django_assert_max_num_queries: Any
) -> None:
    client = as_user(bob)
    client.get(reverse("gallery_page"))  # notes that they are here, once a minute
    with django_assert_max_num_queries(12):  # five of them count the last day
        assert client.get(reverse("gallery_page")).status_code == 200


def test_pages_join_without_a_gap_and_without_a_second_heading(
    library: None, bob: User, as_user: Any
) -> None:
    client = as_user(bob)
    first = client.get(reverse("workspace")).content.decode()
    url = re.search(r'id="more"[^>]*hx-get="([^"]+)"', first)
    assert url
    second = client.get(url[1].replace("&amp;", "&")).content.decode()
    keys = keys_of(first) + keys_of(second)
    assert keys == sorted(keys, reverse=True)
    assert len(keys) == len(set(keys))
    assert len([key for key in keys if key[8] == "0" and int(key[9:])]) == 70
    assert 'id="more"' not in second


def test_older_pictures_can_be_reached_without_scripts(
    library: None, bob: User, as_user: Any
) -> None:
    client = as_user(bob)
    url = re.search(r'href="([^"]+)">Older pictures', client.get("/").content.decode())
    assert url
    older = client.get(url[1]).content.decode()
    assert older.count('class="tile ') == 10


def test_pictures_say_their_size_and_load_late(library: None, bob: User, as_user: Any) -> None:
    html = as_user(bob).get(reverse("gallery_page")).content.decode()
    assert html.count('loading="lazy"') == 60
    assert 'width="1536" height="1024" alt="Desert dunes at sunrise"' in html


def test_an_empty_team_reads_what_to_do(bob: User, as_user: Any) -> None:
    assert "The first picture goes here" in as_user(bob).get("/").content.decode()


def test_a_viewer_reads_why_there_is_no_form(vera: User, as_user: Any) -> None:
    html = as_user(vera).get("/").content.decode()
    assert 'id="composer"' not in html
    assert "You are a viewer" in html


def test_bad_addresses_of_pages_are_harmless(bob: User, as_user: Any) -> None:
    for query in ("before=x", "before=99999999999999999999", "before=-1", "day=2026-99-99"):
        assert as_user(bob).get(f"{reverse('gallery_page')}?{query}").status_code == 200
    assert as_user(bob).get("/?trashed=nonsense&ask=nonsense").status_code == 200


def test_asked_and_delivered_are_told_apart(bob: User, as_user: Any) -> None:
    spec = next(s for s in catalog.shipped_specs("fastapi") if s.id == "gpt-image-1")
    job = make_generation(
        bob,
        options={"size": "1536x1024", "quality": "high"},
        applied={"quality": "medium", "style": "vivid"},
        spec=catalog.spec_to_json(spec),
    )
    picture = make_picture(generation=job, width=1024, height=1024, revised_prompt="reworded")
    html = as_user(bob).get(reverse("picture", args=[picture.uid])).content.decode()
    assert "<s>1536 × 1024 (3:2)</s>" in html
    assert "got 1024 × 1024 (1:1)" in html
    assert "<s>high</s>" in html
    assert "got medium" in html
    assert "reworded" in html
    assert ">1 word<" in html
    assert "unknown" in html  # the cost


def test_neighbours_siblings_and_history(bob: User, charlie: User, as_user: Any) -> None:
    source = make_picture(charlie)
    job = make_generation(bob, made_from=source.generation)
    first, second = make_picture(generation=job), make_picture(generation=job)
    hidden = make_picture(charlie, visibility="private")
    newest = make_picture(charlie)
    html = as_user(bob).get(reverse("picture", args=[second.uid])).content.decode()
    assert f'href="/pictures/{newest.uid}/" data-key="ArrowLeft"' in html
    assert f'href="/pictures/{first.uid}/" data-key="ArrowRight"' in html
    assert str(hidden.uid) not in html
    assert "2 pictures" in html
    assert f"/pictures/{source.uid}/thumb/small" in html


def test_a_frame_holds_every_change_and_no_foreign_selector() -> None:
    html = message_html.assemble(
        cards=["<li id='job-1'></li>"],
        tiles=["<li id='pic-1'></li>"],
        days=["<li id='day-1'></li>"],
        gone_ids=["job-2", "x, body"],
        running=2,
        live="<b>",
    )
    assert 'hx-target="#jobs" hx-swap="upsert key:data-key sort:desc"' in html
    assert html.index("day-1") < html.index("pic-1")
    assert '<hx-partial hx-target="#job-2" hx-swap="delete">' in html
    assert "body" not in html
    assert "2 generating" in html
    assert "&lt;b&gt;" in html
    assert "/lists/" in message_html.reload_html()


def test_lists_answer_with_everything_as_it_is(bob: User, as_user: Any) -> None:
    job = make_generation(bob, status="polling")
    html = as_user(bob).get(reverse("lists")).content.decode()
    assert f"job-{job.uid}" in html
    assert 'hx-target="[data-gallery]"' in html
    assert Generation.objects.count() == 1
