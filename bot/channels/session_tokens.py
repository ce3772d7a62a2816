"""Session tokens: signed, expiring, good for one conversation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from itsdangerous import BadSignature, SignatureExpired, TimestampSigner, URLSafeTimedSerializer

from bot.channels.problems import ProblemError


class SessionTokens:
    """Makes tokens and tells which conversation one is for."""

    def __init__(self, key: str, lifetime: timedelta, clock: Callable[[], datetime]) -> None:
        class Signer(TimestampSigner):
            def get_timestamp(self) -> int:
                return int(clock().timestamp())

        self._serializer = URLSafeTimedSerializer(key, salt="koshin.session", signer=Signer)
        self._lifetime = lifetime
        self._clock = clock

    def issue(self, conversation_id: str) -> tuple[str, datetime]:
        """A token for the conversation and the moment it expires."""
        issued = self._clock().astimezone(timezone.utc).replace(microsecond=0)
        token = self._serializer.dumps(conversation_id)
        assert isinstance(token, str)
        return token, issued + self._lifetime

    def conversation_of(self, token: str) -> str:
        """The conversation this token opens.

        Raises:
            ProblemError: it is forged, damaged or expired.
        """
        try:
            value = self._serializer.loads(token, max_age=int(self._lifetime.total_seconds()))
        except SignatureExpired:
            raise ProblemError("session_expired") from None
        except (BadSignature, UnicodeError):
            raise ProblemError("session_invalid") from None
        if not isinstance(value, str):
            raise ProblemError("session_invalid")
        return value
