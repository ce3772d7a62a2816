"""The web addresses the operator fills in."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, RootModel

from bot.knowledge.records import Key


def _web_address(value: str | None) -> str | None:
    if value is None:
        return None
    parts = urlsplit(value)
    if parts.scheme not in ("https", "http") or not parts.hostname or any(c.isspace() for c in value):
        raise ValueError(f"{value!r} is not a web address; write it like https://support.example/page, or null")
    return value


class LinkFile(RootModel[dict[Key, Annotated[str | None, AfterValidator(_web_address)]]]):
    """The form of ``links.yml``: link keys with an address, or null where there is none yet."""
