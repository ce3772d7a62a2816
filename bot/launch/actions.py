"""Starts the action server: ``python -m bot.launch.actions``.

The SDK's own server listens on every address, lets any website call it, and writes the whole request, with all that the
customer said, into its error answers and logs. This one runs the same executor behind the same protocol.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from typing import Any

from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import SanicException
from sanic.response import json

from bot.launch import quiet
from bot.launch.sanic_server import serve_in_one_process
from bot.settings import ROOT, SettingsError, settings

_LOOPBACK = "127.0.0.1"
_JSON = "application/json"
logger = logging.getLogger("actions.server")


def create_app(package: str = "actions") -> Sanic[Any, Any]:
    """Return the action server for every action of a package."""
    app: Sanic[Any, Any] = Sanic("koshin_actions", configure_logging=False)
    executor = ActionExecutor()
    executor.register_package(package)

    @app.get("/health")
    async def health(request: Request) -> HTTPResponse:
        return json({"status": "ok"})

    @app.get("/actions")
    async def actions(request: Request) -> HTTPResponse:
        return json([{"name": name} for name in sorted(executor.actions)])

    @app.post("/webhook")
    async def webhook(request: Request) -> HTTPResponse:
        # A web page can send a form or plain text anywhere without asking, JSON it can't.
        if request.content_type.partition(";")[0].strip().lower() != _JSON:
            return json({"error": f"send {_JSON}"}, status=415)
        call = request.json
        if not isinstance(call, dict):
            return json({"error": "the body must be a JSON object"}, status=400)
        name = call.get("next_action")
        try:
            return json(await executor.run(call))
        except ActionExecutionRejection as rejection:
            return json({"error": "rejected", "action_name": rejection.action_name}, status=400)
        except ActionNotFoundException:
            logger.error("there is no action %s", name)
            return json({"error": "no such action", "action_name": name}, status=404)

    @app.exception(Exception)
    async def failed(request: Request, error: Exception) -> HTTPResponse:
        if isinstance(error, SanicException):
            return json({"error": type(error).__name__}, status=error.status_code)
        logger.error("an action failed: %s", quiet.describe(error))
        return json({"error": type(error).__name__}, status=500)

    @app.after_server_start
    async def started(app: Sanic[Any, Any]) -> None:
        quiet.withhold()

    return app


def main(arguments: Sequence[str]) -> int:
    """Serve until told to end."""
    os.chdir(ROOT)
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    try:
        config = settings()
    except SettingsError as error:
        print(f"actions: {error}", file=sys.stderr)
        return 1
    quiet.configure(config.log_level)
    serve_in_one_process()
    app = create_app()
    app.run(host=_LOOPBACK, port=config.actions_port, workers=1)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
