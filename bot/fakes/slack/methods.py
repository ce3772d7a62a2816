"""The methods of the Web API that the desk uses, with Slack's own refusals."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from bot.fakes.slack.checker import message_problem, view_problems
from bot.fakes.slack.world import BOT_ID, BOT_USER, TEAM, Channel, Message, Modal, World

Body = Mapping[str, Any]
Answer = dict[str, Any]

_TRIGGER_LIFE = timedelta(seconds=3)
_HOOK_LIFE, _HOOK_USES = timedelta(minutes=30), 5
_PAGE = 200


class Refusal(Exception):
    """A call that Slack refuses with a code; ``retry_after`` makes it a 429."""

    def __init__(self, code: str, details: list[str] | None = None, *, retry_after: int | None = None) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details or []
        self.retry_after = retry_after


class Methods:
    """Everything the bot token may call."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.table: Mapping[str, tuple[Callable[[Body], Answer], frozenset[str]]] = {
            "auth.test": (self._auth, frozenset()),
            "chat.postMessage": (
                self._post,
                _MESSAGE | {"metadata", "unfurl_links", "unfurl_media", "reply_broadcast"},
            ),
            "chat.update": (self._update, _MESSAGE | {"ts", "metadata"}),
            "chat.postEphemeral": (self._whisper, _MESSAGE | {"user"}),
            "views.open": (self._open, frozenset({"trigger_id", "view"})),
            "views.update": (self._update_view, frozenset({"view_id", "view", "hash", "external_id"})),
            "views.publish": (self._publish, frozenset({"user_id", "view", "hash"})),
        }
        self.reading: Mapping[str, tuple[Callable[[Body], Answer], frozenset[str]]] = {
            "conversations.history": (self._history, _PAGING | {"channel"}),
            "conversations.replies": (self._replies, _PAGING | {"channel", "ts"}),
            "conversations.members": (self._members, frozenset({"channel", "cursor", "limit"})),
            "conversations.info": (self._info, frozenset({"channel", "include_locale", "include_num_members"})),
            "users.info": (self._user, frozenset({"user", "include_locale"})),
            "usergroups.users.list": (self._group, frozenset({"usergroup", "include_disabled"})),
        }

    def call(self, method: str, body: Body, *, reads: bool) -> Answer:
        """One call; arguments that Slack does not know are refused, to catch slips.

        Raises:
            Refusal: Slack would not do this.
        """
        found = (self.reading if reads else self.table).get(method)
        if found is None:
            raise Refusal("method_not_supported_for_channel_type" if method in self.reading else "unknown_method")
        work, allowed = found
        if unknown := body.keys() - allowed:
            raise Refusal("invalid_arguments", [f"unknown argument {name}" for name in sorted(unknown)])
        return {"ok": True, **work(body)}

    def answer_hook(self, name: str, body: Body) -> None:
        """An answer at a response URL.

        Raises:
            Refusal: the URL is used up, or the message is refused.
        """
        hook = self._world.hooks.get(name)
        if hook is None or self._world.clock() - hook.at > _HOOK_LIFE:
            raise Refusal("expired_url")
        if hook.used >= _HOOK_USES:
            raise Refusal("used_url")
        hook.used += 1
        allowed = {"text", "blocks", "response_type", "replace_original", "delete_original", "thread_ts"}
        if unknown := body.keys() - allowed:
            raise Refusal("invalid_arguments", sorted(unknown))
        channel = self._world.channels[hook.channel]
        shown = self._world.message(hook.channel, hook.message_ts) if hook.message_ts else None
        if body.get("delete_original"):
            if shown:
                channel.messages.remove(shown)
            return
        self._checked("response_url", body)
        if body.get("replace_original") and shown:
            shown.text, shown.blocks, shown.edited = body["text"], list(body.get("blocks") or []), shown.edited + 1
            return
        only = None if body.get("response_type") == "in_channel" else hook.user
        self._add(channel, body, only_for=only, thread_ts=body.get("thread_ts") or hook.thread_ts)

    def _auth(self, _body: Body) -> Answer:
        return {"team_id": TEAM, "user_id": BOT_USER, "bot_id": BOT_ID, "team": "Koshin", "user": "koshin"}

    def _post(self, body: Body) -> Answer:
        channel = self._channel(body)
        self._checked("chat.postMessage", body)
        now = self._world.clock()
        if channel.last_post is not None and now - channel.last_post < timedelta(seconds=1):
            left = (channel.last_post + timedelta(seconds=1) - now).total_seconds()
            raise Refusal("ratelimited", retry_after=max(1, math.ceil(left)))
        thread = body.get("thread_ts")
        if thread and self._world.message(channel.id, thread) is None:
            raise Refusal("thread_not_found")
        channel.last_post = now
        message = self._add(channel, body, thread_ts=thread)
        return {"channel": channel.id, "ts": message.ts, "message": message.as_slack_tells()}

    def _update(self, body: Body) -> Answer:
        channel = self._channel(body)
        message = self._world.message(channel.id, str(body.get("ts", "")))
        if message is None or message.only_for:
            raise Refusal("message_not_found")
        if message.user != BOT_USER:
            raise Refusal("cant_update_message")
        self._checked("chat.update", body)
        message.text, message.blocks, message.edited = body["text"], list(body.get("blocks") or []), message.edited + 1
        return {"channel": channel.id, "ts": message.ts, "text": message.text}

    def _whisper(self, body: Body) -> Answer:
        channel = self._channel(body)
        if body.get("user") not in channel.members:
            raise Refusal("user_not_in_channel")
        self._checked("chat.postEphemeral", body)
        message = self._add(channel, body, only_for=body["user"], thread_ts=body.get("thread_ts"))
        return {"message_ts": message.ts}

    def _open(self, body: Body) -> Answer:
        trigger = self._world.triggers.get(str(body.get("trigger_id", "")))
        if trigger is None:
            raise Refusal("invalid_trigger_id")
        if trigger.used:
            raise Refusal("exchanged_trigger_id")
        if self._world.clock() - trigger.at > _TRIGGER_LIFE:
            raise Refusal("expired_trigger_id")
        view = self._view(body, "modal")
        trigger.used = True
        modal = Modal(self._world.new_name("V"), trigger.user, view, self._world.new_name("h"))
        self._world.modals[modal.id] = modal
        return {"view": {"id": modal.id, "hash": modal.hash, **view}}

    def _update_view(self, body: Body) -> Answer:
        modal = self._world.modals.get(str(body.get("view_id", "")))
        if modal is None:
            raise Refusal("not_found")
        if body.get("hash") not in (None, modal.hash):
            raise Refusal("hash_conflict")
        modal.view, modal.hash = self._view(body, "modal"), self._world.new_name("h")
        return {"view": {"id": modal.id, "hash": modal.hash, **modal.view}}

    def _publish(self, body: Body) -> Answer:
        if body.get("user_id") not in self._world.users:
            raise Refusal("user_not_found")
        self._world.homes[body["user_id"]] = self._view(body, "home")
        return {"view": {"id": self._world.new_name("V"), **body["view"]}}

    def _history(self, body: Body) -> Answer:
        found = [m for m in self._channel(body).messages if m.thread_ts in (None, m.ts) and m.only_for is None]
        return self._page(body, list(reversed(found)))

    def _replies(self, body: Body) -> Answer:
        channel, thread = self._channel(body), body.get("ts")
        found = [m for m in channel.messages if thread in (m.ts, m.thread_ts) and m.only_for is None]
        if not found:
            raise Refusal("thread_not_found")
        return self._page(body, found)

    def _page(self, body: Body, found: list[Message]) -> Answer:
        inclusive = body.get("inclusive") in ("1", "true", True)
        oldest, latest = float(body.get("oldest", 0)), float(body.get("latest", "inf"))
        within = [
            message
            for message in found
            if oldest < float(message.ts) < latest or inclusive and float(message.ts) in (oldest, latest)
        ]
        with_metadata = body.get("include_all_metadata") in ("1", "true", True)
        most = min(int(body.get("limit", 100)), _PAGE)
        shown = [message.as_slack_tells(with_metadata=with_metadata) for message in within[:most]]
        return {"messages": shown, "has_more": len(within) > most}

    def _members(self, body: Body) -> Answer:
        members = sorted(self._channel(body).members)
        most = min(int(body.get("limit", 100)), _PAGE)
        start = int(body.get("cursor") or 0)
        more = str(start + most) if start + most < len(members) else ""
        return {"members": members[start : start + most], "response_metadata": {"next_cursor": more}}

    def _info(self, body: Body) -> Answer:
        channel = self._channel(body, member=False)
        return {"channel": {"id": channel.id, "name": channel.name, "is_im": channel.is_direct}}

    def _user(self, body: Body) -> Answer:
        user = self._world.users.get(str(body.get("user", "")))
        if user is None:
            raise Refusal("user_not_found")
        profile = {"display_name": user.name, "real_name": user.name}
        told = {
            "id": user.id,
            "name": user.name,
            "real_name": user.name,
            "profile": profile,
            "deleted": not user.active,
        }
        if body.get("include_locale") in ("1", "true", True):
            told["locale"] = user.locale
        return {"user": {**told, "is_bot": user.id == BOT_USER, "team_id": TEAM}}

    def _group(self, body: Body) -> Answer:
        members = self._world.groups.get(str(body.get("usergroup", "")))
        if members is None:
            raise Refusal("no_such_subteam")
        return {"users": sorted(members)}

    def _channel(self, body: Body, *, member: bool = True) -> Channel:
        channel = self._world.channels.get(str(body.get("channel", "")))
        if channel is None:
            raise Refusal("channel_not_found")
        if channel.archived:
            raise Refusal("is_archived")
        if member and BOT_USER not in channel.members:
            raise Refusal("not_in_channel")
        return channel

    def _view(self, body: Body, kind: str) -> dict[str, Any]:
        problems = view_problems(body.get("view"), kind=kind)
        if problems:
            raise Refusal("invalid_arguments", problems)
        return dict(body["view"])

    def _checked(self, method: str, body: Body) -> None:
        problem = message_problem(method, body)
        if problem is not None:
            raise Refusal(*problem)

    def _add(
        self, channel: Channel, body: Body, *, only_for: str | None = None, thread_ts: str | None = None
    ) -> Message:
        message = Message(
            channel=channel.id,
            ts=self._world.new_ts(),
            user=BOT_USER,
            text=body["text"],
            blocks=list(body.get("blocks") or []),
            thread_ts=thread_ts,
            metadata=body.get("metadata"),
            only_for=only_for,
        )
        channel.messages.append(message)
        return message


_MESSAGE = frozenset({"channel", "text", "blocks", "thread_ts"})
_PAGING = frozenset({"oldest", "latest", "inclusive", "limit", "cursor", "include_all_metadata"})
