"""Time as a support desk counts it: only while it is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from itertools import count
from zoneinfo import ZoneInfo

_LONGEST_CLOSED = 400
"""Days in a row without an open one, after which the desk counts as never open."""


class NeverOpen(Exception):
    """No day is open, so that no time will ever pass."""


@dataclass(frozen=True)
class OpeningHours:
    """When the desk is open.

    Args:
        zone: where the clock hangs.
        weekdays: the days on which it opens; Monday is 0.
        opens, closes: when it opens and closes on each of them; ``closes`` is later.
        is_closed: which of these days it stays closed.
    """

    zone: ZoneInfo
    weekdays: frozenset[int]
    opens: time
    closes: time
    is_closed: Callable[[date], bool]

    def window(self, day: date) -> tuple[datetime, datetime] | None:
        """From when to when the desk is open on a day, in UTC; None when it is not."""
        if day.weekday() not in self.weekdays or self.is_closed(day):
            return None
        start, end = (datetime.combine(day, clock, self.zone) for clock in (self.opens, self.closes))
        return start.astimezone(timezone.utc), end.astimezone(timezone.utc)

    def is_open(self, moment: datetime) -> bool:
        """Whether the desk is open at a moment; at the closing minute it no longer is."""
        window = self.window(moment.astimezone(self.zone).date())
        return window is not None and window[0] <= moment < window[1]

    def next_open(self, moment: datetime) -> datetime:
        """The moment itself if the desk is open then, else when it opens next.

        Raises:
            NeverOpen: it never does.
        """
        for start, end in self._windows(moment):
            if moment < end:
                return max(start, moment)
        raise NeverOpen

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How long the desk is open between two moments; nothing when ``end`` is not later."""
        passed = timedelta()
        if end <= start:
            return passed
        day, last = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        while day <= last:
            window = self.window(day)
            if window is not None:
                passed += max(timedelta(), min(end, window[1]) - max(start, window[0]))
            day += timedelta(days=1)
        return passed

    def after(self, start: datetime, amount: timedelta) -> datetime:
        """The first moment at which the desk has been open for so long since ``start``.

        Raises:
            NeverOpen: that moment never comes.
            ValueError: the amount is negative.
        """
        if amount < timedelta():
            raise ValueError("time doesn't pass backwards")
        if not amount:
            return start
        left = amount
        for opens, closes in self._windows(start):
            here = max(start, opens)
            if closes <= here:
                continue
            if left <= closes - here:
                return here + left
            left -= closes - here
        raise NeverOpen

    def left(self, now: datetime, due: datetime) -> timedelta:
        """Opening time until a deadline; negative when it has passed."""
        return self.between(now, due) if now <= due else -self.between(due, now)

    def _windows(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The days on which the desk is open, from the moment's day on; it ends when none comes any more."""
        first = moment.astimezone(self.zone).date()
        last_open = 0
        for ahead in count():
            if ahead - last_open > _LONGEST_CLOSED:
                return
            window = self.window(first + timedelta(days=ahead))
            if window is not None:
                last_open = ahead
                yield window
