"""What the state of a conversation adds: the same messages read without it and with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.dialogue.context import FALLBACK, reweigh
from bot.dialogue.priors import prior
from bot.evaluation.contexts import SaidThere
from bot.evaluation.markdown import page, percent, quoted, table
from bot.evaluation.understanding import Reading, Understanding

_RANKING_LENGTH = 10
"""How many intents SparseIntentClassifier passes on; the dialogue re-weighs no more than these."""


@dataclass(frozen=True)
class InContext:
    """A message, and the intents that it is acted on as without the state and with it; FALLBACK for asking back."""

    said: SaidThere
    without: str
    with_state: str


@dataclass(frozen=True)
class Shares:
    """How messages of one kind end, as shares of 1: acted on rightly, wrongly, or asked back."""

    right: float
    wrong: float
    asked_back: float


@dataclass(frozen=True)
class ContextScore:
    """The messages of one kind, read both ways."""

    title: str
    messages: int
    without: Shares
    with_state: Shares


@dataclass(frozen=True)
class ContextFindings:
    """Every message read both ways; ``scores`` begins with all of them, then each language, then each situation."""

    readings: tuple[InContext, ...]
    scores: tuple[ContextScore, ...]

    @property
    def overall(self) -> ContextScore:
        """The score of all messages."""
        return self.scores[0]


def measure_in_context(understanding: Understanding, said: Sequence[SaidThere]) -> ContextFindings:
    """Read every message as the first of a conversation, and as one in its situation."""
    readings = tuple(_read(understanding.read(one.text), one) for one in said)
    groups: list[tuple[str, Callable[[SaidThere], bool]]] = [
        ("all", lambda one: True),
        ("Japanese", lambda one: one.language == "ja"),
        ("English", lambda one: one.language == "en"),
    ]
    for title in dict.fromkeys(one.situation.title for one in said):
        groups.append((title, lambda one, title=title: one.situation.title == title))  # type: ignore[misc]
    scores = tuple(_score(title, [one for one in readings if belongs(one.said)]) for title, belongs in groups)
    return ContextFindings(readings, scores)


def context_page(findings: ContextFindings, head: str) -> str:
    """The figures as a page."""
    return page(
        "Messages in the middle of a conversation",
        head,
        f"{len(findings.readings)} messages of `tests/nlu/dev/in_context.yml`, each with the state of the conversation in "
        "which it is said. *Without*: read as the first message of a conversation. *With*: the ranking re-weighed by "
        "what was asked, as `bot/dialogue/context.py` does it in every turn. Short replies such as はい stand in the "
        "training data too, in no situation; they are counted here, since what they reply to is what is tested. Inside "
        "forms the dialogue also reads fields and phrases, so that it understands more than these figures say.",
        table(
            ["", "messages", "right without", "right with", "wrong without", "wrong with", "asked back with"],
            [
                [
                    one.title,
                    one.messages,
                    percent(one.without.right),
                    percent(one.with_state.right),
                    percent(one.without.wrong),
                    percent(one.with_state.wrong),
                    percent(one.with_state.asked_back),
                ]
                for one in findings.scores
            ],
        ),
        _balance(findings),
    )


def context_mistakes(findings: ContextFindings) -> str:
    """Every message that is not acted on rightly with its state, for whoever improves the weights or the data."""
    return "\n".join(
        f"- {one.said.situation.title}: {quoted(one.said.text)} is {' or '.join(sorted(one.said.intents))}, "
        f"taken for {one.with_state} (without the state {one.without})"
        for one in findings.readings
        if one.with_state not in one.said.intents
    )


def _balance(findings: ContextFindings) -> str:
    mended = sum(
        one.without not in one.said.intents and one.with_state in one.said.intents for one in findings.readings
    )
    spoilt = sum(
        one.without in one.said.intents and one.with_state not in one.said.intents for one in findings.readings
    )
    return f"The state mends {mended} messages and spoils {spoilt}."


def _read(reading: Reading, said: SaidThere) -> InContext:
    ranking = [{"name": one.name, "confidence": one.confidence} for one in reading.ranking[:_RANKING_LENGTH]]
    if reading.asks_back:
        ranking.insert(0, {"name": FALLBACK, "confidence": 0.0})
    situation = said.situation
    factors = prior(situation.memory, situation.form, situation.asked)
    weighed = reweigh({"text": said.text, "intent": ranking[0], "intent_ranking": ranking}, factors)
    return InContext(said, str(ranking[0]["name"]), str(weighed["intent"]["name"]))


def _score(title: str, readings: Sequence[InContext]) -> ContextScore:
    return ContextScore(
        title,
        len(readings),
        _shares([(one.without, one.said) for one in readings]),
        _shares([(one.with_state, one.said) for one in readings]),
    )


def _shares(taken: Sequence[tuple[str, SaidThere]]) -> Shares:
    count = max(len(taken), 1)
    right = sum(name in said.intents for name, said in taken)
    back = sum(name == FALLBACK for name, _ in taken)
    return Shares(right / count, (len(taken) - right - back) / count, back / count)
