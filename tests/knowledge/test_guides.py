"""The guides say what the pages say, the same in both languages, and read well without links."""

from __future__ import annotations

import dataclasses
import json
import re
from datetime import date

import pytest

from bot.knowledge import Guide, Knowledge
from bot.messages import Bullets, Heading, Link, Links, Message, Source, Steps

GUIDES = {
    "renewal_registration": 4,
    "registration_needed": 0,
    "registration_requirements": 0,
    "missing_mail": 3,
    "registered_email": 0,
    "purchase_code": 0,
    "serial_number": 0,
    "license_info_change": 0,
    "expiry": 0,
    "supported_products": 0,
    "upgrade_version": 0,
    "auto_renew_explained": 0,
    "provider_identification": 0,
    "order_number": 0,
    "off_my_kaspersky": 5,
    "off_ios": 5,
    "off_android": 3,
    "off_huawei": 4,
    "off_nexway_my_kaspersky": 5,
    "off_nexway_account": 0,
    "off_digital_river": 0,
    "off_2checkout": 0,
    "off_allsoft": 0,
    "after_cancellation": 0,
    "cannot_cancel": 0,
    "unknown_charge": 3,
    "support_desks": 0,
}
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龥]")
NAMES = re.compile(r"[A-Za-z]{3,}")


def messages(guide: Guide, knowledge: Knowledge) -> list[tuple[Message, Message]]:
    return [
        (guide.message("ja", knowledge, variant=v), guide.message("en", knowledge, variant=v))
        for v in (None, *guide.variants)
    ]


def linked(knowledge: Knowledge) -> Knowledge:
    return dataclasses.replace(knowledge, links={key: f"https://support.example/{key}" for key in knowledge.links})


def test_every_guide_is_there_with_its_steps(knowledge: Knowledge) -> None:
    assert {key: len(guide.steps) for key, guide in knowledge.guides.items()} == GUIDES


@pytest.mark.parametrize("key", GUIDES)
def test_both_languages_have_the_same_shape(knowledge: Knowledge, key: str) -> None:
    for japanese, english in messages(knowledge.guides[key], linked(knowledge)):
        assert [shape(block) for block in japanese.blocks] == [shape(block) for block in english.blocks]


def shape(block: object) -> tuple[object, ...]:
    match block:
        case Steps():
            return "steps", tuple(len(step.notes) for step in block.items)
        case Bullets():
            return "bullets", len(block.items)
        case Links():
            return "links", tuple(link.url for link in block.items)
        case _:
            return (type(block),)


@pytest.mark.parametrize("key", GUIDES)
def test_each_language_is_spoken_where_it_should_be(knowledge: Knowledge, key: str) -> None:
    for japanese, english in messages(knowledge.guides[key], knowledge):
        assert JAPANESE.search(japanese.plain_text)
        # what stays Japanese in English are the vendors' labels, given in brackets beside the English
        without_labels = english.plain_text.replace("「Raschet」システム(ERIP)", "")
        without_labels = re.sub(r"\([^()]*\)|\[[^\]]*\]|「[^」]*」", "", without_labels)
        assert not JAPANESE.search(without_labels), without_labels


@pytest.mark.parametrize("key", GUIDES)
def test_labels_numbers_and_products_agree_between_the_languages(knowledge: Knowledge, key: str) -> None:
    guide = knowledge.guides[key]
    pairs = [*guide.intro, *guide.after, *guide.notes, *(step.text for step in guide.steps)]
    pairs += [note for step in guide.steps for note in step.notes] + list(guide.ready.items if guide.ready else ())
    for pair in pairs:
        assert set(re.findall(r"\[[^\]]+\]", pair.ja)) - {"[(お客様の名前)]"} == set(re.findall(r"\[[^\]]+\]", pair.en))
        assert set(re.findall(r"\d\d+", pair.ja)) == set(re.findall(r"\d\d+", pair.en))


@pytest.mark.parametrize("key", GUIDES)
def test_no_guide_promises_what_the_pages_do_not_hold(knowledge: Knowledge, key: str) -> None:
    for pair in messages(knowledge.guides[key], knowledge):
        for message in pair:
            text = "\n".join(line for line in message.plain_text.splitlines() if "2026-11-22" not in line)
            assert not re.search(r"返金|refund|[0-9] ?円|¥|\$|https?://|0\d{1,4}-\d", text), text
            assert not re.search(r"[{}]|null|None", text), text


