"""Canned replies and their fields."""

from __future__ import annotations

from datetime import date, datetime, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assist.canned import FIELDS, faults, fill, values_for
from bot.assist.facts import read_facts
from bot.assist.lines import Line
from bot.knowledge import load_knowledge
from bot.settings import ROOT
from bot.store import Case

KNOWLEDGE = load_knowledge(ROOT / "knowledge")


@pytest.mark.parametrize(
    ("ja", "en", "wrong"),
    [
        ("{name} 様", "Dear {name},", ()),
        ("お待ちください", "", ("empty",)),
        ("{naem} 様", "Dear {naem},", ("unknown_field",)),
        ("{name} 様", "Hello,", ("fields_differ",)),
        ("{} 様", "Dear {},", ("unknown_field",)),
        ("｛name｝ 様", "Dear {name},", ()),
        ("｛naem｝ 様", "Hello,", ("unknown_field",)),
    ],
)
def test_a_pair_is_refused_for_what_nobody_could_fill(ja: str, en: str, wrong: tuple[str, ...]) -> None:
    assert faults(ja, en) == wrong


def test_fields_take_what_the_conversation_tells_and_name_what_is_missing() -> None:
    lines = (Line(1, "customer", "注文番号は20564778810です", "inform"),)
    facts = read_facts(lines, KNOWLEDGE, date(2026, 11, 22), "ja")
    values = values_for(facts, [], "佐藤", "ja", KNOWLEDGE)
    filled = fill("{name} 様、{order_number}({provider})を確認します。{agent}", values)
    assert filled.text == "{name} 様、20564778810(Digital River)を確認します。佐藤"
    assert filled.missing == ("name",)


def test_braces_of_a_japanese_keyboard_are_filled_too() -> None:
    filled = fill("｛name｝ 様、｛order_number} を確認します。", {"name": "佐藤"})
    assert filled.text == "佐藤 様、｛order_number} を確認します。"
    assert filled.missing == ("order_number",)


def test_a_filed_case_says_more_than_the_chat() -> None:
    case = Case(
        number="KD-00000018",
        kind="escalation",
        conversation_id="c",
        channel="web",
        language="ja",
        product_line=None,
        problem="x",
        purchase_date=date(2026, 5, 3),
        name="山田 花子",
        email=None,
        order_number=None,
        provider="allsoft",
        status="open",
        created_at=datetime(2026, 11, 22, tzinfo=timezone.utc),
    )
    values = values_for(read_facts((), KNOWLEDGE, date(2026, 11, 22), "en"), [case], "Sato", "en", KNOWLEDGE)
    assert values == {
        "name": "山田 花子",
        "provider": "Allsoft",
        "purchase_date": "2026-05-03",
        "case_number": "KD-00000018",
        "agent": "Sato",
    }


@given(
    parts=st.lists(
        st.one_of(st.sampled_from(["{" + field + "}" for field in FIELDS]), st.text(max_size=10)), max_size=6
    ),
    values=st.dictionaries(st.sampled_from(FIELDS), st.text(min_size=1, max_size=20)),
)
def test_a_value_is_never_read_as_a_field(parts: list[str], values: dict[str, str]) -> None:
    text = "".join(parts)
    filled = fill(text, values)
    assert not set(filled.missing) & set(values)
    if not filled.missing:
        unfilled = text
        for field, value in values.items():
            assert "{" + field + "}" not in unfilled or value in filled.text
    else:
        assert all("{" + field + "}" in filled.text for field in filled.missing)


def test_the_texts_of_all_fields_exist() -> None:
    import yaml

    loaded = yaml.safe_load((Path(ROOT) / "bot" / "desk" / "strings" / "assist.yml").read_text("utf-8"))
    assert {f"field_{field}" for field in FIELDS} <= set(loaded)
