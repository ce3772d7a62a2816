"""How the customer's words were understood, as far as suggestions need it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.dialogue.context import FALLBACK


@dataclass(frozen=True)
class Understood:
    """The readings of a text, the likeliest first; ``asks_back`` says that the assistant would not act on them."""

    ranking: tuple[tuple[str, float], ...] = ()
    asks_back: bool = False

    @property
    def intent(self) -> str | None:
        """The likeliest intent."""
        return self.ranking[0][0] if self.ranking else None

    @property
    def confidence(self) -> float:
        """How sure the likeliest intent is."""
        return self.ranking[0][1] if self.ranking else 0.0

    @classmethod
    def from_parse(cls, parse: Mapping[str, Any]) -> Understood:
        """Read Rasa's parse format; "not understood" is no reading of its own."""
        first = parse.get("intent") or {}
        listed = [*(parse.get("intent_ranking") or []), first]
        found = {
            str(item["name"]): float(item.get("confidence") or 0.0)
            for item in reversed(listed)
            if item.get("name") and item["name"] != FALLBACK
        }
        ranking = sorted(found.items(), key=lambda item: -item[1])
        return cls(tuple(ranking), asks_back=first.get("name") == FALLBACK)

    @classmethod
    def from_trace(cls, trace: Mapping[str, Any]) -> Understood:
        """Read what the store keeps of a turn that the assistant answered."""
        first = {"name": trace.get("intent"), "confidence": trace.get("confidence")}
        return cls.from_parse({"intent": first, "intent_ranking": trace.get("ranking")})
