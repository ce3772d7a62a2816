"""A replay through real processes: the same build changes nothing, a planted change is found."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk.quality.model_file import newest_model
from bot.desk.replay.job import run
from bot.messages import Message, Paragraph
from bot.settings import ROOT, Settings
from bot.store import Incoming, Store
from bot.store.store import utc_now

pytestmark = [pytest.mark.slow, pytest.mark.stack]

TALKS = (
    ("自動更新を止めたい", "App Storeで買いました", "ありがとう"),
    ("ALLSOFT-22123406 自動更新オフにして", "うまくいかない"),
    ("完了メールが届かない", "担当者と話したい"),
)


@pytest.fixture
def desk(tmp_path: Path) -> tuple[Settings, Store]:
    if newest_model(ROOT / "models") is None:
        pytest.skip("no model is trained here")
    settings = Settings(_env_file=None, var_dir=tmp_path)
    store = Store(settings.database)
    store.upgrade()
    for talk in TALKS:
        conversation = store.open_conversation("web", "ja")
        for place, text in enumerate(talk):
            accepted = store.accept(Incoming(conversation.id, f"m{place}", text=text))
            assert accepted.next_turn is not None
            said = Message(language="ja", blocks=(Paragraph(text="…"),))
            store.finish_turn(accepted.next_turn, [said], language="ja", trace={"intent": "inform"})
    return settings, store


@pytest.mark.parametrize("planted", [False, True])
async def test_only_a_changed_build_changes_outcomes(desk: tuple[Settings, Store], planted: bool) -> None:
    settings, store = desk
    if planted:
        version = settings.var_dir / "knowledge-versions" / "planted"
        shutil.copytree(settings.knowledge_dir, version)
        file = version / "providers.yml"
        file.write_text(file.read_text("utf-8").replace("guide: off_allsoft", "guide: off_2checkout"), encoding="utf-8")
    now = utc_now()
    knowledge = "planted" if planted else "current"
    replay_id = store.start_replay(now - timedelta(hours=1), now + timedelta(hours=1), "current", knowledge, "田中")
    await run(replay_id, settings, store)
    replay = store.replay(replay_id)
    assert replay is not None
    assert (replay.state, replay.turns, replay.done) == ("done", 7, 7)
    changed = store.changes_of(replay_id)
    assert [change.text for change in changed] == ([TALKS[1][0]] if planted else [])
    assert not list((settings.var_dir / "replays").rglob("*.db")), "what customers wrote is left behind"
