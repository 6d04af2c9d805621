"""The table of providers: a sealed library, no Django, no rows, no users.

To add one: write `<slug>.toml` (facts) and, unless it is purely OpenAI-shaped, `<dialect>.py`
(verbs), and name it in the table of `catalog.py`. docs/adding-a-provider.md walks through it.
"""
