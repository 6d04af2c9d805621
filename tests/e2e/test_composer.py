"""The form: what it refuses, keeps, drops, remembers, and sends once."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.window import Window

DALLE2 = ("DALL·E 2", "fastapi:dall-e-2")
MINI = ("GPT Image 1 mini", "fastapi:gpt-image-1-mini")
SCENES = ("Scenes", "sandbox:sandbox/scenes")


def test_a_refused_form_marks_its_fields_and_keeps_the_prompt(alice: Window) -> None:
    page = alice.page
    long_prompt = "A fox in the snow. " * 60
    alice.choose(*DALLE2)
    alice.ask(long_prompt)
    expect(page.locator("#prompt-error")).to_contain_text("1,000")
    expect(page.locator("#prompt")).to_have_value(long_prompt)
    expect(page.locator("#prompt")).to_be_focused()
    alice.choose(*MINI)
    alice.ask("A fox in the snow", background="transparent", output_format="jpeg")
    expect(page.locator("#params .error").first).to_contain_text("PNG or WebP")
    expect(page.locator("#prompt")).to_have_value("A fox in the snow")
    alice.ask("A fox in the snow", background="", output_format="png")
    expect(page.locator("#params .error")).to_have_count(0)
    alice.sees_picture("A fox in the snow")


def test_another_model_keeps_what_it_takes_and_names_what_it_does_not(alice: Window) -> None:
    page = alice.page
    alice.choose(*MINI)
    alice.set("size", "1536x1024")
    alice.set("background", "opaque")
    alice.choose("GPT Image 1", "fastrouter:openai/gpt-image-1")
    expect(page.locator('[name="o.size"][value="1536x1024"]')).to_be_checked()
    alice.choose("Seedream 4.5", "openrouter:bytedance-seed/seedream-4.5")
    expect(page.locator(".param-note")).to_contain_text("does not take the")
    expect(page.locator(".param-note")).to_contain_text("background")


def test_a_draft_survives_a_reload(alice: Window) -> None:
    page = alice.page
    alice.choose(*SCENES)
    alice.write("A fox that will be finished tomorrow")
    with page.expect_response(re.compile("/composer/draft/")):
        alice.set("count", "2")
    page.reload()
    expect(page.locator("#prompt")).to_have_value("A fox that will be finished tomorrow")
    expect(page.locator('[name=count][value="2"]')).to_be_checked()
    assert page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]") == []


def test_a_double_click_makes_one_job(alice: Window) -> None:
    prompt = "One fox, clicked twice"
    alice.choose(*SCENES)
    alice.write(prompt)
    alice.set("count", "1")
    alice.page.get_by_role("button", name=re.compile("^Generate")).dblclick()
    alice.sees_picture(prompt)
    alice.page.reload()
    expect(alice.tile(prompt)).to_have_count(1)


def test_the_price_follows_the_settings(alice: Window) -> None:
    cost = alice.page.locator("#cost b")
    alice.choose(*MINI)
    alice.set("count", "1")
    alice.set("size", "1024x1024")
    alice.set("quality", "low")
    expect(cost).to_have_text(re.compile(r"\$0\.005"))
    alice.set("quality", "high")
    expect(cost).to_have_text(re.compile(r"\$0\.036"))
    alice.set("count", "2")
    expect(cost).to_have_text(re.compile(r"\$0\.072"))


def test_remix_fills_the_composer_and_sends_nothing(alice: Window, bob: Window) -> None:
    prompt = "A fox to be remixed"
    bob.choose(*SCENES)
    bob.ask(prompt, seed="11")
    alice.sees_picture(prompt)
    alice.tile(prompt).hover()
    alice.tile(prompt).get_by_label("Remix").click()
    expect(alice.page.locator("#prompt")).to_have_value(prompt)
    expect(alice.page.locator('[name="o.seed"]')).to_have_value("11")
    expect(alice.page.locator("#jobs > li", has_text=prompt)).to_have_count(0)
