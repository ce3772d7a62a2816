"""How fast the inbox opens and finds with 100,000 conversations in SQLite.

``python -m benchmarks.desk_inbox`` makes a database of its own in a temporary folder; it needs no model.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from pathlib import Path

from benchmarks.large_desk import COLUMNS, NOW, fill, opened, settings_in
from bot.channels.logs import configure_logs
from bot.evaluation.machine import measured_here
from bot.evaluation.markdown import page, table
from bot.store import Store

_PAGE = Path(__file__).parent / "results" / "desk_inbox.md"
_WANTED_MS = 300
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
    settings = settings_in(folder)
    store = Store(settings.database, clock=lambda: NOW)
    store.upgrade()
    messages = fill(store, conversations)
    rows = await opened(store, settings, "agent", _PAGES, tries)
    size = (folder / "koshin.db").stat().st_size / 1e6
    store.close()
    return page(
        f"The agents' inbox with {conversations:,} conversations",
        measured_here("sqlalchemy", "fastapi", "jinja2"),
        f"{conversations:,} conversations with {messages:,} messages in one SQLite file of {size:,.0f} MB. Every page is "
        f"made whole, through the app as an agent's browser asks for it, {tries} times, after what "
        f"a desk makes ready while it starts. Wanted: the inbox in under {_WANTED_MS} ms.",
        table(COLUMNS, rows),
    )


if __name__ == "__main__":
    main()
