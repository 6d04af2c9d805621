"""The index itself, once for SQLite (FTS5) and once for PostgreSQL (tsvector with GIN).

Both hold one row a picture that is not in the trash: its words in order, and its facts. A picture
that one may not see is kept out by its facts, as every filter is; nothing else needs to be asked.
The history of prompts has a table of the same kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from generations.library.index.query_terms import (
    AllOf,
    AnyOf,
    Fact,
    Phrase,
    Start,
    Term,
    Without,
    Word,
)

MOST_WORDS = 4_000  # of one picture; PostgreSQL knows 16,383 places


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Where rows of one kind are found by words and facts."""

    name: str
    key: str  # column of PostgreSQL; SQLite has its rowid
    near: int  # ids in which PostgreSQL looks first (index_lookup.py); a prompt's are far apart


PICTURES = Table(name="library_index", key="picture_id", near=2_000)
PROMPTS = Table(name="library_prompts", key="prompt_id", near=20_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the index holds of one picture, or of one prompt."""

    row_id: int
    words: Sequence[str]
    facts: Sequence[str]


def create(table: Table = PICTURES) -> None:
    """For the migration."""
    for statement in _CREATE[connection.vendor]:
        _run(statement.format(name=table.name, key=table.key))


def know_more_words() -> None:
    """For the migration. PostgreSQL then knows how common each of ten thousand words and facts is,
    and does not walk over a million pictures for those that nobody has."""
    if connection.vendor == "postgresql":
        for table in (PICTURES, PROMPTS):
            _run(f"ALTER TABLE {table.name} ALTER COLUMN words SET STATISTICS 1000")


def drop_table(table: Table = PICTURES) -> None:
    _run(f"DROP TABLE {table.name}")


def write(entries: Iterable[Entry], table: Table = PICTURES) -> None:
    """Adds rows that are not there yet."""
    sql = (
        f"INSERT INTO {table.name} (rowid, words, facts) VALUES (%s, %s, %s)"
        if connection.vendor == "sqlite"
        else f"INSERT INTO {table.name} ({table.key}, words) VALUES (%s, %s::tsvector)"
    )
    with connection.cursor() as cursor:
        cursor.executemany(sql, [_row(entry) for entry in entries])


def remove(ids: Sequence[int], table: Table = PICTURES) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            f"DELETE FROM {table.name} WHERE {column(table)} = %s", [(pk,) for pk in ids]
        )


def add_facts(facts: Iterable[tuple[int, str]]) -> None:
    """One more fact for each of these pictures that is in the index. For migrations."""
    sql = (
        f"UPDATE {PICTURES.name} SET facts = facts || ' ' || %s WHERE rowid = %s"
        if connection.vendor == "sqlite"
        else f"UPDATE {PICTURES.name} SET words = words || %s::tsvector WHERE picture_id = %s"
    )
    shape = "{}" if connection.vendor == "sqlite" else "'={}'"
    with connection.cursor() as cursor:
        cursor.executemany(sql, [(shape.format(fact), pk) for pk, fact in facts])


def column(table: Table = PICTURES) -> str:
    """Where the row's id stands."""
    return f"{table.name}.{'rowid' if connection.vendor == 'sqlite' else table.key}"


def gathers_words() -> bool:
    """FTS5 reads all that begins with a word at every look, however few rows are asked for."""
    return connection.vendor == "sqlite"


def condition(term: Term, table: Table = PICTURES) -> tuple[str, list[Any]]:
    """The WHERE part that rows for this term fulfil, and its parameters."""
    if connection.vendor == "sqlite":
        said = _fts5(term)
        return (f"{table.name} MATCH %s", [said]) if said else ("1 = 0", [])
    said = _tsquery(term)
    return (f"{table.name}.words @@ %s::tsquery", [said]) if said else ("1 = 0", [])


def _row(entry: Entry) -> tuple[Any, ...]:
    words = entry.words[:MOST_WORDS]
    if connection.vendor == "sqlite":
        return entry.row_id, " ".join(words), " ".join(entry.facts)
    placed = [f"'{word}':{place}" for place, word in enumerate(words, 1)]
    return entry.row_id, " ".join([*placed, *(f"'={fact}'" for fact in entry.facts)])


def _fts5(term: Term) -> str:
    """In FTS5's language (sqlite.org/fts5.html#full_text_query_syntax, read 2026-11-20).

    Words are letters and digits only, so that nothing in them needs escaping.
    """
    match term:
        case Word(text):
            return f'words:"{text}"'
        case Start(text):
            return f'words:"{text}"*'
        case Phrase(words):
            return f'words:"{" ".join(words)}"'
        case Fact(token):
            return f"facts:{token}"
        case AnyOf(terms):
            return _joined([_fts5(each) for each in terms], " OR ")
        case AllOf(terms):
            said = [_fts5(each) for each in terms]
            return _joined(said, " AND ") if all(said) else ""
        case Without(one, other):
            return _less(_fts5(one), _fts5(other), "({} NOT {})")


def _tsquery(term: Term) -> str:
    match term:
        case Word(text):
            return f"'{text}'"
        case Start(text):
            return f"'{text}':*"
        case Phrase(words):
            return _joined([f"'{word}'" for word in words], " <-> ")
        case Fact(token):
            return f"'={token}'"
        case AnyOf(terms):
            return _joined([_tsquery(each) for each in terms], " | ")
        case AllOf(terms):
            said = [_tsquery(each) for each in terms]
            return _joined(said, " & ") if all(said) else ""
        case Without(one, other):
            return _less(_tsquery(one), _tsquery(other), "({} & !{})")


def _joined(said: list[str], by: str) -> str:
    """Empty where nothing can match."""
    said = [each for each in said if each]
    return f"({by.join(said)})" if len(said) > 1 else next(iter(said), "")


def _less(said: str, other: str, shape: str) -> str:
    return shape.format(said, other) if said and other else said


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


# The words come folded and parted (tokenizer.py): the ascii tokenizer leaves every other letter alone.
_CREATE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE {name} USING fts5(words, facts, tokenize='ascii', prefix='2 3')"
    ],
    "postgresql": [
        "CREATE TABLE {name} ({key} bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX {name}_words ON {name} USING gin (words)",
    ],
}
