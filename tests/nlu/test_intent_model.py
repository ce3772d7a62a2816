"""The intent model: learns, keeps what it learnt and is calibrated enough to be believed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.knowledge import Knowledge, load_knowledge
from bot.nlu.entities import extract_entities
from bot.nlu.intent_model import IntentModel, IntentModelError, IntentOptions
from bot.settings import ROOT

TODAY = date(2026, 11, 22)
EXAMPLES = {
    "stop_auto_renew": [
        "自動更新を止めたい", "解約したいです", "サブスクをオフにしたい", "カスペルスキーの自動更新を停止", "cancel my subscription", "turn off auto-renewal", "iPhoneの自動更新をやめたい",
    ],
    "mail_not_received": [
        "完了メールが届かない", "登録したのにメールが来ません", "メールまだですか", "更新のメールが来ない", "the mail has not arrived", "no confirmation email yet", "届くはずのメールがない",
    ],
    "inform": ["22122857", "ALLSOFT-22123406", "taro@example.com", "注文番号は20564778810です", "iPhoneです", "Nexway", "hanako@example.jp"],
    "out_of_scope": ["今日の天気は?", "ノートンの使い方", "ピザを注文したい", "tell me a joke", "what's the weather", "おすすめの映画は", "who won the game"],
}  # fmt: skip


def train(knowledge: Knowledge, **options: float) -> IntentModel:
    texts = [text for listed in EXAMPLES.values() for text in listed]
    intents = [intent for intent, listed in EXAMPLES.items() for _ in listed]
    entities = [extract_entities(text, knowledge, TODAY) for text in texts]
    return IntentModel.fit(texts, intents, knowledge, entities=entities, options=IntentOptions(folds=3, **options))  # type: ignore[arg-type]


KNOWLEDGE = load_knowledge(ROOT / "knowledge")
MODEL = train(KNOWLEDGE)


def best(model: IntentModel, text: str) -> str:
    return model.predict(text, extract_entities(text, KNOWLEDGE, TODAY))[0].name


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("自動更新を解除したい", "stop_auto_renew"),
        ("じどうこうしんをとめたい", "stop_auto_renew"),
        ("退会したい", "stop_auto_renew"),
        ("please disable the auto renewal", "stop_auto_renew"),
        ("メールが届きません", "mail_not_received"),
        ("21992673", "inform"),
        ("明日の天気", "out_of_scope"),
    ],
)
def test_messages_it_has_not_seen(text: str, intent: str) -> None:
    assert best(MODEL, text) == intent


def test_confidences_fall_and_sum_to_one() -> None:
    ranking = MODEL.predict("解約", ())
    confidences = [score.confidence for score in ranking]
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) == pytest.approx(1)
    assert {score.name for score in ranking} == set(EXAMPLES)


def test_the_conversation_can_tip_the_balance() -> None:
    text = "メールを止めたい"
    first = MODEL.predict(text, ())[0].name
    tipped = MODEL.predict(text, (), prior={first: 1e-9})
    assert tipped[0].name != first
    assert sum(score.confidence for score in tipped) == pytest.approx(1)


def test_a_prior_that_leaves_nothing_is_survived() -> None:
    assert len(MODEL.predict("解約", (), prior=dict.fromkeys(EXAMPLES, 0.0))) == len(EXAMPLES)


def test_out_of_scope_wins_from_its_own_threshold_on() -> None:
    strict = train(KNOWLEDGE, out_of_scope_threshold=0.0)
    ranking = strict.predict("自動更新を止めたい", ())
    assert [score.name for score in ranking[:2]].count("out_of_scope") == 1
    assert ranking[0].name == "out_of_scope"
    assert sum(score.confidence for score in ranking) == pytest.approx(1)


def test_training_twice_gives_the_same_model() -> None:
    assert train(KNOWLEDGE).predict("解約したい", ()) == MODEL.predict("解約したい", ())


def test_a_stored_model_ranks_alike(tmp_path: Path) -> None:
    MODEL.save(tmp_path)
    again = IntentModel.load(tmp_path)
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".json", ".npz"]
    for text in ("解約したい", "the mail is late", "22122857"):
        found = extract_entities(text, KNOWLEDGE, TODAY)
        before, after = MODEL.predict(text, found), again.predict(text, found)
        assert before[0].name == after[0].name
        assert before[0].confidence == pytest.approx(after[0].confidence, abs=0.01)


@pytest.mark.parametrize("damage", ["missing", "not json", '{"format": 99}', "[]"])
def test_a_damaged_model_says_so(damage: str, tmp_path: Path) -> None:
    MODEL.save(tmp_path)
    if damage == "missing":
        (tmp_path / "weights.npz").unlink()
    else:
        (tmp_path / "model.json").write_text(damage)
    with pytest.raises(IntentModelError, match="train"):
        IntentModel.load(tmp_path)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(), max_size=120))
def test_any_text_is_ranked(text: str) -> None:
    assert MODEL.predict(text, extract_entities(text, KNOWLEDGE, TODAY))[0].confidence > 0


@pytest.mark.parametrize(
    "text", ["ピザの自動更新", "weather subscription", "22122857", "解約", "映画のメールが届かない", "joke"]
)
def test_a_message_that_is_likely_foreign_is_not_answered_as_something_else(text: str) -> None:
    plain = train(KNOWLEDGE, out_of_scope_threshold=1.0)
    chances = {score.name: score.confidence for score in plain.predict(text, extract_entities(text, KNOWLEDGE, TODAY))}
    likeliest = max(chances, key=lambda name: chances[name])
    assert best(MODEL, text) == ("out_of_scope" if chances["out_of_scope"] >= 0.12 else likeliest)
