"""Every refusal before spending, what a picture will cost, and what survives a change of model."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from typing import Any

import pytest

from generations.providers import catalog
from generations.providers.types import Estimate, ImageRequest, ModelSpec


def spec(slug: str, model: str) -> ModelSpec:
    return next(spec for spec in catalog.shipped_specs(slug) if spec.id == model)


def found(model: str, prompt: str = "A boat", slug: str = "fastapi", **options: Any) -> set[str]:
    request = ImageRequest(model=model, prompt=prompt, options=options)
    return {
        f"{problem.field}:{problem.code}"
        for problem in catalog.problems(request, spec(slug, model))
    }


def test_all_reasons_are_told_at_once() -> None:
    assert found(
        "gpt-image-1", prompt=" ", n=11, size="9x9", quality="best", strange=1, stream="yes"
    ) == {
        "prompt:required",
        "n:out_of_range",
        "size:bad_size",
        "quality:not_a_choice",
        "strange:unknown_option",
        "stream:not_a_choice",
    }


@pytest.mark.parametrize(
    ("slug", "model", "limit"),
    [
        ("fastapi", "gpt-image-1", 32000),
        ("fastapi", "dall-e-3", 4000),
        ("fastapi", "dall-e-2", 1000),
        ("imagerouter", "test/test", 20000),
        ("fastrouter", "leonardo/kino-xl", 10000),
        ("openrouter", "qwen/qwen-image-3", 32000),
    ],
)
def test_a_prompt_may_have_so_many_code_points(slug: str, model: str, limit: int) -> None:
    assert found(model, prompt="🦦" * limit, slug=slug) == set()
    assert found(model, prompt="🦦" * (limit + 1), slug=slug) == {"prompt:too_long"}


def test_the_message_says_the_limit_the_length_and_whose_it_is() -> None:
    ours = spec("fastrouter", "leonardo/kino-xl")
    (problem,) = catalog.problems(ImageRequest(model=ours.id, prompt="x" * 10001), ours)
    assert "10,001" in problem.message and "10,000" in problem.message
    assert "our own" in problem.message


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"background": "transparent", "output_format": "jpeg"}, "output_format:needs"),
        ({"output_compression": 50}, "output_format:needs"),
        ({"output_compression": 50, "output_format": "webp"}, ""),
        ({"partial_images": 2}, "stream:needs"),
        ({"partial_images": 2, "stream": True}, ""),
        ({"background": "transparent"}, ""),
        ({"n": True}, "n:not_a_number"),
    ],
)
def test_options_must_agree(options: dict[str, Any], problem: str) -> None:
    assert found("gpt-image-1", **options) == ({problem} if problem else set())


@pytest.mark.parametrize(
    ("size", "is_fine"),
    [
        ("1536x864", True),
        ("3840x2160", True),
        ("4096x4096", False),
        ("1000x1000", False),
        ("3840x1024", False),
        ("640x640", False),
        ("large", False),
        ("auto", True),
    ],
)
def test_free_sizes_obey_their_law(size: str, is_fine: bool) -> None:
    assert found("gpt-image-2", size=size) == (set() if is_fine else {"size:bad_size"})


@pytest.mark.parametrize(
    ("frames", "size", "is_fine"),
    [
        (9, "960x960", True),
        (10, "960x960", False),
        (12, "816x816", True),
        (16, "720x720", True),
        (16, "816x816", False),
        (9, "1024x1024", False),
    ],
)
def test_the_frames_of_a_gif_share_the_pixels(frames: int, size: str, is_fine: bool) -> None:
    options = {"output_format": "gif", "frame_count": frames, "size": size}
    expected = set() if is_fine else {"size:bad_size"}
    assert found("gpt-image-2.6-flare", **options) == expected


def test_a_gif_cannot_be_streamed_and_frames_need_a_gif() -> None:
    gif = {"output_format": "gif", "stream": True}
    assert found("gpt-image-2.6-flare", **gif) == {"stream:not_allowed_together"}
    assert found("gpt-image-2.6-flare", frame_count=3) == {"output_format:needs"}


def test_dall_e_3_makes_one_picture() -> None:
    assert found("dall-e-3", n=2) == {"n:out_of_range"}


def test_texts_become_values() -> None:
    texts = {"n": "3", "stream": "on", "size": "1024×1024", "quality": "", "user": " me "}
    options, wrong = catalog.read_options(spec("fastapi", "gpt-image-1"), texts)
    assert options == {"n": 3, "stream": True, "size": "1024x1024", "user": " me "}
    assert wrong == []


def test_texts_that_cannot_be_read_are_told() -> None:
    texts = {"n": "many", "stream": "maybe", "seed": "1", "provider.only": "[]"}
    _, wrong = catalog.read_options(spec("fastapi", "gpt-image-1"), texts)
    assert {f"{problem.field}:{problem.code}" for problem in wrong} == {
        "n:not_a_number",
        "stream:not_a_choice",
        "seed:unknown_option",
        "provider.only:unknown_option",
    }


@pytest.mark.parametrize(
    ("options", "low", "high"),
    [
        ({"quality": "low", "size": "1024x1024"}, "0.011", "0.011"),
        ({"quality": "high", "size": "1536x1024", "n": 2}, "0.50", "0.50"),
        ({"quality": "medium"}, "0.042", "0.063"),
        ({"n": 3}, "0.033", "0.75"),
    ],
)
def test_an_estimate_is_for_the_whole_request(options: dict[str, Any], low: str, high: str) -> None:
    request = ImageRequest(model="gpt-image-1", prompt="A boat", options=options)
    expected = Estimate(low=Decimal(low), high=Decimal(high))
    assert catalog.estimate(request, spec("fastapi", "gpt-image-1")) == expected


def test_text_that_cannot_be_written_is_refused() -> None:
    assert found("gpt-image-1", prompt="a\ud800b") == {"prompt:bad_text"}
    assert found("gpt-image-1", user="a\0b") == {"user:bad_text"}


def test_an_unknown_price_is_none() -> None:
    assert catalog.price_hint(spec("fastapi", "gpt-image-2.6-flare")) is None
    assert catalog.price_hint(spec("fastrouter", "leonardo-ai/phoenix")) is None
    large = ImageRequest(model="gpt-image-2", prompt="x", options={"size": "3840x2160"})
    assert catalog.estimate(large, spec("fastapi", "gpt-image-2")) is None


def test_a_tier_has_its_own_price() -> None:
    gemini = spec("openrouter", "google/gemini-3-pro-image")
    request = ImageRequest(model=gemini.id, prompt="x", options={"resolution": "4K"})
    price = Decimal("0.24")
    assert catalog.estimate(request, gemini) == Estimate(low=price, high=price)


def test_what_another_model_accepts_is_kept() -> None:
    options: dict[str, Any] = {"n": 2, "size": "1024x1024", "style": "vivid", "quality": "hd"}
    kept, dropped = catalog.keep(options, spec("fastapi", "gpt-image-1"))
    assert kept == {"n": 2, "size": "1024x1024"}
    assert dropped == ("style", "quality")
    assert catalog.keep({"n": 2}, spec("fastapi", "dall-e-3")) == ({}, ("n",))
    clash = {"partial_images": 2}
    assert catalog.keep(clash, spec("fastapi", "gpt-image-1")) == ({}, ("partial_images",))


def test_an_empty_list_falls_back_to_our_facts() -> None:
    assert catalog.overlay((), "openrouter") == catalog.shipped_specs("openrouter")
    listed = catalog.shipped_specs("fastapi")[:1]
    others = catalog.overlay(listed, "fastapi")[1:]
    assert all("last list" in spec.note for spec in others)


def test_the_web_process_stays_small() -> None:
    code = "import sys, generations.providers.catalog; sys.exit('httpx2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
