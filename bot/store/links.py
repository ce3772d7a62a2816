"""Where on the platforms a conversation is shown, and how far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.messages import Language
from bot.store.channel_models import LinkRow
from bot.store.models import ConversationRow
from bot.store.parts import StorePart
from bot.store.records import Audience, Link
from bot.store.search_index import index_name

LINK_COLUMNS = (
    LinkRow.id,
    LinkRow.channel,
    LinkRow.address,
    LinkRow.conversation_id,
    LinkRow.audience,
    LinkRow.reachable,
    LinkRow.display_name,
    LinkRow.delivered_seq,
    LinkRow.data,
)


class Links(StorePart):
    """The part of the store that knows which conversation is shown where."""

    def customer_link(self, channel: str, address: str, language: Language) -> Link:
        """The customer's chat at this address; a conversation is opened for it when there is none."""
        conversation_id, link_id = self._new_id(), self._new_id()

        def work(connection: Connection) -> Link:
            found = _find(connection, channel, address)
            if found is not None:
                return found
            connection.execute(
                insert(ConversationRow).values(
                    id=conversation_id,
                    channel=channel,
                    language=language,
                    handler="assistant",
                    last_seq=0,
                    told_to_wait=False,
                    after_agent=False,
                    created_at=self._clock(),
                )
            )
            return self._add(
                connection, Link(link_id, channel, address, conversation_id, "customer", True, None, 0, {})
            )

        try:
            return self._database.write(work)
        except IntegrityError:
            # Another process opened the same chat between our look and our insert.
            return self._database.write(work)

    def add_link(
        self,
        channel: str,
        address: str,
        conversation_id: str,
        audience: Audience,
        *,
        after: int = 0,
        data: Mapping[str, Any] | None = None,
    ) -> Link:
        """Show a conversation at one more place, from the message behind ``after`` on; a place shows only one."""
        link = Link(self._new_id(), channel, address, conversation_id, audience, True, None, after, dict(data or {}))
        try:
            return self._database.write(
                lambda connection: _find(connection, channel, address) or self._add(connection, link)
            )
        except IntegrityError:
            found = self.find_link(channel, address)
            if found is None:
                raise
            return found

    def find_link(self, channel: str, address: str) -> Link | None:
        """The link of this address."""
        return self._database.read(lambda connection: _find(connection, channel, address))

    def link(self, link_id: str) -> Link | None:
        """The link with this id."""
        query = select(*LINK_COLUMNS).where(LinkRow.id == link_id)
        row = self._database.read(lambda connection: connection.execute(query).one_or_none())
        return None if row is None else link_of(row)

    def links_of(self, conversation_id: str) -> list[Link]:
        """Every place that shows the conversation, the oldest first."""
        query = (
            select(*LINK_COLUMNS)
            .where(LinkRow.conversation_id == conversation_id)
            .order_by(LinkRow.created_at, LinkRow.id)
        )
        return self._database.read(lambda connection: [link_of(row) for row in connection.execute(query)])

    def set_reachable(self, link_id: str, reachable: bool) -> None:
        """Stop deliveries to a link, or begin again with what is said from now on."""
        query = update(LinkRow).where(LinkRow.id == link_id)
        newest = (
            select(ConversationRow.last_seq)
            .where(ConversationRow.id == LinkRow.conversation_id)
            .correlate(LinkRow)
            .scalar_subquery()
        )

        def work(connection: Connection) -> None:
            if reachable:
                connection.execute(query.where(LinkRow.reachable.is_(False)).values(delivered_seq=newest))
            connection.execute(query.values(reachable=reachable))

        self._database.write(work)

    def note_link(
        self, link_id: str, *, display_name: str | None = None, data: Mapping[str, Any] | None = None
    ) -> None:
        """Keep what a platform told about a link; ``data`` is merged into what is there."""

        def work(connection: Connection) -> None:
            row = connection.execute(
                select(LinkRow.conversation_id, LinkRow.display_name, LinkRow.data)
                .where(LinkRow.id == link_id)
                .with_for_update()
            ).one_or_none()
            if row is None:
                return
            connection.execute(
                update(LinkRow)
                .where(LinkRow.id == link_id)
                .values(display_name=display_name or row.display_name, data={**row.data, **(data or {})})
            )
            if display_name and display_name != row.display_name:
                index_name(connection, row.conversation_id, link_id, display_name)

        self._database.write(work)

    def _add(self, connection: Connection, link: Link) -> Link:
        connection.execute(
            insert(LinkRow).values(
                id=link.id,
                channel=link.channel,
                address=link.address,
                conversation_id=link.conversation_id,
                audience=link.audience,
                reachable=link.reachable,
                display_name=link.display_name,
                delivered_seq=link.delivered_seq,
                data=dict(link.data),
                created_at=self._clock(),
            )
        )
        return link


def link_of(row: Row[Any]) -> Link:
    """A link as it was stored."""
    return Link(*row)


def _find(connection: Connection, channel: str, address: str) -> Link | None:
    query = select(*LINK_COLUMNS).where(LinkRow.channel == channel, LinkRow.address == address)
    row = connection.execute(query).one_or_none()
    return None if row is None else link_of(row)
