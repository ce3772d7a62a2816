"""Finds conversations by what was said, noted or filed in them, the newest place first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, column, exists, select, table, text

from bot.store.inbox_models import SearchTextRow
from bot.store.inbox_records import SearchHit
from bot.store.models import ConversationRow
from bot.store.parts import StorePart
from bot.store.search_text import SHORT, words_of

_AT_ONCE = 400
_MOST_TERMS = 300
_INDEX = table("search_index", column("rowid"), column("search_index"))
_TERMS = text("SELECT term FROM search_terms WHERE term >= :first AND term < :last LIMIT :most")
_LAST = "\U0010ffff"


class Search(StorePart):
    """The part of the store that searches."""

    def search(
        self,
        query: str,
        *,
        limit: int,
        before: int | None = None,
        within: Sequence[ColumnElement[bool]] = (),
        few: bool = False,
    ) -> list[SearchHit]:
        """The conversations in which one text holds every word of the query, each once, the newest text first.

        Args:
            before: the ``id`` of the last hit of the page before.
            within: what the conversations have to fulfil.
            few: so few do that their texts are read one by one; otherwise the index leads.
        """
        words = words_of(query)
        if not words:
            return []
        return self._database.read(lambda connection: _found(connection, words, limit, before, within, few))


def _found(
    connection: Connection,
    words: tuple[str, ...],
    limit: int,
    before: int | None,
    within: Sequence[ColumnElement[bool]],
    few: bool,
) -> list[SearchHit]:
    condition = and_(*map(_holds, words)) if few else _condition(connection, words)
    if few:
        condition &= SearchTextRow.conversation_id.in_(select(ConversationRow.id).where(*within))
    elif within:
        condition &= exists().where(ConversationRow.id == SearchTextRow.conversation_id, *within)
    hits: dict[str, SearchHit] = {}
    for hit in _newest_first(connection, condition, before):
        if len(hits) == limit:
            break
        if hit.conversation_id not in hits and not (before and _was_shown(connection, condition, hit, before)):
            hits[hit.conversation_id] = hit
    return list(hits.values())


def _newest_first(connection: Connection, condition: ColumnElement[bool], before: int | None) -> Iterator[SearchHit]:
    while True:
        query = _hits(condition).order_by(SearchTextRow.id.desc()).limit(_AT_ONCE)
        rows = connection.execute(query if before is None else query.where(SearchTextRow.id < before)).all()
        for row in rows:
            yield SearchHit(row.conversation_id, row.kind, row.key, row.text, row.id)
        if len(rows) < _AT_ONCE:
            return
        before = rows[-1].id


def _was_shown(connection: Connection, condition: ColumnElement[bool], hit: SearchHit, before: int) -> bool:
    """Whether an earlier page held the conversation for a newer text."""
    query = _hits(condition).where(SearchTextRow.conversation_id == hit.conversation_id, SearchTextRow.id >= before)
    return connection.execute(query.limit(1)).first() is not None


def _hits(condition: ColumnElement[bool]) -> Select[tuple[str, str, str, str, int]]:
    return select(
        SearchTextRow.conversation_id, SearchTextRow.kind, SearchTextRow.key, SearchTextRow.text, SearchTextRow.id
    ).where(condition)


def _condition(connection: Connection, words: tuple[str, ...]) -> ColumnElement[bool]:
    if connection.dialect.name != "sqlite":
        return and_(*(_holds(word) for word in words))
    short = [word for word in words if len(word) < SHORT]
    phrases = [_quoted(word) for word in words if len(word) >= SHORT]
    for word in short:
        terms = _terms(connection, word)
        if len(terms) <= _MOST_TERMS:
            phrases.append(f"({' OR '.join(map(_quoted, terms))})" if terms else _quoted(word + _LAST * SHORT))
    conditions = [_holds(word) for word in short]
    if phrases:
        matching = select(_INDEX.c.rowid).where(
            _INDEX.c.search_index.op("MATCH")(bindparam(None, " AND ".join(phrases)))
        )
        conditions.append(SearchTextRow.id.in_(matching))
    return and_(*conditions)


def _terms(connection: Connection, word: str) -> list[str]:
    """The trigrams that begin with a word too short to be one."""
    values = {"first": word, "last": word + _LAST, "most": _MOST_TERMS + 1}
    return list(connection.scalars(_TERMS, values))


def _holds(word: str) -> ColumnElement[bool]:
    return SearchTextRow.text.contains(word, autoescape=True)


def _quoted(phrase: str) -> str:
    return '"' + phrase.replace('"', '""') + '"'
