"""Codes of an authenticator app (RFC 6238): made, sealed for keeping, checked."""

from __future__ import annotations

import base64
import hashlib
import hmac
import unicodedata
from datetime import datetime

import pyotp
from cryptography.fernet import Fernet, InvalidToken

_STEP = 30
_ISSUER = "Koshin Desk"
_DRIFT = 1
"""How many steps a clock may be off."""


class TotpSecrets:
    """Seals the secrets with the desk's key, so that a stolen database gives no codes."""

    def __init__(self, key: str) -> None:
        digest = hashlib.sha256(b"koshin.desk.totp\0" + key.encode()).digest()
        self._box = Fernet(base64.urlsafe_b64encode(digest))

    def make(self) -> str:
        """A new secret."""
        return pyotp.random_base32()

    def seal(self, secret: str) -> str:
        """The secret as it is kept."""
        return self._box.encrypt(secret.encode()).decode()

    def open(self, sealed: str) -> str | None:
        """The secret; None when it was sealed with another key."""
        try:
            return self._box.decrypt(sealed.encode("utf-8", "replace")).decode()
        except InvalidToken:
            return None


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step that a code belongs to; None when it is wrong or too old."""
    # A Japanese keyboard types full-width digits.
    digits = "".join(unicodedata.normalize("NFKC", code).split())
    if not (digits.isascii() and digits.isdecimal() and len(digits) == 6):
        return None
    totp = pyotp.TOTP(secret)
    current = int(now.timestamp()) // _STEP
    for step in range(current - _DRIFT, current + _DRIFT + 1):
        if hmac.compare_digest(totp.at(step * _STEP), digits):
            return step
    return None


def address_of(secret: str, login: str) -> str:
    """The address that authenticator apps read."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=_ISSUER)
