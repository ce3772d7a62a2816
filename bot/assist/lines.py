"""The lines of a conversation as suggestions read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Speaker = Literal["customer", "assistant", "agent", "system"]


@dataclass(frozen=True)
class Line:
    """One message; ``seq`` is its place in the transcript, None for a text that stands in none.

    ``intent`` is what the assistant understood when it answered the line, None where it did not.
    """

    seq: int | None
    speaker: Speaker
    text: str
    intent: str | None = None
