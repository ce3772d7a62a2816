"""Replies that are written once, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.messages import Language
from bot.store.assist_models import CannedReplyRow
from bot.store.errors import StoreError
from bot.store.parts import StorePart
from bot.store.records import Agent

_COLUMNS = (
    CannedReplyRow.id,
    CannedReplyRow.name,
    CannedReplyRow.ja,
    CannedReplyRow.en,
    CannedReplyRow.version,
    CannedReplyRow.changed_by,
    CannedReplyRow.changed_at,
)


@dataclass(frozen=True)
class CannedReply:
    """A reply in both languages; ``version`` grows with each change."""

    id: int
    name: str
    ja: str
    en: str
    version: int
    changed_by: str
    changed_at: datetime

    def in_(self, language: Language) -> str:
        """The reply in one language, its fields still open."""
        return self.ja if language == "ja" else self.en


class CannedNameTaken(StoreError):
    """Another canned reply has this name."""


class CannedReplyChanged(StoreError):
    """Somebody else changed or removed the reply meanwhile."""


class CannedReplies(StorePart):
    """The part of the store that holds canned replies."""

    def canned_replies(self) -> list[CannedReply]:
        """All of them by name."""
        query = select(*_COLUMNS).order_by(CannedReplyRow.name)
        return self._database.read(lambda connection: [CannedReply(*row) for row in connection.execute(query)])

    def canned_reply(self, reply_id: int) -> CannedReply | None:
        """One of them."""
        query = select(*_COLUMNS).where(CannedReplyRow.id == reply_id)
        row = self._database.read(lambda connection: connection.execute(query).one_or_none())
        return None if row is None else CannedReply(*row)

    def add_canned_reply(self, name: str, ja: str, en: str, by: Agent) -> int:
        """Write a new one; its id.

        Raises:
            CannedNameTaken: another one has this name.
        """
        values = {"name": name, "ja": ja, "en": en, "version": 1, "changed_by": by.name, "changed_at": self._clock()}

        def work(connection: Connection) -> int:
            made = connection.execute(insert(CannedReplyRow).values(**values)).inserted_primary_key
            return int(made[0]) if made else 0

        try:
            return self._database.write(work)
        except IntegrityError:
            raise CannedNameTaken(name) from None

    def change_canned_reply(self, reply_id: int, name: str, ja: str, en: str, by: Agent, *, version: int) -> None:
        """Rewrite one that was read at ``version``.

        Raises:
            CannedNameTaken: another one has this name.
            CannedReplyChanged: it is not at this version any more.
        """
        query = (
            update(CannedReplyRow)
            .where(CannedReplyRow.id == reply_id, CannedReplyRow.version == version)
            .values(name=name, ja=ja, en=en, version=version + 1, changed_by=by.name, changed_at=self._clock())
        )
        try:
            changed = self._database.write(lambda connection: connection.execute(query).rowcount)
        except IntegrityError:
            raise CannedNameTaken(name) from None
        if not changed:
            raise CannedReplyChanged(str(reply_id))

    def remove_canned_reply(self, reply_id: int) -> bool:
        """Remove one; false when it was gone already."""
        query = delete(CannedReplyRow).where(CannedReplyRow.id == reply_id)
        return self._database.write(lambda connection: connection.execute(query).rowcount > 0)
