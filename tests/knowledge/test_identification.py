"""The provider is found in what customers really write, and only there."""

from __future__ import annotations

import pytest

from bot.knowledge import Knowledge, find_card_statements, find_order_numbers, identify

FOUND = [
    # the examples of the source page, bare
    ("ALLSOFT-22123406", "allsoft", "ALLSOFT-22123406"),
    ("A221234065", "allsoft", "A221234065"),
    ("2A123BEC45D", "nexway", "2A123BEC45D"),
    ("3B123FAC76F", "nexway", "3B123FAC76F"),
    ("20564778810", "digital_river", "20564778810"),
    ("11252652307", "digital_river", "11252652307"),
    ("34297772062", "digital_river", "34297772062"),
    ("22122857", "2checkout", "22122857"),
    ("21992673", "2checkout", "21992673"),
    # width, case, hyphens, blanks, kana right behind
    ("ＡＬＬＳＯＦＴー２２１２３４０６でした", "allsoft", "ALLSOFT-22123406"),
    ("注文番号はALLSOFT‐22123406です", "allsoft", "ALLSOFT-22123406"),
    ("allsoft 22123406", "allsoft", "ALLSOFT-22123406"),
    ("allsoft22123406なんですけど", "allsoft", "ALLSOFT-22123406"),
    ("ALLSOFT－2212 3406", "allsoft", "ALLSOFT-22123406"),
    ("ALLSOFT: 22123406", "allsoft", "ALLSOFT-22123406"),
    ("my order is A 221234065", "allsoft", "A221234065"),
    ("a221234065なんですが", "allsoft", "A221234065"),
    ("注文番号 ２ａ１２３ｂｅｃ４５ｄだけど", "nexway", "2A123BEC45D"),
    ("3b123 fac76f が注文番号", "nexway", "3B123FAC76F"),
    ("3B123-FAC76F", "nexway", "3B123FAC76F"),
    ("order number 2a12 3 bec 45d", "nexway", "2A123BEC45D"),
    ("342 977 720 62です", "digital_river", "34297772062"),
    ("2056-4778-8101", "digital_river", "205647788101"),
    ("01252652307", "digital_river", "01252652307"),
    ("２２１２２８５７だよ", "2checkout", "22122857"),
    ("ユーザー22122857", "2checkout", "22122857"),
    ("2212ー2857", "2checkout", "22122857"),
    ("No.22122857", "2checkout", "22122857"),
    ("order22122857", "2checkout", "22122857"),
    ("22122857is my order", "2checkout", "22122857"),
    ("00122857", "2checkout", "00122857"),
    # other numbers around it
    ("I have a 22122857 from 2025/07/08", "2checkout", "22122857"),
    ("22122857を2025年7月8日に3台分", "2checkout", "22122857"),
    ("5/3 22122857 3 devices", "2checkout", "22122857"),
    ("May 3, 2026 22122857", "2checkout", "22122857"),
    ("20564778810、電話090-1234-5678", "digital_river", "20564778810"),
    ("電話した者です。22122857です", "2checkout", "22122857"),
    ("さっき電話したけど22122857", "2checkout", "22122857"),
    ("シリアルじゃなくて注文番号は22122857", "2checkout", "22122857"),
    ("22122857 21992673", "2checkout", "22122857"),
    # an order number and a statement that agree
    ("カード明細は DR*Kaspersky Lab、注文番号は 20564778810", "digital_river", "20564778810"),
]


@pytest.mark.parametrize(("text", "provider", "matched"), FOUND)
def test_order_number_in_a_text_tells_the_provider(
    knowledge: Knowledge, text: str, provider: str, matched: str
) -> None:
    result = identify(text, knowledge)
    assert (result.provider, result.matched) == (provider, matched)


STATEMENTS = [
    ("KASPERSKYLAB", "allsoft"),
    ("KASPERSKYLABから請求", "allsoft"),
    ("カスタマーKASPERSKYLAB", "allsoft"),
    ("kasperskylab.th", "allsoft"),
    ("「Raschet」システム(ERIP)", "allsoft"),
    ("raschetって何ですか", "allsoft"),
    ("ＥＲＩＰとあります", "allsoft"),
    ("there is pag*boacompra on my card", "allsoft"),
    ("ＤＲ＊ｋａｓｐｅｒｓｋｙ　ＬＡＢって何", "digital_river"),
    ("charge from DR *KASPERSKY BD 123", "digital_river"),
    ("ｋａｓｐｅｒｓｋｙ　ｌａｂ　２ｃｈｅｃｋｏｕｔとあります", "2checkout"),
    ("2co.com＊alliance.kaspersky.com", "2checkout"),
    ("topーlogiciels.com", "2checkout"),
    ("明細にバーkaspersky.nl", "2checkout"),
    ("kaspersky.com.", "2checkout"),
    ("a charge from kaspersky.com", "2checkout"),
    ("KASPERSKY LAB 2CHECKOUT.COM", "2checkout"),
    ("DR*Kaspersky LabUK", "digital_river"),
]


