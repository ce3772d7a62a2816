"""Past conversations through another build."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk.replay.job import run
from bot.desk.replay.outcomes import Outcome, outcome_of
from bot.desk.replay.playing import ReplayFailed
from bot.desk.replay.versions import models
from bot.dialogue.memory import MemoryDialogue, Script
from bot.dialogue.port import DialoguePort, TurnReply, TurnRequest, TurnTrace
from bot.knowledge import identify, load_knowledge
from bot.messages import Language, Message, Paragraph, Receipt
from bot.settings import ROOT
from tests.desk.agents import AtDesk, shown
from tests.front.desk import Customer, Desk

KNOWLEDGE = load_knowledge(ROOT / "knowledge")


def builds(*scripts: Script) -> tuple[Callable[..., object], list[MemoryDialogue], list[tuple[Path, Path]]]:
    """Sandboxes that answer as the scripts say, one after the other."""
    opened: list[MemoryDialogue] = []
    asked: list[tuple[Path, Path]] = []

    @asynccontextmanager
    async def sandbox(folder: Path, model: Path, knowledge: Path) -> AsyncIterator[DialoguePort]:
        opened.append(MemoryDialogue(scripts[len(opened)]))
        asked.append((model, knowledge))
        yield opened[-1]

    return sandbox, opened, asked


def guided(guide: str = "off_ios") -> Script:
    def script(request: TurnRequest) -> TurnReply:
        if request.text and "解約" in request.text:
            said = KNOWLEDGE.guides[guide].message("ja", KNOWLEDGE)
            return TurnReply(language="ja", messages=(said,), trace=TurnTrace(intent="stop_auto_renew"))
        return TurnReply(language="ja", messages=(Message(language="ja", blocks=(Paragraph(text="はい。"),)),))

    return script


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the replays that were begun."""
    started: list[str] = []
    monkeypatch.setattr("bot.desk.replay.routes.start_process", lambda _job, key, _folder: started.append(key))
    return started


@pytest.fixture(autouse=True)
def models_folder(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "desk-now.tar.gz").write_bytes(b"a model")
    object.__setattr__(desk.front, "settings", desk.front.settings.model_copy(update={"models_dir": folder}))


async def replayed(desk: Desk, lead: AtDesk, begun: list[str], *scripts: Script, **fields: str) -> str:
    day = desk.time.now.date().isoformat()
    response = await lead.post("/desk/replay", **{"since": day, "until": day, **fields})
    assert response.status_code == 303, shown(response)
    sandbox, _, _ = builds(*scripts)
    await run(begun[-1], desk.front.settings, desk.store, open_sandbox=sandbox)  # type: ignore[arg-type]
    return shown(await lead.get(response.headers["location"]))


async def test_the_same_build_changes_nothing(desk: Desk, lead: AtDesk, customer: Customer, begun: list[str]) -> None:
    for text in ("こんにちは", "解約したい", "ありがとう"):
        await customer.say(text)
    text = await replayed(desk, lead, begun, guided(), guided())
    assert "結果が変わる発言はありません(3件を再実行)" in text


async def test_a_planted_change_is_found_and_only_that(
    desk: Desk, lead: AtDesk, customer: Customer, begun: list[str]
) -> None:
    for text in ("こんにちは", "解約したい", "ありがとう"):
        await customer.say(text)
    text = await replayed(desk, lead, begun, guided("off_ios"), guided("off_huawei"))
    assert "1件の発言で結果が変わります(3件中)" in text
    assert "解約したい" in text
    assert "こんにちは" not in text
    assert KNOWLEDGE.guides["off_ios"].title.ja in text
    assert KNOWLEDGE.guides["off_huawei"].title.ja in text


async def test_turns_are_played_as_they_happened_and_those_of_agents_are_not(
    desk: Desk, lead: AtDesk, customer: Customer, begun: list[str]
) -> None:
    await customer.say("一つ目")
    desk.store.claim(customer.conversation_id, lead.agent)
    await customer.say("担当者への返事")
    desk.store.hand_back(customer.conversation_id, lead.agent)
    await customer.say("二つ目", name="last")
    await customer.say("消した言葉", name="gone")
    desk.store.unsend(customer.conversation_id, "gone")
    day = desk.time.now.date().isoformat()
    await lead.post("/desk/replay", since=day, until=day)
    sandbox, opened, _ = builds(guided(), guided())
    await run(begun[0], desk.front.settings, desk.store, open_sandbox=sandbox)  # type: ignore[arg-type]
    for played in opened:
        assert [(each.text, each.after_agent) for each in played.answered] == [("一つ目", False), ("二つ目", True)]
    original = {each.message_id: each for each in desk.dialogue.answered}
    assert all(original[each.message_id] == each for each in opened[0].answered)
    replay = desk.store.replay(begun[0])
    assert replay is not None
    assert (replay.turns, replay.skipped, replay.state) == (2, 2, "done")


async def test_only_conversations_of_the_period_are_played(desk: Desk, lead: AtDesk, begun: list[str]) -> None:
    desk.time.now -= timedelta(days=8)
    await (await desk.customer()).say("前の週")
    desk.time.now += timedelta(days=8)
    await (await desk.customer()).say("解約したい")
    text = await replayed(desk, lead, begun, guided(), guided("off_huawei"))
    assert "1件の発言で結果が変わります(1件中)" in text


