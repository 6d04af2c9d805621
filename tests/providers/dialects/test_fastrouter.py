"""FastRouter: answers at once or later, in every spelling."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generations.providers.errors import JobFailed, ProviderError, RateLimited, ReferenceUnknown
from generations.providers.types import Delivery, Pending
from tests.providers.calls import Asking

LEONARDO = "leonardo-ai/phoenix"


def taken(asking: Asking, prompt: str, **options: object) -> Pending:
    pending = asking.generate("fastrouter", prompt, model=LEONARDO, **options)
    assert isinstance(pending, Pending)
    return pending


def ready(asking: Asking, prompt: str, **options: object) -> Delivery:
    pending = taken(asking, prompt, **options)
    for _ in range(4):
        made = asking.collect(pending.reference)
        if isinstance(made, Delivery):
            return made
    raise AssertionError("never ready")


@pytest.mark.parametrize("spelling", ["", "[spelling=taskId]", "[spelling=nested]"])
@pytest.mark.parametrize("poll", ["", "[poll=video]", "[poll=data]"])
def test_every_spelling_of_a_job_ends_in_pictures(spelling: str, poll: str, asking: Asking) -> None:
    delivery = ready(asking, f"A boat {spelling} {poll}", n=2)
    assert len(delivery.images) == 2
    assert delivery.cost.usd == Decimal("0.0135")
    assert delivery.cost.kind == "actual"
    assert all(asking.fetch("fastrouter", delivery))


def test_the_hold_is_an_estimate(asking: Asking) -> None:
    assert taken(asking, "A boat").estimate_usd == Decimal("0.0346")


def test_an_answer_at_once_has_an_unknown_cost(asking: Asking) -> None:
    cost = asking.deliver("fastrouter", "A boat").cost
    assert (cost.usd, cost.kind) == (None, "unknown")


def test_a_finished_job_without_usage_has_an_unknown_cost(asking: Asking) -> None:
    assert ready(asking, "A boat [no-usage]").cost.usd is None


def test_status_246_is_a_success(asking: Asking) -> None:
    assert asking.deliver("fastrouter", "A boat [246]").images


def test_a_job_stays_pending_until_a_picture_or_a_failure(asking: Asking) -> None:
    pending = taken(asking, "A boat [pending-forever]")
    for _ in range(3):
        assert asking.collect(pending.reference) == Pending(reference=pending.reference)
    assert asking.spool.polling


@pytest.mark.parametrize("way", ["failed-task", "failed-task=generations"])
def test_a_failed_job_is_free_and_over(way: str, asking: Asking) -> None:
    pending = taken(asking, f"A boat [{way}]")
    with pytest.raises(JobFailed) as caught:
        asking.collect(pending.reference)
    assert caught.value.may_have_charged is False
    assert "upstream status 400" in caught.value.message


def test_a_job_refused_for_its_content_says_so(asking: Asking) -> None:
    pending = taken(asking, "A boat [failed-task=moderated]")
    with pytest.raises(ProviderError) as caught:
        asking.collect(pending.reference)
    assert caught.value.code == "content_refused"


def test_an_unknown_reference_has_an_error_of_its_own(asking: Asking) -> None:
    with pytest.raises(ReferenceUnknown):
        asking.collect("fr_nobody")


@pytest.mark.parametrize("word", ["task-500-once", "task-429-once", "task-reset", "task-drip"])
def test_a_failed_question_says_nothing_about_the_job(word: str, asking: Asking) -> None:
    pending = taken(asking, f"A boat [{word}] [pending=0]")
    with pytest.raises(ProviderError) as caught:
        asking.collect(pending.reference)
    assert caught.value.code in ("unavailable", "rate_limited")
    assert not isinstance(caught.value, JobFailed | ReferenceUnknown)
    assert isinstance(asking.collect(pending.reference), Delivery)


def test_an_unreadable_answer_about_a_job_leaves_it_pending(asking: Asking) -> None:
    pending = taken(asking, "A boat [task-garbage] [pending=0]")
    assert isinstance(asking.collect(pending.reference), Pending)


def test_an_answer_that_is_neither_picture_nor_job_is_unknown(asking: Asking) -> None:
    error = asking.error("fastrouter", "A boat [spelling=none]", model=LEONARDO)
    assert error.code == "bad_answer"


def test_a_guardrail_refuses_the_content(asking: Asking) -> None:
    error = asking.error("fastrouter", "A boat [446]")
    assert (error.code, error.provider_code) == ("content_refused", "446")


def test_a_spent_free_quota_is_not_tried_again(asking: Asking) -> None:
    error = asking.error("fastrouter", "A boat [free-quota]")
    assert isinstance(error, RateLimited)
    assert error.max_posts == 1


def test_the_key_goes_along_once_when_the_store_asks_for_it(asking: Asking) -> None:
    delivery = asking.deliver("fastrouter", "A boat [needs-key]")
    assert asking.fetch("fastrouter", delivery)
    gets = [call for call in asking.simulator.calls if call.method == "GET"]
    assert [bool(call.key) for call in gets] == [False, True]


def test_the_list_holds_what_puts_out_images(asking: Asking) -> None:
    listed = asking.with_provider("fastrouter", lambda provider: provider.list_models(None))
    assert [spec.id for spec in listed] == [
        "openai/gpt-image-1",
        "leonardo-ai/phoenix",
        "bytedance/seedream-9",
    ]
