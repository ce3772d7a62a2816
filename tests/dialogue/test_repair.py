"""Conversation repair: what careful people do at a desk, and a form must take."""

from __future__ import annotations

import pytest

from tests.dialogue.conftest import Customer
from tests.dialogue.in_memory import Conversation

OPENING = {
    "ja": ["担当者と話したい", "マイ カスペルスキーで解約ボタンを押すとエラーになります"],
    "en": ["I want to talk to a person", "the cancel button in My Kaspersky shows an error"],
}
REST = {
    "ja": ["2026年5月3日です", "山田花子と申します", "hanako@example.com", "20564778810"],
    "en": ["May 3rd 2026", "Hanako Yamada", "hanako@example.com", "20564778810"],
}


def opened(customer: Customer, language: str, answered: int = 0) -> str:
    """Open the escalation and answer the first fields."""
    answer = ""
    for text in [*OPENING[language], *REST[language][:answered]]:
        answer = customer.say(text)
    return answer


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("answered", [0, 1, 2, 3])
@pytest.mark.parametrize(
    "question",
    [
        "注文番号はどこに書いてありますか？",
        "自動更新をオフにした後のライセンスはどうなりますか？",
        "登録には何が必要ですか？",
    ],
)
def test_a_question_in_between_is_answered_and_the_field_asked_again(
    customer: Customer, language: str, answered: int, question: str
) -> None:
    before = opened(customer, language, answered)
    asked = customer.conversation.slots["requested_slot"]
    answer = customer.say(question)
    assert len(answer) > len(before) / 2
    assert "2026-11-22" in answer, answer
    assert customer.conversation.slots["requested_slot"] == asked


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("メールアドレスが違いました。hanako.yamada@example.com です", "email", "hanako.yamada@example.com"),
        ("名前は山田ではなく山口です", "person_name", "山口花子"),
        ("すみません、購入日は5月4日でした。2026年5月4日です", "purchase_date", "2026-05-04"),
        ("注文番号を間違えました、22122857です", "order_number", "22122857"),
        ("the mail is wrong, it's hanako.yamada@example.com", "email", "hanako.yamada@example.com"),
        ("my name should be Hanako Yamaguchi", "person_name", "Hanako Yamaguchi"),
        ("not 20564778810 but 22122857", "order_number", "22122857"),
    ],
)
def test_a_correction_at_the_summary_changes_that_field_alone(
    customer: Customer, text: str, field: str, value: str
) -> None:
    opened(customer, "ja", 4)
    before = {
        name: customer.conversation.slots[name] for name in ("email", "person_name", "purchase_date", "order_number")
    }
    answer = customer.say(text)
    assert customer.conversation.slots[field] == value, answer
    assert {n: customer.conversation.slots[n] for n in before if n != field} == {
        n: v for n, v in before.items() if n != field
    }
    assert customer.conversation.slots["requested_slot"] == "confirmation"
    assert "KD-" in customer.say("はい")


@pytest.mark.parametrize(
    "text",
    [
        "hmm",
        "えーと",
        "それはどうかな",
        "what?",
        "?",
        "送信しないで",
        "まだ送信しないでください",
        "don't send it",
        "do not submit",
        "名前は合ってますが、日付が違います",
        "the name is correct but the date is wrong",
        "メールアドレス以外は合っています",
        "not yet",
    ],
)
def test_only_a_clear_yes_files_the_case(customer: Customer, text: str) -> None:
    opened(customer, "ja", 4)
    customer.say(text)
    assert customer.case_numbers == []


@pytest.mark.parametrize(
    "text", ["はい", "送って", "この内容で送信", "それで結構です", "yes", "Send this", "ok", "合ってます"]
)
def test_a_clear_yes_files_one_case(customer: Customer, text: str) -> None:
    opened(customer, "ja", 4)
    assert "KD-" in customer.say(text)
    customer.say("はい")
    assert len(customer.case_numbers) == 1


@pytest.mark.parametrize("answered", [0, 1, 2, 3, 4])
def test_cancelling_pauses_and_carrying_on_resumes(customer: Customer, answered: int) -> None:
    opened(customer, "ja", answered)
    asked = customer.conversation.slots["requested_slot"]
    customer.say("キャンセル")
    assert customer.conversation.form is None
    customer.say("続ける")
    assert customer.conversation.slots["requested_slot"] == asked


def test_a_field_refused_twice_is_left_out_and_the_agent_sees_it(customer: Customer) -> None:
    opened(customer, "ja", 2)
    assert "返信先" in customer.say("メールは教えたくないです")
    customer.say("やっぱり教えたくない")
    answer = customer.say("わかりません")
    assert answer.count("不明") == 2


@pytest.mark.parametrize(
    "text", ["もう一度", "もう一度お願いします", "ちょっと待って", "今探してきます", "なんで必要なの？"]
)
def test_an_aside_keeps_the_question(customer: Customer, text: str) -> None:
    opened(customer, "ja", 1)
    assert "お名前" in customer.say(text)
    assert customer.conversation.slots["requested_slot"] == "person_name"


def test_a_card_number_is_never_taken_for_an_order_number(customer: Customer) -> None:
    opened(customer, "ja", 3)
    answer = customer.say("4111 1111 1111 1111")
    assert "4111" not in answer
    assert customer.conversation.slots["order_number"] is None


def test_two_wishes_are_both_answered(customer: Customer) -> None:
    answer = customer.say("購入コードはどこに書いてありますか。あと、期限が切れるとどうなりますか？")
    assert "ご利用ガイド" in answer
    assert "検出エンジン" in answer or "ウイルス定義" in answer


