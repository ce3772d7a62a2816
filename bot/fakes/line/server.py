"""The platform's HTTP API, and what the page of the phones needs."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.fakes.line.platform import Answer, Platform
from bot.fakes.line.rich_menus import RichMenus
from bot.fakes.line.troubles import Trouble, Troubles

Work = Callable[[web.Request], Awaitable[Answer]]
_MESSAGES = ("/v2/bot/message/reply", "/v2/bot/message/push")


class Server:
    """Serves one platform to whoever holds the channel access token."""

    def __init__(self, platform: Platform, access_token: str) -> None:
        self.platform = platform
        self.menus = RichMenus(platform)
        self.troubles = Troubles()
        self.access_token = access_token
        self.turned_away = 0

    def app(self) -> web.Application:
        """The API as an aiohttp application."""
        app = web.Application(middlewares=[self._only_with_token])
        platform, menus = self.platform, self.menus
        add = app.router.add_route
        add("POST", _MESSAGES[0], self._troubled(lambda body, request: platform.reply(body, _headers(request))))
        add("POST", _MESSAGES[1], self._troubled(lambda body, request: platform.push(body, _headers(request))))
        add("POST", "/v2/bot/chat/loading/start", _json(lambda body, _: platform.loading(body)))
        add("GET", "/v2/bot/profile/{user}", _plain(lambda request: platform.profile(request.match_info["user"])))
        add("GET", "/v2/bot/info", _plain(lambda _: platform.info()))
        add("GET", "/v2/bot/message/quota", _plain(lambda _: platform.quota_limit()))
        add("GET", "/v2/bot/message/quota/consumption", _plain(lambda _: platform.consumption()))
        add("POST", "/v2/bot/richmenu", _json(lambda body, _: menus.create(body)))
        add("GET", "/v2/bot/richmenu/list", _plain(lambda _: menus.list()))
        add("POST", "/v2/bot/richmenu/alias", _json(lambda body, _: menus.set_alias(body, new=True)))
        add("GET", "/v2/bot/richmenu/alias/list", _plain(lambda _: menus.alias_list()))
        add("GET", "/v2/bot/richmenu/alias/{alias}", _plain(lambda request: menus.alias(request.match_info["alias"])))
        add("POST", "/v2/bot/richmenu/alias/{alias}", _json(self._move_alias))
        add("DELETE", "/v2/bot/richmenu/{menu}", _plain(lambda request: menus.delete(request.match_info["menu"])))
        add("POST", "/v2/bot/richmenu/{menu}/content", self._picture)
        add(
            "POST",
            "/v2/bot/user/all/richmenu/{menu}",
            _plain(lambda request: menus.make_default(request.match_info["menu"])),
        )
        add("POST", "/v2/bot/user/{user}/richmenu/{menu}", _plain(self._link))
        return app

    @web.middleware
    async def _only_with_token(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if request.path.startswith("/v2/") and request.headers.get("Authorization") != f"Bearer {self.access_token}":
            self.turned_away += 1
            return _response(Answer(401, {"message": "Authentication failed. Confirm that the access token is valid."}))
        answer: web.StreamResponse = await handler(request)
        return answer

    def _troubled(self, work: Callable[[Any, web.Request], Answer]) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            body = await _body(request)
            match self.troubles.next():
                case "429":
                    after = self.troubles.retry_after
                    headers = {} if after is None else {"Retry-After": str(after)}
                    return _response(Answer(429, {"message": "The API rate limit has been exceeded."}, headers))
                case "500":
                    return _response(Answer(500, {"message": "Internal Server Error"}))
                case "500_done":
                    work(body, request)
                    return _response(Answer(500, {"message": "Internal Server Error"}))
                case "cut":
                    return _cut(request)
                case "cut_done":
                    work(body, request)
                    return _cut(request)
                case "slow":
                    await asyncio.sleep(self.troubles.slow_seconds)
            return _response(work(body, request))

        return handle

    def order(self, trouble: Trouble, times: int = 1) -> None:
        """Let the next calls of the message API go wrong."""
        self.troubles.order(trouble, times)

    def _move_alias(self, body: Any, request: web.Request) -> Answer:
        return self.menus.set_alias({**body, "richMenuAliasId": request.match_info["alias"]}, new=False)

    def _link(self, request: web.Request) -> Answer:
        return self.menus.link(request.match_info["user"], request.match_info["menu"])

    async def _picture(self, request: web.Request) -> web.Response:
        return _response(self.menus.upload(request.match_info["menu"], await request.read(), request.content_type))


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _headers(request: web.Request) -> dict[str, str]:
    return {name.lower(): value for name, value in request.headers.items()}


async def _body(request: web.Request) -> Any:
    try:
        return json.loads(await request.read())
    except ValueError:
        return None


def _plain(work: Callable[[web.Request], Answer]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        return _response(work(request))

    return handle


def _json(work: Callable[[Any, web.Request], Answer]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        return _response(work(await _body(request), request))

    return handle


def _response(answer: Answer) -> web.Response:
    return web.json_response(answer.body, status=answer.status, headers=dict(answer.headers))
