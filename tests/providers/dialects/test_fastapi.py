"""FastAPI.ai: strict parameters, streams, estimated costs."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest

from generations.providers import catalog
from generations.providers.errors import BadDelivery, BadRequest, OutcomeUnknown
from generations.providers.types import ImageRequest, Provider
from tests.providers.calls import Asking

PNG = b"\x89PNG"


def test_only_what_was_set_is_sent(asking: Asking) -> None:
    asking.generate("fastapi", "A boat", n=2, size="1024x1536", stream=False)
    assert asking.body() == {
        "model": "gpt-image-1",
        "prompt": "A boat",
        "n": 2,
        "size": "1024x1536",
        "stream": False,
    }


def test_the_svg_author_is_nested(asking: Asking) -> None:
    options = {"output_format": "svg", "svg_model": "gpt-5"}
    asking.generate("fastapi", "A boat", model="gpt-image-2.6-flare", **options)
    assert asking.body()["svg"] == {"model": "gpt-5"}


def test_the_cost_is_estimated_from_tokens_and_list_price(asking: Asking) -> None:
    cost = asking.deliver("fastapi", "A boat").cost
    assert cost.kind == "estimated"
    assert cost.usd == (Decimal(14) * 5 + Decimal(1076) * 40) / 1_000_000


def test_a_model_without_a_price_has_an_unknown_cost(asking: Asking) -> None:
    cost = asking.deliver("fastapi", "A boat", model="dall-e-2", response_format="b64_json").cost
    assert (cost.usd, cost.kind) == (None, "unknown")


def test_several_pictures_come_in_order_with_the_settings_used(asking: Asking) -> None:
    delivery = asking.deliver("fastapi", "A boat", n=3, size="1024x1024")
    assert len({image.data for image in delivery.images}) == 3
    assert delivery.applied["size"] == "1024x1024"


def test_an_address_of_the_changed_origin_is_fetched(asking: Asking) -> None:
    delivery = asking.deliver("fastapi", "A boat", model="dall-e-3")
    assert delivery.images[0].revised_prompt
    assert asking.fetch("fastapi", delivery)[0].startswith(PNG)
    assert asking.simulator.calls[-1].key == ""


def test_a_stream_shows_previews_and_ends_in_a_picture(asking: Asking) -> None:
    delivery = asking.deliver("fastapi", "A boat", stream=True, partial_images=2)
    assert [index for index, _ in asking.spool.previews] == [0, 1]
    assert all(image.startswith(PNG) for _, image in asking.spool.previews)
    assert (delivery.images[0].data or b"").startswith(PNG)
    assert delivery.cost.kind == "estimated"


def test_a_stream_of_three_counts_three_costs(asking: Asking) -> None:
    one = asking.deliver("fastapi", "A boat [done]", stream=True)
    three = asking.deliver("fastapi", "A boat [done]", stream=True, n=3)
    assert len(three.images) == 3
    assert one.cost.usd and three.cost.usd == 3 * one.cost.usd


def test_a_router_that_ignores_stream_is_read_as_json(asking: Asking) -> None:
    assert asking.deliver("fastapi", "A boat [no-stream]", stream=True).images


def test_a_stream_cut_before_a_picture_is_unknown(asking: Asking) -> None:
    error = asking.error("fastapi", "A boat [cut-off]", stream=True, partial_images=1)
    assert isinstance(error, OutcomeUnknown)
    assert len(asking.spool.previews) == 1


def test_a_stream_cut_after_a_picture_keeps_it(asking: Asking) -> None:
    delivery = asking.deliver("fastapi", "A boat [break]", stream=True, n=2)
    assert (len(delivery.images), delivery.unreadable) == (1, 1)


def test_a_stream_that_ends_without_a_picture_is_a_bad_answer(asking: Asking) -> None:
    error = asking.error("fastapi", "A boat [no-end]", stream=True)
    assert (error.code, error.may_have_charged) == ("bad_answer", True)


def test_an_error_in_a_stream_is_never_repeated(asking: Asking) -> None:
    error = asking.error("fastapi", "A boat [error-in-stream]", stream=True)
    assert (error.code, error.may_have_charged, error.max_posts) == ("unavailable", True, 1)


@pytest.mark.parametrize("key", ["sim-\n", "sim-ключ", "sim 1"])
def test_a_key_that_cannot_be_a_header_is_never_sent(key: str, asking: Asking) -> None:
    asking.key = key
    assert asking.error("fastapi", "A boat").code == "key_rejected"
    assert asking.simulator.calls == []


def test_an_unknown_model_is_named(asking: Asking) -> None:
    error = asking.error("fastapi", "A boat [404]")
    assert isinstance(error, BadRequest)
    assert error.code == "model_not_found"


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_fault_may_have_been_billed(status: int, asking: Asking) -> None:
    error = asking.error("fastapi", f"A boat [{status}]")
    assert (error.may_have_charged, error.max_posts) == (True, 1)


def test_too_fast_may_be_sent_again_after_a_wait(asking: Asking) -> None:
    error = asking.error("fastapi", "A boat [429-retry-after=900]")
    assert (error.max_posts, error.retry_after, error.may_have_charged) == (3, 300, False)


def test_weather_for_the_first_post_only_clears_up(asking: Asking) -> None:
    asking.error("fastapi", "A boat [429-once]")
    assert asking.deliver("fastapi", "A boat [429-once]").images
    assert asking.simulator.posts("A boat [429-once]") == 2


def test_a_dated_copy_gets_the_facts_of_its_model(asking: Asking) -> None:
    listed = asking.with_provider("fastapi", lambda provider: provider.list_models("sim-good"))
    by_id = {spec.id: spec for spec in listed}
    assert by_id["gpt-image-1.5-2025-12-16"].options == by_id["gpt-image-1.5"].options
    assert by_id["gpt-image-9"].note
    assert "gpt-5-chat" not in by_id


@pytest.mark.parametrize("word", ["private-url", "private-redirect", "far-redirect", "gone-url"])
def test_an_address_that_leads_astray_is_no_picture(word: str, asking: Asking) -> None:
    delivery = asking.deliver("fastapi", f"A boat [{word}]")
    with pytest.raises(BadDelivery) as caught:
        asking.fetch("fastapi", delivery)
    assert caught.value.code == "not_an_image"
    assert caught.value.may_have_charged


def test_a_router_of_our_own_is_a_row_of_facts(asking: Asking) -> None:
    facts = catalog.facts("fastapi")
    own = type(facts)(
        slug="ours",
        label="Ours",
        badge="OU",
        summary="",
        base_url=asking.simulator.url("custom"),
        dialect="openai_compatible",
    )

    async def run() -> bytes:
        provider = catalog.build("ours", facts=own, limits=asking.limits)
        try:
            specs = {spec.id: spec for spec in await provider.list_models("sim-x")}
            spec = specs["dall-e-2"]
            assert spec.provider == "ours"
            request = ImageRequest(model="dall-e-2", prompt="A boat", options={"n": 1})
            made = await provider.generate(request, spec, "sim-x", asking.spool)
            return await provider.download(made.images[0], "sim-x")  # type: ignore[union-attr]
        finally:
            await provider.close()

    assert asyncio.run(run()).startswith(PNG)


def test_an_unclear_429_is_tried_once_more_only(asking: Asking) -> None:
    error = asking.error("fastapi", "A boat [unclear-429]")
    assert (error.code, error.max_posts) == ("rate_limited", 2)


def test_a_picture_refused_after_it_was_drawn_may_be_billed(asking: Asking) -> None:
    error = asking.error("fastapi", "A boat [moderated-output]")
    assert (error.code, error.may_have_charged) == ("content_refused", True)


def test_giving_up_closes_the_line(asking: Asking) -> None:
    spec = asking.spec("fastapi")
    request = ImageRequest(model=spec.id, prompt="A boat [hang]")

    async def give_up(provider: Provider) -> None:
        call = asyncio.ensure_future(provider.generate(request, spec, "sim-x", asking.spool))
        while "sent" not in asking.spool.told:
            await asyncio.sleep(0.01)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        await asyncio.sleep(0.2)

    asking.with_provider("fastapi", give_up)
    assert [call.aborted for call in asking.simulator.calls] == [True]


def test_what_is_no_picture_is_handed_on_as_it_came(asking: Asking) -> None:
    assert asking.deliver("fastapi", "[not-an-image]").images[0].data == b"this is not a picture"
