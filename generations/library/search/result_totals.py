"""What a page says of a search as a whole: where its list begins and ends, and how much there is.

A list does not wait for numbers. Filters are read as far as the page goes, and where more is found
the page asks how much once it stands (gallery_views.count, gallery_views.day). Where every look at
words costs the same (match.gathers_words), they are read once, up to the number that is still
counted: first page, count and mostly both ends come from that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generations.library.index import fulltext_index
from generations.library.search.date_ranges import Span
from generations.library.search.picture_search import COUNTED, Search, find


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    first: Sequence[int] = ()  # ids from the list's beginning on
    ends: tuple[int, ...] = ()  # the first and the last picture
    count: int | None = None  # at most COUNTED + 1; None: more than was read
    is_whole: bool = True  # nothing was left unread
    is_down: bool = True  # newest first

    def within(self, span: Span) -> int | None:
        """How many there are from that time; None where its end was not reached."""
        edge = self.first[-1] if self.first else 0
        is_read = edge < span.start.maybe if self.is_down else edge >= span.end.surely
        return span.count(self.first) if self.is_whole or is_read else None


def survey(asked: Search, *, most: int) -> Survey:
    """At least the first `most` of what is found, where there are so many."""
    is_counted = bool(asked.words) and fulltext_index.gathers_words()
    reach = max(most, COUNTED + 1) if is_counted else most
    first = find(asked, most=reach)
    is_whole = len(first) < reach
    last = first[-1:] if is_whole else find(asked, most=1, backwards=True)
    return Survey(
        first=first,
        ends=(*first[:1], *last),
        count=min(len(first), COUNTED + 1) if is_whole or is_counted else None,
        is_whole=is_whole,
        is_down=asked.order == "newest",
    )
