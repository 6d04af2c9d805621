"""The table of providers: a sealed library, no Django, no rows, no users.

To add one: write `facts/<slug>.toml` and, unless it is purely OpenAI-shaped, `dialects/<name>.py`
(verbs), and name it in the table of `catalog.py`. CONTRIBUTING.md walks through it.
"""
