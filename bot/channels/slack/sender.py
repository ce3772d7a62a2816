"""Brings what was said to Slack: to customers' chats, and to the threads where agents follow them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import structlog

from bot.channels.choice_ids import ChoiceIds
from bot.channels.sender import Delivered, Outcome, Refused, TryAgain, Unreachable, part_key
from bot.channels.slack.addresses import thread_of_reply
from bot.channels.slack.api import SlackApi, SlackAway, SlackBusy, SlackRefused
from bot.channels.slack.mrkdwn import escaped, with_links
from bot.channels.slack.pieces import Piece, Post, context, packed
from bot.channels.slack.rendering import rendered
from bot.channels.slack.transcript import transcript
from bot.channels.slack.wording import say
from bot.messages import Language, Message
from bot.store import Parcel, StoredMessage

log = structlog.get_logger("koshin.slack")

_GONE = frozenset(
    "channel_not_found is_archived not_in_channel user_not_found user_disabled cannot_dm_bot account_inactive_user "
    "messages_tab_disabled thread_not_found restricted_action_read_only_channel".split()
)
_OPERATORS = frozenset(
    "invalid_auth not_authed account_inactive token_revoked token_expired missing_scope no_permission "
    "org_login_required access_denied ekm_access_denied".split()
)
_MENDED_AFTER = 60.0


@dataclass(frozen=True)
class SlackPart:
    """One call of chat.postMessage."""

    channel: str
    thread_ts: str | None
    post: Post


class SlackSender:
    """Sends parcels, each part once: a message carries the part's key, which is looked for before a second try."""

    channel = "slack"

    def __init__(self, api: SlackApi, choices: ChoiceIds, language: Language) -> None:
        self._api = api
        self._choices = choices
        self._language = language

    def parts(self, parcel: Parcel) -> Sequence[SlackPart]:
        """The messages that show a parcel."""
        _, channel, thread = f"{parcel.link.address}:".split(":", 2)
        thread_ts = thread.rstrip(":") or thread_of_reply(parcel.messages[0].reply_to)
        if parcel.link.audience == "agents":
            known = [str(value) for value in parcel.link.data.get("known", ())]
            pieces = transcript(parcel.messages, self._language, known)
        else:
            pieces = self._said(parcel.messages)
        return [SlackPart(channel, thread_ts, post) for post in packed(pieces)]

    async def send(self, parcel: Parcel, index: int, part: SlackPart) -> Outcome:
        """Post one message, or find out that it is there."""
        key = part_key(parcel, index)
        try:
            if parcel.begun_at is not None:
                found = await self._found(parcel, part, key)
                if found is not None:
                    return Delivered(found)
            return Delivered(await self._api.post(part.channel, part.post, thread_ts=part.thread_ts, key=key))
        except SlackBusy as busy:
            return TryAgain(busy.code, busy.after, certain=True)
        except SlackAway as away:
            return TryAgain(away.code)
        except SlackRefused as refused:
            if refused.code in _GONE:
                return Unreachable(refused.code)
            if refused.code in _OPERATORS:
                log.error("Slack does not let the desk post", reason=refused.code)
                return TryAgain(refused.code, _MENDED_AFTER, certain=True)
            return Refused(refused.code)

    async def _found(self, parcel: Parcel, part: SlackPart, key: str) -> str | None:
        assert parcel.begun_at is not None
        try:
            return await self._api.find(part.channel, key, thread_ts=part.thread_ts, since=parcel.begun_at)
        except SlackRefused as refused:
            log.warning("Slack does not let the desk look", reason=refused.code)
            return None

    def _said(self, messages: Sequence[StoredMessage]) -> Iterator[Piece]:
        for stored in messages:
            if not stored.blocks:
                continue
            by_agent = stored.role == "agent"
            if by_agent and stored.author:
                who = say("agent_speaks", stored.language, name=stored.author)
                yield context(f"*{escaped(who)}*", f"{who}:")
            message = Message(language=stored.language, blocks=stored.blocks)
            yield from rendered(
                message,
                name=str(stored.seq),
                id_of=lambda place, to=stored: self._choices.issue(to.conversation_id, to.seq, place),  # type: ignore[misc]
                write=with_links if by_agent else escaped,
            )
