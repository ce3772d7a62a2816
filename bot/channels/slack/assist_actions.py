"""``/assist`` and what follows from its card: a draft, a case, a word that the answer is wrong."""

from __future__ import annotations

from datetime import datetime

import structlog
from pydantic import ValidationError

from bot.channels.slack.api import SlackError
from bot.channels.slack.assist import find
from bot.channels.slack.assist_card import Asked, assist_card
from bot.channels.slack.case_modal import case_modal, new_case
from bot.channels.slack.draft_modal import PLACE, place_modal
from bot.channels.slack.mrkdwn import escaped, plain
from bot.channels.slack.notes import Draft, guide_message, send_button
from bot.channels.slack.pieces import Piece, Post, packed, section
from bot.channels.slack.posting_once import post_once
from bot.channels.slack.rendering import rendered
from bot.channels.slack.requests import Clicks, Command, Submission
from bot.channels.slack.wording import say
from bot.channels.slack.workplace import Workplace
from bot.messages import Language
from bot.store import Agent, Case, Link
from bot.store.filed_case import UNDER_WAY

log = structlog.get_logger("koshin.slack")

_CHANNEL = "slack"
_MOST_CASES = 25


class AssistActions:
    """One method for each thing that ``/assist`` leads to."""

    def __init__(self, workplace: Workplace) -> None:
        self._at = workplace

    async def command(self, command: Command) -> None:
        """Answer ``/assist``, for the agent's eyes only."""
        user = command.user_id
        language = await self._at.people.language(user)
        if not await self._at.people.may_act(user):
            await self._answer(command, [_sentence("not_an_agent", language)])
            return
        question = plain(command.text, self._at.people.name_of).strip()
        if not question:
            await self._answer(command, [_sentence("assist_usage", language)])
            return
        front = self._at.front
        finding = await find(question, self._at.assistant, language, front.clock())
        await self._answer(command, list(assist_card(finding, front.knowledge, language)))

    async def wrong(self, clicks: Clicks) -> None:
        """Remember a wrong answer for the review."""
        asked, channel = await self._asked(clicks)
        if asked is None or channel is None:
            return
        agent = await self._at.people.agent(clicks.user.id)
        await self._at.stored(
            self._at.front.store.flag_answer,
            agent,
            asked.question,
            intent=asked.intent,
            provider=asked.provider,
            guide=asked.guide,
            asked_at=clicks.shown_at,
        )
        await self._at.whisper(clicks.user.id, channel, "flagged")

    async def ask_case(self, clicks: Clicks) -> None:
        """Ask for what a new case needs."""
        asked, channel = await self._asked(clicks)
        if asked is None:
            return
        language = await self._at.people.language(clicks.user.id)
        view = case_modal(asked, channel or "", language, self._at.front.knowledge)
        await self._at.open_modal(clicks.trigger_id, view.to_dict(), clicks.user.id, channel)

    async def file_case(self, submission: Submission) -> None:
        """File the case that an agent opened; its card follows in the support channel."""
        view, user = submission.view, submission.user.id
        front = self._at.front
        if not await self._at.is_agent(user, view.private_metadata or None):
            return
        language: Language = "en" if view.value("language") == "en" else "ja"
        team = (await self._at.api.identity()).team_id
        # Nobody is at this address: it only gives the case a conversation, once, however often this runs.
        link = await self._at.stored(front.store.customer_link, _CHANNEL, f"{team}:case:{view.id}", language)
        await self._at.stored(front.store.set_reachable, link.id, False)
        filed = await self._at.stored(front.store.cases_of, link.conversation_id)
        case = await self._at.stored(front.store.file_case, new_case(view, link.conversation_id, front.knowledge))
        agent = await self._at.people.agent(user)
        if not filed:
            await self._at.stored(front.store.audit, agent, "case_opened", case.number)
        self._at.changed(link.conversation_id)
        if view.private_metadata:
            await self._at.whisper(user, view.private_metadata, "case_opened", number=case.number)

    async def draft(self, clicks: Clicks) -> None:
        """Put the guide as a draft where it belongs: into the thread of the agent's case, or into the channel."""
        asked, channel = await self._asked(clicks)
        if asked is None or channel is None or asked.guide is None:
            return
        user = clicks.user.id
        agent = await self._at.people.agent(user)
        cases = await self._own_cases(agent)
        if len(cases) > 1:
            guide = f"{asked.guide}:{asked.variant or ''}"
            view = place_modal([case for case, _ in cases], guide, channel, await self._at.people.language(user))
            await self._at.open_modal(clicks.trigger_id, view.to_dict(), user, channel)
        elif cases:
            case, link = cases[0]
            draft = Draft(guide=asked.guide, variant=asked.variant, language=case.language)
            await self._post_draft(agent, link, draft, clicks.name, clicks.happened_at)
            await self._at.whisper(user, channel, "draft_posted", number=case.number)
        else:
            draft = Draft(guide=asked.guide, variant=asked.variant, language=asked.language)
            await self._post_here(clicks, channel, agent, draft)

    async def place_draft(self, submission: Submission) -> None:
        """The agent said to which case the draft belongs."""
        named, _, channel = submission.view.private_metadata.partition(" ")
        guide, _, variant = named.partition(":")
        user = submission.user.id
        if not await self._at.is_agent(user, channel):
            return
        case = await self._at.stored(self._at.front.store.find_case, submission.view.value(PLACE))
        link = await self._thread_of(case) if case else None
        if case is None or link is None:
            await self._at.whisper(user, channel, "no_case_here")
            return
        agent = await self._at.people.agent(user)
        draft = Draft(guide=guide, variant=variant or None, language=case.language)
        await self._post_draft(agent, link, draft, submission.view.id, submission.happened_at)
        await self._at.whisper(user, channel, "draft_posted", number=case.number)

    async def _post_draft(self, agent: Agent, link: Link, draft: Draft, key: str, since: datetime) -> None:
        _, channel, thread = link.address.split(":", 2)
        button = send_button(draft.model_copy(update={"thread": thread}), self._at.language)
        for place, post in enumerate(packed([*self._draft_pieces(agent, draft), button])):
            await post_once(self._at.api, channel, post, key=f"{key}:{place}", since=since, thread_ts=thread)

    async def _post_here(self, clicks: Clicks, channel: str, agent: Agent, draft: Draft) -> None:
        for place, post in enumerate(packed(self._draft_pieces(agent, draft))):
            try:
                await post_once(self._at.api, channel, post, key=f"{clicks.name}:{place}", since=clicks.happened_at)
            except SlackError:
                # The desk is no member here: the address that came with the click can still answer.
                if clicks.response_url is not None:
                    await self._at.api.respond(clicks.response_url, post, in_channel=True)

    def _draft_pieces(self, agent: Agent, draft: Draft) -> list[Piece]:
        message = guide_message(self._at.front.knowledge, draft)
        title = say("draft_by", self._at.language, who=agent.name)
        shown = rendered(message, name="draft", id_of=str) if message else ()
        return [section(f"*{escaped(title)}*", title), *shown]

    async def _own_cases(self, agent: Agent) -> list[tuple[Case, Link]]:
        store = self._at.front.store
        cases = await self._at.stored(store.cases, status=UNDER_WAY, assignee=agent, limit=_MOST_CASES)
        found = [(case, await self._thread_of(case)) for case in cases]
        return [(case, link) for case, link in found if link is not None]

    async def _thread_of(self, case: Case) -> Link | None:
        store = self._at.front.store
        link_id = await self._at.stored(store.announced_link, case.number, _CHANNEL)
        return await self._at.stored(store.link, link_id) if link_id else None

    async def _asked(self, clicks: Clicks) -> tuple[Asked | None, str | None]:
        channel = clicks.channel_id
        if not await self._at.is_agent(clicks.user.id, channel):
            return None, channel
        try:
            return Asked.model_validate_json(clicks.actions[0].picked), channel
        except ValidationError:
            return None, channel

    async def _answer(self, command: Command, pieces: list[Piece]) -> None:
        posts: tuple[Post, ...] = packed(pieces)
        for post in posts:
            try:
                await self._at.api.respond(command.response_url, post)
            except SlackError as error:
                log.warning("the response URL failed", reason=error.code)
                await self._at.api.whisper(command.channel_id, command.user_id, post)


def _sentence(sentence: str, language: Language) -> Piece:
    text = say(sentence, language)
    return section(escaped(text), text)
