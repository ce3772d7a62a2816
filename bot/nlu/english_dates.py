"""English phrases of elapsed time."""

from __future__ import annotations

import re
from datetime import date, timedelta

_NUMBERS = {
    word: number
    for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), start=1)
} | {"a": 1, "an": 1}
_PHRASE = re.compile(r"(?P<n>\d{1,5}|[a-z]+) (?P<unit>day|week|fortnight)s? ago")
_DAYS = {"day": 1, "week": 7, "fortnight": 14}


def days_ago(phrase: str, today: date) -> date | None:
    """The day that a phrase such as ``two weeks ago`` means, counted from today."""
    match = _PHRASE.fullmatch(phrase)
    if match is None:
        return None
    count = int(match["n"]) if match["n"].isdigit() else _NUMBERS.get(match["n"])
    return None if count is None else today - timedelta(days=count * _DAYS[match["unit"]])
