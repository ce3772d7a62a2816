"""A case as the agents see it: masked in the channel, whole for the one who asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from slack_sdk.models.blocks import ButtonElement, PlainTextObject, UserSelectElement
from slack_sdk.models.blocks.block_elements import InteractiveElement

from bot.channels.slack.masking import masked, masked_text
from bot.channels.slack.mrkdwn import escaped
from bot.channels.slack.people import user_of
from bot.channels.slack.pieces import Piece, Post, actions, context, cut, divider, fields, header, packed, section
from bot.channels.slack.waiting import waiting_time
from bot.channels.slack.wording import say
from bot.knowledge import Knowledge
from bot.messages import Language
from bot.store import Case, Conversation, StoredMessage

CLAIM, HAND_BACK, ASSIGN, CLOSE, DETAILS = "case:claim", "case:hand_back", "case:assign", "case:close", "case:details"

_PROBLEM_SHOWN = 600
_SAYING_SHOWN = 700


def known_of(cases: Sequence[Case]) -> list[str]:
    """The personal data that the desk knows of a customer."""
    values = [value for case in cases for value in (case.name, case.email, case.order_number) if value]
    return list(dict.fromkeys(values))


def card(
    case: Case,
    conversation: Conversation | None,
    known: Sequence[str],
    *,
    knowledge: Knowledge,
    language: Language,
    now: datetime,
) -> Post:
    """The card in the support channel."""
    return packed(_card(case, conversation, known, knowledge, language, now))[0]


def details(
    case: Case, sayings: Sequence[StoredMessage], *, knowledge: Knowledge, language: Language
) -> Iterator[Piece]:
    """Everything about a case, for one person's eyes."""
    yield section(f"*{escaped(say('details_of', language, number=case.number))}*", case.number)
    rows = [
        ("field_name", case.name),
        ("field_email", case.email),
        ("field_order_number", case.order_number),
        ("field_purchase_date", case.purchase_date.isoformat() if case.purchase_date else None),
        ("field_provider", _provider(case, knowledge, language)),
    ]
    yield _rows([(label, value or say("not_known", language)) for label, value in rows], language)
    if case.problem:
        yield section(f"*{escaped(say('field_problem', language))}*\n{escaped(cut(case.problem, 2000))}", case.problem)
    if sayings:
        yield divider()
        said = "\n".join(f"> {escaped(cut(line, _SAYING_SHOWN))}" for line in _lines(sayings)[-8:])
        yield section(cut(f"*{escaped(say('last_sayings', language))}*\n{said}", 2950), "")
    yield context(escaped(say("details_noted", language)), "")


def _card(
    case: Case,
    conversation: Conversation | None,
    known: Sequence[str],
    knowledge: Knowledge,
    language: Language,
    now: datetime,
) -> Iterator[Piece]:
    kind = say(f"kind_{case.kind}", language)
    yield header(f"{case.number}  {kind}")
    if case.problem:
        problem = masked_text(case.problem, known)
        yield section(escaped(cut(problem, _PROBLEM_SHOWN)), cut(problem, _PROBLEM_SHOWN))
    rows = [
        ("field_language", say(f"language_{case.language}", language)),
        ("field_channel", say(f"channel_{case.channel}", language) if case.channel in _CHANNELS else case.channel),
        ("field_name", masked(case.name)),
        ("field_email", masked(case.email)),
        ("field_order_number", masked(case.order_number)),
        ("field_provider", _provider(case, knowledge, language)),
    ]
    yield _rows([(label, value) for label, value in rows if value], language)
    status = _status(case, conversation, language, now)
    yield context(status, status)
    yield from _buttons(case, conversation, language)


_CHANNELS = frozenset({"web", "line", "slack"})


def _status(case: Case, conversation: Conversation | None, language: Language, now: datetime) -> str:
    if case.merged_into is not None:
        return escaped(f"↪ {say('status_merged', language, number=case.merged_into)}")
    if case.has_ended:
        reason = case.close_reason or ""
        return escaped(f"✅ {say('status_closed', language)}" + (f" — {cut(reason, 500)}" if reason else ""))
    parts = [escaped(say(f"status_{case.status}", language))]
    if conversation is not None:
        if conversation.agent is not None:
            parts.append(escaped(say("claimed_by", language, who=conversation.agent.name)))
        waits = waiting_time(conversation.waiting_since, now, language)
        if waits:
            parts.append(escaped(waits))
    if case.assignee is not None:
        parts.append(escaped(say("assigned_to", language, who=case.assignee.name)))
    stamp = int(case.created_at.timestamp())
    parts.append(f"<!date^{stamp}^{{date_short_pretty}} {{time}}|{case.created_at:%Y-%m-%d %H:%M} UTC>")
    return "  ·  ".join(parts)


def _buttons(case: Case, conversation: Conversation | None, language: Language) -> Iterator[Piece]:
    elements: list[InteractiveElement] = []
    if not case.has_ended and case.merged_into is None:
        claimed = conversation is not None and conversation.agent is not None
        if claimed:
            elements.append(_button("hand_back", HAND_BACK, case.number, language))
        elif conversation is not None:
            elements.append(_button("claim", CLAIM, case.number, language, style="primary"))
        user = user_of(case.assignee) if case.assignee else None
        elements.append(
            UserSelectElement(
                placeholder=PlainTextObject(text=say("assign", language)),
                action_id=f"{ASSIGN}:{case.number}",
                initial_user=user,
            )
        )
        elements.append(_button("close_with_reason", CLOSE, case.number, language))
    elements.append(_button("show_details", DETAILS, case.number, language))
    # Slack keeps what was picked under the same name; a new assignee needs a new one.
    holder = conversation.agent.id[-12:] if conversation is not None and conversation.agent else "nobody"
    yield actions(
        elements,
        block_id=f"case:{case.number}:{case.status}:{holder}:{user_of(case.assignee) if case.assignee else ''}",
    )


def _button(label: str, action: str, value: str, language: Language, style: str | None = None) -> ButtonElement:
    return ButtonElement(text=say(label, language), action_id=action, value=value, style=style)


def _rows(rows: Sequence[tuple[str, str]], language: Language) -> Piece:
    named = [(say(label, language), value) for label, value in rows]
    return fields(
        [f"*{escaped(label)}*\n{escaped(cut(value, 400))}" for label, value in named],
        "\n".join(f"{label}: {value}" for label, value in named),
    )


def _provider(case: Case, knowledge: Knowledge, language: Language) -> str | None:
    provider = knowledge.providers.get(case.provider or "")
    return provider.name.in_(language) if provider else case.provider


def _lines(sayings: Sequence[StoredMessage]) -> list[str]:
    return [" ".join(message.plain_text.split()) for message in sayings if message.plain_text.strip()]
