"""The simulator itself: what tests of the house rely on."""

from __future__ import annotations

from io import BytesIO

import httpx2
from PIL import Image

from tests.providers.calls import Asking
from tests.simulator.server import Simulator


def test_calls_are_told_without_the_secret(asking: Asking) -> None:
    asking.generate("fastapi", "A boat")
    with httpx2.Client(trust_env=False, base_url=asking.simulator.origin) as client:
        (call,) = client.get("/_calls").json()
        assert call["key"] and "authorization" not in call["headers"]
        assert "sim-good" not in str(call)
        assert (call["method"], call["body"]["prompt"]) == ("POST", "A boat")
        assert (call["status"], call["finished"], call["aborted"]) == (200, True, False)
        client.delete("/_calls")
        assert client.get("/_calls").json() == []


def test_a_key_is_judged_by_its_looks(asking: Asking) -> None:
    for key, code in (("sk-x", None), ("my-good-one", None), ("sk-bad", 401), ("other", 401)):
        asking.key = key
        if code:
            assert asking.error("openrouter", "A boat").http_status == code
        else:
            assert asking.deliver("openrouter", "A boat").images


def test_a_picture_has_the_size_asked_for(asking: Asking) -> None:
    delivery = asking.deliver("fastapi", "A boat", model="gpt-image-2", size="1536x864")
    with Image.open(BytesIO(delivery.images[0].data or b"")) as image:
        assert image.size == (1536, 864)


def test_a_router_answers_exactly_what_a_test_gives(simulator: Simulator) -> None:
    simulator.reset()
    simulator.answer_with(
        "fastapi",
        path="/images/generations",
        status=418,
        headers=[("x-a", "1"), ("x-a", "2")],
        body=b"\xff\x00",
        pieces=[0.01, b"end"],
        times=1,
    )
    url = f"{simulator.url('fastapi')}/images/generations"
    told = httpx2.post(url, json={"prompt": "A boat"}, trust_env=False)
    assert (told.status_code, told.content) == (418, b"\xff\x00end")
    assert told.headers.get_list("x-a") == ["1", "2"]
    assert httpx2.post(url, json={"prompt": "A boat"}, trust_env=False).status_code == 401
