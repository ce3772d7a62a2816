"""The in-memory twin of the dialogue: says what a script tells it and can be made to fail, wait or count."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable

from bot.dialogue.port import DialogueError, DialogueUnavailable, ParseResult, TurnReply, TurnRequest
from bot.messages import Message, Paragraph

Script = Callable[[TurnRequest], TurnReply]


def echo(request: TurnRequest) -> TurnReply:
    """Answer with the customer's own words."""
    language = request.language_switch or request.language_hint or "ja"
    said = request.text or request.payload or f"language: {language}"
    return TurnReply(language=language, messages=(Message(language=language, blocks=(Paragraph(text=said),)),))


class MemoryDialogue:
    """A dialogue without Rasa. The same ``message_id`` gets the same answer, and is one turn.

    Attributes:
        turns: how often each ``message_id`` was asked, failures included.
        answered: the requests that became turns, in order.
        problems: what ``ready`` says.
        forgotten: the turns whose words were to vanish.
    """

    def __init__(self, script: Script = echo) -> None:
        self.turns: Counter[str] = Counter()
        self.answered: list[TurnRequest] = []
        self.problems: list[str] = []
        self.forgotten: list[tuple[str, str]] = []
        self._script = script
        self._answers: dict[str, TurnReply] = {}
        self._failures: list[DialogueError] = []
        self._lost_answers = 0
        self._open = asyncio.Event()
        self._open.set()

    def fail(self, times: int = 1, error: DialogueError | None = None) -> None:
        """Let the next turns fail before anything is saved."""
        self._failures.extend([error or DialogueUnavailable("told_to_fail")] * times)

    def lose_answers(self, times: int = 1) -> None:
        """Let the next turns be saved and their answers get lost on the way back."""
        self._lost_answers += times

    def pause(self) -> None:
        """Keep every turn waiting until ``resume``."""
        self._open.clear()

    def resume(self) -> None:
        """Let the waiting turns go on."""
        self._open.set()

    async def turn(self, request: TurnRequest) -> TurnReply:
        """Answer one turn as the script says."""
        self.turns[request.message_id] += 1
        await self._open.wait()
        if self._failures:
            raise self._failures.pop(0)
        if request.message_id not in self._answers:
            self._answers[request.message_id] = self._script(request)
            self.answered.append(request)
        if self._lost_answers:
            self._lost_answers -= 1
            raise DialogueUnavailable("told_to_lose_the_answer")
        return self._answers[request.message_id]

    async def ready(self) -> list[str]:
        """The problems it was given."""
        return list(self.problems)

    async def forget(self, conversation_id: str, message_id: str) -> None:
        """Forget one turn's words."""
        if self._failures:
            raise self._failures.pop(0)
        self.forgotten.append((conversation_id, message_id))

    async def parse(self, text: str, conversation_id: str | None = None) -> ParseResult:
        """Rasa's parse format without an understanding."""
        return {"text": text, "intent": {"name": None, "confidence": 0.0}, "entities": [], "intent_ranking": []}
