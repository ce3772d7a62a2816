"""How fast the inbox opens and finds with 100,000 conversations in SQLite.

``python -m benchmarks.desk_inbox`` makes a database of its own in a temporary folder; it needs no model.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from pydantic import SecretStr
from sqlalchemy import insert

from bot.app import create_app
from bot.channels.logs import configure_logs
from bot.desk.access_cookie import COOKIE
from bot.dialogue.memory import MemoryDialogue
from bot.evaluation.machine import measured_here
from bot.evaluation.markdown import page, table
from bot.knowledge import load_knowledge
from bot.settings import ROOT, Settings
from bot.store import Store
from bot.store.inbox_models import SearchTextRow
from bot.store.models import CaseRow, ConversationRow, MessageRow
from bot.store.search_index import row as search_row

_PAGE = Path(__file__).parent / "results" / "desk_inbox.md"
_NOW = datetime(2026, 11, 22, 9, 0, tzinfo=timezone.utc)
_WANTED_MS = 300
_AT_ONCE = 2000
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


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--conversations", type=int, default=100_000)
    parser.add_argument("--tries", type=int, default=15, help="how often each page is opened")
    parser.add_argument("--page", type=Path, default=_PAGE, help="where the table goes")
    options = parser.parse_args()
    configure_logs("warning")
    with tempfile.TemporaryDirectory() as folder:
        text = asyncio.run(_measure(Path(folder), options.conversations, options.tries))
    options.page.parent.mkdir(parents=True, exist_ok=True)
    options.page.write_text(text, encoding="utf-8")
    print(text)


async def _measure(folder: Path, conversations: int, tries: int) -> str:
    secret = SecretStr("a key for this measurement only")
    settings = Settings(_env_file=None, var_dir=folder, signing_key=secret, rasa_token=secret)
    store = Store(settings.database)
    store.upgrade()
    messages = _fill(store, conversations)
    person = store.add_person("bench@desk.example", "Bench", "agent")
    store.set_password(person.id, "not a hash: nobody signs in with it")
    cookies = {COOKIE: store.open_desk_session(person.id, "bench")}
    app = create_app(settings, store, MemoryDialogue(), load_knowledge(ROOT / "knowledge"))
    rows: list[list[str]] = []
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk", cookies=cookies) as http:
        for name, path in _PAGES:
            took = await _timed(lambda path=path: http.get(path, headers={"Accept": "text/html"}), tries)
            again = took[1:]
            figures = (took[0], np.median(again), np.percentile(again, 95))
            rows.append([name, f"`{path}`", *(f"{figure:.0f}" for figure in figures)])
    size = (folder / "koshin.db").stat().st_size / 1e6
    store.close()
    return page(
        f"The agents' inbox with {conversations:,} conversations",
        measured_here("sqlalchemy", "fastapi", "jinja2"),
        f"{conversations:,} conversations with {messages:,} messages in one SQLite file of {size:,.0f} MB. Every page is "
        f"made whole, through the app as an agent's browser asks for it, {tries} times. The very first page "
        f"of the process also loads the templates and texts. Wanted: the inbox in under {_WANTED_MS} ms.",
        table(["page", "address", "first ms", "median ms", "p95 ms"], rows),
    )


_PAGES = (
    ("the inbox", "/desk"),
    ("with the assistant", "/desk?queue=assistant"),
    ("all, the 2nd page from the middle of the year", "/desk?queue=all&after=2026-06-01T00:00:00%2B00:00~x"),
    ("all, only Slack in English", "/desk?queue=all&channel=slack&language=en"),
    ("closed", "/desk?queue=closed"),
    ("search: an order number", "/desk?queue=all&q=2099-9999-999"),
    ("search: a common word", "/desk?queue=all&q=自動更新"),
    ("search: a common word of two characters", "/desk?queue=all&q=解約"),
    ("search: a word of two characters that is nowhere", "/desk?queue=all&q=鯨鮫"),
    ("search: two words", "/desk?queue=all&q=返金 charged"),
    ("search: a common word among those who wait", "/desk?queue=waiting&q=自動更新"),
)


async def _timed(ask: Callable[[], Awaitable[httpx.Response]], tries: int) -> list[float]:
    took = []
    for _ in range(tries):
        begun = time.perf_counter()
        response = await ask()
        took.append(1000 * (time.perf_counter() - begun))
        response.raise_for_status()
    return took


def _fill(store: Store, conversations: int) -> int:
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
    begun = _NOW - timedelta(days=365) * (1 - number / of)
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


if __name__ == "__main__":
    main()
