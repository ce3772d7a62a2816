"""A customer on a platform who talks to the running desk, and what must hold whatever dies in between."""

from __future__ import annotations

import os
import re
import signal
import time
from abc import ABC, abstractmethod
from collections.abc import Callable

from bot.channels.sentences import load_sentences
from tests.stack.running import Stack, listener

MESSAGES = [
    "担当者につないでください",
    "自動更新を止めたいのにボタンがありません",
    "2026年8月14日です",
    "高橋健といいます",
    "ken@example.jp",
    "2A123BEC45D",
]
"""A whole escalation up to its summary."""

_PATIENCE = 90.0

_SLOW = load_sentences().notices.slow
_NOTICES = (_SLOW.ja, _SLOW.en)


class Chat(ABC):
    """One customer's chat with the desk."""

    @abstractmethod
    def write(self, text: str) -> None:
        """Write something; what the desk has acknowledged is on its way from then on."""

    @abstractmethod
    def shown(self) -> list[tuple[str, str]]:
        """Who showed what, in words; the desk is called ``desk``."""

    def answers(self) -> list[str]:
        """What the desk said; that an answer takes a little longer is none."""
        return [words for by, words in self.shown() if by == "desk" and not words.startswith(_NOTICES)]

    def wait(self, condition: Callable[[list[str]], bool]) -> list[str]:
        """What the desk said, as soon as the condition holds."""
        end = time.monotonic() + _PATIENCE
        while not condition(answers := self.answers()):
            assert time.monotonic() < end, self.shown()
            time.sleep(0.2)
        return answers

    def ask(self, text: str) -> list[str]:
        """Write something and wait for the answers to it."""
        before = len(self.answers())
        self.write(text)
        return self.wait(lambda answers: len(answers) > before)[before:]


def escalate_through_a_kill(chat: Chat, stack: Stack, name: str) -> str:
    """File a case while a process is killed between question and answer; the case's number.

    Raises:
        AssertionError: something was lost or said twice.
    """
    for text in MESSAGES[:3]:
        chat.ask(text)
    before = len(chat.answers())
    chat.write(MESSAGES[3])  # acknowledged: from here on it is the desk's
    os.kill(listener(stack, name), signal.SIGKILL)
    chat.wait(lambda answers: len(answers) > before)
    for text in MESSAGES[4:]:
        chat.ask(text)
    filed = re.search(r"KD-[0-9]{8}", "\n".join(chat.ask("はい")))
    assert filed is not None
    said = chat.answers()
    assert len(said) == len(set(said)), "nothing is said twice"
    written = [words for by, words in chat.shown() if by != "desk"]
    assert written == [*MESSAGES, "はい"]
    return filed[0]
