"""The filters of the inbox that agents keep under a name."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import Connection, delete, insert, select

from bot.store.inbox_models import SavedFilterRow
from bot.store.inbox_records import InboxFilter, SavedFilter
from bot.store.parts import StorePart


class InboxFilters(StorePart):
    """The part of the store that keeps filters; what somebody searches for is not kept."""

    def save_filter(self, agent_id: str, name: str, kept: InboxFilter) -> None:
        """Keep a filter under a name; an earlier one of that name goes."""
        values = {key: value for key, value in asdict(kept).items() if key != "text"}

        def work(connection: Connection) -> None:
            connection.execute(
                delete(SavedFilterRow).where(SavedFilterRow.agent_id == agent_id, SavedFilterRow.name == name)
            )
            connection.execute(
                insert(SavedFilterRow).values(agent_id=agent_id, name=name, filter=values, created_at=self._clock())
            )

        self._database.write(work)

    def saved_filters(self, agent_id: str) -> list[SavedFilter]:
        """The filters that an agent keeps, oldest first."""
        query = (
            select(SavedFilterRow.id, SavedFilterRow.name, SavedFilterRow.filter)
            .where(SavedFilterRow.agent_id == agent_id)
            .order_by(SavedFilterRow.id)
        )
        return self._database.read(
            lambda connection: [
                SavedFilter(row.id, row.name, InboxFilter(**row.filter)) for row in connection.execute(query)
            ]
        )

    def drop_filter(self, agent_id: str, filter_id: int) -> bool:
        """Forget a filter; false when the agent has none such."""
        query = delete(SavedFilterRow).where(SavedFilterRow.agent_id == agent_id, SavedFilterRow.id == filter_id)
        return self._database.write(lambda connection: connection.execute(query).rowcount > 0)
