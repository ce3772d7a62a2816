"""What customers say about the guides."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from bot.store.models import FeedbackRow
from bot.store.parts import StorePart


class Feedback(StorePart):
    """The part of the store that holds feedback."""

    def add_feedback(
        self, conversation_id: str, guide_id: str, step: int | None, helped: bool, message_id: str
    ) -> None:
        """Note that a guide, or one step, helped or not.

        Args:
            message_id: the turn in which it was shown; it has one answer, and a changed mind replaces it.
        """
        same = (
            (FeedbackRow.conversation_id == conversation_id)
            & (FeedbackRow.message_id == message_id)
            & (FeedbackRow.guide_id == guide_id)
        )

        def work(connection: Connection) -> None:
            said = {"step": step, "helped": helped, "created_at": self._clock()}
            known = connection.scalar(select(FeedbackRow.id).where(same))
            if known is not None:
                connection.execute(update(FeedbackRow).where(FeedbackRow.id == known).values(**said))
                return
            connection.execute(
                insert(FeedbackRow).values(
                    conversation_id=conversation_id,
                    message_id=message_id,
                    guide_id=guide_id,
                    **said,
                )
            )

        self._database.write(work)
