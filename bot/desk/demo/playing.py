"""Plays what customers say to a real dialogue, so that every answer and every trace of the demo week is true."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.desk.demo.planning import Line
from bot.dialogue.port import DialoguePort, TurnReply, TurnRequest
from bot.messages import Choice, Choices, Language
from bot.store import Case, Store
from bot.store.demo_rows import Felt

Script = tuple[Language, tuple[Line, ...]]
"""What is played: a language and what the customer does, in order."""

_AT_ONCE = 4


@dataclass(frozen=True)
class Answered:
    """A turn as it was played.

    Args:
        text: what the customer wrote, or the whole label that they picked.
        payload: what a picked label stands for.
        felt: what the customer said of guides in it; each names the turn in which the guide was shown.
        filed: the cases that were filed in it.
    """

    text: str
    payload: str | None
    reply: TurnReply
    felt: tuple[Felt, ...] = ()
    filed: tuple[Case, ...] = ()


async def play(
    scripts: Iterable[Script],
    dialogue: DialoguePort,
    store: Store,
    *,
    name: str = "play",
    played: Callable[[], None] = lambda: None,
) -> dict[Script, tuple[Answered, ...]]:
    """The answers to every script; one that is the beginning of another is not played again.

    Args:
        store: where the dialogue files cases and feedback; nothing else may use it meanwhile.
        name: begins the name of each conversation, which the dialogue must not know yet.
        played: called after each turn.
    """
    wanted = sorted(set(scripts), key=lambda script: (-len(script[1]), script))
    longest: dict[Script, Script] = {}
    for language, lines in wanted:
        if (language, lines) not in longest:
            for length in range(len(lines) + 1):
                longest.setdefault((language, lines[:length]), (language, lines))
    places = asyncio.Semaphore(_AT_ONCE)
    whole = sorted(set(longest.values()))

    async def one(number: int, script: Script) -> tuple[Answered, ...]:
        async with places:
            return await _play(f"{name}-{number}", script, dialogue, store, played)

    answers = await asyncio.gather(*(one(number, script) for number, script in enumerate(whole)))
    found: Mapping[Script, Sequence[Answered]] = dict(zip(whole, answers, strict=True))
    return {script: tuple(found[longest[script]][: len(script[1])]) for script in wanted}


async def _play(
    name: str, script: Script, dialogue: DialoguePort, store: Store, played: Callable[[], None]
) -> tuple[Answered, ...]:
    """Play one script as far as it can be: it ends where a label is not offered."""
    language, lines = script
    answers: list[Answered] = []
    felt: tuple[Felt, ...] = ()
    filed: tuple[Case, ...] = ()
    for number, line in enumerate(lines):
        choice = _offered(answers[-1].reply if answers else None, line)
        if line.is_pick and choice is None:
            break
        words = line.words.replace("{case}", filed[-1].number) if filed else line.words
        request = TurnRequest(
            conversation_id=name,
            message_id=f"{name}/{number}",
            text=None if choice else words,
            payload=choice.payload if choice else None,
            language_hint=answers[-1].reply.language if answers else language,
            after_agent=line.after_agent,
        )
        reply = await dialogue.turn(request)
        now_felt = tuple(await asyncio.to_thread(store.felt_in, name))
        now_filed = tuple(await asyncio.to_thread(store.cases_of, name))
        answers.append(
            Answered(
                text=choice.label if choice else words,
                payload=choice.payload if choice else None,
                reply=reply,
                felt=tuple(each for each in now_felt if each not in felt),
                filed=tuple(case for case in now_filed if case.number not in {known.number for known in filed}),
            )
        )
        felt, filed = now_felt, now_filed
        played()
    return tuple(answers)


def turn_number(felt: Felt) -> int:
    """The place of the turn in which a guide was shown."""
    return int(felt.turn_id.rpartition("/")[2])


def _offered(reply: TurnReply | None, line: Line) -> Choice | None:
    if reply is None or not line.is_pick:
        return None
    offered = (
        choice
        for message in reply.messages
        for block in message.blocks
        if isinstance(block, Choices)
        for choice in block.items
    )
    return next((choice for choice in offered if line.words in choice.label), None)
