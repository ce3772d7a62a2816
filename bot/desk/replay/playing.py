"""Plays past conversations to a dialogue, turn by turn as they happened."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.desk.replay.outcomes import Outcome, outcome_of
from bot.dialogue.port import DialoguePort, DialogueRefused, DialogueUnavailable, TurnRequest
from bot.knowledge import Knowledge
from bot.store.quality_records import PastConversation, PastTurn, TurnChange

_TRIES = 4
_PAUSE_SECONDS = 1.0

Sleep = Callable[[float], Awaitable[None]]


class ReplayFailed(Exception):
    """A turn could not be played; the message is a machine word."""


@dataclass(frozen=True)
class Playable:
    """A turn that the assistant answers, as the inbox would ask for it."""

    turn: PastTurn
    request: TurnRequest


def playable(conversation: PastConversation) -> Iterator[Playable]:
    """The turns of a conversation that the assistant answered and whose words still exist."""
    after_agent = False
    for turn in conversation.turns:
        if turn.state == "held":
            after_agent = True
            continue
        if turn.kind in ("text", "choice") and turn.text is None and turn.payload is None:
            continue
        yield Playable(turn, _request(turn, after_agent=after_agent))
        after_agent = False


def count(conversations: Sequence[PastConversation]) -> tuple[int, int]:
    """How many turns can be played, and how many can't."""
    turns = sum(len(conversation.turns) for conversation in conversations)
    played = sum(1 for conversation in conversations for _ in playable(conversation))
    return played, turns - played


async def play(
    conversations: Sequence[PastConversation],
    dialogue: DialoguePort,
    knowledge: Knowledge,
    *,
    played: Callable[[], None] = lambda: None,
    sleep: Sleep = asyncio.sleep,
) -> dict[str, Outcome]:
    """The outcome of every turn by its id.

    Args:
        knowledge: the version that the dialogue answers from.
        played: called after each turn.

    Raises:
        ReplayFailed: the dialogue is away.
    """
    outcomes: dict[str, Outcome] = {}
    for conversation in conversations:
        for each in playable(conversation):
            outcomes[each.turn.turn_id] = await _outcome(each.request, dialogue, knowledge, sleep)
            played()
    return outcomes


def changes(
    conversations: Sequence[PastConversation], before: dict[str, Outcome], after: dict[str, Outcome]
) -> tuple[TurnChange, ...]:
    """The turns whose outcome differs, in order."""
    found: list[TurnChange] = []
    for conversation in conversations:
        is_first = True
        for each in playable(conversation):
            one, other = before[each.turn.turn_id], after[each.turn.turn_id]
            if not one.differs_in(other):
                continue
            told, tells = one.model_dump(mode="json"), other.model_dump(mode="json")
            found.append(TurnChange(conversation.id, each.turn.turn_id, told, tells, is_first))
            is_first = False
    return tuple(found)


async def _outcome(request: TurnRequest, dialogue: DialoguePort, knowledge: Knowledge, sleep: Sleep) -> Outcome:
    for attempt in range(_TRIES):
        try:
            return outcome_of(await dialogue.turn(request), knowledge)
        except DialogueRefused:
            return Outcome(fallback=True)
        except DialogueUnavailable:
            if attempt + 1 < _TRIES:
                await sleep(_PAUSE_SECONDS * 2**attempt)
    raise ReplayFailed("turn_failed")


def _request(turn: PastTurn, *, after_agent: bool) -> TurnRequest:
    return TurnRequest(
        conversation_id=turn.conversation_id,
        message_id=turn.turn_id,
        text=turn.text if turn.kind in ("text", "choice") and not turn.payload else None,
        payload=turn.payload,
        channel=turn.channel,
        language_hint=turn.language,
        language_switch=turn.language if turn.kind == "language" else None,
        after_agent=after_agent,
    )
