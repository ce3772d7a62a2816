"""Choice ids: signed, good in one conversation, telling nothing of what they stand for."""

from __future__ import annotations

import hashlib
import re

from itsdangerous import BadSignature, Signer

_PLACE = re.compile(r"([1-9][0-9]{0,9})-([0-9]{1,3})")


class ChoiceIds:
    """Names the n-th choice of a message. The payload stays in the database; the age of the message is the id's age."""

    def __init__(self, key: str) -> None:
        self._key = key

    def issue(self, conversation_id: str, seq: int, place: int) -> str:
        """The id of a choice; always the same for the same choice."""
        return self._signer(conversation_id).sign(f"{seq}-{place}").decode()

    def read(self, conversation_id: str, choice_id: str) -> tuple[int, int] | None:
        """The message and the place that an id of this conversation names."""
        try:
            value = self._signer(conversation_id).unsign(choice_id).decode()
        except (BadSignature, UnicodeError):
            return None
        found = _PLACE.fullmatch(value)
        return (int(found[1]), int(found[2])) if found else None

    def _signer(self, conversation_id: str) -> Signer:
        return Signer(self._key, salt=f"koshin.choice.{conversation_id}", digest_method=hashlib.sha256)
