"""The page of the phones and what it asks for; tests that run the platform as a process use the same routes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import get_args

from aiohttp import web

from bot.fakes.line.account import Account
from bot.fakes.line.phones import Json, Phone
from bot.fakes.line.server import Server
from bot.fakes.line.troubles import Trouble

_PAGE = Path(__file__).with_name("phone.html")
_STYLE = Path(__file__).with_name("phone.css")
_SCRIPT = Path(__file__).with_name("phone.js")


def add_control(app: web.Application, server: Server, account: Account) -> None:
    """Add the page and its routes.

    ``GET /phones`` and ``GET /phones/{chat}`` show, ``POST /phones/{chat}`` does something there
    (``{"does": "follow" | "block" | "say" | "tap" | "act" | "show" | "unsend", ...}``), ``POST /troubles`` orders
    troubles, ``GET /state`` tells what was called, pushed and turned down.
    """
    control = _Control(server, account)
    app.router.add_get("/", _file(_PAGE, "text/html"))
    app.router.add_get("/phone.css", _file(_STYLE, "text/css"))
    app.router.add_get("/phone.js", _file(_SCRIPT, "text/javascript"))
    app.router.add_get("/phones", control.phones)
    app.router.add_get("/phones/{chat}", control.phone)
    app.router.add_post("/phones/{chat}", control.do)
    app.router.add_get("/menus/{menu}", control.menu)
    app.router.add_post("/troubles", control.trouble)
    app.router.add_get("/state", control.state)


class _Control:
    def __init__(self, server: Server, account: Account) -> None:
        self._server = server
        self._account = account

    async def phones(self, _request: web.Request) -> web.Response:
        found = self._account.platform.phones.values()
        return web.json_response([{"id": phone.chat_id, "name": phone.name} for phone in found])

    async def phone(self, request: web.Request) -> web.Response:
        return web.json_response(self._shown(self._account.platform.phone(request.match_info["chat"])))

    async def do(self, request: web.Request) -> web.Response:
        chat_id, wish = request.match_info["chat"], await request.json()
        account = self._account
        phone = account.platform.phone(chat_id, wish.get("name", "見本花子"), wish.get("language", "ja"))
        match wish["does"]:
            case "follow":
                await account.follows(chat_id, unblocked=phone.blocked)
            case "block":
                await account.blocks(chat_id)
            case "say":
                await account.says(chat_id, wish["text"], mention=bool(wish.get("mention")))
            case "tap":
                await account.taps(chat_id, wish["label"])
            case "act":
                await account.acts(chat_id, wish["action"])
            case "show":
                await account.shows(chat_id, wish["kind"])
            case "unsend":
                await account.unsends(chat_id, wish["message"])
            case "switch":
                phone.rich_menu = self._server.menus.aliases.get(wish["action"]["richMenuAliasId"])
                await account.acts(chat_id, wish["action"])
            case other:
                raise web.HTTPBadRequest(text=f"a phone can't {other}")
        return web.json_response({"status": account.statuses[-1] if account.statuses else None})

    async def menu(self, request: web.Request) -> web.Response:
        picture = self._server.menus.pictures.get(request.match_info["menu"])
        if picture is None:
            raise web.HTTPNotFound
        return web.Response(body=picture, content_type="image/png")

    async def trouble(self, request: web.Request) -> web.Response:
        wish = await request.json()
        if "share" in wish:
            self._server.troubles.often(float(wish["share"]), int(wish.get("seed", 0)))
        elif wish.get("kind") in get_args(Trouble):
            self._server.order(wish["kind"], int(wish.get("times", 1)))
        else:
            raise web.HTTPBadRequest(text="there is no such trouble")
        return web.json_response({})

    async def state(self, _request: web.Request) -> web.Response:
        platform = self._account.platform
        return web.json_response(
            {
                "calls": platform.calls,
                "pushed": platform.pushed,
                "refused": platform.refused,
                "statuses": self._account.statuses,
            }
        )

    def _shown(self, phone: Phone) -> Json:
        menus = self._server.menus
        menu_id = menus.seen_by(phone.chat_id)
        return {
            "id": phone.chat_id,
            "name": phone.name,
            "blocked": phone.blocked,
            "loading": phone.loading_until > self._account.platform.clock(),
            "menu": {"id": menu_id, **menus.menus[menu_id]} if menu_id else None,
            "shown": [
                {"by": shown.by, "at": shown.at, "id": shown.message_id, "message": shown.message}
                for shown in phone.shown
            ],
        }


def _file(path: Path, content_type: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def give(_request: web.Request) -> web.Response:
        return web.Response(text=path.read_text("utf-8"), content_type=content_type, charset="utf-8")

    return give