@pytest.mark.parametrize(("text", "provider"), STATEMENTS)
def test_statement_text_tells_the_provider(knowledge: Knowledge, text: str, provider: str) -> None:
    result = identify(text, knowledge)
    assert (result.provider, result.rule) == (provider, f"{provider}.statement")


def test_every_statement_text_of_the_knowledge_is_found(knowledge: Knowledge) -> None:
    for provider in knowledge.providers.values():
        for statement in provider.card_statements:
            for kind in (None, "card_statement"):
                result = identify(f"{statement.text} 1234", knowledge, kind)
                assert (result.provider, result.matched) == (provider.id, statement.text)


UNDECIDED = [
    "20250708",
    "注文番号は20250708",
    "2026-05-03に買った",
    "2026年5月3日",
    "03-1234-5678",
    "09012345678",
    "０９０ー１２３４ー５６７８",
    "電話は0120123456",
    "+81 90 1234 5678",
    "+819012345678",
    "4111 1111 1111 1111",
    "4111111111111111",
    "41111111 11111111",
    "3782 822463 10005",
    "KD-48217730",
    "ＫＤー48217730の状況は?",
    "kd48217730",
    "123456789",
    "1234567890",
    "1234567890123",
    "12345 67890123",
    "22122857円請求された",
    "￥22122857",
    "a22122857@example.com",
    "シリアル番号は22122857",
    "購入コード 2A123BEC45D",
    "my serial number is 2A123BEC45D",
    "電話番号: 22122857",
    "EAV-22122857",
    "S00-31558204",
    "2A12-3B45-6C78",
    "Kaspersky Lab",
    "KASPERSKY US NEXWAY",
    "カードの明細にNexwayとある",
    "support@kaspersky.com",
    "https://www.kaspersky.com/renew",
    "www.kaspersky.com",
    "kaspersky.community",
    "kaspersky.comで買いました",
    "I bought it at kaspersky.com",
    "my licence from kaspersky.com",
    "KASPERSKYLABS",
    "DR*KASPERSKYLAB",
    "kaspersky.com/renewal",
    "2Checkoutで買った",
    "Nexwayで買いました",
    "3 devices 1 year",
    "3 PCs for 2025",
    "30daysfree",
    "こんにちは",
    "",
    "22122857 20564778810",
    "22122857とDR*Kaspersky Lab",
    "KASPERSKYLAB か DR*Kaspersky Lab",
]


@pytest.mark.parametrize("text", UNDECIDED)
def test_nothing_is_claimed_where_nothing_is_certain(knowledge: Knowledge, text: str) -> None:
    result = identify(text, knowledge)
    assert (result.provider, result.rule, result.matched) == (None, None, None)
    assert result.settle_by


@pytest.mark.parametrize(
    ("text", "misses"),
    [
        ("20250708", {("2checkout", "looks_like_date")}),
        ("123456789", {("2checkout", "wrong_length"), ("allsoft", "prefix_missing")}),
        ("1234567890", {("digital_river", "wrong_length")}),
        ("1234567890123", {("digital_river", "wrong_length")}),
        ("注文番号 4A123BEC45D", {("nexway", "wrong_start")}),
        ("注文番号 2A123", {("nexway", "wrong_length")}),
        ("4111 1111 1111 1111", {(None, "looks_like_card_number")}),
        ("KD-48217730", {(None, "looks_like_ticket_number")}),
        ("シリアル番号は22122857", {("2checkout", "named_as_other_code")}),
        (
            "Kaspersky Lab",
            {(provider, "statement_incomplete") for provider in ("allsoft", "digital_river", "2checkout")},
        ),
        ("KASPERSKY US NEXWAY", {("nexway", "no_statement_known")}),
        ("kaspersky.comで買いました", {("2checkout", "website_mentioned")}),
        ("20564778810とKASPERSKYLAB", {("digital_river", "conflict"), ("allsoft", "conflict")}),
    ],
)
def test_near_misses_say_what_came_close(knowledge: Knowledge, text: str, misses: set[tuple[str | None, str]]) -> None:
    assert {(miss.provider, miss.reason_code) for miss in identify(text, knowledge).near_misses} == misses


def test_eight_digits_could_be_an_allsoft_number_without_its_letters(knowledge: Knowledge) -> None:
    result = identify("22123406", knowledge)
    assert result.provider == "2checkout"
    assert [(miss.provider, miss.reason_code) for miss in result.near_misses] == [("allsoft", "prefix_missing")]
    assert "ALLSOFT-" in result.settle_by[0].ja


