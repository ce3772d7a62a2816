"""What holds for every number and statement, however it is written and wherever it stands."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.knowledge import Knowledge, find_order_numbers, identify, load_knowledge
from bot.knowledge.look_alikes import passes_luhn

KNOWLEDGE: Knowledge = load_knowledge(Path(__file__).resolve().parents[2] / "knowledge")
STATEMENTS = [(p.id, s.text) for p in KNOWLEDGE.providers.values() for s in p.card_statements]
MOBILE = KNOWLEDGE.identification.look_alikes.mobile_phone_prefixes

MANY = settings(max_examples=int(os.environ.get("KNOWLEDGE_EXAMPLES", "60")), deadline=None)

SENTENCES = [
    "{}",
    "{}です",
    "注文番号は{}です。",
    "注文番号{}なんだけど自動更新を止めたい",
    "確認メールに「{}」とありました",
    "メールを見たら{}って書いてあるよ。どこで買った?",
    "オーダー番号:{}、カスペルスキー プラスです",
    "my order number is {}.",
    "Order {}, please tell me the provider",
    "It says {} in the mail",
    "order no. {}",
    "where did I buy this: {}?",
]
STATEMENT_SENTENCES = [
    "{}",
    "カードの明細に{}とあります",
    "{}という請求が来た",
    "明細「{}」は何ですか?",
    "there is {} on my card",
    "a charge: {}, what is it?",
    "What is {}?",
]
digits = st.characters(categories=(), include_characters="0123456789")
letters = st.characters(categories=(), include_characters="ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def numbers(smallest: int, largest: int) -> st.SearchStrategy[str]:
    return st.text(digits, min_size=smallest, max_size=largest)


def is_day(text: str) -> bool:
    try:
        return len(text) == 8 and 1900 <= date(int(text[:4]), int(text[4:6]), int(text[6:])).year <= 2099
    except ValueError:
        return False


allsoft = st.one_of(numbers(8, 9).map("ALLSOFT-{}".format), numbers(8, 9).map("A{}".format))
nexway = st.builds(
    lambda first, rest: first + "".join(rest),
    st.sampled_from("23"),
    st.lists(st.one_of(digits, letters), min_size=10, max_size=10),
).filter(lambda text: not text.isdigit())
digital_river = numbers(11, 12).filter(lambda text: len(text) == 12 or not text.startswith(MOBILE))
two_checkout = numbers(8, 8).filter(lambda text: not is_day(text))
order_numbers = st.one_of(
    st.tuples(st.just("allsoft"), allsoft),
    st.tuples(st.just("nexway"), nexway),
    st.tuples(st.just("digital_river"), digital_river),
    st.tuples(st.just("2checkout"), two_checkout),
)


def wide(text: str) -> str:
    """The text in full-width forms."""
    return "".join("　" if c == " " else chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def written(data: st.DataObject, text: str) -> str:
    """The text in some width, case and hyphen."""
    case = data.draw(st.sampled_from([str, str.lower, str.upper, str.swapcase, str.title]))
    text = case(text).replace("-", data.draw(st.sampled_from("-‐‑–—−－ー")))
    width = data.draw(st.sampled_from(["narrow", "wide", "mixed"]))
    if width == "mixed":
        return "".join(wide(c) if data.draw(st.booleans()) else c for c in text)
    return wide(text) if width == "wide" else text


def interrupted(data: st.DataObject, number: str) -> str:
    """The number with blanks or hyphens between some of its digits."""
    between = data.draw(st.sampled_from([" ", "-", "　", "ー", " - "]))
    for place in sorted(data.draw(st.sets(st.integers(1, len(number) - 1), max_size=3)), reverse=True):
        if number[place - 1].isdigit() and number[place].isdigit():
            number = number[:place] + between + number[place:]
    return number


def without_separators(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


@MANY
@given(data=st.data(), case=order_numbers, sentence=st.sampled_from(SENTENCES))
def test_an_order_number_is_found_in_any_sentence_and_form(
    data: st.DataObject, case: tuple[str, str], sentence: str
) -> None:
    provider, number = case
    text = sentence.format(written(data, number))
    result = identify(text, KNOWLEDGE)
    assert (result.provider, result.matched) == (provider, number)
    (span,) = find_order_numbers(text, KNOWLEDGE)
    assert text[span.start : span.end] == span.raw


@MANY
@given(data=st.data(), case=order_numbers, sentence=st.sampled_from(SENTENCES))
def test_blanks_and_hyphens_inside_a_number_change_nothing(
    data: st.DataObject, case: tuple[str, str], sentence: str
) -> None:
    provider, number = case
    assume(provider != "nexway")
    text = sentence.format(written(data, interrupted(data, number)))
    # as three groups it may be a written date or a telephone number, which win
    result = identify(text, KNOWLEDGE)
    assume(not any(miss.reason_code.startswith("looks_like") for miss in result.near_misses))
    assume(result.near_misses or result.provider)
    assert result.provider == provider
    assert without_separators(result.matched or "") == without_separators(number)


@MANY
@given(data=st.data(), number=nexway, sentence=st.sampled_from(SENTENCES))
def test_a_blank_inside_a_mixed_number_changes_nothing_in_capitals(
    data: st.DataObject, number: str, sentence: str
) -> None:
    place = data.draw(st.integers(1, 10))
    left, right = number[:place], number[place:]
    assume(any(c.isdigit() for c in right) and identify(left, KNOWLEDGE).provider is None)
    assume(identify(right, KNOWLEDGE).provider is None)
    assert identify(sentence.format(f"{left} {right}"), KNOWLEDGE).provider == "nexway"


@MANY
@given(data=st.data(), case=st.sampled_from(STATEMENTS), sentence=st.sampled_from(STATEMENT_SENTENCES))
def test_a_statement_text_is_found_in_any_sentence_and_form(
    data: st.DataObject, case: tuple[str, str], sentence: str
) -> None:
    provider, statement = case
    blanks = data.draw(st.sampled_from([" ", "  ", "　"]))
    result = identify(sentence.format(written(data, statement.replace(" ", blanks))), KNOWLEDGE)
    assert (result.provider, result.matched) == (provider, statement)


@MANY
@given(data=st.data(), case=order_numbers)
def test_a_number_given_as_order_number_is_judged_alike(data: st.DataObject, case: tuple[str, str]) -> None:
    provider, number = case
    result = identify(f" {written(data, number)}\n", KNOWLEDGE, "order_number")
    assert (result.provider, result.matched) == (provider, number)


@MANY
@given(
    day=st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    form=st.sampled_from(["%Y%m%d", "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y %m %d", "%d-%m-%Y", "%Y年%m月%d日"]),
    sentence=st.sampled_from(SENTENCES),
    data=st.data(),
)
def test_a_date_is_no_order_number(day: date, form: str, sentence: str, data: st.DataObject) -> None:
    assert identify(sentence.format(written(data, day.strftime(form))), KNOWLEDGE).provider is None


@MANY
@given(
    phone=st.one_of(
        st.builds("{}-{}-{}".format, st.sampled_from(["090", "080", "070", "050"]), numbers(4, 4), numbers(4, 4)),
        st.builds("{} {} {}".format, st.sampled_from(["090", "080", "070"]), numbers(4, 4), numbers(4, 4)),
        st.builds("{}{}".format, st.sampled_from(["090", "080", "070", "050"]), numbers(8, 8)),
        st.builds("0{}-{}-{}".format, st.sampled_from("36"), numbers(4, 4), numbers(4, 4)),
        st.builds("0{}({}){}".format, st.sampled_from("36"), numbers(4, 4), numbers(4, 4)),
        st.builds("0120{0}{1}{0}{2}".format, st.sampled_from(["-", ""]), numbers(3, 3), numbers(3, 3)),
        st.builds("+81{0}90{0}{1}{0}{2}".format, st.sampled_from(["-", " ", ""]), numbers(4, 4), numbers(4, 4)),
        st.builds("+1 {}-{}-{}".format, numbers(3, 3), numbers(3, 3), numbers(4, 4)),
    ),
    sentence=st.sampled_from(SENTENCES),
    data=st.data(),
)
def test_a_telephone_number_is_no_order_number(phone: str, sentence: str, data: st.DataObject) -> None:
    assert identify(sentence.format(written(data, phone)), KNOWLEDGE).provider is None


def with_check_digit(digits: str) -> str:
    return next(digits + last for last in "0123456789" if passes_luhn(digits + last))


@MANY
@given(
    card=st.one_of(
        numbers(14, 14).map(lambda rest: with_check_digit(f"4{rest}")),
        numbers(13, 13).map(lambda rest: with_check_digit(f"52{rest}")),
        numbers(11, 11).map(lambda rest: with_check_digit(f"353{rest}0")),
        numbers(12, 12).map(lambda rest: with_check_digit(f"37{rest}")),
    ),
    group=st.sampled_from([4, 6, 8, 5, 20]),
    separator=st.sampled_from([" ", "-", ""]),
    sentence=st.sampled_from(SENTENCES),
    data=st.data(),
)
def test_a_card_number_is_neither_taken_nor_repeated(
    card: str, group: int, separator: str, sentence: str, data: st.DataObject
) -> None:
    grouped = separator.join(card[i : i + group] for i in range(0, len(card), group))
    text = sentence.format(written(data, grouped))
    for kind in (None, "order_number"):
        result = identify(text, KNOWLEDGE, kind)
        assert result.provider is None
        assert card not in without_separators(repr(result) + result.explanation("ja") + result.explanation("en"))
        assert "looks_like_card_number" in {miss.reason_code for miss in result.near_misses}
    assert find_order_numbers(text, KNOWLEDGE, expected=True) == ()


@MANY
@given(number=numbers(8, 8), sentence=st.sampled_from(SENTENCES), data=st.data())
def test_a_case_number_is_no_order_number(number: str, sentence: str, data: st.DataObject) -> None:
    assert identify(sentence.format(written(data, f"KD-{number}")), KNOWLEDGE).provider is None


@MANY
@given(number=st.one_of(numbers(9, 10), numbers(13, 13)), sentence=st.sampled_from(SENTENCES), data=st.data())
def test_a_number_of_another_length_decides_nothing(number: str, sentence: str, data: st.DataObject) -> None:
    result = identify(sentence.format(written(data, interrupted(data, number))), KNOWLEDGE)
    assert result.provider is None
    assert result.settle_by


@MANY
@given(text=st.text(max_size=200), kind=st.sampled_from([None, "order_number", "card_statement"]))
def test_any_text_gets_an_answer(text: str, kind: None) -> None:
    result = identify(text, KNOWLEDGE, kind)
    assert result.provider or result.settle_by
    assert all(text[span.start : span.end] == span.raw for span in result.spans)


@MANY
@given(start=order_numbers, end=order_numbers, days=st.integers(0, 3000))
def test_two_providers_in_one_text_are_a_conflict(start: tuple[str, str], end: tuple[str, str], days: int) -> None:
    assume(start[0] != end[0])
    day = date(2020, 1, 1) + timedelta(days=days)
    result = identify(f"{day:%Y/%m/%d}の注文番号は{start[1]}、もう一つは{end[1]}です", KNOWLEDGE)
    assert result.provider is None
    assert {start[0], end[0]} <= {miss.provider for miss in result.near_misses if miss.reason_code == "conflict"}
