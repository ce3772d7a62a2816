"""Takes the pictures of docs/desk.md: ``python -m tests.desk.demo.pictures FOLDER``, where FOLDER holds a demo week.

FOLDER is a var folder that ``koshin demo-data`` has filled; it is copied first.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import create_engine, text

from bot.knowledge import load_knowledge
from bot.settings import ROOT
from bot.store.people_records import Person
from tests.desk.people.live import LiveDesk
from tests.dialogue.understanding import Understanding

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FIND = {
    "mine": "SELECT id FROM conversations WHERE queue = 'agent' AND channel = 'web' ORDER BY last_at DESC",
    "agent": "SELECT agent_id FROM conversations WHERE queue = 'agent' AND channel = 'web' ORDER BY last_at DESC",
    "case": "SELECT number FROM cases WHERE email_verified_at IS NOT NULL AND merged_into IS NULL ORDER BY created_at DESC",
}
PICTURES = {
    "desk-inbox": "/desk?queue=waiting",
    "desk-conversation": "/desk/conversations/{mine}",
    "desk-case": "/desk/cases/{case}",
    "desk-figures": "/desk/figures?period=7",
    "desk-knowledge": "/desk/knowledge/off_my_kaspersky",
}


def main(folder: Path, output: Path) -> None:
    """Take them all."""
    with tempfile.TemporaryDirectory(prefix="koshin-pictures-") as place:
        here = Path(place) / "var"
        shutil.copytree(folder, here)
        found = _found(here / "koshin.db")
        with _desk(here) as desk, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            admin = desk.person("pictures@example.com", "Robin Hale", "admin")
            in_charge = desk.store.person(found["agent"].removeprefix("desk:")) or admin
            for name, path in PICTURES.items():
                page = _signed_in(browser, desk, in_charge if name == "desk-conversation" else admin)
                page.goto(desk.url + path.format(**found), wait_until="load")
                page.wait_for_timeout(1500)
                taken = Image.open(BytesIO(page.screenshot()))
                taken.quantize(256).save(output / f"{name}.png", optimize=True)
                page.context.close()
            browser.close()


@contextmanager
def _desk(folder: Path) -> Iterator[LiveDesk]:
    desk = LiveDesk(folder)
    understanding = Understanding.trained(load_knowledge(ROOT / "knowledge"), datetime.now(timezone.utc).date())

    async def parse(words: str, conversation_id: str | None = None) -> dict[str, Any]:
        return understanding.parse(words)

    desk.dialogue.parse = parse  # type: ignore[method-assign]
    desk.start()
    try:
        yield desk
    finally:
        desk.stop()


def _signed_in(browser: Browser, desk: LiveDesk, person: Person) -> Page:
    desk.store.prefer(person.id, name=person.name, language="en", theme="light", shortcuts=True)
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="en-GB", timezone_id="Asia/Tokyo", color_scheme="light"
    )
    context.add_cookies([desk.cookie(person)])  # type: ignore[list-item]
    return context.new_page()


def _found(database: Path) -> dict[str, str]:
    engine = create_engine(f"sqlite:///{database}")
    with engine.connect() as connection:
        found = {name: str(connection.execute(text(query)).scalars().first() or "") for name, query in FIND.items()}
    engine.dispose()
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]), ROOT / "docs" / "images")
