"""The door to Slack's requests: only what Slack signed within the last five minutes comes in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import structlog
from slack_sdk.signature import Clock, SignatureVerifier

log = structlog.get_logger("koshin.slack")

_STAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)


class Door:
    """Checks signatures over the raw body, in constant time; during a rotation several secrets count.

    ``refused`` counts the requests that were turned away.
    """

    def __init__(self, secrets: Sequence[str], clock: Callable[[], datetime]) -> None:
        self.refused = 0
        self._verifiers = [SignatureVerifier(secret, _Clock(clock)) for secret in secrets if secret.strip()]

    def opens(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Whether Slack sent this body just now. It never raises, whatever comes."""
        stamp = headers.get("x-slack-request-timestamp", "")
        signature = headers.get("x-slack-signature", "")
        if self._vouched(body, stamp, signature):
            return True
        self.refused += 1
        log.warning("request was turned away", refused=self.refused)
        return False

    def _vouched(self, body: bytes, stamp: str, signature: str) -> bool:
        # The verifier itself raises on anything that isn't a number, UTF-8 or ASCII.
        if not _STAMP.fullmatch(stamp) or not _SIGNATURE.fullmatch(signature):
            return False
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            return False
        # Every secret is tried, so that the time doesn't tell which one counts.
        found = [verifier.is_valid(text, stamp, signature) for verifier in self._verifiers]
        return any(found)


class _Clock(Clock):
    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock().timestamp()
