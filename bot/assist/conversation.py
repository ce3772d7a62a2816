"""Reads a conversation of the store into what suggestions are made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.assist.lines import Line
from bot.assist.suggesting import Question, Suggested, suggest
from bot.assist.understood import Understood
from bot.dialogue.port import DialoguePort
from bot.knowledge import Knowledge
from bot.messages import Language
from bot.nlu.language import detect_language
from bot.store import Store

_LAST_LINES = 80
"""Lines further back than this decide nothing that is open now."""


@dataclass(frozen=True)
class Talk:
    """The end of a conversation; ``understood`` is how its last customer line was, None if nobody answered it yet."""

    lines: tuple[Line, ...]
    understood: Understood | None = None

    @property
    def last(self) -> Line | None:
        """The customer's last line."""
        return next((line for line in reversed(self.lines) if line.speaker == "customer"), None)


@dataclass(frozen=True)
class Assistant:
    """What suggestions are made with."""

    knowledge: Knowledge
    dialogue: DialoguePort
    timezone: str

    async def understand(self, text: str, conversation_id: str | None) -> Understood:
        """How a text is understood.

        Raises:
            DialogueUnavailable: not now.
        """
        return Understood.from_parse(await self.dialogue.parse(text, conversation_id))

    def suggest(
        self, lines: Sequence[Line], understood: Understood, language: Language | None, now: datetime
    ) -> Suggested:
        """Suggest replies to the customer's last line; without a language in that line's own."""
        last = next((line.text for line in reversed(lines) if line.speaker == "customer"), "")
        told = language or detect_language(last, self.knowledge) or "ja"
        today = now.astimezone(ZoneInfo(self.timezone)).date()
        return suggest(Question(lines, understood, told, today), self.knowledge)


def read_talk(store: Store, conversation_id: str) -> Talk:
    """The last lines of a conversation, each with what the assistant understood of it."""
    traces = store.understood_turns(conversation_id)
    lines = tuple(
        Line(message.seq, message.role, message.plain_text, (traces.get(message.seq) or {}).get("intent"))
        for message in store.messages_after(conversation_id)[-_LAST_LINES:]
        if message.blocks
    )
    last = Talk(lines).last
    trace = traces.get(last.seq or 0) if last else None
    return Talk(lines, Understood.from_trace(trace) if trace else None)
