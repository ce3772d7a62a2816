"""The seam between the Rasa port and the network: one request, one answer, and how it fails."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Protocol

import aiohttp


class WireTimeout(Exception):
    """No answer came in time."""


class WireDown(Exception):
    """Nobody answers."""


@dataclass(frozen=True)
class Answer:
    """An HTTP answer."""

    status: int
    content: bytes


class Wire(Protocol):
    """Carries requests to one server."""

    async def send(self, method: str, path: str, body: bytes | None, seconds: float) -> Answer:
        """Send one request.

        Raises:
            WireTimeout: no answer came within ``seconds``.
            WireDown: the server can't be reached or broke off.
        """
        ...

    async def close(self) -> None:
        """Let the connections go."""
        ...


class HttpWire:
    """Carries requests over connections that stay open."""

    def __init__(self, base_url: str, headers: dict[str, str]) -> None:
        self._base_url = base_url
        self._headers = {**headers, "Content-Type": "application/json"}
        self._session: aiohttp.ClientSession | None = None

    async def send(self, method: str, path: str, body: bytes | None, seconds: float) -> Answer:
        """Send one request; see :class:`Wire`."""
        try:
            async with self._connected().request(
                method,
                self._base_url + path,
                data=body,
                timeout=aiohttp.ClientTimeout(seconds, connect=min(seconds, 2.0)),
            ) as response:
                return Answer(response.status, await response.read())
        except asyncio.TimeoutError:
            raise WireTimeout from None
        except (aiohttp.ClientError, OSError):
            raise WireDown from None

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    def _connected(self) -> aiohttp.ClientSession:
        if self._session is None:
            # A proxy set for the machine's web traffic must not see these requests: trust_env stays off.
            connector = aiohttp.TCPConnector(limit=64, keepalive_timeout=60)
            self._session = aiohttp.ClientSession(connector=connector, headers=self._headers, trust_env=False)
        return self._session
