"""How fast the page of figures opens with 100,000 conversations in SQLite.

``python -m benchmarks.desk_figures`` makes a database of its own in a temporary folder; it needs no model.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from benchmarks.large_desk import COLUMNS, NOW, fill, opened, settings_in
from bot.channels.logs import configure_logs
from bot.evaluation.machine import measured_here
from bot.evaluation.markdown import page, table
from bot.store import Store
from bot.store.figures_digest import digest_of
from bot.store.models import CaseRow, FeedbackRow, InboxRow, MessageRow

_PAGE = Path(__file__).parent / "results" / "desk_figures.md"
_WANTED_MS = 1000
_AT_ONCE = 5000
_INTENTS = ("stop_auto_renew", "renew_registration", "find_serial_number", "affirm", "inform", "nlu_fallback")
_GUIDES = ("off_ios", "renewal_registration", "serial_number", "missing_mail", None)
_PAGES = (
    ("30 days", "/desk/figures"),
    ("today", "/desk/figures?period=today"),
    ("7 days", "/desk/figures?period=7"),
    ("90 days", "/desk/figures?period=90"),
    ("30 days, only LINE in Japanese", "/desk/figures?period=30&channel=line&language=ja"),
    ("the list behind a number of 30 days", "/desk/figures/conversations?period=30&of=outcome:solved"),
    ("a table as a file", "/desk/figures/tables/channels.csv?period=30"),
)


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--conversations", type=int, default=100_000)
    parser.add_argument("--tries", type=int, default=9, help="how often each page is opened")
    parser.add_argument("--page", type=Path, default=_PAGE, help="where the table goes")
    parser.add_argument("--folder", type=Path, help="keep the database here, and use it again")
    options = parser.parse_args()
    configure_logs("warning")
    with tempfile.TemporaryDirectory() as folder:
        text = asyncio.run(_measure(options.folder or Path(folder), options.conversations, options.tries))
    options.page.parent.mkdir(parents=True, exist_ok=True)
    options.page.write_text(text, encoding="utf-8")
    print(text)


async def _measure(folder: Path, conversations: int, tries: int) -> str:
    settings = settings_in(folder)
    store = Store(settings.database, clock=lambda: NOW)
    store.upgrade()
    if not store.count_conversations():
        fill(store, conversations)
        _fill_turns(store)
    rows = await opened(store, settings, "lead", _PAGES, tries)
    size = (folder / "koshin.db").stat().st_size / 1e6
    turns = store._database.read(lambda connection: connection.exec_driver_sql("SELECT count(*) FROM inbox").scalar())
    store.close()
    return page(
        f"The page of figures with {conversations:,} conversations",
        measured_here("sqlalchemy", "fastapi", "jinja2"),
        f"A year of {conversations:,} conversations with {turns:,} messages of customers in one SQLite file of "
        f"{size:,.0f} MB. Every page is made whole from the stored rows, also the numbers of the period before, through "
        f"the app as a lead's browser asks for it, {tries} times. Wanted: 30 days in about {_WANTED_MS:,} ms.",
        table(COLUMNS, rows),
    )


def _fill_turns(store: Store) -> None:
    """A turn for each message of a customer, what was said of guides, agents' lines and the ends of cases."""
    chance = random.Random(20261122)

    def messages(connection: Any) -> list[Any]:
        columns = MessageRow.id, MessageRow.conversation_id, MessageRow.seq, MessageRow.language, MessageRow.created_at
        return list(connection.execute(select(*columns).where(MessageRow.role == "customer").order_by(columns[4])))

    rows = store._database.read(messages)
    for start in range(0, len(rows), _AT_ONCE):
        turns, verdicts = [], []
        for key, conversation_id, seq, language, at in rows[start : start + _AT_ONCE]:
            guide = chance.choice(_GUIDES)
            step = chance.choice((None, 1, 2, 3, 4)) if guide in ("off_ios", "renewal_registration") else None
            trace = {
                "intent": chance.choice(_INTENTS),
                "confidence": 0.91,
                "ranking": [{"name": name, "confidence": 0.3} for name in _INTENTS[:3]],
                "actions": ["action_read_message", "action_answer_question", "action_listen"],
                "policies": ["RulePolicy"],
                "guide": guide,
                "guide_step": step,
                "provider": chance.choice((None, "app_store", "digital_river")),
            }
            turn = {
                "turn_id": f"t-{key}",
                "channel": "web",
                "conversation_id": conversation_id,
                "client_message_id": key,
                "kind": "text",
                "text": "自動更新を止めたいのですが、どうすればよいですか",
                "language": language,
                "seq": seq,
                "state": "done",
                "trace": trace,
                "received_at": at,
                "ended_at": at,
            }
            turns.append(turn | digest_of(trace).columns())
            if guide and chance.random() < 0.4:
                verdict = {
                    "conversation_id": conversation_id,
                    "message_id": f"t-{key}",
                    "guide_id": guide,
                    "step": step,
                }
                verdicts.append({**verdict, "helped": chance.random() < 0.8, "created_at": at + timedelta(seconds=20)})

        def work(connection: Any, turns: list[Any] = turns, verdicts: list[Any] = verdicts) -> None:
            connection.execute(insert(InboxRow), turns)
            connection.execute(insert(FeedbackRow), verdicts)

        store._database.write(work)
    store._database.write(lambda connection: _answer_cases(connection, chance))


def _answer_cases(connection: Any, chance: random.Random) -> None:
    lines = []
    for number, conversation_id, at in connection.execute(
        select(CaseRow.number, CaseRow.conversation_id, CaseRow.created_at).where(CaseRow.status == "closed")
    ).all():
        answered = at + timedelta(minutes=chance.choice((4, 20, 50, 300, 1500)))
        line = {"id": f"l-{number}", "conversation_id": conversation_id, "seq": 100, "role": "agent", "language": "ja"}
        lines.append({**line, "blocks": [{"type": "paragraph", "text": "担当です"}], "created_at": answered})
        ended = answered + timedelta(hours=chance.choice((1, 5, 30)))
        connection.execute(CaseRow.__table__.update().where(CaseRow.number == number).values(resolved_at=ended))
    connection.execute(insert(MessageRow), lines)


if __name__ == "__main__":
    main()
