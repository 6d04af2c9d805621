"""A picture from every dialect, asked for in the form and seen in the gallery."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.window import Window

DIALECTS = {
    "fastrouter at once": ("GPT Image 1 mini", "fastrouter:openai/gpt-image-1-mini"),
    "fastrouter by task": ("Phoenix", "fastrouter:leonardo-ai/phoenix"),
    "fastapi plain": ("GPT Image 1 mini", "fastapi:gpt-image-1-mini"),
    "imagerouter": ("Test picture", "imagerouter:test/test"),
    "openrouter": ("Seedream 4.5", "openrouter:bytedance-seed/seedream-4.5"),
    "sandbox": ("Scenes", "sandbox:sandbox/scenes"),
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_picture_arrives(alice: Window, dialect: str) -> None:
    model, value = DIALECTS[dialect]
    prompt = f"A paper boat by way of {dialect}"
    alice.choose(model, value)
    alice.ask(prompt)
    alice.sees_picture(prompt)
    expect(alice.card(prompt)).to_have_count(0)
    alice.tile(prompt).locator("a").first.click()
    expect(alice.page.locator("#prompt-text")).to_have_text(prompt)
    expect(alice.page.locator(".facts")).to_contain_text(model.split(" ")[0])


def test_a_streamed_picture_is_previewed_in_its_card(alice: Window) -> None:
    prompt = "A paper boat, streamed [drip=4]"
    alice.choose("GPT Image 1 mini", "fastapi:gpt-image-1-mini")
    alice.ask(prompt, stream="true", partial_images="3")
    card = alice.card(prompt)
    for number in (1, 2):
        expect(card.locator(".job__title")).to_have_text(f"Preview {number} of 3")
        seen = card.locator("img.is-fresh").evaluate("async img => (await img.decode(), img.src)")
        assert "/preview/" in seen
    alice.sees_picture(prompt)


def test_three_at_once_are_three_pictures(alice: Window) -> None:
    prompt = "Three paper boats"
    alice.choose("Seedream 4.5", "openrouter:bytedance-seed/seedream-4.5")
    alice.ask(prompt, count="3")
    alice.sees_picture(prompt, count=3)
    expect(alice.tile(prompt)).to_have_count(3)
