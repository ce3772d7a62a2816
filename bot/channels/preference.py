"""Reads ``Prefer: wait=SECONDS`` (RFC 7240)."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST_WAIT = 60.0

_WAIT = re.compile(r'\s*wait\s*=\s*"?\s*([0-9]{1,6})\s*"?\s*(?:;.*)?', re.IGNORECASE)


def preferred_wait(headers: Iterable[str]) -> float | None:
    """How long the client would wait for the answer; ``None`` when it doesn't say."""
    for header in headers:
        for preference in header.split(","):
            found = _WAIT.fullmatch(preference)
            if found:
                return min(float(found[1]), LONGEST_WAIT)
    return None
