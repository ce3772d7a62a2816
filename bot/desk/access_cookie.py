"""The cookie of a sign-in, and the tokens that prove that a form came from our own page."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from fastapi import Request, Response

from bot.channels.front import Front

COOKIE = "koshin_desk"
VISIT_COOKIE = "koshin_desk_visit"
PATH = "/desk"

IDLE = timedelta(hours=2)
"""After so long without a request somebody has to sign in again."""

LONGEST = timedelta(hours=12)
"""After so long somebody has to sign in again in any case."""

VISIT = timedelta(hours=1)
"""How long the sign-in page may stand open."""


def is_encrypted(request: Request) -> bool:
    """Whether the browser reached us by TLS, here or at the proxy in front."""
    # Who lies in this header only makes their own cookie stricter.
    forwarded = request.headers.get("x-forwarded-proto", "").split(",")[-1].strip()
    return request.url.scheme == "https" or forwarded == "https"


def give_cookie(request: Request, response: Response, name: str, value: str, lasts: timedelta) -> None:
    """Set a cookie that scripts and other sites can't use."""
    response.set_cookie(
        name,
        value,
        max_age=int(lasts.total_seconds()),
        path=PATH,
        httponly=True,
        samesite="lax",
        secure=is_encrypted(request),
    )


def take_cookie(request: Request, response: Response, name: str) -> None:
    """Remove a cookie."""
    response.delete_cookie(name, path=PATH, httponly=True, samesite="lax", secure=is_encrypted(request))


def csrf_token(front: Front, secret: str) -> str:
    """The token that belongs to a session, or to a visit of the sign-in page."""
    key = front.settings.signing_key.get_secret_value().encode()
    return hmac.new(key, b"koshin.desk.csrf\0" + secret.encode(), hashlib.sha256).hexdigest()


def is_csrf_token(front: Front, secret: str, token: str) -> bool:
    """Whether the token belongs to it."""
    return hmac.compare_digest(csrf_token(front, secret).encode(), token.encode("utf-8", "surrogatepass"))
