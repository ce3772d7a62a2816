"""No wrong fact for a hasty reading: ruled-out circumstances, codes in the wrong field, refunds, names on a bill."""

from __future__ import annotations

import pytest

from bot.dialogue.turn import Memory
from bot.dialogue.variants import variants_for
from bot.knowledge import Knowledge
from tests.dialogue.conftest import Customer
from tests.dialogue.test_repair_everywhere import where


@pytest.mark.parametrize(
    ("text", "variants"),
    [
        ("月額です", ("monthly",)),
        ("月額じゃないです", ()),
        ("お店で箱買った。月額ではないよ", ("new_code",)),
        ("I'm not on a monthly plan, I bought the box version", ("new_code",)),
        ("I pay by the month", ("monthly",)),
        ("キヤノンのネットのお店で延ばした", ("online_store",)),
    ],
)
def test_a_circumstance_that_is_ruled_out_decides_nothing(
    knowledge: Knowledge, text: str, variants: tuple[str, ...]
) -> None:
    assert variants_for("check_registration_needed", Memory(product_line="eset"), knowledge, text) == variants


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("更新登録のやり方を教えて", "月額なんですけど"),
        ("更新登録のやり方を教えて", "月額じゃないです"),
        ("how do I register my renewal?", "not monthly"),
        ("how do I register my renewal?", "I'm on the monthly plan"),
    ],
)
def test_a_circumstance_told_under_the_guide_is_no_complaint(customer: Customer, question: str, text: str) -> None:
    customer.say(question)
    customer.say(text)
    assert where(customer)[0] is None
    assert customer.conversation.slots["guide"] == "registration_needed"


@pytest.mark.parametrize(
    "text",
    [
        "製品認証キーを更新登録の購入コードのところに入れればいいんですか",
        "購入コードの欄に認証キーを入力していいですか",
        "do I enter the authentication key in the purchase code field?",
    ],
)
def test_a_key_for_the_field_of_the_code_is_told_apart(customer: Customer, text: str) -> None:
    answer = customer.say(text)
    assert "別のもの" in answer or "neither the product authentication key" in answer


@pytest.mark.parametrize(
    "text",
    ["カスペルスキーの自動更新の返金をしてほしい", "I want a refund for the Kaspersky renewal, I never agreed to it"],
)
def test_a_refund_is_not_passed_over_and_not_promised(customer: Customer, text: str) -> None:
    answer = customer.say(text)
    assert "返金については、この窓口では" in answer or "I hold nothing on refunds" in answer
    assert customer.labels


@pytest.mark.parametrize(
    "text",
    ["my bank app says NEXWAY 39.99. is that where my kaspersky is from?", "NEXWAY on the statement, who is that?"],
)
def test_a_name_on_a_statement_decides_nothing(customer: Customer, text: str) -> None:
    customer.say(text)
    assert customer.conversation.slots["provider"] is None
    assert where(customer) == (None, None)


def test_a_day_for_an_order_number_is_told_to_be_one(customer: Customer) -> None:
    answer = customer.say("order number 20260312, where is it from")
    assert "tell the provider" in answer
    assert "20260312" in answer or "date" in answer


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("カードの明細にDR*Kaspersky BDとある", "ちなみにどこのサイトだっけ"),
        ("my card says DR*Kaspersky BD", "which company was that again"),
    ],
)
def test_a_seller_found_before_is_told_again(customer: Customer, line: str, text: str) -> None:
    customer.say(line)
    assert "Digital River" in customer.say(text)


def test_a_product_named_after_the_seller_leads_to_its_guide(customer: Customer) -> None:
    customer.say("2A123BEC45D")
    answer = customer.say("Kaspersky Standard, three devices")
    assert "マイ カスペルスキー" in answer or "My Kaspersky" in answer


def test_a_drawn_out_filler_hides_no_name(customer: Customer) -> None:
    answer = customer.say(
        "カスペルスキーをあのーマイカスペルスキーの方で買ったやつを来年更新しないようにしたいんですけど"
    )
    assert "ライセンスを管理する" in answer


def test_a_product_of_the_other_line_is_not_spoken_of_beside_a_wish(customer: Customer) -> None:
    answer = customer.say(
        "ESETの更新登録の完了メールが届かないのと、あと妻のiPhoneのカスペルスキーの自動更新を止めたいです"
    )
    assert "案内できる資料がありません" not in answer
    assert "迷惑メール" in answer


@pytest.mark.parametrize(
    "text", ["I've tried three times to turn it off and it won't, get me a person", "it won't stop, I need a human"]
)
def test_who_asks_for_a_person_beside_a_trouble_gets_one(customer: Customer, text: str) -> None:
    customer.say(text)
    assert where(customer)[0] == "escalation_form"
