"""Whether a webhook request comes from the LINE platform."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence


class Signatures:
    """Checks the ``X-Line-Signature`` of a raw body. During a rotation both secrets count."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._secrets = tuple(secret.encode() for secret in secrets if secret)
        if not self._secrets:
            raise ValueError("without a channel secret no request can be told from a forged one")

    def good(self, body: bytes, signature: str | None) -> bool:
        """Whether the signature was made over this very body with one of the secrets; takes the same time in any case."""
        given = (signature or "").encode("utf-8", "replace")
        results = [hmac.compare_digest(_signature(secret, body), given) for secret in self._secrets]
        return any(results)


def _signature(secret: bytes, body: bytes) -> bytes:
    return base64.b64encode(hmac.new(secret, body, hashlib.sha256).digest())
