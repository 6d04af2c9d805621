"""OpenRouter: its own path, real costs, errors that are free."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generations.providers import catalog
from generations.providers.types import ImageRequest
from tests.providers.calls import Asking

FREE_FAILURES = {"[500]": 2, "[502]": 2, "[504]": 2, "[503]": 3, "[529]": 3, "[429]": 3}


def test_the_path_is_its_own(asking: Asking) -> None:
    asking.generate("openrouter", "A boat")
    assert asking.simulator.calls[-1].path == "/openrouter/api/v1/images"


def test_the_cost_is_the_routers_own_or_unknown(asking: Asking) -> None:
    delivery = asking.deliver("openrouter", "A boat")
    assert (delivery.cost.usd, delivery.cost.kind) == (Decimal("0.04"), "actual")
    assert delivery.images[0].media_type == "image/png"
    assert asking.deliver("openrouter", "A boat [no-usage]").cost.usd is None


@pytest.mark.parametrize("word", FREE_FAILURES)
def test_a_failure_is_free_and_may_be_repeated(word: str, asking: Asking) -> None:
    error = asking.error("openrouter", f"A boat {word}")
    assert (error.max_posts, error.may_have_charged) == (FREE_FAILURES[word], False)


def test_the_router_may_say_that_repeating_is_useless(asking: Asking) -> None:
    assert asking.error("openrouter", "A boat [not-retryable]").max_posts == 1


def test_the_older_moderation_form_is_understood(asking: Asking) -> None:
    assert asking.error("openrouter", "A boat [old-moderation]").code == "content_refused"


def test_an_unknown_model_is_a_400_with_its_own_code(asking: Asking) -> None:
    spec = asking.spec("openrouter")
    strange = catalog.spec_from_json({**catalog.spec_to_json(spec), "id": "x/unknown"})
    request = ImageRequest(model="x/unknown", prompt="A boat")
    with pytest.raises(Exception, match="Not a valid model id") as caught:
        asking.with_provider(
            "openrouter", lambda it: it.generate(request, strange, "sim-x", asking.spool)
        )
    assert getattr(caught.value, "code", "") == "model_not_found"


@pytest.mark.parametrize("word", ["", "[wrapped]", "[no-stream]"])
def test_a_stream_is_read_bare_or_wrapped(word: str, asking: Asking) -> None:
    delivery = asking.deliver("openrouter", f"A boat [previews] {word}", stream=True)
    assert delivery.images and delivery.cost.usd == Decimal("0.04")
    assert len(asking.spool.previews) == (0 if word == "[no-stream]" else 2)


def test_an_error_in_a_stream_is_free(asking: Asking) -> None:
    error = asking.error("openrouter", "A boat [error-in-stream]", stream=True)
    assert (error.code, error.may_have_charged, error.max_posts) == ("unavailable", False, 2)


def test_a_stream_cut_before_a_picture_is_unknown(asking: Asking) -> None:
    assert asking.error("openrouter", "[cut-off]", stream=True).code == "connection_lost"


def test_the_makers_own_settings_are_handed_through(asking: Asking) -> None:
    spec = asking.spec("openrouter")
    texts = {"provider.options.openai.moderation": '"low"', "provider.only": '["openai"]'}
    options, wrong = catalog.read_options(spec, texts)
    assert wrong == []
    asking.generate("openrouter", "A boat", **options)
    assert asking.body()["provider"] == {
        "options": {"openai": {"moderation": "low"}},
        "only": ["openai"],
    }
    assert catalog.read_options(spec, {"provider.zdr": "true"})[1][0].code == "unknown_option"
    assert catalog.read_options(spec, {"provider.only": "["})[1][0].code == "bad_json"


def test_the_catalogue_becomes_options_and_strange_words_are_kept(asking: Asking) -> None:
    listed = asking.with_provider("openrouter", lambda provider: provider.list_models(None))
    by_id = {spec.id: spec for spec in listed}
    seedream = by_id["bytedance-seed/seedream-4.5"]
    resolution, n = seedream.option("resolution"), seedream.option("n")
    assert resolution and "9K" in resolution.values
    assert n and (n.minimum, n.maximum) == (1, 4)
    assert seedream.option("stream") is None and seedream.option("strange_new_thing") is None
    quality = by_id["openai/gpt-image-2"].option("quality")
    assert quality and "never-seen" in quality.values
    assert by_id["openai/gpt-image-2"].streams
    assert by_id["meta/muse-image"].options == ()
    corrected = {spec.id: spec for spec in catalog.overlay(listed, "openrouter")}
    assert corrected["bytedance-seed/seedream-4.5"].prices
    assert corrected["bytedance-seed/seedream-4.5"].option("resolution") == resolution


def test_pixels_leave_no_room_for_ratio_or_resolution(asking: Asking) -> None:
    listed = asking.with_provider("openrouter", lambda provider: provider.list_models(None))
    spec = next(spec for spec in listed if spec.id == "new/with-size")
    for size, count in (("2048x2048", 1), ("1K", 1)):
        options = {"size": size, "resolution": "1K"}
        found = catalog.problems(ImageRequest(model=spec.id, prompt="x", options=options), spec)
        assert [problem.code for problem in found] == ["not_allowed_together"] * count


def test_a_key_without_a_cap_tells_nothing_about_money(asking: Asking) -> None:
    report = asking.with_provider("openrouter", lambda provider: provider.check_key("sim-x"))
    assert report.credit_usd == Decimal("74.5")
