"""From what Slack told to whoever does it: one table, with "skip" for everything that is in none."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

import structlog

from bot.channels.platform_events import PlatformAway
from bot.channels.slack.api import SlackAway, SlackBusy, SlackRefused
from bot.channels.slack.assist_actions import AssistActions
from bot.channels.slack.assist_card import DRAFT, OPEN_CASE, WRONG
from bot.channels.slack.board import Board
from bot.channels.slack.card import ASSIGN, CLAIM, CLOSE, DETAILS, HAND_BACK
from bot.channels.slack.case_actions import CLOSE_CASE, CaseActions
from bot.channels.slack.case_modal import OPEN_CASE_VIEW
from bot.channels.slack.customers import Customers
from bot.channels.slack.draft_modal import PLACE_DRAFT, POST_REPLY
from bot.channels.slack.home import REFRESH, Home
from bot.channels.slack.keeping import told
from bot.channels.slack.notes import SEND, Notes
from bot.channels.slack.notes_from_elsewhere import NotesFromElsewhere
from bot.channels.slack.rendering import CHOICE
from bot.channels.slack.replies import Replies
from bot.channels.slack.requests import (
    Clicks,
    Command,
    EventBody,
    HomeOpened,
    MessageEvent,
    NewCard,
    NewNote,
    Shortcut,
    Submission,
)
from bot.channels.slack.workplace import Workplace
from bot.store import KeptEvent

log = structlog.get_logger("koshin.slack")

DRAFT_REPLY = "draft_reply"


class Handling:
    """Does what Slack's requests ask for, each at least once."""

    def __init__(self, workplace: Workplace, board: Board, notes_from_elsewhere: NotesFromElsewhere) -> None:
        self._board = board
        self._elsewhere = notes_from_elsewhere
        self._at = workplace
        self._customers = Customers(workplace, notes := Notes(workplace))
        self._home = Home(workplace)
        assist, cases, self._replies = AssistActions(workplace), CaseActions(workplace), Replies(workplace)
        self._assist = assist
        self._clicks: Mapping[str, Callable[[Clicks], Awaitable[None]]] = {
            SEND: notes.send,
            CLAIM: cases.claim,
            HAND_BACK: cases.hand_back,
            ASSIGN: cases.assign,
            CLOSE: cases.ask_reason,
            DETAILS: cases.show_details,
            DRAFT: assist.draft,
            OPEN_CASE: assist.ask_case,
            WRONG: assist.wrong,
            REFRESH: self._refresh_home,
        }
        self._submissions: Mapping[str, Callable[[Submission], Awaitable[None]]] = {
            CLOSE_CASE: cases.close,
            OPEN_CASE_VIEW: assist.file_case,
            PLACE_DRAFT: assist.place_draft,
            POST_REPLY: self._replies.post,
        }

    async def handle(self, kept: KeptEvent) -> None:
        """Do what was kept.

        Raises:
            PlatformAway: Slack is away, and something could not be done without it.
        """
        try:
            await self._handle(kept.payload)
        except SlackRefused as refused:
            # What Slack refuses now it refuses again; what the desk stored stays stored.
            log.error("Slack refused", reason=refused.code)
        except (SlackAway, SlackBusy) as away:
            raise PlatformAway(f"slack_{away.code}") from away

    async def _handle(self, payload: str) -> None:
        match told(payload):
            case NewCard(number=number):
                await self._board.post(number)
            case NewNote() as noted:
                await self._elsewhere.show(self._at, noted.link, noted.note)
            case EventBody() as body:
                await self._event(body)
            case Command() as command:
                await self._assist.command(command)
            case Clicks() as clicks:
                await self._clicked(clicks)
            case Shortcut() as shortcut:
                if shortcut.callback_id == DRAFT_REPLY:
                    await self._replies.draft(shortcut)
            case Submission() as submission:
                work = self._submissions.get(submission.view.callback_id)
                if work is not None:
                    await work(submission)

    async def _event(self, body: EventBody) -> None:
        match body.event:
            case HomeOpened(tab="home", user=user):
                await self._home.show(user)
            case MessageEvent() as message:
                await self._customers.message(message, body.team_id or (await self._at.api.identity()).team_id)

    async def _clicked(self, clicks: Clicks) -> None:
        name = clicks.actions[0].action_id
        if name.startswith(f"{CHOICE}:"):
            await self._customers.pick(clicks, (await self._at.api.identity()).team_id)
            return
        work = self._clicks.get(":".join(name.split(":")[:2]))
        if work is None:
            log.info("skipped", action=":".join(name.split(":")[:1]))
        else:
            await work(clicks)

    async def _refresh_home(self, clicks: Clicks) -> None:
        await self._home.show(clicks.user.id)
