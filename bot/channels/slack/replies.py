"""The message shortcut "Draft a reply": a reply from the knowledge base, looked over by an agent, posted as a draft."""

from __future__ import annotations

from bot.channels.slack.draft_modal import LONGEST_REPLY, REPLY, looking_modal, reply_modal
from bot.channels.slack.mrkdwn import escaped, fallback, plain
from bot.channels.slack.notes import Draft, send_button
from bot.channels.slack.pieces import Piece, Post, cut, parts_of, section
from bot.channels.slack.posting_once import post_once
from bot.channels.slack.reply_suggestions import reply_in_thread, reply_to_text, rests_on
from bot.channels.slack.requests import Shortcut, Submission
from bot.channels.slack.wording import say
from bot.channels.slack.workplace import Workplace

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
        team = (await self._at.api.identity()).team_id
        thread = message.thread_ts or message.ts
        link = await self._at.stored(self._at.front.store.find_link, _CHANNEL, f"{team}:{channel.id}:{thread}")
        if link is not None and link.audience == "agents":
            reply = await reply_in_thread(self._at, link, message.ts)
        else:
            reply = await reply_to_text(self._at, plain(message.text, self._at.people.name_of))
        found = rests_on(reply, self._at.front.knowledge, language)
        view = reply_modal(reply.text if reply else "", found, f"{channel.id} {thread}", language)
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
            self._at.changed(link.conversation_id)
        title = say("draft_by", self._at.language, who=agent.name)
        pieces = [section(f"*{escaped(title)}*", title), *_paragraphs(reply)]
        if follows:
            pieces.append(send_button(Draft(thread=thread), self._at.language))
        # The text alone is what goes to the customer, so it holds nothing but the reply.
        post = Post(tuple(piece.block for piece in pieces), fallback(cut(reply, LONGEST_REPLY)))
        await post_once(
            self._at.api, channel, post, key=submission.view.id, since=submission.happened_at, thread_ts=thread
        )


def _paragraphs(text: str) -> list[Piece]:
    return [section(part, part) for part in parts_of(escaped(text), _SECTION)]
