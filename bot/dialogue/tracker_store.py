"""Rasa's tracker store in the database that the settings name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from sqlalchemy import event
from sqlalchemy.engine import make_url

from bot.dialogue.forgetting import forget_turn
from bot.settings import settings

_BUSY_MILLISECONDS = 10_000


class DeskTrackerStore(SQLTrackerStore):  # type: ignore[misc]  # rasa is not typed for us
    """Rasa's own SQL store, tuned for SQLite and without a second place that holds the address.

    Named as ``tracker_store: type`` in endpoints.yml; ``url`` there is for tests and overrides the settings.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        **options: Any,
    ) -> None:
        """Connect and make the table when it is missing; takes the arguments that Rasa passes to every store."""
        address = host or settings().rasa_database
        url = make_url(address)
        if url.get_backend_name() == "sqlite" and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        super().__init__(domain=domain, host=address, event_broker=event_broker, **options)
        if self.engine.dialect.name == "sqlite":
            self.engine.dispose()  # the connection that made the table was opened without the pragmas
            event.listen(self.engine, "connect", _tune)

    def forget_turn(self, conversation_id: str, message_id: str) -> None:
        """Take what the customer said in one turn out of the stored events; again changes nothing."""
        with self.session_scope() as session:
            of_conversation = self.SQLEvent.sender_id == conversation_id
            rows = session.query(self.SQLEvent).filter(of_conversation).order_by(self.SQLEvent.id).all()
            stored = [json.loads(row.data) for row in rows]
            for row, old, new in zip(rows, stored, forget_turn(stored, message_id), strict=True):
                if new != old:
                    row.data = json.dumps(new)
            session.commit()


def _tune(connection: Any, record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.close()
