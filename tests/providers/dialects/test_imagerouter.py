"""ImageRouter: truth in the body, no public copy, multipart for pictures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generations.providers.dialects.imagerouter import ImageRouter, paid_call
from generations.providers.types import Delivery, ImageRequest, Provider
from generations.providers.wire.http_call import File
from tests.providers.calls import Asking
from tests.simulator.pictures import drawn


def test_no_public_copy_is_left_unless_asked_for(asking: Asking) -> None:
    asking.generate("imagerouter", "A boat")
    assert asking.body()["response_format"] == "b64_ephemeral"
    asking.generate("imagerouter", "A boat", response_format="url")
    assert asking.body()["response_format"] == "url"


def test_the_cost_is_the_routers_own(asking: Asking) -> None:
    cost = asking.deliver("imagerouter", "A boat").cost
    assert (cost.usd, cost.kind) == (Decimal("0.04"), "actual")


def test_a_free_picture_costs_nothing_and_an_untold_cost_is_unknown(asking: Asking) -> None:
    free = asking.deliver("imagerouter", "A boat", model="test/test")
    assert (free.cost.usd, free.cost.kind) == (Decimal(0), "actual")
    assert free.details["created"] == 1790000000
    assert asking.deliver("imagerouter", "A boat [no-cost]").cost.usd is None


def test_spaces_before_the_answer_are_patience(asking: Asking) -> None:
    assert asking.deliver("imagerouter", "A boat [heartbeat]").images
    assert asking.error("imagerouter", "A boat [heartbeat=error]").code == "unavailable"


def test_money_told_beside_an_error_is_kept(asking: Asking) -> None:
    error = asking.error("imagerouter", "A boat [error-with-200-cost]")
    assert error.cost_usd == Decimal("0.04")
    assert error.may_have_charged


def test_a_server_fault_is_not_repeated(asking: Asking) -> None:
    assert asking.error("imagerouter", "A boat [500]").max_posts == 1


def test_the_daily_limit_is_not_waited_for(asking: Asking) -> None:
    error = asking.error("imagerouter", "A boat [free-limit]")
    assert (error.code, error.max_posts) == ("rate_limited", 1)


def test_a_deposit_is_a_question_of_credit(asking: Asking) -> None:
    error = asking.error("imagerouter", "A boat [403]")
    assert (error.code, error.provider_code) == ("no_credit", "deposit_required")


def test_a_key_check_tells_the_credit(asking: Asking) -> None:
    report = asking.with_provider("imagerouter", lambda provider: provider.check_key("sim-x"))
    assert report.credit_usd == Decimal("25.5")


def test_pictures_travel_as_one_list_in_a_form(asking: Asking) -> None:
    spec = asking.spec("imagerouter")
    request = ImageRequest(model=spec.id, prompt="A boat", options={"quality": "low"})
    pictures = tuple(
        File(field="image[]", name=name, data=drawn(8, 8, "png", 0), media_type="image/png")
        for name in ("a.png", "b.png")
    )
    base = asking.simulator.url("imagerouter")

    async def edit(provider: Provider) -> object:
        assert isinstance(provider, ImageRouter)
        call = paid_call(base, "sim-x", request, spec, pictures)
        return await provider.send(call, asking.spool)

    assert isinstance(asking.with_provider("imagerouter", edit), Delivery)
    sent = asking.simulator.calls[-1].body
    assert sent["fields"] == {
        "model": spec.id,
        "prompt": "A boat",
        "quality": "low",
        "response_format": "b64_ephemeral",
    }
    assert [file["field"] for file in sent["files"]] == ["image[]", "image[]"]


def test_the_list_becomes_specs(asking: Asking) -> None:
    listed = asking.with_provider("imagerouter", lambda provider: provider.list_models(None))
    by_id = {spec.id: spec for spec in listed}
    assert set(by_id) == {"test/test", "openai/gpt-image-1.5", "new/never-seen"}
    known, new = by_id["openai/gpt-image-1.5"], by_id["new/never-seen"]
    assert known.prices[0].high == Decimal("0.2")
    size = known.option("size")
    assert size and size.values[1] == "1024x1024" and size.free_size is None
    assert new.option("quality") is None
    assert new.prices == ()


@pytest.mark.parametrize("form", ["svg", "jpeg", "webp", "gif"])
def test_any_form_of_picture_is_handed_on(form: str, asking: Asking) -> None:
    delivery = asking.deliver("imagerouter", f"A boat [{form}]")
    assert delivery.images[0].data == drawn(64, 64, form, 0)
