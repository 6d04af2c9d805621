"""What must hold for every provider in the table, found through the table."""

from __future__ import annotations

import asyncio
import json
from decimal import Decimal
from pathlib import Path

import pytest

from generations.providers import catalog
from generations.providers.errors import ProviderError
from generations.providers.facts.price_estimate import price_hint
from generations.providers.types import ImageRequest, ModelSpec, OptionKind
from tests.providers.calls import MODEL, ROUTERS, Asking

NAMES = {
    *("size", "aspect_ratio", "resolution", "quality", "style", "background", "output_format"),
    *("output_compression", "response_format", "response_type", "seed", "n", "moderation"),
    *("user", "stream", "partial_images"),
}
NEWER = {"complexity", "frame_count", "frame_duration_ms", "safety_identifier", "svg_model"}
HERE = [
    slug
    for slug in catalog.PROVIDERS
    if (Path(catalog.__file__).parent / "facts" / f"{slug}.toml").exists()
]
SPECS = [spec for slug in HERE for spec in catalog.shipped_specs(slug)]


@pytest.fixture(params=SPECS, ids=lambda spec: f"{spec.provider}:{spec.id}")
def spec(request: pytest.FixtureRequest) -> ModelSpec:
    return request.param  # type: ignore[no-any-return]


def test_every_fact_has_a_source_and_a_date(spec: ModelSpec) -> None:
    facts = (catalog.facts(spec.provider), spec, *spec.options, *spec.rules, *spec.prices)
    assert [fact for fact in facts if not fact.source or not fact.checked_on] == []


def test_every_option_is_one_we_name(spec: ModelSpec) -> None:
    if spec.provider == "sandbox":
        pytest.skip("the sandbox has knobs of its own")
    names = [option.name for option in spec.options]
    assert set(names) <= NAMES | NEWER
    assert len(names) == len(set(names))
    assert all(option.advanced for option in spec.options if option.name in NEWER)


def test_rules_and_prices_speak_of_options_the_model_has(spec: ModelSpec) -> None:
    names = {option.name for option in spec.options}
    for rule in spec.rules:
        assert {*rule.when, *rule.allow, *rule.forbid} <= names, rule
        assert rule.allow or rule.forbid or rule.free_size
    for price in spec.prices:
        assert set(price.when) <= names, price


def test_defaults_are_among_the_values(spec: ModelSpec) -> None:
    for option in spec.options:
        if option.kind in (OptionKind.CHOICE, OptionKind.SIZE):
            assert option.values, option
            assert option.default is None or option.default in option.values, option
        assert set(option.warnings) <= set(option.values)
        assert option.label[0].isupper()


def test_a_spec_survives_json(spec: ModelSpec) -> None:
    stored = json.loads(json.dumps(catalog.spec_to_json(spec)))
    assert catalog.spec_from_json(stored) == spec


def test_a_price_is_never_zero_unless_the_picture_is_free(spec: ModelSpec) -> None:
    hint = price_hint(spec)
    is_free = spec.provider == "sandbox" or ":free" in spec.id or spec.id == "test/test"
    if hint is None:
        assert not spec.prices
    elif not is_free:
        assert Decimal(0) < hint.low <= hint.high


def test_a_plain_prompt_is_fine(spec: ModelSpec) -> None:
    assert catalog.problems(ImageRequest(model=spec.id, prompt="A boat"), spec) == []


def test_every_value_alone_is_kept_or_refused_with_a_sentence(spec: ModelSpec) -> None:
    for option in spec.options:
        for value in option.values:
            options, wrong = catalog.read_options(spec, {option.name: value})
            assert not wrong
            request = ImageRequest(model=spec.id, prompt="A boat", options=options)
            kept, dropped = catalog.keep(options, spec)
            found = catalog.problems(request, spec)
            assert bool(found) == bool(dropped), (option.name, value)
            assert all(problem.message[0].isupper() for problem in found)
            assert (
                catalog.problems(ImageRequest(model=spec.id, prompt="-", options=kept), spec) == []
            )


@pytest.mark.parametrize("slug", ROUTERS)
def test_every_shipped_model_can_be_asked_for(slug: str, asking: Asking) -> None:
    for spec in catalog.shipped_specs(slug):
        asking.generate(slug, "A boat", model=spec.id)
        sent = asking.body()
        assert sent["model"] == spec.id
        assert set(sent) == {"model", "prompt", *spec.always_send}


@pytest.mark.parametrize("slug", ROUTERS)
def test_every_value_of_a_model_is_accepted_by_its_router(slug: str, asking: Asking) -> None:
    for option in asking.spec(slug).options:
        for value in option.values:
            if not catalog.keep({option.name: value}, asking.spec(slug))[1]:
                asking.generate(slug, "A boat", **{option.name: value})
                assert asking.body()[option.wire or option.name] == value


STATUSES = {
    401: "key_rejected",
    402: "no_credit",
    429: "rate_limited",
    400: "bad_request",
    413: "too_large",
    500: "unavailable",
    502: "unavailable",
    503: "unavailable",
}


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("slug", ROUTERS)
def test_a_status_becomes_our_word_for_it(slug: str, status: int, asking: Asking) -> None:
    error = asking.error(slug, f"A boat [{status}]")
    assert error.code == STATUSES[status]
    assert error.http_status == status
    assert asking.spool.told == ["sent", "opened", "answered"]