def test_a_question_keeps_the_step_of_the_guide(customer: Customer) -> None:
    for text in ("iPhoneで自動更新を止めたい", "一つずつ教えて", "できた"):
        customer.say(text)
    answer = customer.say("自動更新をオフにした後のライセンスはどうなりますか？")
    assert "2." in answer.splitlines()[-4] or "手順 2/" in answer
    assert "手順 3/" in customer.say("次")


@pytest.mark.parametrize(
    ("text", "step"), [("戻る", 1), ("もう一度", 2), ("次へ", 3), ("できました", 3), ("ひとつ前に戻りたい", 1)]
)
def test_walking_commands_move_in_the_guide(customer: Customer, text: str, step: int) -> None:
    for said in ("iPhoneで自動更新を止めたい", "一つずつ教えて", "できた"):
        customer.say(said)
    assert f"手順 {step}/" in customer.say(text)


@pytest.mark.parametrize(
    ("first", "second", "day"),
    [
        ("2025年5月ごろです", "12日です", "2025-05-12"),
        ("i think may 2025", "may 12", "2025-05-12"),
        ("先月です", "20日だと思います", "2026-10-20"),
    ],
)
def test_a_date_may_come_in_two_parts(customer: Customer, first: str, second: str, day: str) -> None:
    opened(customer, "ja" if not first.isascii() else "en")
    customer.say(first)
    assert customer.conversation.slots["purchase_date"] is None
    customer.say(second)
    assert customer.conversation.slots["purchase_date"] == day


def test_the_field_of_the_wrong_clause_is_asked_again(customer: Customer) -> None:
    opened(customer, "ja", 4)
    customer.say("名前は合ってますが、購入日が違います")
    assert customer.conversation.slots["requested_slot"] == "purchase_date"


@pytest.mark.parametrize("number", ["090-1234-5678", "03-1234-5678", "KD-12345674"])
def test_other_numbers_are_not_kept_as_order_numbers(customer: Customer, number: str) -> None:
    opened(customer, "ja", 3)
    customer.say(number)
    customer.say(number)
    assert customer.conversation.slots["order_number"] is None


def test_looking_in_vain_is_no_request_to_wait(customer: Customer) -> None:
    opened(customer, "ja", 3)
    assert "送信する内容" in customer.say("注文番号は探してみましたが見つかりません")


def test_thanks_after_stopping_do_not_start_again(customer: Customer) -> None:
    opened(customer, "ja", 1)
    customer.say("キャンセル")
    customer.say("ありがとう、大丈夫です")
    assert customer.conversation.form is None


def test_an_erasure_can_be_withdrawn_and_asked_for_again(customer: Customer) -> None:
    customer.say("データを消してください")
    customer.say("やっぱり消さないでください")
    answer = customer.say("やはり私のデータを削除してください")
    cases = customer.conversation.services.store.cases_of(customer.conversation.name)
    assert [case.status for case in cases] == ["closed", "open"]
    assert cases[1].number in answer


def test_an_old_send_button_does_not_send_a_later_request(customer: Customer) -> None:
    opened(customer, "ja", 4)
    table = customer.conversation.last
    customer.pick("この内容で送信")
    for text in ["別の件で担当者に相談したい", "登録完了のメールが三日たっても届きません"]:
        customer.say(text)
    customer.conversation.last = table
    customer.pick("この内容で送信")
    assert len(customer.case_numbers) == 1
    assert "KD-" in customer.say("はい")
    assert len(customer.case_numbers) == 2


def test_a_case_without_an_address_is_told_in_its_own_conversation_only(customer: Customer) -> None:
    opened(customer, "ja", 2)
    for text in ["メールは教えたくないです", "やっぱり教えたくない", "わかりません", "はい"]:
        customer.say(text)
    (number,) = customer.case_numbers
    assert "受付済み" in customer.say("さっきの問い合わせの状況を知りたい")
    stranger = Customer(Conversation(customer.conversation.parse, customer.conversation.services, name="stranger"))
    for text in [f"{number} の状況を教えて", "taro@example.com"]:
        answer = stranger.say(text)
    assert "見つかりません" in answer


def test_a_day_is_not_taken_for_a_name(customer: Customer) -> None:
    opened(customer, "en", 1)
    customer.say("last tuesday")
    assert customer.conversation.slots["person_name"] is None
    assert customer.conversation.slots["requested_slot"] == "person_name"


def test_a_question_back_is_no_praise_of_the_guide(customer: Customer) -> None:
    customer.say("Where can I find the purchase code?")
    assert "Glad" not in customer.say("which one do i need")


@pytest.mark.parametrize(
    "text", ["はい、間違いないです", "間違いありません", "はい、相違ありません", "no mistakes, send it"]
)
def test_no_mistake_is_a_clear_yes(customer: Customer, text: str) -> None:
    opened(customer, "ja", 4)
    assert "KD-" in customer.say(text)


def test_the_internet_line_has_its_own_answer(customer: Customer) -> None:
    customer.say("カスペルスキーの自動更新を止めたい")
    assert "アカウント設定" in customer.say("光回線の会社で申し込みました")
    answer = customer.say("いや違う、別のところで買ったかも")
    assert "どちらで購入" in answer


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("月額サービスに切り替えましたが登録は必要ですか", "製品認証キー"),
        ("オンラインストアで延長したのですが更新登録は必要ですか", "有効期限が延長"),
        ("I switched to the monthly service, do I need to register the renewal?", "product authentication key"),
    ],
)
def test_the_case_of_the_customer_is_answered_and_no_other(customer: Customer, text: str, fact: str) -> None:
    answer = customer.say(text)
    assert fact in answer
    assert len(answer) < 700
