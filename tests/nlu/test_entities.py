"""What a message names, in normalised form and at its place in the original text."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.knowledge import Knowledge, load_knowledge
from bot.nlu.entities import Entity, extract_entities
from bot.settings import ROOT

TODAY = date(2026, 11, 22)
KNOWLEDGE = load_knowledge(ROOT / "knowledge")
PIECES = st.sampled_from(
    ["注文番号は", "ＡＬＬＳＯＦＴー２２１２３４０６", "です。", "2A123BEC45D", " taro@example.com ", "👍🏽", "か\u3099", "5月3日に購入", "iPhoneじゃなくて", "Android", "ｶｽﾍﾟﾙｽｷｰ ﾌﾟﾗｽ",
     "KD-12345678", "山田太郎と申します", "My name is Bob Lee", "\ud800", "㋿8年5月3日", "DR*Kaspersky Lab", "　", "シリアル番号: S123-4567-89"]
)  # fmt: skip
TEXTS = st.one_of(st.text(st.characters(), max_size=80), st.lists(PIECES, max_size=8).map("".join))


def found(text: str, *, line: str | None = None) -> list[tuple[str, str]]:
    return [
        (entity.entity, entity.value)
        for entity in extract_entities(text, KNOWLEDGE, TODAY, line=line)
        if not entity.negated
    ]


def ruled_out(text: str) -> list[tuple[str, str]]:
    return [(entity.entity, entity.value) for entity in extract_entities(text, KNOWLEDGE, TODAY) if entity.negated]


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("注文番号はＡＬＬＳＯＦＴー２２１２３４０６です", [("order_number", "ALLSOFT-22123406")]),
        ("2a123bec45dの自動更新を止めて", [("order_number", "2A123BEC45D")]),
        ("明細に DR*Kaspersky Lab とあります", [("card_statement", "DR*Kaspersky Lab")]),
        ("メールはＴａｒｏ＠Ｅｘａｍｐｌｅ．ＪＰです", [("email", "Taro@example.jp")]),
        ("sven (at) lindgren.example", [("email", "sven@lindgren.example")]),
        ("22122857@example.com", [("email", "22122857@example.com")]),
        ("iPhoneとMac", [("device", "ios"), ("device", "mac")]),
        ("ﾌｧｰｳｪｲのタブレット", [("device", "huawei")]),
        ("グーグル プレイから買った", [("provider", "google_play")]),
        ("デジタルリバ-", [("provider", "digital_river")]),
        ("かすぺるすきー ぷらすです", [("product", "kaspersky_plus")]),
        ("ESET HOME Security Essential", [("product", "eset_home_security_essential")]),
        ("NOD32を使っています", [("product", "eset_nod32_antivirus")]),
        ("受付番号ＫＤー１２３４５６７８", [("ticket_number", "KD-12345678")]),
        ("case number AB-2231", [("ticket_number", "AB-2231")]),
        ("シリアル番号は EAV-0123456789 です", [("serial_number", "EAV-0123456789")]),
        ("購入コードは abcd-efgh-1234-5678", [("purchase_code", "ABCD-EFGH-1234-5678")]),
        ("製品認証キーは ABCD-1234-EFGH-5678 です", []),
        ("名前は山田太郎です", [("person_name", "山田太郎")]),
        ("小林ですけど", [("person_name", "小林")]),
        ("佐藤ゆかりです。iPhoneです", [("person_name", "佐藤ゆかり"), ("device", "ios")]),
        ("はい、そうです", []),
        ("知らない名前があるんです", []),
        ("大丈夫です", []),
        ("My name is Emily Watson", [("person_name", "Emily Watson")]),
        ("昨日買いました", [("purchase_date", "2026-11-21")]),
        ("20250708に購入", [("purchase_date", "2025-07-08")]),
        ("有効期限は5月3日です", []),
        ("5月3日に切れます", []),
        ("スマホです", []),
        ("プロバイダを変えました", []),
        ("Kaspersky Labから請求", []),
    ],
)
def test_things_are_found_and_normalised(text: str, entities: list[tuple[str, str]]) -> None:
    assert found(text) == entities


@pytest.mark.parametrize("text", ["4111 1111 1111 1111", "090-1234-5678", "２０２５年７月８日", "20250708"])
def test_cards_telephones_and_dates_are_no_order_numbers(text: str) -> None:
    assert "order_number" not in dict(found(text))


@pytest.mark.parametrize(
    "text",
    [
        "マイカスペルスキーで買いました",
        "マイ カスペルスキーアカウントから",
        "My Kaspersky account",
        "My Kaspersky",
        "I bought it in my kaspersky",
        "The My Kaspersky website",
    ],
)
def test_the_account_is_a_provider(text: str) -> None:
    assert found(text) == [("provider", "my_kaspersky")]


@pytest.mark.parametrize(
    "text",
    [
        "Cancel my Kaspersky subscription",
        "I want to stop my Kaspersky",
        "my kaspersky licence expired",
        "My Kaspersky subscription",
    ],
)
def test_somebodys_kaspersky_is_no_provider(text: str) -> None:
    assert found(text) == []


def test_somebodys_product_is_still_the_product() -> None:
    assert found("cancel my kaspersky plus") == [("product", "kaspersky_plus")]


@pytest.mark.parametrize(
    ("text", "no", "yes"),
    [
        ("iPhoneじゃなくてAndroid", ("device", "ios"), ("device", "android")),
        ("not Android but iPhone", ("device", "android"), ("device", "ios")),
        ("Nexwayではなく、Digital Riverでした", ("provider", "nexway"), ("provider", "digital_river")),
        ("昨日って言いましたが一昨日買いました", ("purchase_date", "2026-11-21"), ("purchase_date", "2026-11-20")),
        ("名前は山田じゃなくて山口です", ("person_name", "山田"), ("person_name", "山口")),
        ("22122857じゃなくて22122875", ("order_number", "22122857"), ("order_number", "22122875")),
        ("not Plus, Premium", ("product", "kaspersky_plus"), ("product", "kaspersky_premium")),
    ],
)
def test_what_is_ruled_out_is_told_from_what_is_meant(text: str, no: tuple[str, str], yes: tuple[str, str]) -> None:
    assert (ruled_out(text), found(text)) == ([no], [yes])


def test_trouble_with_a_device_does_not_rule_it_out() -> None:
    assert found("iPhoneで使えない") == [("device", "ios")]
    assert found("I can't cancel on my iPhone") == [("device", "ios")]


def test_the_conversation_settles_a_name_that_both_lines_use() -> None:
    assert found("プレミアムです") == []
    assert found("プレミアムです", line="kaspersky") == [("product", "kaspersky_premium")]
    assert found("イーセットのプレミアム") == [("product", "eset_home_security_premium")]


def test_every_spelling_in_the_knowledge_base_is_found(knowledge: Knowledge) -> None:
    missed = [
        name
        for product in knowledge.products.values()
        for name in product.surface_forms
        if ("product", product.id) not in found(name)
    ]
    assert missed == []


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_offsets_point_into_the_original(text: str) -> None:
    entities = extract_entities(text, KNOWLEDGE, TODAY)
    for entity in entities:
        assert isinstance(entity, Entity)
        assert text[entity.start : entity.end] == entity.raw != ""
    for first, second in zip(entities, entities[1:], strict=False):
        assert first.end <= second.start


@given(st.sampled_from(["ALLSOFT-22123406", "2A123BEC45D", "KD-12345678", "taro@example.com"]))
def test_width_makes_no_difference(code: str) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) for char in code)
    assert [value for _, value in found(wide)] == [value for _, value in found(code)]


@pytest.mark.parametrize(
    "unit",
    [
        "2",
        "2 ",
        "a.",
        "-",
        "@",
        "５月",
        "1/",
        "マイ",
        "名前は",
        "A1",
        "ー",
        "が\u3099",
        "購入コード ",
        "\ud800",
        "not ",
        "は",
    ],
)
def test_a_long_message_takes_no_long_time(unit: str) -> None:
    text = (unit * 2000)[:2000]
    extract_entities(unit, KNOWLEDGE, TODAY)
    began = time.process_time()
    extract_entities(text, KNOWLEDGE, TODAY)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "text",
    [
        "Google Playなし", "Google Playなしで", "Google Play 無し", "Google Playは使ってない", "Google Playが使えない", "Google Playは使えません", "Google Playがない", "Google Playがありません",
        "Google Playは入っていません", "Google Playを使わない", "without Google Play", "no google play", "I don't have Google Play", "Google Play is not available",
    ],
)  # fmt: skip
def test_a_store_that_is_not_there_is_ruled_out(text: str) -> None:
    assert (found(text), ruled_out(text)) == ([], [("provider", "google_play")])


@pytest.mark.parametrize("text", ["App Storeではないです", "App Storeじゃない", "App Storeじゃないです", "App Storeじゃなくて", "App Store以外", "not the App Store"])  # fmt: skip
def test_a_store_that_it_was_not_is_ruled_out(text: str) -> None:
    assert (found(text), ruled_out(text)) == ([], [("provider", "app_store")])


@pytest.mark.parametrize(
    "text",
    ["Google Playで買いました", "Google Playで解約できません", "Google Playに領収書がない", "Google Playから買って使えない", "no, Google Play", "いいえ、Google Playです", "Google Playの自動更新を使ってない"],
)  # fmt: skip
def test_a_store_with_trouble_is_still_the_store(text: str) -> None:
    assert (found(text), ruled_out(text)) == ([("provider", "google_play")], [])


@pytest.mark.parametrize(
    ("text", "no", "yes"),
    [
        ("プラスとかスタンダードではないやつ", ["kaspersky_plus", "kaspersky_standard"], []),
        ("neither Nexway nor Allsoft", ["nexway", "allsoft"], []),
        ("AllsoftやNexwayではなくGoogle Playです", ["allsoft", "nexway"], ["google_play"]),
        ("not Nexway or Allsoft", ["nexway", "allsoft"], []),
    ],
)
def test_things_listed_together_are_ruled_out_together(text: str, no: list[str], yes: list[str]) -> None:
    assert ([value for _, value in ruled_out(text)], [value for _, value in found(text)]) == (no, yes)


@pytest.mark.parametrize("text", ["清水と申しますが", "DR*Kaspersky Labという請求が来てる", "3B123FAC76Fという番号なんですが", "order no 22122857"])  # fmt: skip
def test_naming_something_politely_does_not_rule_it_out(text: str) -> None:
    assert found(text)
    assert ruled_out(text) == []


@pytest.mark.parametrize("text", ["2Checkout", "2checkout", "２ｃｈｅｃｋｏｕｔ", "2CO", "2Checkoutで買いました", "order number 2Checkout", "注文番号は2checkoutです"])  # fmt: skip
def test_a_provider_with_a_digit_in_its_name_is_no_number(text: str) -> None:
    assert found(text) == [("provider", "2checkout")]


@pytest.mark.parametrize("text", ["apple", "アップル", "アップルです", "アップルで買いました", "bought it from Apple", "アップルから請求", "あぷすとあ", "アプストア"])  # fmt: skip
def test_apple_as_a_place_is_the_app_store(text: str) -> None:
    assert ("provider", "app_store") in found(text)


@pytest.mark.parametrize("text", ["アップルの端末", "apple computer", "Apple ID", "Apple Payで払った", "アップルパイ", "Apple Watch", "Appleのスマホ"])  # fmt: skip
def test_apple_as_something_else_is_no_provider(text: str) -> None:
    assert "provider" not in dict(found(text))


@pytest.mark.parametrize("text", ["マイカス", "マイカスペ", "まいかすで買った"])
def test_short_names_of_the_account(text: str) -> None:
    assert found(text) == [("provider", "my_kaspersky")]


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("name Tom Brown, mail tom@example.com, order 22122857", [("person_name", "Tom Brown"), ("email", "tom@example.com"), ("order_number", "22122857")]),
        (
            "購入日2026年4月20日、加藤由美、yumi@example.jp、注文番号22122857",
            [("purchase_date", "2026-04-20"), ("person_name", "加藤由美"), ("email", "yumi@example.jp"), ("order_number", "22122857")],
        ),
        ("田中です。tanaka@example.com 22122857", [("person_name", "田中"), ("email", "tanaka@example.com"), ("order_number", "22122857")]),
        ("加藤由美\nyumi@example.jp\n22122857", [("person_name", "加藤由美"), ("email", "yumi@example.jp"), ("order_number", "22122857")]),
        ("name rosa diaz email rosa@example.com", [("person_name", "rosa diaz"), ("email", "rosa@example.com")]),
        ("メールはmueller@müller.deです", [("email", "mueller@müller.de")]),
        ("taro@日本語.jp", [("email", "taro@日本語.jp")]),
        ("taro@example.comに送って", [("email", "taro@example.com")]),
        ("tanaka at example dot com", []),
        ("Kind Regards, sent to taro@example.com", [("email", "taro@example.com")]),
        ("it's KD-1234", []),
        ("明細に KASPERSKY LAB とあります", [("card_statement", "KASPERSKY LAB")]),
        ("カード明細にPAYUとあります", []),
        ("PAYU NILTASOFTと明細に", [("card_statement", "PAYU NILTASOFT")]),
    ],
)  # fmt: skip
def test_several_things_in_one_message(text: str, entities: list[tuple[str, str]]) -> None:
    assert found(text) == entities
