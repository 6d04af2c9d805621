"""What is looked for, as a small tree. The two databases each have a way to say it (fulltext_index.py)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from generations.library.index import tokenizer


@dataclass(frozen=True, slots=True)
class Word:
    """This word, whole."""

    text: str


@dataclass(frozen=True, slots=True)
class Start:
    """A word that begins so."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """These words side by side."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact's token (filter_tokens.py)."""

    token: str


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of them; none of nothing."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """The one, but not where the other is as well."""

    term: Term
    other: Term


Term: TypeAlias = Word | Start | Phrase | Fact | AnyOf | AllOf | Without


def any_fact(tokens: Iterable[str]) -> Term:
    return AnyOf(tuple(Fact(token) for token in tokens))


def nothing() -> Term:
    """Matches no row."""
    return AnyOf(())


def holds(term: Term, said: Sequence[str]) -> bool:
    """Whether these words in order fulfil it: the same without an index. They have no facts."""
    match term:
        case Word(text):
            return text in said
        case Start(text):
            return any(word.startswith(text) for word in said)
        case Phrase(parts):
            ends = range(len(said) - len(parts) + 1)
            return any(tuple(said[at : at + len(parts)]) == parts for at in ends)
        case AnyOf(terms):
            return any(holds(each, said) for each in terms)
        case AllOf(terms):
            return all(holds(each, said) for each in terms)
        case Without(term, other):
            return holds(term, said) and not holds(other, said)
    return False


def loose(text: str) -> Term | None:
    """Bare text: each word from its beginning (two letters at least), scripts without spaces by part.

    None where nothing in it can be looked for.
    """
    found = [_loose_part(part) for part in tokenizer.parts_of(text)]
    return AllOf(tuple(found)) if len(found) > 1 else next(iter(found), None)


def exact(text: str) -> Term | None:
    """Quoted text: its words whole and side by side."""
    parts = tokenizer.parts_of(text)
    if not parts:
        return None
    if len(parts) == 1 and tokenizer.is_spaceless(parts[0]):
        return _inside(parts[0])
    listed = tokenizer.words_of(text)
    if tokenizer.is_spaceless(parts[-1]) and len(parts[-1]) > 1:
        listed = listed[:-1]  # the last letter alone stands only where the text ends
    return Phrase(tuple(listed)) if len(listed) > 1 else Word(listed[0])


def hint(texts: Sequence[str]) -> str:
    """What is told of texts that hold signs, where something else in them can be looked for."""
    signs = tokenizer.signs_of("".join(text for text in texts if tokenizer.parts_of(text)))
    return f"Only letters and digits are searched for, not: {' '.join(signs)}" if signs else ""


def _loose_part(part: str) -> Term:
    if tokenizer.is_spaceless(part):
        return _inside(part)
    return Start(part) if len(part) > 1 else Word(part)


def _inside(part: str) -> Term:
    """Anywhere within a run of letters that has no spaces."""
    if len(part) == 1:
        return Start(part)
    listed = tokenizer.pairs(part)[:-1]
    return Phrase(tuple(listed)) if len(listed) > 1 else Word(listed[0])
