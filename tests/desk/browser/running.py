"""The whole front on a loopback port, with an assistant that knows when somebody wants a person."""

from __future__ import annotations

import socket
import threading
from datetime import date
from pathlib import Path

import uvicorn
from pydantic import SecretStr

from bot.app import create_app
from bot.dialogue.memory import MemoryDialogue
from bot.dialogue.port import RankedIntent, TurnReply, TurnRequest, TurnTrace
from bot.knowledge import load_knowledge
from bot.messages import Message, Paragraph, Source
from bot.settings import ROOT, Settings
from bot.store import NewCase, Store
from bot.store.people_records import DeskRole, Person


class RunningDesk:
    """A front in a thread of its own, and its store to look at."""

    def __init__(self, folder: Path) -> None:
        settings = Settings(
            _env_file=None,
            var_dir=folder,
            signing_key=SecretStr("a signing key for tests only"),
            rasa_token=SecretStr("rasa-token"),
            address_rate_per_minute=10_000,
            session_rate_per_minute=10_000,
        )
        self.store = Store(settings.database)
        self.store.upgrade()
        self.dialogue = MemoryDialogue(self._answer)
        self.app = create_app(settings, self.store, self.dialogue, load_knowledge(ROOT / "knowledge"))
        self._listener = socket.socket()
        self._listener.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._server = uvicorn.Server(uvicorn.Config(self.app, log_config=None, access_log=False))
        self._thread = threading.Thread(target=self._server.run, args=([self._listener],), daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.app.state.front.feed.closed = True
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(20)
        self.store.close()

    def somebody(self, name: str, role: DeskRole, language: str) -> tuple[Person, str]:
        """Somebody who works here, and the secret of their session."""
        person = self.store.add_person(f"{name}@desk.example", name, role, language)  # type: ignore[arg-type]
        self.store.set_password(person.id, "not a hash: nobody signs in with it")
        return person, self.store.open_desk_session(person.id, "test")

    def _answer(self, request: TurnRequest) -> TurnReply:
        text = request.text or ""
        intent = "talk_to_human" if "人" in text else "stop_auto_renew"
        if intent == "talk_to_human":
            self.store.file_case(
                NewCase(idempotency_key=request.message_id, conversation_id=request.conversation_id, name="高橋 一郎")
            )
        source = Source(page="自動更新", section="停止", captured_on=date(2026, 11, 20))
        said = Message(language="ja", blocks=(Paragraph(text=f"自動応答です: {text}"), source))
        ranking = (RankedIntent(name=intent, confidence=0.91), RankedIntent(name="cannot_cancel", confidence=0.05))
        trace = TurnTrace(intent=intent, confidence=0.91, ranking=ranking, policies=("RulePolicy",))
        return TurnReply(language="ja", messages=(said,), trace=trace)
