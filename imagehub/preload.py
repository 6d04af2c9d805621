"""What every request needs is loaded before the first one, and left alone by the garbage collector."""

from __future__ import annotations

import gc

from django.template.loader import get_template
from django.urls import get_resolver

PAGES = (
    "generations/composer/workspace.html",
    "generations/gallery/_search_results.html",
    "generations/viewer/picture.html",
)


def up() -> None:
    """Loads addresses, views and the large templates. A full collection then no longer walks over
    them: single answers of the bench took 60 to 80 ms longer than the others (2026-11-29)."""
    len(get_resolver().url_patterns)
    for page in PAGES:
        get_template(page)
    gc.collect()
    gc.freeze()
