"""The rows of a demo week: found by the mark of their ids, and taken away again, exactly they."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, cast, delete, func, or_, select

from bot.store.agent_models import AnnouncementRow, FlagRow, NoteRow
from bot.store.assist_models import CannedReplyRow, SuggestionUseRow
from bot.store.case_models import CaseEventRow
from bot.store.channel_models import DeliveryRow, LinkRow
from bot.store.inbox_models import MentionRow, SavedFilterRow, SearchTextRow
from bot.store.models import Base, CaseRow, ConversationRow, FeedbackRow, InboxRow, MessageRow
from bot.store.parts import StorePart
from bot.store.people_models import DeskSessionRow, FailedSignInRow, PasswordLinkRow, PersonRow
from bot.store.people_sessions import digest
from bot.store.quality_models import LabelRow, ReplayChangeRow
from bot.store.scheduled_models import ScheduledReplyRow

Condition = Callable[[str], ColumnElement[bool]]


@dataclass(frozen=True)
class Felt:
    """What a customer said of a guide, and the turn in which it was shown."""

    turn_id: str
    guide: str
    step: int | None
    helped: bool


class DemoRows(StorePart):
    """The part of the store that knows which rows are of a demo week."""

    def felt_in(self, conversation_id: str) -> list[Felt]:
        """What the customer said of the guides in a conversation, oldest first."""
        query = (
            select(FeedbackRow.message_id, FeedbackRow.guide_id, FeedbackRow.step, FeedbackRow.helped)
            .where(FeedbackRow.conversation_id == conversation_id)
            .order_by(FeedbackRow.id)
        )
        return self._database.read(lambda connection: [Felt(*row) for row in connection.execute(query)])

    def count_marked(self, mark: str) -> tuple[int, int]:
        """How many conversations have this mark, and how many have not."""

        def work(connection: Connection) -> tuple[int, int]:
            ours = select(func.count(ConversationRow.id)).where(_ends(ConversationRow.id, mark))
            everything = connection.scalar(select(func.count(ConversationRow.id))) or 0
            marked = connection.scalar(ours) or 0
            return marked, everything - marked

        return self._database.read(work)

    def remove_marked(self, mark: str) -> None:
        """Take away every row of the week, and what others wrote into its conversations since; the audit log stays."""

        def work(connection: Connection) -> None:
            logins = [digest(login) for login in connection.scalars(select(PersonRow.login).where(_person(mark)))]
            connection.execute(delete(FailedSignInRow).where(FailedSignInRow.digest.in_(logins)))
            for table, condition in REMOVED.items():
                connection.execute(delete(table).where(condition(mark)))

        self._database.write(work)

    def remove_conversation(self, conversation_id: str) -> None:
        """Take away a conversation that no customer had; an unknown one changes nothing."""
        query = select(ConversationRow.id).where(ConversationRow.id == conversation_id)
        # Its whole id is a mark that no other row ends with.
        if self._database.read(lambda connection: connection.scalar(query)) is not None:
            self.remove_marked(conversation_id)


def _ends(column: Any, mark: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column.endswith(mark, autoescape=True)
    return found


def _within(column: Any) -> Condition:
    return lambda mark: _ends(column, mark)


def _by(column: Any) -> Condition:
    """Rows that name somebody of the week as their author."""
    return lambda mark: _ends(column, mark)


def _case(column: Any) -> Condition:
    return lambda mark: column.in_(select(CaseRow.number).where(_ends(CaseRow.conversation_id, mark)))


def _person(mark: str) -> ColumnElement[bool]:
    return _ends(PersonRow.id, mark)


def _told(mark: str) -> ColumnElement[bool]:
    """Labels of the week's messages and of answers that its people called wrong."""
    flags = select(cast(FlagRow.id, String)).where(_by(FlagRow.agent_id)(mark))
    return or_(_ends(LabelRow.origin_id, mark), (LabelRow.origin == "flag") & LabelRow.origin_id.in_(flags))


REMOVED: dict[type[Base], Condition] = {
    SearchTextRow: _within(SearchTextRow.conversation_id),
    MentionRow: _within(MentionRow.conversation_id),
    NoteRow: _within(NoteRow.conversation_id),
    SuggestionUseRow: _within(SuggestionUseRow.conversation_id),
    ScheduledReplyRow: _within(ScheduledReplyRow.conversation_id),
    ReplayChangeRow: _within(ReplayChangeRow.conversation_id),
    LabelRow: _told,
    FlagRow: _by(FlagRow.agent_id),
    FeedbackRow: _within(FeedbackRow.conversation_id),
    CaseEventRow: _case(CaseEventRow.case_number),
    AnnouncementRow: _case(AnnouncementRow.case_number),
    CaseRow: _within(CaseRow.conversation_id),
    DeliveryRow: lambda mark: DeliveryRow.link_id.in_(select(LinkRow.id).where(_ends(LinkRow.conversation_id, mark))),
    LinkRow: _within(LinkRow.conversation_id),
    MessageRow: _within(MessageRow.conversation_id),
    InboxRow: _within(InboxRow.conversation_id),
    ConversationRow: _within(ConversationRow.id),
    CannedReplyRow: lambda mark: CannedReplyRow.changed_by.in_(select(PersonRow.name).where(_person(mark))),
    SavedFilterRow: _by(SavedFilterRow.agent_id),
    DeskSessionRow: _within(DeskSessionRow.person_id),
    PasswordLinkRow: _within(PasswordLinkRow.person_id),
    PersonRow: _person,
}
"""What is taken away of each table, in the order that foreign keys allow."""

UNTOUCHED = frozenset(
    ("audit", "platform_events", "api_tokens", "quality_options", "candidates", "replays", "failed_sign_ins")
)
"""Tables of which a demo week has no rows, whose rows are found otherwise, or, like the audit log, only ever grow."""
