"""The least that takes a LINE webhook: the SDK's parser behind one route, nothing kept and nothing answered.

``python -m benchmarks.bare_webhook PORT SECRET``; the peer of :mod:`benchmarks.webhook_ack`.
"""

from __future__ import annotations

import sys

import uvicorn
from linebot.v3 import WebhookParser
from linebot.v3.exceptions import InvalidSignatureError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def application(secret: str) -> Starlette:
    """The webhook alone."""
    parser = WebhookParser(secret)

    async def take(request: Request) -> Response:
        try:
            parser.parse((await request.body()).decode(), request.headers.get("x-line-signature", ""))
        except InvalidSignatureError:
            return Response(status_code=401)
        return Response(status_code=200)

    return Starlette(routes=[Route("/webhooks/line", take, methods=["POST"])])


if __name__ == "__main__":
    uvicorn.run(application(sys.argv[2]), host="127.0.0.1", port=int(sys.argv[1]), log_level="error")
