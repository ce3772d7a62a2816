"""Why the assistant said what it said: how it understood the customer, what decided, and where the facts are from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import ValidationError

from bot.dialogue.port import RankedIntent, TurnTrace
from bot.messages import Source
from bot.store import StoredMessage, TurnKind
from bot.store.inbox_records import Turn

Decided = Literal["rule", "story", "model", "fallback"]

_DECIDES: dict[str, Decided] = {
    "RulePolicy": "rule",
    "MemoizationPolicy": "story",
    "AugmentedMemoizationPolicy": "story",
    "TEDPolicy": "model",
    "UnexpecTEDIntentPolicy": "model",
}
_UNSAID = frozenset({"action_listen", "action_session_start", "action_read_message"})


@dataclass(frozen=True)
class Why:
    """What stands behind one answer; an intent's score is between 0 and 1."""

    kind: TurnKind
    intent: str | None
    score: float | None
    runner_up: RankedIntent | None
    decided: Decided | None
    actions: tuple[str, ...]
    guide: str | None
    sources: tuple[Source, ...]


def why_of(turn: Turn | None, message: StoredMessage) -> Why | None:
    """What stands behind an answer; None when nothing of it was kept."""
    if turn is None or turn.trace is None:
        return None
    try:
        trace = TurnTrace.model_validate(turn.trace)
    except ValidationError:
        return None
    others = [ranked for ranked in trace.ranking if ranked.name and ranked.name != trace.intent]
    actions = tuple(dict.fromkeys(action for action in trace.actions if action not in _UNSAID))
    return Why(
        kind=turn.kind,
        intent=trace.intent,
        score=trace.confidence,
        runner_up=others[0] if others and turn.kind == "text" else None,
        decided=_decided(trace, actions),
        actions=actions,
        guide=trace.guide,
        sources=tuple(block for block in message.blocks if isinstance(block, Source)),
    )


def _decided(trace: TurnTrace, actions: tuple[str, ...]) -> Decided | None:
    if trace.intent == "nlu_fallback" or any("fallback" in action for action in actions):
        return "fallback"
    return next((_DECIDES[policy] for policy in trace.policies if policy in _DECIDES), None)
