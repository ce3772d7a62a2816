"""The quality loop in a real Chromium: labelled by key, exported, trained, compared, put to use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from bot.desk.quality import candidate_pages
from bot.desk.quality.job import run
from bot.desk.strings import text
from bot.evaluation.samples import Sample
from bot.store import Incoming
from tests.desk.browser.conftest import Window, browser, running, window
from tests.desk.browser.running import RunningDesk
from tests.desk.quality.workshop import Shop, made_from, write_model
from tests.front.desk import Desk

__all__ = ["browser", "running", "window"]
pytestmark = pytest.mark.browser

PUZZLE = "更新のやつ、もういらないので外したい"
TRACE: dict[str, Any] = {
    "intent": "nlu_fallback",
    "confidence": 0.35,
    "ranking": [
        {"name": "nlu_fallback", "confidence": 0.35},
        {"name": "find_serial_number", "confidence": 0.3},
        {"name": "stop_auto_renew", "confidence": 0.28},
    ],
}


@pytest.fixture
def shop(running: RunningDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    front = cast(Desk, SimpleNamespace(front=running.app.state.front))
    return Shop(front, tmp_path).used_by(monkeypatch)


def misunderstood(running: RunningDesk, text: str) -> None:
    conversation = running.store.open_conversation("web", "ja")
    accepted = running.store.accept(Incoming(conversation.id, "one", text=text))
    assert accepted.next_turn is not None
    running.store.finish_turn(accepted.next_turn, [], language="ja", trace=TRACE)


def test_a_misunderstood_message_is_labelled_by_key_trained_and_put_to_use(
    window: Callable[..., Window], running: RunningDesk, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The job runs in this process, so that no lock of another one tells that it lives.
    monkeypatch.setattr(candidate_pages, "is_alive", lambda folder: True)
    knowledge = running.app.state.front.knowledge
    current = write_model(shop.settings.models_dir / "desk-aaa.tar.gz", made_from(shop.training_data), knowledge)
    misunderstood(running, PUZZLE)
    misunderstood(running, "番号どこ")
    page = window("/desk/quality", "田中", "lead").page
    expect(page.locator(".doubt")).to_have_count(2)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".doubt").last).to_be_focused()
    expect(page.locator(".doubt").last).to_contain_text(PUZZLE)
    page.keyboard.press("2")
    expect(page.locator(".doubt")).to_have_count(1)
    page.keyboard.press("j")
    page.keyboard.press("0")
    expect(page.get_by_text(text("quality.nothing_open", "ja"))).to_be_visible()
    assert [(label.text, label.intent) for label in running.store.labels("approved")] == [(PUZZLE, "stop_auto_renew")]

    page.goto(f"{running.url}/desk/quality/labels")
    page.get_by_role("button", name="学習データに追加").click()
    expect(page.get_by_text("学習データに追加しました")).to_be_visible()
    assert f"    - {PUZZLE}\n" in shop.training_data.read_text("utf-8")

    page.goto(f"{running.url}/desk/quality/models")
    page.get_by_role("button", name="候補を学習する").click()
    expect(page.get_by_role("status").first).to_contain_text("学習しています")

    def train(_settings: object, folder: Path) -> Path:
        folder.mkdir(parents=True)
        return write_model(folder / "desk-bbb.tar.gz", made_from(shop.training_data), knowledge)

    samples = [Sample("解約をお願いします", "ja", "stop_auto_renew", hard=False, entities=())]
    run(shop.begun[0], shop.settings, running.store, training=train, samples=lambda: samples, data=shop.training_data)
    expect(page.get_by_role("heading", name="ラベルを付けた実際の発言")).to_be_visible()
    page.get_by_role("button", name="このモデルを使う").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("正解・候補")
    dialog.get_by_role("button", name="このモデルを使う").click()
    expect(page.locator(".note[data-tone=good]")).to_contain_text("使用を開始しました")
    assert shop.loaded == [shop.settings.models_dir / "desk-bbb.tar.gz"]
    assert current.is_file()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", ["/desk/quality", "/desk/quality/labels", "/desk/quality/models", "/desk/replay"])
def test_the_pages_are_accessible_and_fit(
    window: Callable[..., Window], running: RunningDesk, shop: Shop, width: int, path: str
) -> None:
    misunderstood(running, f"{PUZZLE}{width}{path}")
    page = window(path, f"林{width}{path.replace('/', '-')}", "lead", width=width).page
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
