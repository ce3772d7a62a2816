"""A desk with a year of conversations in one SQLite file, and how long its pages take to open."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from pydantic import SecretStr
from sqlalchemy import insert

from bot.app import create_app
from bot.desk.access_cookie import COOKIE
from bot.desk.warming import warm_up
from bot.dialogue.memory import MemoryDialogue
from bot.knowledge import load_knowledge
from bot.settings import ROOT, Settings
from bot.store import Store
from bot.store.inbox_models import SearchTextRow
from bot.store.models import CaseRow, ConversationRow, MessageRow
from bot.store.people_records import DeskRole
from bot.store.search_index import row as search_row

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=timezone.utc)
COLUMNS = ("page", "address", "first ms", "median ms", "p95 ms")
"""Of what ``opened`` returns."""
_AT_ONCE = 2000
_LOGIN = "bench@desk.example"
_WORDS = (
    "自動更新",
    "止めたい",
    "解約",
    "返金",
    "注文番号",
    "カード明細",
    "更新登録",
    "完了メール",
    "届きません",
    "スマートフォン",
    "画面が違います",
    "期限",
    "購入コード",
    "シリアル番号",
    "再インストール",
    "auto-renewal",
    "charged twice",
    "serial number",
    "did not work",
    "tablet",
)


def settings_in(folder: Path) -> Settings:
    """A desk whose data is in this folder."""
    secret = SecretStr("a key for this measurement only")
    return Settings(_env_file=None, var_dir=folder, signing_key=secret, rasa_token=secret)


async def opened(
    store: Store, settings: Settings, role: DeskRole, pages: Sequence[tuple[str, str]], tries: int
) -> list[list[str]]:
    """Open each page some times in the app, as the browser of somebody with this role asks for it.

    Args:
        pages: a name and an address each.

    Returns:
        A row a page, with the milliseconds of the first time and of the others.
    """
    person = next((each for each in store.people() if each.login == _LOGIN), None)
    if person is None:
        person = store.add_person(_LOGIN, "Bench", role)
        store.set_password(person.id, "not a hash: nobody signs in with it")
    cookies = {COOKIE: store.open_desk_session(person.id, "bench")}
    app = create_app(settings, store, MemoryDialogue(), load_knowledge(ROOT / "knowledge"), clock=lambda: NOW)
    warm_up(app.state.front, threading.Event())
    rows: list[list[str]] = []
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk", cookies=cookies) as http:
        for name, path in pages:
            first, *again = [await _took(http, path) for _ in range(tries)]
            figures = (first, np.median(again), np.percentile(again, 95))
            rows.append([name, f"`{path}`", *(f"{figure:.0f}" for figure in figures)])
    return rows


async def _took(http: httpx.AsyncClient, path: str) -> float:
    begun = time.perf_counter()
    response = await http.get(path, headers={"Accept": "text/html"})
    response.raise_for_status()
    return 1000 * (time.perf_counter() - begun)


def fill(store: Store, conversations: int) -> int:
    """Believable volumes, the same each time: a year of conversations of two to eight messages."""
    chance = random.Random(20261122)
    total = 0
    for first in range(0, conversations, _AT_ONCE):
        tables: dict[Any, list[dict[str, Any]]] = {
            each: [] for each in (ConversationRow, MessageRow, CaseRow, SearchTextRow)
        }
        for number in range(first, min(conversations, first + _AT_ONCE)):
            total += _conversation(tables, chance, number, conversations)

        def work(connection: Any, tables: dict[Any, list[dict[str, Any]]] = tables) -> None:
            for model, rows in tables.items():
                if rows:
                    connection.execute(insert(model), rows)

        store._database.write(work)
    return total


def _conversation(tables: dict[Any, list[dict[str, Any]]], chance: random.Random, number: int, of: int) -> int:
    key, language = f"c{number:06}", chance.choices(("ja", "en"), (9, 1))[0]
    begun = NOW - timedelta(days=365) * (1 - number / of)
    count = chance.randint(2, 8)
    open_case = number % 12 == 0
    waiting = open_case and number > of * 0.995
    order = "20999999999" if number == of // 2 else str(chance.randrange(10**10, 10**11))
    for seq in range(1, count + 1):
        text = " ".join(chance.sample(_WORDS, 4)) + (f" {order}です" if seq == 1 else "")
        role = "customer" if seq % 2 else "assistant"
        message = {"id": f"{key}-{seq}", "conversation_id": key, "seq": seq, "role": role, "language": language}
        at = begun + timedelta(minutes=seq)
        tables[MessageRow].append({**message, "blocks": [{"type": "paragraph", "text": text}], "created_at": at})
        tables[SearchTextRow].append(search_row(key, "message", f"{key}-{seq}", text))
    closed = number % 3 == 0 and not waiting
    tables[ConversationRow].append(
        {
            "id": key,
            "channel": chance.choices(("web", "line", "slack"), (6, 3, 1))[0],
            "language": language,
            "handler": "assistant",
            "last_seq": count,
            "told_to_wait": False,
            "created_at": begun,
            "last_at": begun + timedelta(minutes=count),
            "waiting_since": begun + timedelta(minutes=2) if waiting else None,
            "closed_at": begun + timedelta(hours=3) if closed else None,
        }
    )
    if open_case:
        tables[CaseRow].append(
            {
                "number": f"KD-{number:08}",
                "idempotency_key": key,
                "kind": "escalation",
                "conversation_id": key,
                "channel": "web",
                "language": language,
                "name": "高橋 一郎",
                "order_number": order,
                "status": "open" if waiting else "closed",
                "created_at": begun,
                "updated_at": begun,
            }
        )
    return count
