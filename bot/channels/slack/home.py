"""The app's home: the agent's own cases, the queue, and today's figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import ButtonElement

from bot.channels.slack.card import known_of
from bot.channels.slack.masking import masked_text
from bot.channels.slack.mrkdwn import escaped
from bot.channels.slack.pieces import Piece, actions, context, cut, divider, fields, header, section
from bot.channels.slack.waiting import waiting_time
from bot.channels.slack.wording import say
from bot.channels.slack.workplace import Workplace
from bot.messages import Language
from bot.store import Case, Conversation, Figures
from bot.store.filed_case import UNDER_WAY

REFRESH, GO = "home:refresh", "home:go"

_OWN, _QUEUE = 15, 25
_CHANNEL = "slack"
_PROBLEM = 150

Shown = tuple[Case, Conversation | None, str | None]
"""A case, its conversation, and where its card is."""


class Home:
    """Publishes the home of one person."""

    def __init__(self, workplace: Workplace) -> None:
        self._at = workplace

    async def show(self, user: str) -> None:
        """Show somebody their home as it is now."""
        language = await self._at.people.language(user)
        if await self._at.people.may_act(user):
            pieces = await self._pieces(user, language)
        else:
            welcome = say("home_for_others", language)
            pieces = [section(escaped(welcome), welcome)]
        view = {"type": "home", "blocks": [piece.block for piece in pieces]}
        await self._at.api.call("views.publish", user_id=user, view=view)

    async def _pieces(self, user: str, language: Language) -> list[Piece]:
        front = self._at.front
        agent = await self._at.people.agent(user)
        now = front.clock()
        zone = ZoneInfo(front.settings.timezone)
        midnight = datetime.combine(now.astimezone(zone).date(), time(), zone)
        store = front.store
        own = await self._shown(await self._at.stored(store.cases, status=_OPEN, assignee=agent, limit=_OWN))
        queue = await self._shown(await self._at.stored(store.cases, status=_OPEN, unassigned=True, limit=_QUEUE))
        figures = await self._at.stored(store.figures_since, midnight)
        return list(home_pieces(own, queue, figures, language, now))

    async def _shown(self, cases: Sequence[Case]) -> list[Shown]:
        store = self._at.front.store
        shown: list[Shown] = []
        for case in cases:
            conversation = await self._at.stored(store.conversation, case.conversation_id)
            link_id = await self._at.stored(store.announced_link, case.number, _CHANNEL)
            found = await self._at.stored(store.link, link_id) if link_id else None
            shown.append((case, conversation, found.address if found else None))
        return shown


_OPEN = UNDER_WAY


def home_pieces(
    own: Sequence[Shown], queue: Sequence[Shown], figures: Figures, language: Language, now: datetime
) -> Iterator[Piece]:
    """The home of an agent."""
    yield header(say("home_title", language))
    counts = [
        ("today_conversations", figures.conversations),
        ("today_opened", figures.cases_opened),
        ("today_closed", figures.cases_closed),
        ("today_solved", figures.solved),
        ("today_not_solved", figures.not_solved),
    ]
    rows = [(say(label, language), str(count)) for label, count in counts]
    yield fields([f"*{escaped(label)}*\n{count}" for label, count in rows], "")
    yield actions([ButtonElement(text=say("refresh", language), action_id=REFRESH, value="refresh")], block_id="home")
    yield from _list("home_own", own, language, now, claim=False)
    yield from _list("home_queue", queue, language, now, claim=True)
    stamp = int(now.timestamp())
    yield context(f"{escaped(say('as_of', language))} <!date^{stamp}^{{time}}|{now:%H:%M} UTC>", "")


def _list(title: str, shown: Sequence[Shown], language: Language, now: datetime, *, claim: bool) -> Iterator[Piece]:
    yield divider()
    heading = say(title, language, count=len(shown))
    yield section(f"*{escaped(heading)}*", heading)
    if not shown:
        nothing = say("nobody_waits" if claim else "no_own_cases", language)
        yield context(escaped(nothing), nothing)
    for case, conversation, address in shown:
        facts = [say(f"language_{case.language}", language)]
        if conversation is not None and (waits := waiting_time(conversation.waiting_since, now, language)):
            facts.insert(0, waits)
        if conversation is not None and conversation.agent is not None:
            facts.append(say("claimed_by", language, who=conversation.agent.name))
        problem = masked_text(cut(" ".join((case.problem or "").split()), _PROBLEM), known_of([case]))
        lines = [f"*{escaped(case.number)}*  {escaped('  ·  '.join(facts))}", escaped(problem)]
        more = {"accessory": _go(case, address, language)} if address else {}
        yield section("\n".join(line for line in lines if line), case.number, **more)


def _go(case: Case, address: str, language: Language) -> ButtonElement:
    _, channel, ts = address.split(":", 2)
    url = f"https://slack.com/archives/{channel}/p{ts.replace('.', '')}"
    return ButtonElement(text=say("go_to_card", language), action_id=f"{GO}:{case.number}", url=url, value=case.number)