WORDS = {
    "[moderated]": "content_refused",
    "[no-money]": "no_credit",
    "[garbage]": "bad_answer",
    "[empty]": "empty_answer",
    "[error-with-200]": "unavailable",
    "[hang]": "timeout",
    "[reset]": "connection_lost",
    "[cut-off]": "connection_lost",
    "[huge=25000000]": "bad_answer",
    "[redirect]": "unavailable",
}


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("slug", ROUTERS)
def test_every_weather_becomes_our_word_for_it(slug: str, word: str, asking: Asking) -> None:
    error = asking.error(slug, f"A boat {word}")
    assert error.code == WORDS[word]
    assert asking.simulator.posts(f"A boat {word}") == 1


@pytest.mark.parametrize("slug", ROUTERS)
def test_what_may_have_been_billed_is_never_sent_again(slug: str, asking: Asking) -> None:
    for word in (*WORDS, *(f"[{status}]" for status in STATUSES)):
        error = asking.error(slug, f"A boat {word}")
        assert not (error.may_have_charged and error.safe_to_repeat), word


def test_every_error_has_a_weather() -> None:
    """BadDelivery's second code and the polling errors have tests of their own."""
    shown = {*WORDS.values(), *STATUSES.values()}
    missing = {shape.code for shape in ProviderError.__subclasses__()} - shown
    assert missing == set()


@pytest.mark.parametrize("slug", ROUTERS)
def test_half_a_broken_answer_keeps_its_good_half(slug: str, asking: Asking) -> None:
    delivery = asking.deliver(slug, "A boat [half-broken]")
    assert (len(delivery.images), delivery.unreadable) == (1, 1)


@pytest.mark.parametrize("slug", ROUTERS)
def test_a_spooled_answer_can_be_read_again(slug: str, asking: Asking) -> None:
    first = asking.deliver(slug, "A boat")
    spec = asking.spec(slug)

    async def again(provider: object) -> object:
        told = await asking.spool.answered()
        return provider.read(told, asking.request, spec)  # type: ignore[attr-defined]

    assert asking.with_provider(slug, again) == first


@pytest.mark.parametrize("slug", ROUTERS)
def test_nothing_was_sent_when_nobody_listens(slug: str, asking: Asking) -> None:
    spec = asking.spec(slug)

    async def run() -> None:
        provider = catalog.build(slug, base_url="http://127.0.0.1:1", limits=asking.limits)
        try:
            request = ImageRequest(model=spec.id, prompt="A boat")
            await provider.generate(request, spec, "sim-x", asking.spool)
        finally:
            await provider.close()

    with pytest.raises(ProviderError) as caught:
        asyncio.run(run())
    error = caught.value
    assert (error.code, error.may_have_charged, error.max_posts) == ("unavailable", False, 1)
    assert "nothing was sent" in error.message
    assert asking.spool.told == []


@pytest.mark.parametrize("slug", ROUTERS)
def test_a_good_key_passes_and_a_bad_one_is_rejected(slug: str, asking: Asking) -> None:
    report = asking.with_provider(slug, lambda provider: provider.check_key("sim-good"))
    assert report.proven == catalog.facts(slug).proves_keys
    with pytest.raises(ProviderError) as caught:
        asking.with_provider(slug, lambda provider: provider.check_key("bad"))
    assert caught.value.code == "key_rejected"
    assert caught.value.may_have_charged is False


@pytest.mark.parametrize("slug", ROUTERS)
def test_a_live_list_becomes_specs_that_survive_json(slug: str, asking: Asking) -> None:
    listed = asking.with_provider(slug, lambda provider: provider.list_models("sim-good"))
    assert listed
    for spec in catalog.overlay(listed, slug):
        assert spec.source and spec.checked_on and spec.provider == slug
        assert catalog.spec_from_json(json.loads(json.dumps(catalog.spec_to_json(spec)))) == spec
    assert {spec.id for spec in catalog.shipped_specs(slug)} <= {
        spec.id for spec in catalog.overlay(listed, slug)
    }


@pytest.mark.parametrize("slug", ROUTERS)
def test_no_message_repeats_a_secret(slug: str, asking: Asking) -> None:
    asking.key = "sim-a-very-secret-key"
    error = asking.error(slug, "A boat [400] [leak]")
    for secret in (asking.key, "abc.def", "a1" * 32, "sk-or-v1-abcdef"):
        assert secret not in error.message
        assert secret not in str(error)
    assert "are bad" in error.message


@pytest.mark.parametrize("slug", ROUTERS)
def test_no_header_names_us_or_asks_for_a_cache(slug: str, asking: Asking) -> None:
    asking.generate(slug, "A boat")
    headers = asking.simulator.calls[-1].headers
    assert not {"cache_key", "http-referer", "referer", "x-title"} & set(headers)


def test_model_names_for_tests_exist(asking: Asking) -> None:
    assert [asking.spec(slug).id for slug in MODEL] == list(MODEL.values())
