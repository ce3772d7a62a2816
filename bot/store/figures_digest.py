"""What figures need to know of an answer, taken from its trace: short words in columns, so that counting is fast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from sqlalchemy import Connection, bindparam, null, select, update

from bot.store.models import InboxRow

Sign = Literal["answered", "not_understood", "asked_person"]
"""How far a turn brought the customer: something was answered, nothing was understood, a person was asked for."""

SIGNS: tuple[Sign, ...] = get_args(Sign)

_NOT_READ = "nlu_fallback"
_FILL_AT_ONCE = 2000


@dataclass(frozen=True)
class Digest:
    """One turn in short; ``guide_step`` is the step that was shown, from 1."""

    intent: str | None = None
    guide: str | None = None
    guide_step: int | None = None
    provider: str | None = None
    sign: Sign | None = None

    def columns(self) -> dict[str, str | int | None]:
        """The values of the inbox's columns of the same names."""
        return asdict(self)


NOTHING = Digest()
"""Of a turn that the assistant did not answer."""


def digest_of(trace: Mapping[str, Any] | None) -> Digest:
    """The digest of a turn with this trace (``bot.dialogue.port.TurnTrace`` as it is stored)."""
    if not trace:
        return NOTHING
    intent, guide, provider = (_word(trace.get(key)) for key in ("intent", "guide", "provider"))
    step = trace.get("guide_step")
    return Digest(
        intent=intent,
        guide=guide,
        guide_step=step if isinstance(step, int) and guide else None,
        provider=provider,
        sign=_sign(intent, guide, provider, frozenset(trace.get("actions") or ())),
    )


def fill_digests(connection: Connection) -> None:
    """Give the turns of earlier versions their digest."""
    last = 0
    change = (
        update(InboxRow)
        .where(InboxRow.position == bindparam("at"))
        .values(**{name: bindparam(f"to_{name}") for name in NOTHING.columns()})
    )
    while True:
        query = (
            select(InboxRow.position, InboxRow.trace)
            .where(InboxRow.position > last, InboxRow.trace.is_not(null()))
            .order_by(InboxRow.position)
            .limit(_FILL_AT_ONCE)
        )
        rows = connection.execute(query).all()
        if not rows:
            return
        values = [
            {"at": position, **{f"to_{name}": value for name, value in digest_of(trace).columns().items()}}
            for position, trace in rows
        ]
        connection.execute(change, values)
        last = rows[-1].position


def _sign(intent: str | None, guide: str | None, provider: str | None, actions: frozenset[str]) -> Sign | None:
    if intent == _NOT_READ or "action_not_understood" in actions:
        return "not_understood"
    if intent == "talk_to_human" or "escalation_form" in actions:
        return "asked_person"
    told = guide or "action_finish_case_status" in actions or (intent == "identify_provider" and provider)
    return "answered" if told else None


def _word(value: object) -> str | None:
    return value[:64] if isinstance(value, str) and value else None
