"""What agents do with a case from its card: claim, hand back, assign, close, look at the details."""

from __future__ import annotations

import structlog
from slack_sdk.models.blocks import (
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.channels.slack.card import details, known_of
from bot.channels.slack.masking import masked_text
from bot.channels.slack.requests import Clicks, Submission
from bot.channels.slack.wording import say
from bot.channels.slack.workplace import Workplace
from bot.messages import Language
from bot.store import Agent, AgentNotInCharge, Case, UnknownConversation

log = structlog.get_logger("koshin.slack")

CLOSE_CASE = "close_case"
_REASONS = ("solved", "no_answer", "duplicate", "elsewhere", "other")
_SAYINGS = 200


class CaseActions:
    """One method for each thing to click on a card."""

    def __init__(self, workplace: Workplace) -> None:
        self._at = workplace

    async def claim(self, clicks: Clicks) -> None:
        """The first one who clicks has the conversation; the others learn who."""
        case, channel, user = await self._begin(clicks, clicks.actions[0].picked)
        if case is None or channel is None:
            return
        agent = await self._at.people.agent(user)
        before = await self._at.stored(self._at.front.store.conversation, case.conversation_id)
        held = before is not None and before.agent is not None
        try:
            claim = await self._at.front.gate.claim(case.conversation_id, agent)
        except UnknownConversation:
            await self._at.whisper(user, channel, "no_conversation")
            return
        if not claim.won:
            await self._at.whisper(user, channel, "already_claimed", who=claim.by.name, number=case.number)
        else:
            await self._at.stored(self._at.front.store.assign_case, case.number, agent)
            if not held:
                await self._at.stored(self._at.front.store.audit, agent, "conversation_claimed", case.conversation_id)
            await self._at.whisper(user, channel, "claimed", number=case.number)
        self._at.changed(case.conversation_id)

    async def hand_back(self, clicks: Clicks) -> None:
        """The assistant answers again."""
        case, channel, user = await self._begin(clicks, clicks.actions[0].picked)
        if case is None or channel is None:
            return
        agent = await self._at.people.agent(user)
        try:
            changed = await self._at.front.gate.hand_back(case.conversation_id, agent)
        except AgentNotInCharge:
            await self._at.whisper(user, channel, "not_yours")
            return
        if changed:
            await self._at.stored(self._at.front.store.audit, agent, "conversation_handed_back", case.conversation_id)
        self._at.changed(case.conversation_id)
        await self._at.whisper(user, channel, "handed_back", number=case.number)

    async def assign(self, clicks: Clicks) -> None:
        """Somebody gets the case, and with it the conversation if a colleague has it."""
        action = clicks.actions[0]
        case, channel, user = await self._begin(clicks, action.action_id.rpartition(":")[2])
        if case is None or channel is None or not action.picked:
            return
        if not await self._at.people.may_act(action.picked):
            who = (await self._at.people.person(action.picked)).name
            await self._at.whisper(user, channel, "cannot_be_assigned", who=who)
            self._at.changed(case.conversation_id)
            return
        front = self._at.front
        assignee, by = await self._at.people.agent(action.picked), await self._at.people.agent(user)
        if case.assignee != assignee:
            await self._at.stored(front.store.assign_case, case.number, assignee, by)
            await self._at.stored(front.store.audit, by, "case_assigned", case.number, {"to": assignee.id})
        conversation = await self._at.stored(front.store.conversation, case.conversation_id)
        if conversation is not None and conversation.agent not in (None, assignee):
            await self._at.stored(front.store.hand_back, case.conversation_id)
            await front.gate.claim(case.conversation_id, assignee)
        self._at.changed(case.conversation_id)
        await self._at.whisper(user, channel, "assigned", who=assignee.name, number=case.number)
        if action.picked != user:
            await self._at.whisper(action.picked, channel, "assigned_to_you", who=by.name, number=case.number)

    async def ask_reason(self, clicks: Clicks) -> None:
        """Ask why a case is closed."""
        case, channel, user = await self._begin(clicks, clicks.actions[0].picked)
        if case is not None and channel is not None:
            language = await self._at.people.language(user)
            view = _reason_modal(case.number, channel, language)
            await self._at.open_modal(clicks.trigger_id, view.to_dict(), user, channel)

    async def close(self, submission: Submission) -> None:
        """Close a case for the reason given, and let the assistant answer again."""
        number, _, channel = submission.view.private_metadata.partition(" ")
        user = submission.user.id
        front = self._at.front
        case = await self._at.stored(front.store.find_case, number)
        if case is None or not await self._at.is_agent(user, channel):
            return
        picked = submission.view.value("reason")
        reason = say(f"reason_{picked}", self._at.language)
        known = known_of(await self._at.stored(front.store.cases_of, case.conversation_id))
        remark = masked_text(submission.view.value("remark").strip(), known)
        agent = await self._at.people.agent(user)
        if _is_open(case):
            why = f"{reason}: {remark}" if remark else reason
            await self._at.stored(front.store.close_case, number, why, agent)
            await self._at.stored(front.store.audit, agent, "case_closed", number)
        if not any(map(_is_open, await self._at.stored(front.store.cases_of, case.conversation_id))):
            await self._end(case.conversation_id, agent, f"{picked}: {remark}" if remark else picked)
        self._at.changed(case.conversation_id)
        await self._at.whisper(user, channel, "closed", number=number)

    async def _end(self, conversation_id: str, agent: Agent, reason: str) -> None:
        """Close the conversation behind the last case, whoever of the agents has it."""
        front = self._at.front
        conversation = await self._at.stored(front.store.conversation, conversation_id)
        if conversation is None:
            return
        if conversation.agent not in (None, agent):
            await front.gate.hand_back(conversation_id, conversation.agent)
        if await front.gate.close(conversation_id, agent, reason):
            await self._at.stored(front.store.audit, agent, "conversation_closed", conversation_id)

    async def show_details(self, clicks: Clicks) -> None:
        """Show the personal data of a case to the one who asks, and remember that."""
        case, channel, user = await self._begin(clicks, clicks.actions[0].picked, also_closed=True)
        if case is None or channel is None:
            return
        front = self._at.front
        agent, language = await self._at.people.agent(user), await self._at.people.language(user)
        await self._at.stored(front.store.audit, agent, "case_details_shown", case.number)
        messages = await self._at.stored(front.store.messages_after, case.conversation_id)
        sayings = [message for message in messages[-_SAYINGS:] if message.role == "customer"]
        pieces = details(case, sayings, knowledge=front.knowledge, language=language)
        await self._at.show(user, channel, pieces)

    async def _begin(
        self, clicks: Clicks, number: str, *, also_closed: bool = False
    ) -> tuple[Case | None, str | None, str]:
        """The case that was clicked, unless this person may not, or it is over."""
        user, channel = clicks.user.id, clicks.channel_id
        if not await self._at.is_agent(user, channel, clicks.thread_ts):
            return None, channel, user
        case = await self._at.stored(self._at.front.store.find_case, number)
        if case is None:
            return None, channel, user
        if not also_closed and not _is_open(case):
            if channel:
                await self._at.whisper(user, channel, "case_is_closed", number=case.number)
            self._at.changed(case.conversation_id)
            return None, channel, user
        return case, channel, user


def _is_open(case: Case) -> bool:
    return not case.has_ended and case.merged_into is None


def _reason_modal(number: str, channel: str, language: Language) -> View:
    options = [
        Option(text=PlainTextObject(text=say(f"reason_{reason}", language)), value=reason) for reason in _REASONS
    ]
    return View(
        type="modal",
        callback_id=CLOSE_CASE,
        private_metadata=f"{number} {channel}",
        title=say("close_title", language),
        submit=say("close", language),
        close=say("cancel", language),
        blocks=[
            InputBlock(
                block_id="reason",
                label=say("reason", language, number=number),
                element=StaticSelectElement(action_id="reason", options=options, initial_option=options[0]),
            ),
            InputBlock(
                block_id="remark",
                label=say("remark", language),
                optional=True,
                element=PlainTextInputElement(action_id="remark", multiline=True, max_length=500),
            ),
        ],
    )
