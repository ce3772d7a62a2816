"""The desk put together: the routes of its parts, its files, its background work."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, AsyncExitStack
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from fastapi import FastAPI, Request
from starlette.middleware.gzip import GZipMiddleware

from bot.channels.front import Front
from bot.channels.rates import RateLimit
from bot.channels.static_files import RevalidatedFiles
from bot.desk.shell_errors import add_desk_error_handlers
from bot.desk.shell_routes import own_routes
from bot.settings import ROOT

PARTS = ("people", "inbox", "conversation", "suggestions", "quality", "replay", "cases", "figures", "knowledge")
"""Packages of the desk whose module ``routes`` has a ``router`` and, for work in the background, ``at_work(front)``."""


_SIGN_INS_PER_MINUTE = 30
"""From one network address: a whole office comes in at nine."""


class Desk:
    """The agents' desk of one front."""

    def __init__(self, front: Front) -> None:
        self._front = front
        self._parts = _parts()
        self._at_work = AsyncExitStack()
        self.sign_in_rate = RateLimit(_SIGN_INS_PER_MINUTE, front.clock)
        self.routes = [route for part in self._parts for route in own_routes(part.router)]
        self.paths = frozenset(route.path for route in self.routes)

    def add_to(self, app: FastAPI) -> None:
        """Serve the desk from an app that has its error handlers already and its start page not yet."""
        app.state.desk = self
        # As they are: including them would build all hundred anew, for an app that adds nothing to them.
        app.router.routes.extend(self.routes)
        files = RevalidatedFiles(directory=ROOT / "web" / "desk" / "static", check_dir=False)
        app.mount("/desk/static", GZipMiddleware(files, minimum_size=500), name="desk")
        add_desk_error_handlers(app)

    async def start(self) -> None:
        """Begin the parts' background work."""
        for part in self._parts:
            at_work = getattr(part, "at_work", None)
            if at_work is not None:
                work: AbstractAsyncContextManager[None] = at_work(self._front)
                await self._at_work.enter_async_context(work)

    async def stop(self) -> None:
        """End it."""
        await self._at_work.aclose()


def create_desk(front: Front) -> Desk:
    """The desk over a front."""
    return Desk(front)


def desk_of(request: Request) -> Desk:
    """The desk that this request reached."""
    desk = request.app.state.desk
    assert isinstance(desk, Desk)
    return desk


def _parts() -> list[ModuleType]:
    names = (f"bot.desk.{part}" for part in PARTS)
    return [import_module(f"{name}.routes") for name in names if find_spec(name) and find_spec(f"{name}.routes")]
