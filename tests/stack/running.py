"""A running desk and a customer who talks to it through the chat API."""

from __future__ import annotations

import re
import socket
import subprocess
import uuid
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx


@dataclass
class Stack:
    """Where the running desk is."""

    url: str
    rasa_url: str
    var: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes]
    koshin: Path

    @cached_property
    def api_token(self) -> str:
        """An API token with every scope, made as an operator makes it."""
        command = [str(self.koshin), "token", "create", "tests", "--scope", "cases,providers,nlu"]
        made = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True)
        return made.stdout.strip()

    def api(self) -> httpx.Client:
        """A client of the assist API."""
        return httpx.Client(
            base_url=f"{self.url}/api/v1", headers={"Authorization": f"Bearer {self.api_token}"}, timeout=30
        )

    def customer(self, language: str | None = None) -> Customer:
        """A new customer with a chat session of their own."""
        client = httpx.Client(base_url=f"{self.url}/api/v1/chat", timeout=60)
        session = client.post("/sessions", json={"language": language} if language else {})
        assert session.status_code == 201, session.text
        client.headers["Authorization"] = f"Bearer {session.json()['token']}"
        return Customer(client, session.json()["conversation_id"])

    def cases(self, conversation_id: str) -> list[dict[str, Any]]:
        """The cases of a conversation as the API tells them."""
        with self.api() as api:
            answer = api.get("/cases", params={"conversation_id": conversation_id})
            assert answer.status_code == 200, answer.text
            found: list[dict[str, Any]] = answer.json()["cases"]
            return found


@dataclass
class Customer:
    """Somebody who writes, reads and picks buttons."""

    client: httpx.Client
    conversation_id: str
    messages: list[dict[str, Any]] = field(default_factory=list)

    def say(self, text: str, message_id: str | None = None) -> str:
        """Send a text; the answer's plain text."""
        return self._send({"text": text}, message_id)

    def pick(self, label: str) -> str:
        """Pick the button whose label matches the pattern."""
        for choice in self.choices:
            if re.search(label, choice["label"]):
                return self._send({"choice": choice["id"]})
        raise AssertionError(f"no button {label!r} among {[choice['label'] for choice in self.choices]}")

    @property
    def choices(self) -> list[dict[str, str]]:
        """The buttons of the last answer."""
        return [choice for message in self.messages for choice in message["choices"]]

    @property
    def language(self) -> str:
        """The language of the last answer."""
        return str(self.messages[-1]["language"])

    def history(self) -> list[dict[str, Any]]:
        """The whole transcript."""
        found: list[dict[str, Any]] = self.client.get("/messages", params={"after": 0, "limit": 500}).json()["messages"]
        return found

    def _send(self, body: dict[str, str], message_id: str | None = None) -> str:
        answer = self.client.post(
            "/messages",
            json={"client_message_id": message_id or str(uuid.uuid4()), **body},
            headers={"Prefer": "wait=30"},
        )
        assert answer.status_code == 200, answer.text
        self.messages = answer.json()["messages"]
        assert answer.json()["complete"], answer.text
        return "\n".join(message["plain_text"] for message in self.messages)


def _links_in(folder: Path) -> list[Path]:
    """The open files of a process; none if it has just ended."""
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _leads_to(link: Path) -> str | None:
    """What an open file is; None if it was closed a moment ago, as a busy process does all the time."""
    try:
        return str(link.readlink())
    except OSError:
        return None


def listener(stack: Stack, name: str) -> int:
    """The process that listens on a part's port."""
    port = {"front": "KOSHIN_PORT", "rasa": "KOSHIN_RASA_PORT", "actions": "KOSHIN_ACTIONS_PORT"}[name]
    wanted = int(stack.environment[port])
    inodes = {
        line.split()[9]
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]
        if line.split()[3] == "0A" and int(line.split()[1].split(":")[1], 16) == wanted
    }
    sockets = {f"socket:[{inode}]" for inode in inodes}
    for folder in Path("/proc").glob("[0-9]*/fd"):
        if any(_leads_to(link) in sockets for link in _links_in(folder)):
            return int(folder.parent.name)
    raise AssertionError(f"nobody listens on {wanted} ({socket.gethostname()})")
