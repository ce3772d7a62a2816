"""How long a customer has been waiting for a human, in steps, so that a card isn't rewritten every minute."""

from __future__ import annotations

from datetime import datetime

from bot.channels.slack.wording import say
from bot.messages import Language

_STEPS = (0, 1, 2, 5, 10, 15, 20, 30, 45)
_SOON, _LATE = 5, 15
"""Minutes after which a wait is shown as long, and as too long."""


def waiting_time(since: datetime | None, now: datetime, language: Language) -> str:
    """The wait in words; empty when nobody waits."""
    if since is None:
        return ""
    minutes = max(0, int((now - since).total_seconds() // 60))
    sign = "🔴" if minutes >= _LATE else "🟡" if minutes >= _SOON else "🟢"
    if minutes >= 24 * 60:
        return f"{sign} {say('waiting_days', language, days=minutes // (24 * 60))}"
    if minutes >= 60:
        return f"{sign} {say('waiting_hours', language, hours=minutes // 60)}"
    shown = max(step for step in _STEPS if step <= minutes)
    return f"{sign} {say('waiting_minutes' if shown else 'waiting_now', language, minutes=shown)}"
