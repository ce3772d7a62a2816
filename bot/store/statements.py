"""The statements of every turn, built once: building them costs more than running them."""

from __future__ import annotations

from sqlalchemy import Boolean, bindparam, case, func, insert, null, select, update

from bot.store.figures_digest import NOTHING
from bot.store.models import ConversationRow, InboxRow, MessageRow

HOLD_CONVERSATION = (
    select(
        ConversationRow.id,
        ConversationRow.channel,
        ConversationRow.language,
        ConversationRow.handler,
        ConversationRow.last_seq,
        ConversationRow.told_to_wait,
        ConversationRow.after_agent,
        ConversationRow.agent_id,
        ConversationRow.agent_name,
        ConversationRow.waiting_since,
    )
    .where(ConversationRow.id == bindparam("conversation_id"))
    .with_for_update()
)

UPDATE_CONVERSATION = (
    update(ConversationRow)
    .where(ConversationRow.id == bindparam("held_id"))
    .values(
        last_seq=bindparam("last_seq"),
        language=bindparam("language"),
        told_to_wait=bindparam("told_to_wait"),
        after_agent=bindparam("after_agent"),
        waiting_since=bindparam("waiting_since"),
        last_at=func.coalesce(bindparam("said_at", type_=ConversationRow.last_at.type), ConversationRow.last_at),
        closed_at=case((bindparam("reopened", type_=Boolean()), null()), else_=ConversationRow.closed_at),
    )
)

FIND_CONVERSATION = select(
    ConversationRow.id,
    ConversationRow.channel,
    ConversationRow.language,
    ConversationRow.handler,
    ConversationRow.last_seq,
    ConversationRow.created_at,
    ConversationRow.agent_id,
    ConversationRow.agent_name,
    ConversationRow.waiting_since,
).where(ConversationRow.id == bindparam("conversation_id"))

INSERT_MESSAGE = insert(MessageRow)

_MESSAGES = select(
    MessageRow.id,
    MessageRow.conversation_id,
    MessageRow.seq,
    MessageRow.role,
    MessageRow.language,
    MessageRow.created_at,
    MessageRow.blocks,
    MessageRow.client_message_id,
    MessageRow.reply_to,
    MessageRow.choice_id,
    MessageRow.author,
)

MESSAGES_AFTER = (
    _MESSAGES.where(MessageRow.conversation_id == bindparam("conversation_id"), MessageRow.seq > bindparam("after"))
    .order_by(MessageRow.seq)
    .limit(bindparam("most"))
)

MESSAGE_AT = _MESSAGES.where(
    MessageRow.conversation_id == bindparam("conversation_id"), MessageRow.seq == bindparam("seq")
)

REPLIES_TO = _MESSAGES.where(MessageRow.turn_id == bindparam("turn_id"), MessageRow.role != "customer").order_by(
    MessageRow.seq
)

WAITS = (
    select(InboxRow.position)
    .where(InboxRow.conversation_id == bindparam("conversation_id"), InboxRow.state == "waiting")
    .limit(1)
)

INSERT_INBOX = insert(InboxRow)

FIND_TURN = select(InboxRow.turn_id, InboxRow.seq, InboxRow.state).where(
    InboxRow.channel == bindparam("channel"),
    InboxRow.conversation_id == bindparam("conversation_id"),
    InboxRow.client_message_id == bindparam("client_message_id"),
)

TURN_STATE = select(InboxRow.state).where(InboxRow.turn_id == bindparam("turn_id"))

END_TURN = (
    update(InboxRow)
    .where(InboxRow.turn_id == bindparam("ended_turn"))
    .values(
        state=bindparam("state"),
        ended_at=bindparam("ended_at"),
        trace=bindparam("trace"),
        **{name: bindparam(name) for name in NOTHING.columns()},
    )
)

NEXT_TURN = (
    select(
        InboxRow.turn_id,
        InboxRow.conversation_id,
        InboxRow.channel,
        InboxRow.kind,
        InboxRow.text,
        InboxRow.payload,
        InboxRow.client_message_id,
        InboxRow.language,
        ConversationRow.handler,
        ConversationRow.after_agent,
    )
    .join(ConversationRow, ConversationRow.id == InboxRow.conversation_id)
    .where(InboxRow.conversation_id == bindparam("conversation_id"), InboxRow.state == "waiting")
    .order_by(InboxRow.position)
    .limit(1)
)
