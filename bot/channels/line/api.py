"""The Messaging API by the vendor's SDK, with answers as values instead of exceptions."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
from linebot.v3.messaging import (
    ApiException,
    AsyncApiClient,
    AsyncMessagingApi,
    Configuration,
    PushMessageRequest,
    ReplyMessageRequest,
    ShowLoadingAnimationRequest,
)

Json = dict[str, Any]
_SECONDS = 10.0
_SECONDS_TO_ASK = 3.0
"""For what the desk can do without; a customer waits for it."""


@dataclass(frozen=True)
class Profile:
    """What LINE tells of a customer."""

    name: str | None
    language: str | None


@dataclass(frozen=True)
class ApiAnswer:
    """How a call ended.

    Args:
        status: the HTTP status; 0 when there was no answer.
        reached: whether the platform may have got the request.
        problem: the platform's own word for what is wrong.
        properties: the properties of the body that it names, without their values.
        after: seconds that it asked to wait.
        message_ids: the ids of the messages that it sent.
    """

    status: int
    reached: bool = True
    problem: str = ""
    properties: tuple[str, ...] = ()
    after: float | None = None
    message_ids: tuple[str, ...] = ()


class LineApi:
    """Calls the Messaging API. Belongs to the event loop of its first call."""

    def __init__(self, access_token: str, url: str, *, timeout: float = _SECONDS) -> None:
        self._configuration = Configuration(access_token=access_token, host=url)
        self._patience = aiohttp.ClientTimeout(total=min(timeout, _SECONDS_TO_ASK))
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._client: Any = None

    def open(self) -> None:
        """Make the connections' pool now; reading the system's certificates takes a moment."""
        logging.getLogger("linebot").setLevel(logging.WARNING)  # at debug level it writes whole answers, names and all
        self._client = self._client or AsyncApiClient(self._configuration)

    async def close(self) -> None:
        """Give the connections back."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    @property
    def _api(self) -> Any:
        self.open()
        return AsyncMessagingApi(self._client)

    async def reply(self, token: str, messages: Sequence[Json]) -> ApiAnswer:
        """Answer an event."""
        request = ReplyMessageRequest.from_dict({"replyToken": token, "messages": list(messages)})
        return await self._sent(lambda: self._api.reply_message_with_http_info(request, _request_timeout=self._timeout))

    async def push(self, to: str, messages: Sequence[Json], retry_key: str) -> ApiAnswer:
        """Send on our own account; the same retry key is carried out once."""
        request = PushMessageRequest.from_dict({"to": to, "messages": list(messages)})
        return await self._sent(
            lambda: self._api.push_message_with_http_info(request, retry_key, _request_timeout=self._timeout)
        )

    async def show_loading(self, user_id: str, seconds: int) -> ApiAnswer:
        """Show that an answer is on its way; one-to-one chats only."""
        request = ShowLoadingAnimationRequest(chatId=user_id, loadingSeconds=seconds)
        return await self._sent(
            lambda: self._api.show_loading_animation_with_http_info(request, _request_timeout=self._timeout)
        )

    async def profile(self, user_id: str) -> Profile:
        """A customer's name and language; empty when LINE doesn't tell."""
        found = await self._asked(lambda: self._api.get_profile(user_id, _request_timeout=self._patience))
        return Profile(getattr(found, "display_name", None), getattr(found, "language", None))

    async def basic_id(self) -> str | None:
        """The account's own id, such as ``@123abcde``."""
        found = await self._asked(lambda: self._api.get_bot_info(_request_timeout=self._patience))
        return getattr(found, "basic_id", None)

    async def quota(self) -> tuple[int | None, int | None]:
        """The month's quota and how much of it is used; None for what is unlimited or unknown."""
        limit = await self._asked(lambda: self._api.get_message_quota(_request_timeout=self._patience))
        used = await self._asked(lambda: self._api.get_message_quota_consumption(_request_timeout=self._patience))
        return getattr(limit, "value", None), getattr(used, "total_usage", None)

    async def menu_of_alias(self, alias: str) -> str | None:
        """The rich menu that an alias names now."""
        found = await self._asked(lambda: self._api.get_rich_menu_alias(alias, _request_timeout=self._patience))
        return getattr(found, "rich_menu_id", None)

    async def show_menu(self, user_id: str, menu_id: str) -> None:
        """Show a customer a rich menu of their own."""
        await self._asked(
            lambda: self._api.link_rich_menu_id_to_user(user_id, menu_id, _request_timeout=self._patience)
        )

    async def _asked(self, call: Callable[[], Awaitable[Any]]) -> Any:
        """An answer that the desk can do without."""
        try:
            return await call()
        except (ApiException, aiohttp.ClientError, asyncio.TimeoutError, OSError):
            return None

    async def _sent(self, call: Callable[[], Awaitable[Any]]) -> ApiAnswer:
        try:
            answer = await call()
        except ApiException as error:
            return _failed(error)
        except aiohttp.ClientConnectorError:
            return ApiAnswer(0, reached=False, problem="no_connection")
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            return ApiAnswer(0, problem=type(error).__name__)
        sent = getattr(answer.data, "sent_messages", None) or []
        return ApiAnswer(answer.status_code, message_ids=tuple(message.id for message in sent))


def _failed(error: Any) -> ApiAnswer:
    try:
        body = json.loads(error.body or "{}")
    except ValueError:
        body = {}
    body = body if isinstance(body, dict) else {}
    details = [detail for detail in body.get("details") or [] if isinstance(detail, dict)]
    after = (error.headers or {}).get("Retry-After", "")
    return ApiAnswer(
        int(error.status or 0),
        problem=str(body.get("message", ""))[:200],
        properties=tuple(str(detail.get("property", ""))[:100] for detail in details),
        after=float(after) if str(after).isdecimal() else None,
    )
