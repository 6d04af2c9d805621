"""The Sandbox: the same order draws the same picture, and its answers pass through the spool."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from generations.providers.catalog import problems
from generations.providers.errors import ProviderError
from generations.providers.sandbox.provider import Sandbox
from generations.providers.sandbox.words import SCENE_WORDS, SUITS, choose
from generations.providers.types import Answer, Delivery, ImageRequest, OptionValue

SMALL = "160x128"


class Spool:
    """A recorder that keeps what it is told in order, and the answer in a file."""

    def __init__(self, folder: Path) -> None:
        self.body = folder / "answer"
        self.calls: list[str] = []
        self.previews: list[bytes] = []
        self.status = 0

    async def sent(self) -> None:
        self.previews.clear()
        self.calls.append("sent")

    async def opened(self, *, status: int, headers: Mapping[str, str], polling: bool) -> None:
        self.calls.append("opened")
        self.status = status
        self.body.write_bytes(b"")

    async def chunk(self, data: bytes) -> None:
        self.body.write_bytes(self.body.read_bytes() + data)

    async def answered(self) -> Answer:
        self.calls.append("answered")
        return self.answer()

    async def preview(self, image: bytes, *, index: int) -> None:
        assert index == len(self.previews)
        self.calls.append("preview")
        self.previews.append(image)

    def answer(self) -> Answer:
        return Answer(status=self.status, headers={}, body=self.body)


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path)


def asked(prompt: str, model: str = "scenes", **options: OptionValue) -> ImageRequest:
    return ImageRequest(
        model=f"sandbox/{model}", prompt=prompt, options={"size": SMALL, "seed": 7} | options
    )


def drawn(request: ImageRequest, spool: Spool) -> Delivery:
    sandbox = Sandbox(slow_s=0.02)
    spec = next(spec for spec in sandbox.specs() if spec.id == request.model)
    assert not problems(request, spec)
    return asyncio.run(sandbox.generate(request, spec, "", spool))


def pictures(delivery: Delivery) -> list[Image.Image]:
    return [Image.open(BytesIO(image.data or b"")) for image in delivery.images]


@pytest.mark.parametrize("model", ["scenes", "slow-scenes", "rehearsal"])
def test_the_same_request_draws_the_same_bytes(model: str, spool: Spool) -> None:
    request = asked("a mountain lake", model)
    assert drawn(request, spool).images == drawn(request, spool).images


def test_another_seed_draws_another_picture(spool: Spool) -> None:
    one, two = (drawn(asked("the sea", seed=seed), spool).images for seed in (1, 2))
    assert one != two


def test_without_a_seed_one_is_drawn_and_told_and_draws_the_same_again(spool: Spool) -> None:
    unseeded = ImageRequest(model="sandbox/scenes", prompt="x", options={"size": SMALL})
    first = drawn(unseeded, spool)
    again = drawn(asked("x", seed=int(first.applied["seed"])), spool)
    assert again.images == first.images


@pytest.mark.parametrize("size", ["97x211", "64x64", "512x64", "64x700", "300x200", "1024x1024"])
def test_the_size_is_honoured(size: str, spool: Spool) -> None:
    (picture,) = pictures(drawn(asked("planet", size=size), spool))
    assert f"{picture.width}x{picture.height}" == size


def test_auto_means_one_megapixel_square_and_is_free(spool: Spool) -> None:
    delivery = drawn(asked("city", size="auto", quality="low"), spool)
    assert delivery.applied["size"] == "1024x1024"
    assert (delivery.cost.usd, delivery.cost.kind) == (Decimal(0), "actual")


def test_a_four_megapixel_picture_is_painted_smaller_and_scaled_up(spool: Spool) -> None:
    (picture,) = pictures(drawn(asked("silk", size="2048x2048", output_format="jpeg"), spool))
    assert picture.size == (2048, 2048)


@pytest.mark.parametrize("wanted", ["png", "jpeg", "webp"])
def test_the_bytes_are_of_the_format_asked_for(wanted: str, spool: Spool) -> None:
    delivery = drawn(asked("flower", output_format=wanted), spool)
    (picture,) = pictures(delivery)
    assert picture.format == wanted.upper()
    assert delivery.images[0].media_type == f"image/{wanted}"
    assert delivery.applied["output_format"] == wanted


def test_more_compression_means_fewer_bytes(spool: Spool) -> None:
    sizes = [
        len(drawn(asked("x", output_format="jpeg", output_compression=kept), spool).images[0].data)
        for kept in (0, 50, 100)
    ]
    assert sizes == sorted(sizes)


@pytest.mark.parametrize("quality", ["auto", "low", "medium", "high"])
def test_every_quality_draws(quality: str, spool: Spool) -> None:
    assert pictures(drawn(asked("flower", quality=quality), spool))[0].size == (160, 128)


@pytest.mark.parametrize("scene", sorted(SCENE_WORDS))
def test_every_scene_has_a_transparent_form(scene: str, spool: Spool) -> None:
    word = SCENE_WORDS[scene].split()[0]
    for wanted in ("png", "webp"):
        request = asked(word, background="transparent", output_format=wanted)
        alpha = np.asarray(pictures(drawn(request, spool))[0].convert("RGBA"))[..., 3]
        assert (alpha == 0).mean() > 0.05
        assert (alpha == 255).mean() > 0.01


def test_without_transparency_nothing_is_see_through(spool: Spool) -> None:
    assert pictures(drawn(asked("planet", background="opaque"), spool))[0].mode == "RGB"


def test_several_pictures_take_the_following_seeds(spool: Spool) -> None:
    delivery = drawn(asked("dunes", n=3, seed=2**32 - 1), spool)
    assert len({image.data for image in delivery.images}) == 3
    assert delivery.details["seeds"] == [2**32 - 1, 0, 1]
    assert delivery.images[1] == drawn(asked("dunes", seed=0), spool).images[0]


@pytest.mark.parametrize("scene", sorted(SCENE_WORDS))
@pytest.mark.parametrize("size", ["97x211", "211x97", "64x64", "64x2048"])
def test_every_scene_draws_at_odd_sizes_without_a_warning(scene: str, size: str) -> None:
    from generations.providers.sandbox.draw import draw
    from generations.providers.sandbox.drawing_order import orders

    word = SCENE_WORDS[scene].split()[0]
    assert choose(word, 1)[0] == scene
    (order,) = orders(asked(word, size=size, quality="low"))
    image = draw(order)
    assert f"{image.width}x{image.height}" == size
    assert np.asarray(image).std() > 4


def test_every_scene_is_known_to_words_and_palettes() -> None:
    from generations.providers.sandbox.scenes import SCENES

    assert set(SCENES) == set(SCENE_WORDS) == set(SUITS)


def test_words_choose_scene_and_colours() -> None:
    assert choose("A red planet at night", 1)[0] == "planet"
    assert choose("a red planet", 5)[1].name == "ember"
    assert choose("green marble", 1)[1].name == "moss"


@pytest.mark.parametrize(
    ("prompt", "scene"),
    [
        ("night sea", "sea"),
        ("city at night", "skyline"),
        ("sunset over mountains", "ridges"),
        ("Night!", "aurora"),
        ("sunset", "sea"),
    ],
)
def test_things_outweigh_moods(prompt: str, scene: str) -> None:
    assert choose(prompt, 1)[0] == scene


def test_a_prompt_without_known_words_still_chooses_always_the_same_scene() -> None:
    assert {choose("qwertz", seed)[0] for seed in range(20)} == {choose("qwertz", 0)[0]}
    assert len({choose(f"qwertz{place}x", 0)[0] for place in range(200)}) > 8


@pytest.mark.parametrize("count", [1, 2, 3])
def test_previews_come_in_order_and_grow_clearer(count: int, spool: Spool) -> None:
    request = asked("bauhaus", stream=True, partial_images=count, size="320x320")
    final = pictures(drawn(request, spool))[0].convert("L")
    assert spool.calls == ["sent", *["preview"] * count, "opened", "answered"]
    looks = [Image.open(BytesIO(look)).convert("L") for look in spool.previews]
    far = [float(np.abs(np.asarray(look, float) - np.asarray(final)).mean()) for look in looks]
    assert far == sorted(far, reverse=True)


def test_without_streaming_there_are_no_previews(spool: Spool) -> None:
    drawn(asked("sea"), spool)
    assert spool.calls == ["sent", "opened", "answered"]


def test_the_slow_model_shows_three_previews_by_itself(spool: Spool) -> None:
    drawn(asked("sea", "slow-scenes"), spool)
    assert len(spool.previews) == 3


def test_a_spooled_answer_reads_the_same_again(spool: Spool) -> None:
    request = asked("aurora", n=2)
    first = drawn(request, spool)
    assert Sandbox().read(spool.answer(), request, Sandbox().specs()[0]) == first


@pytest.mark.parametrize(
    ("word", "code", "may_have_charged"),
    [
        ("key rejected", "key_rejected", False),
        ("no credit", "no_credit", False),
        ("refused", "content_refused", False),
        ("bad request", "bad_request", False),
        ("model not found", "model_not_found", False),
        ("too large", "too_large", False),
        ("rate limited", "rate_limited", False),
        ("unavailable", "unavailable", False),
        ("timeout", "timeout", True),
        ("connection lost", "connection_lost", True),
        ("empty", "empty_answer", False),
        ("not an image", "not_an_image", False),
        ("unreadable", "bad_answer", True),
    ],
)
def test_rehearsal_words_fail_as_they_say(
    word: str, code: str, may_have_charged: bool, spool: Spool
) -> None:
    with pytest.raises(ProviderError) as caught:
        drawn(asked(f"a sea [{word.upper()}] at dusk", "rehearsal"), spool)
    assert (caught.value.code, caught.value.may_have_charged) == (code, may_have_charged)
    assert ("answered" in spool.calls) == (code not in ("timeout", "connection_lost"))


def test_a_rate_limit_says_when_to_come_back(spool: Spool) -> None:
    with pytest.raises(ProviderError) as caught:
        drawn(asked("[rate limited]", "rehearsal"), spool)
    assert caught.value.safe_to_repeat
    assert caught.value.retry_after == 5


def test_rehearsal_words_mean_nothing_to_the_other_models(spool: Spool) -> None:
    assert len(drawn(asked("[no credit] [slow=90]"), spool).images) == 1


def test_a_rehearsed_wait_is_waited(monkeypatch: pytest.MonkeyPatch, spool: Spool) -> None:
    waited: list[float] = []

    async def note(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", note)
    drawn(asked("[slow=12.5]", "rehearsal"), spool)
    assert 12.5 in waited


def test_no_key_is_needed_to_prove_one() -> None:
    assert asyncio.run(Sandbox().check_key("")).proven


def test_every_model_is_labelled_as_not_ai() -> None:
    sandbox = Sandbox()
    assert not sandbox.facts.is_ai
    assert not sandbox.facts.needs_key
    assert all("not AI" in spec.summary for spec in sandbox.specs())


def test_loading_the_provider_loads_neither_numpy_nor_pillow() -> None:
    code = (
        "import sys, generations.providers.sandbox.provider as p; p.Sandbox().specs();"
        "sys.exit(bool({'numpy', 'PIL'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
