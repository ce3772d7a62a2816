"""Who is who in Slack: names, languages, and who may act as an agent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channels.slack.api import SlackApi, SlackError
from bot.messages import Language
from bot.store import Agent

_KNOWN_FOR = timedelta(minutes=15)
_MEMBERS_FOR = timedelta(minutes=3)
_MOST_PEOPLE = 5000
_PAGE = 200


@dataclass(frozen=True)
class Person:
    """A member of the workspace; ``language`` is theirs in Slack, if the desk speaks it."""

    id: str
    name: str
    language: Language | None


class People:
    """What the desk knows of people, asked again after a few minutes."""

    def __init__(
        self,
        api: SlackApi,
        clock: Callable[[], datetime],
        *,
        group: str,
        support_channel: str,
        default_language: Language,
    ) -> None:
        self._api = api
        self._clock = clock
        self._group = group
        self._support_channel = support_channel
        self._default = default_language
        self._people: dict[str, tuple[datetime, Person]] = {}
        self._members: tuple[datetime, frozenset[str]] | None = None

    async def person(self, user: str) -> Person:
        """A member; while Slack doesn't tell, somebody without a name or a language of their own."""
        now = self._clock()
        known = self._people.get(user)
        if known is not None and now - known[0] < _KNOWN_FOR:
            return known[1]
        try:
            told = (await self._api.read("users.info", user=user, include_locale=True))["user"]
        except SlackError:
            return known[1] if known else Person(user, user, None)
        profile = told.get("profile", {})
        name = profile.get("display_name") or profile.get("real_name") or told.get("name") or user
        person = Person(user, str(name), _language(str(told.get("locale", ""))))
        if len(self._people) >= _MOST_PEOPLE:
            self._people.clear()
        self._people[user] = (now, person)
        return person

    def name_of(self, user: str) -> str | None:
        """The name of somebody who was asked for before."""
        known = self._people.get(user)
        return known[1].name if known else None

    async def language(self, user: str) -> Language:
        """The language to speak to somebody."""
        return (await self.person(user)).language or self._default

    async def agent(self, user: str) -> Agent:
        """A member as an agent of the desk."""
        return Agent(f"slack:{(await self._api.identity()).team_id}:{user}", (await self.person(user)).name)

    async def may_act(self, user: str) -> bool:
        """Whether a member may act as an agent: those of the user group, else of the support channel.

        Raises:
            SlackError: Slack doesn't tell, and what it told before is too old.
        """
        if self._members is None or self._clock() - self._members[0] >= _MEMBERS_FOR:
            self._members = (self._clock(), frozenset(await self._asked()))
        return user in self._members[1]

    async def _asked(self) -> list[str]:
        if self._group:
            return list((await self._api.read("usergroups.users.list", usergroup=self._group))["users"])
        if not self._support_channel:
            return []
        members: list[str] = []
        cursor = ""
        while True:
            page = await self._api.read(
                "conversations.members",
                channel=self._support_channel,
                limit=_PAGE,
                **({"cursor": cursor} if cursor else {}),
            )
            members += page["members"]
            cursor = page.get("response_metadata", {}).get("next_cursor", "")
            if not cursor:
                return members


def user_of(agent: Agent) -> str | None:
    """The Slack user behind an agent; None for one who works elsewhere."""
    platform, _, rest = agent.id.partition(":")
    return rest.partition(":")[2] or None if platform == "slack" else None


def _language(locale: str) -> Language | None:
    tag = locale.partition("-")[0].lower()
    if tag == "ja":
        return "ja"
    return "en" if tag else None
