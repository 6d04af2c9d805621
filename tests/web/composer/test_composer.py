"""The composer: one ticket is one request, drafts survive, values follow the model, problems
stand at their fields."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from generations.models import Draft, FavouriteModel, Generation
from generations.providers import catalog
from generations.providers.types import ModelSpec
from generations.services.jobs.submit import shares
from generations.web.composer.form_data import from_post, requests_of
from generations.web.composer.option_controls import controls_of
from tests.factories import make_generation, make_key

HTMX = {"HX-Request": "true"}
SANDBOX = "sandbox:" + catalog.shipped_specs("sandbox")[0].id
GPT = "fastapi:gpt-image-1"


def fields(**changes: str) -> dict[str, str]:
    return {
        "prompt": "a paper boat",
        "choice": GPT,
        "count": "1",
        "visibility": "team",
        "ticket": str(uuid.uuid4()),
    } | changes


@pytest.fixture
def client(bob: User, as_user: Any) -> Any:
    make_key(bob, "fastapi")
    return as_user(bob)


def send(client: Any, data: dict[str, str], **headers: str) -> Any:
    return client.post(reverse("submit_job"), data, headers=HTMX | headers)


def test_a_double_click_makes_one_job_and_asking_again_another(client: Any) -> None:
    data = fields()
    first, second = send(client, data), send(client, data)
    assert first.status_code == second.status_code == 200
    assert Generation.objects.count() == 1
    fresh = first.content.decode().split('name="ticket" type="hidden" value="')[1][:36]
    assert fresh != data["ticket"]
    send(client, fields(ticket=fresh))
    assert Generation.objects.count() == 2


def test_the_answer_carries_the_card_and_leaves_the_prompt_alone(client: Any) -> None:
    html = send(client, fields()).content.decode()
    job = Generation.objects.get()
    assert f'id="job-{job.uid}"' in html
    assert "<textarea" not in html


def test_without_scripts_the_form_posts_and_comes_back(client: Any) -> None:
    response = client.post(reverse("submit_job"), fields())
    assert response.status_code == 302
    page = client.get(reverse("workspace")).content.decode()
    assert "a paper boat" in page
    wrong = client.post(reverse("submit_job"), fields(prompt=""))
    assert wrong.status_code == 422
    assert "Write what the picture shows" in wrong.content.decode()


def test_only_what_was_set_is_asked_for(client: Any) -> None:
    send(client, fields(**{"o.quality": "", "o.size": "1024x1024"}))
    assert Generation.objects.get().options == {"size": "1024x1024"}


def test_every_problem_stands_at_its_field(client: Any) -> None:
    data = fields(prompt="", **{"o.output_compression": "many", "o.background": "transparent"})
    data["o.output_format"] = "jpeg"
    response = send(client, data)
    html = response.content.decode()
    assert response.status_code == 422
    assert "Write what the picture shows" in html
    assert "must be a whole number" in html
    assert 'value="many"' in html
    assert "transparent background needs" in html
    assert html.count('aria-invalid="true"') >= 2
    assert not Generation.objects.exists()


def test_a_missing_key_is_told_at_the_key(bob: User, as_user: Any) -> None:
    response = send(as_user(bob), fields())
    assert response.status_code == 422
    assert "Add a FastAPI.ai key first" in response.content.decode()


def test_a_model_that_went_away_is_told(client: Any) -> None:
    response = send(client, fields(choice="fastapi:gone-model"))
    assert response.status_code == 422
    assert "has no model" in response.content.decode()


def test_the_draft_survives_a_reload(client: Any, bob: User) -> None:
    data = fields(prompt="half a thou", visibility="private", **{"o.quality": "high"})
    assert client.post(reverse("draft"), data).status_code == 204
    page = client.get(reverse("workspace")).content.decode()
    assert "half a thou" in page
    assert 'name="o.quality" value="high" checked' in page
    assert 'name="visibility" value="private" checked' in page
    assert Draft.objects.get(user=bob).prompt == "half a thou"


def test_a_draft_that_begins_with_an_empty_line_keeps_it(client: Any) -> None:
    client.post(reverse("draft"), fields(prompt="\r\nsecond line"))
    page = client.get(reverse("workspace")).content.decode()
    assert ">\n\nsecond line</textarea>" in page


def test_values_the_next_model_takes_stay_and_the_rest_is_named_once(client: Any) -> None:
    data = fields(
        choice="fastapi:dall-e-3",
        **{"o.size": "1024x1024", "o.quality": "high", "o.background": "transparent"},
    )
    html = client.post(reverse("params"), data, headers=HTMX).content.decode()
    note = html.split('class="param-note"')[1].split("</p>")[0]
    assert "background" in note
    assert "quality" in note
    assert "size" not in note
    assert 'value="1024x1024" checked' in html
    again = client.get(reverse("workspace")).content.decode()
    assert "param-note" not in again


def test_the_price_follows_the_settings(client: Any) -> None:
    low = fields(**{"o.quality": "low", "o.size": "1024x1024"})
    html = client.post(reverse("estimate"), low, headers=HTMX).content.decode()
    assert "≈ $0.011" in html
    four = client.post(reverse("estimate"), low | {"count": "4"}, headers=HTMX).content.decode()
    assert "≈ $0.044" in four
    assert "4 pictures" in four


def test_a_count_is_split_where_the_router_makes_one_at_a_time(client: Any) -> None:
    data = fields(choice="fastapi:dall-e-3", count="more", count_more="4")
    html = client.post(reverse("estimate"), data, headers=HTMX).content.decode()
    assert "4 requests" in html
    send(client, data)
    jobs = Generation.objects.all()
    assert jobs.count() == 4
    assert len({job.batch for job in jobs}) == 1
    assert all("n" not in job.options for job in jobs)


def test_previews_switch_streaming_on(client: Any) -> None:
    send(client, fields(**{"o.partial_images": "2"}))
    assert Generation.objects.get().options == {"partial_images": 2, "stream": True}


def test_a_size_of_ones_own(client: Any) -> None:
    filled = from_post({"o.size": "free", "free_width": "640", "free_height": " 480 "})
    assert filled.texts == {"size": "640x480"}
    assert from_post({"o.size": "free", "free_width": "", "free_height": ""}).texts == {}


def all_specs() -> list[ModelSpec]:
    return [spec for slug in catalog.PROVIDERS for spec in catalog.shipped_specs(slug)]


@pytest.mark.parametrize("spec", all_specs(), ids=lambda spec: f"{spec.provider}:{spec.id}")
def test_every_choice_the_form_offers_can_be_read(spec: ModelSpec) -> None:
    for control in controls_of(spec, {}, []):
        for cell in control.cells:
            texts = {control.name: cell.value}
            options, problems = catalog.read_options(spec, texts)
            assert not problems
            kept, _ = catalog.keep(options, spec)
            assert set(kept) <= {control.name}
    filled = from_post({"prompt": "x", "count": "3"})
    requests, _ = requests_of(filled, spec)
    assert len(requests) == len(shares(spec, 3))


def test_a_star_comes_and_goes(client: Any, bob: User) -> None:
    url = f"{reverse('star_model')}?model={GPT}"
    assert 'aria-pressed="true"' in client.post(url, headers=HTMX).content.decode()
    assert FavouriteModel.objects.get(user=bob).model == "gpt-image-1"
    assert "Favourites" in client.get(reverse("workspace")).content.decode()
    assert 'aria-pressed="false"' in client.post(url, headers=HTMX).content.decode()
    assert client.post(f"{reverse('star_model')}?model=fastapi:nope").status_code == 404


def test_the_first_model_costs_nothing_for_who_has_no_key(bob: User, as_user: Any) -> None:
    page = as_user(bob).get(reverse("workspace")).content.decode()
    assert f'value="{SANDBOX}" checked' in page
    assert "Add a key" in page


def test_remix_fills_the_composer_and_sends_nothing(client: Any, charlie: User) -> None:
    job = make_generation(charlie, prompt="somebody’s dunes", options={"quality": "high"})
    response = client.post(reverse("remix_job", args=[job.uid]), headers=HTMX)
    html = response.content.decode()
    assert response["HX-Trigger"] == "composer-filled"
    assert "somebody’s dunes" in html
    assert Generation.objects.count() == 1
    send(client, fields(remix=str(job.uid)))
    made = Generation.objects.exclude(pk=job.pk).get()
    assert made.made_from == job
    assert made.made_how == "remix"


def test_nothing_of_a_prompt_reaches_browser_storage() -> None:
    from pathlib import Path

    for script in Path("static/js").rglob("*.js"):
        if script.name != "theme.js":
            assert "Storage" not in script.read_text(), script


def test_the_price_line_says_that_seeds_count_on(client: Any, bob: User) -> None:
    asked = {"choice": "openrouter:bytedance-seed/seedream-4.5", "prompt": "A boat"}
    asked |= {"count": "3", "o.seed": "7"}
    said = client.post(reverse("estimate"), asked, headers=HTMX).content.decode()
    assert "3 requests, seeds from 7 on" in said
