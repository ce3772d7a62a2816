"""The fake's HTTP side: the Web API, response URLs and Socket Mode."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.fakes.slack.faults import Fault, Faults
from bot.fakes.slack.methods import Methods, Refusal
from bot.fakes.slack.telling import Teller
from bot.fakes.slack.world import World


class Server:
    """Serves one workspace.

    ``calls`` is every call it took, by method; ``refused`` those that Slack itself would refuse, with the code.
    """

    def __init__(self, world: World, faults: Faults, teller: Teller, *, bot_token: str, app_token: str) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.refused: list[tuple[str, str]] = []
        self.address = ""
        self._methods = Methods(world)
        self._faults = faults
        self._teller = teller
        self._bot_token = bot_token
        self._app_token = app_token
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0, host: str = "127.0.0.1", extra: tuple[web.AbstractRouteDef, ...] = ()) -> str:
        """Listen, and return the address."""
        app = web.Application()
        app.add_routes(
            [
                web.route("*", "/api/{method}", self._call),
                web.post("/hooks/{name}", self._hook),
                web.get("/socket", self._teller.serve_socket),
                *extra,
            ]
        )
        self._runner = web.AppRunner(app, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        bound = self._runner.addresses[0]
        self.address = f"http://{host}:{bound[1]}"
        return self.address

    async def stop(self) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        body, in_query = await _body_of(request)
        self.calls.append((method, body))
        return await self._with_faults(request, method, lambda: self._answer(request, method, body, in_query))

    async def _hook(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.calls.append(("response_url", body))

        async def answer() -> web.Response:
            try:
                self._methods.answer_hook(request.match_info["name"], body)
            except Refusal as refusal:
                self.refused.append(("response_url", refusal.code))
                return web.Response(status=404 if "url" in refusal.code else 400, text=refusal.code)
            return web.Response(text="ok")

        return await self._with_faults(request, "response_url", answer)

    async def _answer(self, request: web.Request, method: str, body: dict[str, Any], in_query: bool) -> web.Response:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        wanted = self._app_token if method == "apps.connections.open" else self._bot_token
        if not token:
            return _refused(Refusal("not_authed"))
        if token != wanted:
            return _refused(Refusal("not_allowed_token_type" if token == self._app_token else "invalid_auth"))
        if method == "apps.connections.open":
            return web.json_response({"ok": True, "url": self.address.replace("http", "ws", 1) + "/socket"})
        try:
            return web.json_response(self._methods.call(method, body, reads=in_query))
        except Refusal as refusal:
            self.refused.append((method, refusal.code))
            return _refused(refusal)

    async def _with_faults(
        self, request: web.Request, method: str, answer: Callable[[], Awaitable[web.Response]]
    ) -> web.StreamResponse:
        fault = self._faults.take(method) or Fault("slow", "0")
        match fault.kind:
            case "ratelimited":
                return _refused(Refusal("ratelimited", retry_after=int(fault.value)))
            case "refused":
                return _refused(Refusal(fault.value))
            case "server_error":
                return web.Response(status=500, text="<html>oops</html>", content_type="text/html")
            case "cut_before":
                return _cut(request)
            case "cut_after":
                await answer()
                return _cut(request)
        if float(fault.value):
            await asyncio.sleep(float(fault.value))
        return await answer()


def _cut(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


def _refused(refusal: Refusal) -> web.Response:
    if refusal.retry_after is not None:
        headers = {"Retry-After": str(refusal.retry_after)}
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
    details = {"errors": refusal.details, "response_metadata": {"messages": refusal.details}} if refusal.details else {}
    return web.json_response({"ok": False, "error": refusal.code, **details})


async def _body_of(request: web.Request) -> tuple[dict[str, Any], bool]:
    if request.method == "GET":
        return dict(request.query), True
    if request.content_type == "application/json":
        text = await request.text()
        return dict(json.loads(text)) if text else {}, False
    return dict(await request.post()), request.content_type == "application/x-www-form-urlencoded"
