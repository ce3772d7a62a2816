"""The widget and the demo shop page."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.routing import Match, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".webp": "image/webp",
}


class RevalidatedFiles(StaticFiles):
    """Files that browsers keep and ask about each time, so that an update shows at once."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, or that it hasn't changed."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


class _Pages(Mount):
    """Everything but the API, which answers for its own addresses and methods."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether the path is a page's."""
        return (Match.NONE, {}) if scope["path"].startswith("/api/") else super().matches(scope)


def add_static_files(app: FastAPI, web: Path) -> None:
    """Serve ``web/widget`` under ``/widget/`` and ``web/demo`` as the start page."""
    for ending, media_type in _TYPES.items():
        # The machine's own table may call a script something that browsers refuse to run.
        mimetypes.add_type(media_type, ending)
    widget = RevalidatedFiles(directory=web / "widget", check_dir=False)
    pages = RevalidatedFiles(directory=web / "demo", html=True, check_dir=False)
    # Only files are compressed: the API's answers are short, and its stream must not be held back.
    app.mount("/widget", GZipMiddleware(widget, minimum_size=500), name="widget")
    app.router.routes.append(_Pages("/", GZipMiddleware(pages, minimum_size=500)))
