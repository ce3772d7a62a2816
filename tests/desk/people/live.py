"""A desk that a real browser reaches: in-memory dialogue, a database in a folder, a port of its own."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import uvicorn
from argon2 import PasswordHasher
from pydantic import SecretStr

from bot.app import create_app
from bot.desk.access_cookie import COOKIE
from bot.dialogue.memory import MemoryDialogue
from bot.knowledge import load_knowledge
from bot.settings import ROOT, Settings
from bot.store import Store
from bot.store.people_records import DeskRole, Person
from tests.front.desk import answer

PASSWORD = "correct horse battery"


class LiveDesk:
    """The front on a port, and its store."""

    def __init__(self, folder: Path) -> None:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.settings = Settings(
            _env_file=None,
            var_dir=folder,
            port=self._socket.getsockname()[1],
            signing_key=SecretStr("a signing key for tests only"),
            rasa_token=SecretStr("rasa-token"),
        )
        self.store = Store(self.settings.database)
        self.store.upgrade()
        self.dialogue = MemoryDialogue(answer)
        app = create_app(self.settings, self.store, self.dialogue, load_knowledge(ROOT / "knowledge"))
        self._server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)

    def start(self) -> None:
        self._thread.start()
        # The socket listens only once the server is up; a connection waits for it until then.
        self._socket.listen()

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(20)
        self.store.close()

    def person(self, login: str, name: str, role: DeskRole) -> Person:
        """Somebody who knows the password."""
        person = self.store.add_person(login, name, role)
        self.store.set_password(person.id, PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD))
        return person

    def cookie(self, person: Person) -> dict[str, str]:
        """The cookie of somebody signed in, as a browser context takes it."""
        return {"name": COOKIE, "value": self.store.open_desk_session(person.id, "test"), "url": f"{self.url}/desk"}
