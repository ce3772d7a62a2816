"""Suggested replies: what they say, and that every sentence can be traced."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.assist.lines import Line
from bot.assist.paragraphs import cite, paragraphs, read_back
from bot.assist.receipts import KnowledgeReceipt, Sentence, TranscriptReceipt
from bot.assist.suggesting import MOST, Question, Suggested, suggest
from bot.assist.understood import Understood
from bot.knowledge import Knowledge, identify, load_knowledge
from bot.messages import Language
from bot.settings import ROOT

TODAY = date(2026, 11, 22)
KNOWLEDGE = load_knowledge(ROOT / "knowledge")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return KNOWLEDGE


def asked(
    text: str,
    intent: str,
    *,
    language: Language = "ja",
    before: tuple[Line, ...] = (),
    also: str = "",
    sure: float = 0.9,
) -> Suggested:
    ranking = ((intent, sure), *(((also, 0.4),) if also else ()))
    lines = (*before, Line(None, "customer", text))
    return suggest(Question(lines, Understood(ranking), language, TODAY), KNOWLEDGE)


def guides(found: Suggested) -> list[str | None]:
    return [suggestion.guide for suggestion in found.suggestions]


def resolves(sentence: Sentence, lines: tuple[Line, ...], language: Language) -> bool:
    """Whether each receipt of a sentence leads to words that carry it."""
    for receipt in sentence.receipts:
        if isinstance(receipt, TranscriptReceipt):
            if not any(line.seq == receipt.seq and line.speaker == "customer" for line in lines):
                return False
        elif receipt.record.startswith("guides/") and receipt.part != "identification":
            told = read_back(receipt, language, KNOWLEDGE)
            if told is None or told not in sentence.text:
                return False
        elif not any(sentence.text in identify(line.text, KNOWLEDGE).explanation(language) for line in lines):
            return False
    return bool(sentence.receipts)


def test_an_order_number_leads_to_its_provider_and_that_providers_guide() -> None:
    found = asked("自動更新を止めたい。注文番号は20564778810です", "stop_auto_renew")
    assert found.provider == "digital_river"
    assert found.suggestions[0].guide == "off_digital_river"
    assert "Digital River" in found.suggestions[0].text
    assert "20564778810" in found.suggestions[0].text


def test_the_reply_is_in_the_language_that_is_asked_for() -> None:
    found = asked("I bought it on my iPhone, please stop the renewal", "stop_auto_renew", language="en")
    assert found.suggestions[0].guide == "off_ios"
    assert found.suggestions[0].text.isascii() or "Settings" in found.suggestions[0].text
    assert "設定を開き" not in found.suggestions[0].text


def test_the_customers_name_is_used_with_the_line_that_told_it() -> None:
    before = (Line(3, "customer", "山田花子と申します。", "inform"),)
    found = asked("完了メールが届きません", "mail_not_received", before=before)
    first = found.suggestions[0].sentences[0]
    assert "山田花子" in first.text
    assert first.receipts == (TranscriptReceipt(3),)


def test_what_was_told_earlier_is_not_asked_again() -> None:
    before = (Line(1, "customer", "Huaweiのスマホです", "inform"), Line(2, "assistant", "ありがとうございます。"))
    assert guides(asked("自動更新をやめたい", "stop_auto_renew", before=before))[0] == "off_huawei"


def test_a_wish_stays_open_while_the_customer_gives_information_or_asks_for_a_person() -> None:
    before = (Line(1, "customer", "完了メールが来ない", "mail_not_received"),)
    assert guides(asked("人と話したいです", "talk_to_human", before=before))[0] == "missing_mail"


def test_a_nexway_licence_of_an_unknown_product_gets_both_procedures() -> None:
    found = asked("My order is 2A123BEC45D, please cancel", "stop_auto_renew", language="en")
    assert {"off_nexway_my_kaspersky", "off_nexway_account"} <= set(guides(found))


def test_a_close_second_reading_gets_a_suggestion_too() -> None:
    found = asked("コードがわからない", "find_purchase_code", also="find_serial_number", sure=0.5)
    assert "purchase_code" in guides(found)
    assert "serial_number" in guides(found)


def test_what_the_knowledge_base_does_not_hold_gets_no_suggestion() -> None:
    assert asked("明日の天気は?", "out_of_scope").suggestions == ()


def test_a_number_that_tells_nothing_is_explained_and_no_provider_is_claimed() -> None:
    found = asked("123456789", "inform")
    assert found.provider is None
    assert found.suggestions
    assert "特定できません" in found.suggestions[0].text


def test_who_only_tells_their_number_is_told_the_seller_and_offered_its_guide() -> None:
    found = asked("my order is 20564778810, stop auto renewal, Taro Yamada", "inform", language="en")
    assert guides(found) == [None, "off_digital_river"]
    assert all("Digital River" in suggestion.text for suggestion in found.suggestions)
    assert guides(asked("山田と申します", "inform")) == []


def test_a_long_reply_is_also_offered_in_short() -> None:
    found = asked("更新登録の手順を教えて", "renew_registration")
    whole = found.suggestions[0]
    short = next(suggestion for suggestion in found.suggestions if suggestion.short)
    assert short.guide == whole.guide
    assert len(short.text) < len(whole.text) / 2


def test_a_sentence_without_a_receipt_can_not_be_made() -> None:
    with pytest.raises(ValueError, match="receipt"):
        Sentence("Anything.", ())


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("guide_id", sorted(KNOWLEDGE.guides))
def test_every_paragraph_of_every_guide_can_be_read_back_from_its_receipt(guide_id: str, language: Language) -> None:
    guide = KNOWLEDGE.guides[guide_id]
    for variant in (None, *guide.variants):
        shown = paragraphs(guide, language, KNOWLEDGE, variant)
        assert len({paragraph.part for paragraph in shown}) == len(shown)
        for paragraph in shown:
            receipt = cite(guide, paragraph, language).receipts[0]
            assert isinstance(receipt, KnowledgeReceipt)
            assert read_back(receipt, language, KNOWLEDGE) == paragraph.text


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("guide_id", sorted(KNOWLEDGE.guides))
def test_a_suggested_guide_says_all_that_the_customer_would_read(guide_id: str, language: Language) -> None:
    guide = KNOWLEDGE.guides[guide_id]
    told = "\n".join(cite(guide, each, language).text for each in paragraphs(guide, language, KNOWLEDGE))
    shown = guide.message(language, KNOWLEDGE, with_source=False).plain_text.split("\n")[1:]
    assert [line.strip() for line in shown if line.strip()] == [
        line.strip() for line in told.split("\n") if line.strip()
    ]


_INTENTS = st.sampled_from(sorted([*KNOWLEDGE.topics, "inform", "out_of_scope", "affirm", "greet", "talk_to_human"]))
_TEXTS = st.one_of(
    st.sampled_from(
        [
            "注文番号は20564778810です",
            "ALLSOFT-22123406",
            "明細に KASPERSKYLAB とあります",
            "Kaspersky Lab って何?",
            "my name is John Smith, john@example.com",
            "iPhoneです",
            "Android で買った",
            "佐藤です。ESET HOME セキュリティ プレミアムを使っています",
            "12345678",
            "2A123BEC45D",
        ]
    ),
    st.text(max_size=40),
)
_LINES = st.lists(
    st.tuples(st.sampled_from(["customer", "assistant", "agent"]), _TEXTS, st.none() | _INTENTS), max_size=5
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lines=_LINES, last=_TEXTS, intent=_INTENTS, other=_INTENTS, language=st.sampled_from(["ja", "en"]))
def test_whatever_is_said_each_sentence_leads_back_to_its_source(
    lines: list[tuple[str, str, str | None]], last: str, intent: str, other: str, language: Language
) -> None:
    before = tuple(
        Line(place, speaker, text, said)  # type: ignore[arg-type]
        for place, (speaker, text, said) in enumerate(lines, start=1)
    )
    spoken = (*before, Line(None, "customer", last))
    ranking = tuple({intent: 0.6, other: 0.3}.items())
    found = suggest(Question(spoken, Understood(ranking), language, TODAY), KNOWLEDGE)
    assert len(found.suggestions) <= MOST
    assert len({suggestion.text for suggestion in found.suggestions}) == len(found.suggestions)
    for suggestion in found.suggestions:
        assert suggestion.text == "\n".join(sentence.text for sentence in suggestion.sentences)
        assert all(resolves(sentence, spoken, language) for sentence in suggestion.sentences)
