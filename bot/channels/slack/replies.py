"""The message shortcut "Draft a reply": a reply from the knowledge base, looked over by an agent, posted as a draft."""

from __future__ import annotations

from bot.channels.slack.assist import Finding, find, guide_of
from bot.channels.slack.draft_modal import LONGEST_REPLY, REPLY, looking_modal, reply_modal
from bot.channels.slack.mrkdwn import escaped, fallback, plain
from bot.channels.slack.notes import Draft, send_button
from bot.channels.slack.pieces import Piece, Post, cut, parts_of, section
from bot.channels.slack.requests import Shortcut, Submission
from bot.channels.slack.wording import say
from bot.channels.slack.workplace import Workplace
from bot.messages import Language

_CHANNEL = "slack"
_SECTION = 2000


class Replies:
    """Drafts replies to messages."""

    def __init__(self, workplace: Workplace) -> None:
        self._at = workplace

    async def draft(self, shortcut: Shortcut) -> None:
        """Look a message up and show the reply in a modal."""
        user, channel, message = shortcut.user.id, shortcut.channel, shortcut.message
        if channel is None or message is None or not await self._at.is_agent(user, channel.id):
            return
        language = await self._at.people.language(user)
        view_id = await self._at.open_modal(shortcut.trigger_id, looking_modal(language).to_dict(), user, channel.id)
        if view_id is None:
            return
        front = self._at.front
        text = plain(message.text, self._at.people.name_of)
        finding = await find(text, front.knowledge, front.dialogue.parse, language)
        place = f"{channel.id} {message.thread_ts or message.ts}"
        view = reply_modal(self._reply(finding), self._found(finding, language), place, language)
        await self._at.api.call("views.update", view_id=view_id, view=view.to_dict())

    async def post(self, submission: Submission) -> None:
        """Post the reply as a draft in the thread of the message; under a card it can be sent from there."""
        channel, _, thread = submission.view.private_metadata.partition(" ")
        user, reply = submission.user.id, submission.view.value(REPLY).strip()
        if not reply or not await self._at.is_agent(user, channel, thread):
            return
        agent = await self._at.people.agent(user)
        team = (await self._at.api.identity()).team_id
        store = self._at.front.store
        link = await self._at.stored(store.find_link, _CHANNEL, f"{team}:{channel}:{thread}")
        follows = link is not None and link.audience == "agents"
        if link is not None and follows:
            key = f"slack:draft:{submission.view.id}"
            await self._at.stored(store.add_note, link.conversation_id, agent, reply, key)
        title = say("draft_by", self._at.language, who=agent.name)
        pieces = [section(f"*{escaped(title)}*", title), *_paragraphs(reply)]
        if follows:
            pieces.append(send_button(Draft(thread=thread), self._at.language))
        # The text alone is what goes to the customer, so it holds nothing but the reply.
        post = Post(tuple(piece.block for piece in pieces), fallback(cut(reply, LONGEST_REPLY)))
        await self._at.api.post(channel, post, thread_ts=thread, key=submission.view.id)

    def _reply(self, finding: Finding) -> str:
        guide = guide_of(finding, self._at.front.knowledge)
        if guide is None:
            return ""
        return guide.message(finding.language, self._at.front.knowledge, with_source=False).plain_text

    def _found(self, finding: Finding, language: Language) -> str:
        guide = guide_of(finding, self._at.front.knowledge)
        if guide is None:
            return say("no_guide", language)
        source = guide.source
        return say(
            "draft_rests_on",
            language,
            title=guide.title.in_(language),
            page=source.page.in_(language),
            section=source.section.in_(language),
            day=source.captured_on.isoformat(),
        )


def _paragraphs(text: str) -> list[Piece]:
    return [section(part, part) for part in parts_of(escaped(text), _SECTION)]
