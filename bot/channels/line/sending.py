"""Brings what was said to LINE: by reply while the token lives, else by push, each message once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.channels.line.api import ApiAnswer, LineApi
from bot.channels.line.counters import Counters
from bot.channels.line.rendering import Call, LineRenderer
from bot.channels.sender import Delivered, Outcome, Refused, TryAgain, Unreachable, part_key
from bot.store import Parcel

log = structlog.get_logger("koshin.line")

_TOKEN_LIVES = timedelta(seconds=50)
"""LINE promises a minute from the event; a call takes its time too."""

_WRONG_TOKEN = 60.0
"""Seconds until the next try while LINE doesn't accept the channel access token."""

_INVALID_TOKEN = "Invalid reply token"
_MONTHLY_LIMIT = "monthly limit"
_NOBODY = "Failed to send messages"


class LineSender:
    """LINE's part of the deliveries."""

    channel = "line"

    def __init__(self, api: LineApi, renderer: LineRenderer, counters: Counters, clock: Callable[[], datetime]) -> None:
        self._api = api
        self._renderer = renderer
        self._counters = counters
        self._clock = clock

    def parts(self, parcel: Parcel) -> Sequence[Call]:
        """The calls that bring a parcel."""
        return self._renderer.render(parcel.messages)

    async def send(self, parcel: Parcel, index: int, part: Any) -> Outcome:
        """Make one call."""
        assert isinstance(part, Call)
        if index == 0 and parcel.ticket and self._lives(parcel.ticket_at):
            outcome = await self._reply(parcel, parcel.ticket, part)
            if outcome is not None:
                return outcome
        return await self._push(parcel, index, part)

    def _lives(self, since: datetime | None) -> bool:
        return since is not None and self._clock() - since < _TOKEN_LIVES

    async def _reply(self, parcel: Parcel, token: str, part: Call) -> Outcome | None:
        """Reply; None when the token is of no use and nothing was brought."""
        answer = await self._api.reply(token, part.messages)
        if answer.status == 400 and answer.problem != _INVALID_TOKEN:
            self._turned_down(answer)
            answer = await self._api.reply(token, part.plain)
        if answer.status == 400:
            if answer.problem != _INVALID_TOKEN:
                return self._refused(answer)
            # The token counts once: when an earlier try may have got through, it is that try that used it up.
            return Delivered() if parcel.begun_at is not None else None
        if answer.status == 200:
            self._counters.count("replies")
        return self._outcome(parcel, answer)

    async def _push(self, parcel: Parcel, index: int, part: Call) -> Outcome:
        to = parcel.link.address.partition(":")[2]
        key = part_key(parcel, index)
        answer = await self._api.push(to, part.messages, key)
        if answer.status == 400 and answer.problem != _NOBODY:
            self._turned_down(answer)
            answer = await self._api.push(to, part.plain, key)
        if answer.status == 409:
            return Delivered()  # an earlier try got through
        if answer.status == 400:
            return Unreachable("nobody_there") if answer.problem == _NOBODY else self._refused(answer)
        if answer.status == 429 and _MONTHLY_LIMIT in answer.problem:
            log.error("the month's quota of pushed messages is used up")
            return self._refused(answer)
        if answer.status == 200:
            self._counters.count("pushes")
            log.info("pushed", pushes=self._counters.value("pushes"))
        return self._outcome(parcel, answer)

    def _outcome(self, parcel: Parcel, answer: ApiAnswer) -> Outcome:
        # What became of an earlier try stays unknown, however certainly this one failed.
        first = parcel.begun_at is None
        match answer.status:
            case 200:
                return Delivered(",".join(answer.message_ids) or None)
            case 429:
                self._counters.count("throttled")
                return TryAgain("throttled", answer.after, certain=first)
            case 401 | 403:
                log.error("LINE doesn't accept the channel access token", status=answer.status)
                return TryAgain("access_token", _WRONG_TOKEN, certain=first)
            case status if status == 0 or status >= 500:
                self._counters.count("failed")
                return TryAgain(
                    answer.problem if status == 0 else f"status_{status}",
                    answer.after,
                    certain=first and not answer.reached,
                )
        return self._refused(answer)

    def _turned_down(self, answer: ApiAnswer) -> None:
        log.error("LINE turned a card down; it goes as text", properties=answer.properties)

    def _refused(self, answer: ApiAnswer) -> Outcome:
        self._counters.count("refused")
        return Refused(f"status_{answer.status}")
