"""How the tests of cases file them and speak in them."""

from __future__ import annotations

from bot.messages import Message, Paragraph
from bot.store import Agent, Case, NewCase, Store

SATO, TANAKA = Agent("desk:1", "佐藤"), Agent("desk:2", "田中")


def file(store: Store, conversation: str = "c", key: str = "k", **facts: object) -> Case:
    return store.file_case(NewCase(idempotency_key=f"{conversation}:{key}", conversation_id=conversation, **facts))  # type: ignore[arg-type]


def talk(store: Store) -> str:
    return store.open_conversation("web", "ja").id


def said(words: str) -> Message:
    return Message(language="ja", blocks=(Paragraph(text=words),))
