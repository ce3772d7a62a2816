"""What browsers are told about everything the front serves."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
DESK_POLICY = PAGE_POLICY.replace("form-action 'none'", "form-action 'self'")
API_POLICY = "default-src 'none'; frame-ancestors 'none'"

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SecurityHeaders:
    """ASGI middleware that adds the headers to each answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request with the headers."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        is_api = scope["path"].startswith("/api/") or scope["path"] in ("/healthz", "/readyz")

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers[name] = value
                headers["Content-Security-Policy"] = API_POLICY if is_api else _page_policy(scope["path"])
                if is_api:
                    headers.setdefault("Cache-Control", "no-store")
                elif scope["path"].startswith("/widget/"):
                    # Shops load the widget from their own pages.
                    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _page_policy(path: str) -> str:
    return DESK_POLICY if path == "/desk" or path.startswith("/desk/") else PAGE_POLICY
