"""What a person does with a job: cancel, retry, ask twice before paying twice, run again."""

from __future__ import annotations

import time

from playwright.sync_api import Route, expect

from tests.e2e.window import Window

MINI = ("GPT Image 1 mini", "fastapi:gpt-image-1-mini")
SEEDREAM = ("Seedream 4.5", "openrouter:bytedance-seed/seedream-4.5")
REHEARSAL = ("Rehearsal", "sandbox:sandbox/rehearsal")


def test_a_sent_job_is_asked_to_stop_and_kept_if_it_arrives(alice: Window) -> None:
    prompt = "A kettle that was called off [slow=7]"
    alice.choose(*MINI)
    alice.ask(prompt)
    card = alice.card(prompt)
    expect(card.locator(".job__title")).to_have_text("Generating")
    card.get_by_label("Cancel job").click()
    expect(card).to_contain_text("It may be billed, and will be kept if it arrives.")
    alice.sees_picture(prompt)


def test_a_waiting_job_is_cancelled_free_and_runs_again(alice: Window) -> None:
    prompt = "A kettle that waits [rate limited]"
    alice.choose(*REHEARSAL)
    alice.ask(prompt)
    card = alice.card(prompt)
    expect(card.locator(".job__title")).to_contain_text("Queued")
    card.get_by_label("Cancel job").click()
    expect(card.locator(".job__title")).to_have_text("Cancelled")
    card.get_by_role("button", name="Run again").click()
    expect(card.filter(has_text="Queued")).to_have_count(1)
    card.filter(has_text="Queued").get_by_label("Cancel job").click()
    expect(card.filter(has_text="Queued")).to_have_count(0)


def test_a_refusal_says_who_why_and_that_nothing_was_charged(alice: Window) -> None:
    prompt = "A kettle too many [moderated]"
    alice.choose(*SEEDREAM)
    alice.ask(prompt)
    card = alice.card(prompt)
    expect(card.locator(".job__title")).to_have_text("Refused by the model")
    expect(card).to_contain_text("OpenRouter")
    expect(card).to_contain_text("Not charged.")
    alice.write("something else")
    card.get_by_role("button", name="Edit prompt").click()
    expect(alice.page.locator("#prompt")).to_have_value(prompt)
    expect(alice.page.locator("#prompt")).to_be_focused()
    card.get_by_label("Dismiss").click()
    expect(card).to_have_count(0)


def test_a_failed_job_is_retried_as_a_new_one(alice: Window) -> None:
    prompt = "A kettle at the second try [502-once]"
    alice.choose(*SEEDREAM)
    alice.ask(prompt)
    card = alice.card(prompt)
    retry = card.get_by_role("button", name="Retry")
    expect(retry.or_(alice.tile(prompt)).first).to_be_visible()
    if retry.count():
        retry.click()
    alice.sees_picture(prompt)


def test_an_unknown_outcome_asks_before_it_may_bill_twice(alice: Window) -> None:
    prompt = "A kettle lost on the way [reset]"
    alice.choose(*SEEDREAM)
    alice.ask(prompt)
    card = alice.page.locator("#jobs > li.job--unknown")
    expect(card).to_contain_text("It may have been billed.")
    expect(card).to_contain_text(prompt)
    card.get_by_role("button", name="Retry anyway").click()
    expect(card.get_by_role("alert")).to_contain_text("this may bill again")
    card.get_by_role("button", name="Leave it").click()
    expect(card.get_by_role("alert")).to_have_count(0)
    first = card.get_attribute("id")
    card.get_by_role("button", name="Retry anyway").click()
    expect(card.get_by_role("alert")).to_be_visible()
    card.get_by_role("button", name="Retry anyway").click()
    expect(alice.page.locator(f"#{first}")).to_have_count(0)  # its child ends the same way
    card.get_by_label("Dismiss").click()
    expect(card).to_have_count(0)


def test_a_rejected_key_leads_to_the_keys(alice: Window) -> None:
    prompt = "A kettle behind a locked door [key rejected]"
    alice.choose(*REHEARSAL)
    alice.ask(prompt)
    card = alice.card(prompt)
    expect(card.locator(".job__title")).to_have_text("Key rejected")
    card.get_by_label("Dismiss").click()
    expect(card).to_have_count(0)


def test_an_answer_that_comes_after_the_news_does_not_hide_it(alice: Window) -> None:
    """The answer to Generate shows a job as it was made; the stream may have been faster."""

    def late(route: Route) -> None:
        answer = route.fetch()
        time.sleep(3)
        route.fulfill(response=answer)

    alice.page.route("**/jobs/", late)
    refused, made = "A kettle refused at once [moderated]", "A kettle made at once"
    alice.choose(*SEEDREAM)
    alice.ask(refused)
    expect(alice.card(refused).locator(".job__title")).to_have_text("Refused by the model")
    alice.choose("Scenes")
    alice.ask(made)
    alice.sees_picture(made)
    expect(alice.page.locator("#prompt")).to_have_value(made)
    alice.page.wait_for_timeout(4_000)
    expect(alice.card(refused).locator(".job__title")).to_have_text("Refused by the model")
    expect(alice.card(made)).to_have_count(0)