async def test_the_chosen_knowledge_version_and_model_are_used(
    desk: Desk, lead: AtDesk, customer: Customer, begun: list[str], tmp_path: Path
) -> None:
    settings = desk.front.settings
    version = settings.var_dir / "knowledge-versions" / "december"
    shutil.copytree(settings.knowledge_dir, version)
    made = settings.var_dir / "candidates" / "abc" / "desk-new.tar.gz"
    made.parent.mkdir(parents=True)
    made.write_bytes(b"another model")
    assert "abc/desk-new.tar.gz" in models(settings)
    await customer.say("解約したい")
    day = desk.time.now.date().isoformat()
    await lead.post("/desk/replay", since=day, until=day, model="abc/desk-new.tar.gz", knowledge="december")
    sandbox, _, asked = builds(guided(), guided())
    await run(begun[0], settings, desk.store, open_sandbox=sandbox)  # type: ignore[arg-type]
    assert asked == [(settings.models_dir / "desk-now.tar.gz", settings.knowledge_dir), (made, version)]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"since": "2026-11-23", "until": "2026-11-22"}, "開始日と終了日"),
        ({"since": "soon"}, "開始日と終了日"),
        ({"until": "9999-12-31"}, "開始日と終了日"),
        ({"model": "../../etc/passwd"}, "ありません"),
        ({"knowledge": "../../etc"}, "ありません"),
    ],
)
async def test_a_wrong_wish_starts_nothing(lead: AtDesk, begun: list[str], fields: dict[str, str], said: str) -> None:
    response = await lead.post("/desk/replay", **{"since": "2026-11-20", "until": "2026-11-22", **fields})
    assert response.status_code == 422
    assert said in shown(response)
    assert begun == []


async def test_a_sandbox_that_does_not_start_is_told(
    desk: Desk, lead: AtDesk, customer: Customer, begun: list[str]
) -> None:
    await customer.say("解約したい")
    day = desk.time.now.date().isoformat()
    page = (await lead.post("/desk/replay", since=day, until=day)).headers["location"]

    @asynccontextmanager
    async def broken(folder: Path, model: Path, knowledge: Path) -> AsyncIterator[DialoguePort]:
        raise ReplayFailed("sandbox_failed")
        yield

    await run(begun[0], desk.front.settings, desk.store, open_sandbox=broken)
    assert "起動できませんでした" in shown(await lead.get(page))


async def test_a_replay_whose_process_is_gone_has_failed(desk: Desk, lead: AtDesk, begun: list[str]) -> None:
    day = desk.time.now.date().isoformat()
    page = (await lead.post("/desk/replay", since=day, until=day)).headers["location"]
    assert "実行しています" in shown(await lead.get(page))
    desk.time.now += timedelta(minutes=5)
    assert "途中で終わりました" in shown(await lead.get(page))


async def test_agents_do_not_replay(agent: AtDesk) -> None:
    assert (await agent.get("/desk/replay")).status_code == 403


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("guide", sorted(KNOWLEDGE.guides))
def test_every_guide_is_recognised_whole_and_step_by_step(guide: str, language: Language) -> None:
    shown_guide = KNOWLEDGE.guides[guide]
    messages = [
        shown_guide.message(language, KNOWLEDGE),
        *(shown_guide.message(language, KNOWLEDGE, variant=name) for name in shown_guide.variants),
        *(shown_guide.step_message(language, KNOWLEDGE, place) for place in range(len(shown_guide.steps))),
    ]
    for message in messages:
        assert outcome_of(TurnReply(language=language, messages=(message,)), KNOWLEDGE).guide == (guide,)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    ("text", "provider"),
    [
        ("20564778810", "digital_river"),
        ("ALLSOFT-22123406", "allsoft"),
        ("2A123BEC45D", "nexway"),
        ("KASPERSKYLAB", "allsoft"),
        ("123456789", None),
    ],
)
def test_the_provider_that_an_answer_names_is_recognised(text: str, provider: str | None, language: Language) -> None:
    said = identify(text, KNOWLEDGE).explanation(language)
    message = Message(language=language, blocks=(Paragraph(text=said),))
    assert outcome_of(TurnReply(language=language, messages=(message,)), KNOWLEDGE).provider == provider


def test_escalation_and_fallback_are_recognised() -> None:
    receipt = Message(language="ja", blocks=(Receipt(title="受付", rows=(), number="KD-00000018"),))
    filed = TurnReply(language="ja", messages=(receipt,), trace=TurnTrace(actions=("action_finish_escalation",)))
    assert outcome_of(filed, KNOWLEDGE).escalation == "filed"
    asked = TurnReply(language="ja", trace=TurnTrace(actions=("escalation_form", "action_listen")))
    assert outcome_of(asked, KNOWLEDGE).escalation == "asked"
    lost = TurnReply(language="ja", trace=TurnTrace(intent="nlu_fallback"))
    assert outcome_of(lost, KNOWLEDGE).fallback


def test_another_reading_with_the_same_outcome_is_no_change() -> None:
    assert Outcome(intent="thank").differs_in(Outcome(intent="greet")) == ()
    assert Outcome(guide=("off_ios",), fallback=True).differs_in(Outcome()) == ("guide", "fallback")