def test_odd_length_is_reported_with_the_provider(knowledge: Knowledge) -> None:
    result = identify("2A123BEC45", knowledge)
    assert result.provider == "nexway"
    assert [miss.reason_code for miss in result.near_misses] == ["unusual_length"]


def test_a_card_number_beside_an_order_number_is_never_repeated(knowledge: Knowledge) -> None:
    result = identify("4111111111111111 20564778810", knowledge)
    assert result.provider == "digital_river"
    everything = repr(result) + result.explanation("ja") + result.explanation("en")
    assert "4111111" not in everything
    assert [miss.reason_code for miss in result.near_misses] == ["looks_like_card_number"]


def test_a_kind_limits_what_is_looked_for(knowledge: Knowledge) -> None:
    both = "DR*Kaspersky Lab 22122857"
    assert identify(both, knowledge).provider is None
    assert identify(both, knowledge, "order_number").provider == "2checkout"
    assert identify(both, knowledge, "card_statement").provider == "digital_river"


@pytest.mark.parametrize(
    "text", ["www.kaspersky.com", "KASPERSKY.COM/BILL", "support@kaspersky.com", "I bought it at kaspersky.com"]
)
def test_text_given_as_a_statement_line_is_one(knowledge: Knowledge, text: str) -> None:
    assert identify(text, knowledge, "card_statement").provider == "2checkout"


def test_part_of_a_statement_line_names_all_that_contain_it(knowledge: Knowledge) -> None:
    result = identify("kaspersky", knowledge, "card_statement")
    assert result.provider is None
    assert {miss.provider for miss in result.near_misses} == {"allsoft", "digital_river", "2checkout"}


@pytest.mark.parametrize("text", ["1234567890", "20250708", "2A123BEC45DAAAAAA"])
def test_a_number_given_as_order_number_is_kept_without_a_provider(knowledge: Knowledge, text: str) -> None:
    (span,) = find_order_numbers(f"番号:{text}", knowledge, expected=True)
    assert (span.value, span.provider) == (text, None)


def test_spans_point_into_the_original_text(knowledge: Knowledge) -> None:
    text = "ﾊﾞﾝｺﾞｳ：Ａ２２１２３４０６５　／明細は「ＤＲ＊ＫＡＳＰＥＲＳＫＹ　ＢＤ」"
    (number,) = find_order_numbers(text, knowledge)
    (line,) = find_card_statements(text, knowledge)
    assert text[number.start : number.end] == number.raw == "Ａ２２１２３４０６５"
    assert text[line.start : line.end] == line.raw == "ＤＲ＊ＫＡＳＰＥＲＳＫＹ　ＢＤ"
    assert (number.value, line.value) == ("A221234065", "DR*Kaspersky BD")


def test_explanation_says_rule_doubt_and_remedy_in_both_languages(knowledge: Knowledge) -> None:
    result = identify("22122857", knowledge)
    japanese, english = result.explanation("ja"), result.explanation("en")
    assert "22122857" in japanese
    assert "8桁" in japanese
    assert "2Checkout" in japanese
    assert "Allsoft" in japanese
    assert "8 digits" in english
    assert "ALLSOFT-" in english
    assert "{" not in japanese + english


@pytest.mark.parametrize(
    "text",
    ["2Checkout", "2checkout", "２ｃｈｅｃｋｏｕｔ", "2CHECKOUT", "2CO", "2 Checkout", "2check out", "I bought it from 2Checkout", "order number 2Checkout", "注文番号は2checkoutです", "2chekout"],
)  # fmt: skip
def test_the_name_of_a_provider_is_no_order_number(knowledge: Knowledge, text: str) -> None:
    for result in (identify(text, knowledge), identify(text, knowledge, "order_number")):
        assert (result.provider, result.near_misses, result.spans) == (None, (), ())
    assert find_order_numbers(text, knowledge) == find_order_numbers(text, knowledge, expected=True) == ()


@pytest.mark.parametrize("text", ["2Checkout 22122857", "注文番号は22122857、2checkout", "2CO 22122857"])
def test_a_number_beside_the_name_of_a_provider_is_found(knowledge: Knowledge, text: str) -> None:
    assert (identify(text, knowledge).provider, identify(text, knowledge).matched) == ("2checkout", "22122857")


@pytest.mark.parametrize("text", ["PAYU*NILTASOFT", "PayU *Niltasoft", "明細にPAYU*NILTASOFTとある"])
def test_a_statement_with_another_sign_comes_near(knowledge: Knowledge, text: str) -> None:
    result = identify(text, knowledge)
    assert (result.provider, [miss.provider for miss in result.near_misses]) == (None, ["allsoft"])
