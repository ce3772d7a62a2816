"""What figures are of: the period, the channel, the language, the provider; and the addresses that say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from bot.desk.figures.period import Period, chosen, day_of
from bot.messages import Language

PAGE = "/desk/figures"
LIST = f"{PAGE}/conversations"
CHANNELS = ("web", "line", "slack")
LANGUAGES: tuple[Language, ...] = ("ja", "en")
NO_PROVIDER = "none"
"""Stands for the conversations in which no provider was found out."""


@dataclass(frozen=True)
class FigureFilter:
    """What is counted; ``preset`` is the name of the choice that led to the period."""

    period: Period
    preset: str = "own"
    channel: str | None = None
    language: Language | None = None
    provider: str | None = None

    def takes(self, channel: str, language: str, provider: str | None) -> bool:
        """Whether something of this channel, language and provider is counted."""
        return (
            self.channel in (None, channel)
            and self.language in (None, language)
            and self.provider in (None, provider or NO_PROVIDER)
        )

    def address(self, path: str = PAGE, **more: str) -> str:
        """The address of a page with this filter, which shows the same days whenever it is opened."""
        return f"{path}?{urlencode(self._query() | more)}"

    def behind(self, figure: str, part: Period | None = None) -> str:
        """The address of the list behind a number, of the whole period or of a part of it."""
        return (replace(self, period=part) if part else self).address(LIST, of=figure)

    def fields(self) -> Mapping[str, str]:
        """The filter as a form's fields."""
        return self._query()

    def _query(self) -> dict[str, str]:
        kept = {"channel": self.channel, "language": self.language, "provider": self.provider}
        days = {"from": self.period.first.isoformat(), "to": self.period.last.isoformat()}
        return days | {name: value for name, value in kept.items() if value}


def filter_from(query: Mapping[str, str], now: datetime, providers: Mapping[str, object]) -> FigureFilter:
    """Read an address; what it names and nobody knows is left out, so that an old address shows something."""
    preset, period = chosen(query.get("period", ""), query.get("from", ""), query.get("to", ""), day_of(now))
    channel, language, provider = (query.get(name, "") for name in ("channel", "language", "provider"))
    return FigureFilter(
        period=period,
        preset=preset,
        channel=channel if channel in CHANNELS else None,
        language="ja" if language == "ja" else "en" if language == "en" else None,
        provider=provider if provider in providers or provider == NO_PROVIDER else None,
    )
