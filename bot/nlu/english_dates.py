"""English phrases of elapsed time, read by dateparser."""

from __future__ import annotations

from datetime import date, datetime

import dateparser


def days_ago(phrase: str, today: date) -> date | None:
    """The day that a phrase such as ``two weeks ago`` means, counted from today."""
    phrase = phrase.replace("a fortnight", "2 weeks")
    found = dateparser.parse(
        phrase,
        languages=["en"],
        settings={
            "RELATIVE_BASE": datetime(today.year, today.month, today.day),
            "RETURN_AS_TIMEZONE_AWARE": False,
            "PARSERS": ["relative-time"],
        },
    )
    return found.date() if found else None
