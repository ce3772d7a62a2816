"""The platform as a process, with a page that shows the phones."""

from __future__ import annotations

import argparse
import secrets

from aiohttp import web

from bot.fakes.line.account import Account
from bot.fakes.line.control import add_control
from bot.fakes.line.delivering import posting_to
from bot.fakes.line.platform import Platform
from bot.fakes.line.server import Server

SECRET = "secret-of-the-fake-line"
TOKEN = "token-of-the-fake-line"
"""What the desk is configured with to work with this platform; they open nothing anywhere else."""


def application(webhook: str, *, secret: str = SECRET, token: str = TOKEN, quota: int | None = 200) -> web.Application:
    """The platform with its page; events go to ``webhook``."""
    platform = Platform(quota=quota, seed=secrets.token_hex(8))
    server = Server(platform, token)
    app = server.app()
    add_control(app, server, Account(platform, posting_to(webhook), secret, pause=1.0))
    return app


def serve(
    host: str = "127.0.0.1",
    port: int = 8090,
    *,
    webhook: str = "http://127.0.0.1:8080/webhooks/line",
    secret: str = SECRET,
    token: str = TOKEN,
) -> None:
    """Serve until interrupted."""
    web.run_app(application(webhook, secret=secret, token=token), host=host, port=port, access_log=None)


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="fake-line", description="A LINE platform on this machine.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--webhook", default="http://127.0.0.1:8080/webhooks/line", help="where the desk listens")
    parser.add_argument("--secret", default=SECRET)
    parser.add_argument("--token", default=TOKEN)
    given = parser.parse_args()
    serve(given.host, given.port, webhook=given.webhook, secret=given.secret, token=given.token)
