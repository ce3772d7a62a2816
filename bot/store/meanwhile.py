"""What was said while a human agent had a conversation."""

from __future__ import annotations

from sqlalchemy import Connection, func, or_, select

from bot.store.models import InboxRow, MessageRow
from bot.store.parts import StorePart
from bot.store.records import Heard


class Meanwhile(StorePart):
    """The part of the store that knows what the assistant has missed."""

    def said_meanwhile(self, conversation_id: str, turn_id: str) -> list[Heard]:
        """What customer and agents said between the assistant's last answer and a turn, oldest first."""
        mine = MessageRow.conversation_id == conversation_id
        answered = select(func.max(MessageRow.seq)).where(mine, MessageRow.role == "assistant").scalar_subquery()
        now = select(InboxRow.seq).where(InboxRow.turn_id == turn_id).scalar_subquery()
        query = (
            select(MessageRow.role, MessageRow.blocks)
            .outerjoin(InboxRow, InboxRow.turn_id == MessageRow.turn_id)
            .where(mine, MessageRow.seq > func.coalesce(answered, 0))
            .where(or_(now.is_(None), MessageRow.seq < now))
            .where(or_(MessageRow.role == "agent", (MessageRow.role == "customer") & (InboxRow.state == "held")))
            .order_by(MessageRow.seq)
        )

        def work(connection: Connection) -> list[Heard]:
            rows = connection.execute(query).all()
            heard = (Heard(row.role, "\n".join(block.get("text", "") for block in row.blocks)) for row in rows)
            return [line for line in heard if line.text]

        return self._database.read(work)

    def heard_in(self, turn_id: str) -> str | None:
        """The turn in which the assistant read what was said to an agent in another one; None when it has not."""
        held = select(InboxRow.conversation_id, InboxRow.position).where(
            InboxRow.turn_id == turn_id, InboxRow.state == "held"
        )

        def work(connection: Connection) -> str | None:
            row = connection.execute(held).one_or_none()
            if row is None:
                return None
            later = select(InboxRow.turn_id).where(
                InboxRow.conversation_id == row.conversation_id,
                InboxRow.position > row.position,
                InboxRow.state == "done",
            )
            return connection.scalar(later.order_by(InboxRow.position).limit(1))

        return self._database.read(work)
