"""What the parts of a search mean, gathered one by one; what cannot be read is told in `problems`."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from generations.library.index import query_terms
from generations.library.index.query_terms import Term
from generations.library.search import filters, query_parser
from generations.library.search.filter_values import NotUnderstood
from generations.library.search.filters import FILTERS, Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One part of a search as it is shown, and the address without it."""

    said: str
    query: str


class Gatherer:
    """Gathers what the parts of a search mean."""

    def __init__(self, user: User) -> None:
        self._user = user
        self.conditions: list[Condition] = []
        self.words: list[Term] = []
        self.chips: list[Chip] = []
        self.problems: list[str] = []
        self.typed: list[str] = []  # what was looked for as words
        self._misfits: list[str] = []

    def add_piece(self, piece: query_parser.Piece, without: str) -> None:
        if piece.kind == "filter":
            return self.add_filter(piece.name, piece.text, without)
        term = (
            query_terms.exact(piece.text)
            if piece.kind == "phrase"
            else query_terms.loose(piece.text)
        )
        if term is None:
            return self.problems.append(f"“{piece.text}” holds nothing to look for.")
        self.words.append(term)
        self.typed.append(piece.text)
        said = f"“{piece.text}”" if piece.kind == "phrase" else piece.text
        self.chips.append(Chip(said=said, query=without))

    def add_filter(self, name: str, text: str, without: str) -> None:
        if name not in FILTERS:
            known = ", ".join(FILTERS)
            return self.problems.append(f"“{name}:” is not a filter. There are {known}.")
        try:
            condition = filters.FILTERS[name].read(text.strip(), self._user)
        except NotUnderstood as problem:
            return self.problems.append(str(problem))
        self.conditions.append(condition)
        if not condition.fits_jobs:
            self._misfits.append(condition.said)
        self.chips.append(Chip(said=condition.said, query=without))

    def tell_what_jobs_have_not(self) -> None:
        """A failed job has no heart, tag, shape or collection to be asked for."""
        if self._misfits and any(condition.is_of_jobs for condition in self.conditions):
            self.problems += [f"Failed jobs have no “{said}”." for said in self._misfits]