@pytest.mark.parametrize("key", GUIDES)
def test_every_guide_begins_with_its_title_and_ends_with_its_source(knowledge: Knowledge, key: str) -> None:
    for pair in messages(knowledge.guides[key], knowledge):
        for message in pair:
            assert isinstance(message.blocks[0], Heading)
            source = message.blocks[-1]
            assert isinstance(source, Source)
            assert source.captured_on == date(2026, 11, 22)
    bare = knowledge.guides[key].message("ja", knowledge, with_source=False)
    assert not any(isinstance(block, Source) for block in bare.blocks)


def test_links_appear_once_they_are_configured(knowledge: Knowledge) -> None:
    guide = knowledge.guides["renewal_registration"]
    assert not any(isinstance(block, Links) for block in guide.message("ja", knowledge).blocks)
    shown = [b for b in guide.message("ja", linked(knowledge)).blocks if isinstance(b, Links)]
    assert Link(label="更新ユーザー登録", url="https://support.example/renewal_registration_form") in shown[0].items


def test_a_step_alone_says_its_place_and_shows_only_its_own_link(knowledge: Knowledge) -> None:
    guide = knowledge.guides["renewal_registration"]
    first = guide.step_message("ja", linked(knowledge), 0)
    assert first.plain_text.startswith("更新ユーザー登録の手順(手順 1/4)\n1. ")
    assert "renewal_registration_form" in first.plain_text
    fourth = guide.step_message("en", linked(knowledge), 3)
    assert "(step 4 of 4)" in fourth.plain_text
    assert "24 hours" in fourth.plain_text
    assert "https" not in fourth.plain_text


@pytest.mark.parametrize("index", [-1, 4])
def test_there_is_no_step_outside_the_guide(knowledge: Knowledge, index: int) -> None:
    with pytest.raises(IndexError, match="has 4 steps"):
        knowledge.guides["renewal_registration"].step_message("ja", knowledge, index)


FACTS = [
    ("renewal_registration", ["月額サービス", "オンラインストア", "製品認証キー", "24時間", "迷惑メール", "同じまま"]),
    ("missing_mail", ["迷惑メール", "24時間", "サポートセンター"]),
    ("purchase_code", ["ご利用ガイド", "購入コードのご案内", "シリアル番号"]),
    ("expiry", ["検出エンジン", "危険"]),
    ("upgrade_version", ["V17.2", "V6.11", "V7.5", "V9.1", "V5.3"]),
    ("auto_renew_explained", ["料金", "メール", "最初に購入", "有効なライセンスだけ"]),
    ("off_my_kaspersky", ["[ライセンスを管理する]", "[自動更新サービスを継続する]", "無効"]),
    ("off_ios", ["[iTunes StoreとApp Store]", "[Apple IDを表示]", "[サブスクリプションをキャンセル]"]),
    ("off_android", ["Google Play", "地域の制限", "ストアのヘルプ"]),
    ("off_huawei", ["[アカウントセンター]", "[支払と購入]", "[サブスクリプション/パスワードなしの支払い]"]),
    ("off_allsoft", ["Allsoftのサポート"]),
    ("off_nexway_my_kaspersky", ["プラス", "Security Cloud", "[ライセンスを管理する]"]),
    ("provider_identification", ["ALLSOFT-22123406", "KASPERSKY_APPLEPAY", "kaspersky.fr", "お住まいの地域"]),
    ("cannot_cancel", ["カスタマーサービス", "購入した日", "お名前", "メールアドレス", "注文番号", "問題"]),
    (
        "supported_products",
        ["アルティメット", "NOD32", "スマート セキュリティ プレミアム", "インターネット セキュリティ"],
    ),
    ("support_desks", ["個人向け", "SOHO向け", "スモール ビジネス"]),
]


@pytest.mark.parametrize(("key", "facts"), FACTS)
def test_the_facts_of_the_pages_are_told(knowledge: Knowledge, key: str, facts: list[str]) -> None:
    text = knowledge.guides[key].message("ja", knowledge).plain_text
    assert [fact for fact in facts if fact not in text] == []


def test_messages_survive_the_way_through_json(knowledge: Knowledge) -> None:
    for guide in knowledge.guides.values():
        message = guide.message("en", knowledge)
        assert Message.model_validate(json.loads(message.model_dump_json())) == message
