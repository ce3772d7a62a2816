"""Each kind of noise does what its name says, always the same way, and leaves the rest of the message alone."""

import unicodedata
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.evaluation.noise import (
    NOISES,
    Noise,
    ime_slip,
    kana_only,
    noisy,
    other_okurigana,
    polite,
    rude,
    with_emoji,
    without_particles,
)
from bot.evaluation.noise_tables import noise_tables
from bot.evaluation.spoken import spoken
from bot.evaluation.typos import mistyped, neighbours
from bot.evaluation.widths import full_width, half_width
from bot.nlu.text import fold, is_kanji

_JAPANESE = "更新のユーザー登録はどこ、メールがデジタルで届かない。ぱぴぷ？ESET 2026年？"
_PIECES = [
    "更新",
    "登録",
    "の",
    "が",
    "は",
    "メール",
    "届きません",
    "、",
    "。",
    "ESET ",
    "22122857",
    "a.b@example.com",
    " renew",
    "!",
    "？",
]
_SEEDS = st.integers(0, 1000)
_MESSAGES = st.one_of(
    st.lists(st.sampled_from(_PIECES), min_size=1, max_size=12).map("".join),
    st.text(st.sampled_from(_JAPANESE + "abc don't XYZ 123,.ｱｶﾞ"), min_size=1, max_size=40),
    st.text(max_size=40),
)


@pytest.mark.parametrize("noise", NOISES, ids=lambda noise: noise.name)
@settings(max_examples=40, deadline=None)
@given(text=_MESSAGES, seed=_SEEDS)
def test_the_same_seed_gives_the_same_text(noise: Noise, text: str, seed: int) -> None:
    first, second = noisy(text, noise, seed), noisy(text, noise, seed)
    assert first == second
    assert first != text


@pytest.mark.parametrize("noise", NOISES, ids=lambda noise: noise.name)
def test_another_seed_reaches_another_text_where_there_is_a_choice(noise: Noise) -> None:
    made = {noisy("自動更新を止めたいです、問い合わせ先を教えてください。", noise, seed) for seed in range(30)}
    fixed = ("kana_only", "half_width", "full_width", "no_particles")
    assert len(made) == 1 if noise.name in fixed else len(made) > 1


@settings(max_examples=60, deadline=None)
@given(text=st.lists(st.sampled_from(_PIECES), min_size=1, max_size=12).map("".join))
def test_kana_only_leaves_no_kanji(text: str) -> None:
    made = kana_only(text, Random(0))
    assert not any(map(is_kanji, made))
    assert ("22122857" in text) == ("22122857" in made)


@given(text=_MESSAGES)
def test_another_width_is_still_the_same_message(text: str) -> None:
    plain = unicodedata.normalize("NFKC", text)
    assert fold(half_width(plain)) == fold(plain)
    assert fold(full_width(plain)) == fold(plain)


def test_half_width_katakana_keeps_its_voice_marks() -> None:
    assert half_width("デジタル・パソコン。ＡＢＣ１２") == "ﾃﾞｼﾞﾀﾙ･ﾊﾟｿｺﾝ｡ABC12"


@given(text=_MESSAGES, seed=_SEEDS)
def test_typos_stay_few_and_spare_codes_and_addresses(text: str, seed: int) -> None:
    made = mistyped(text, Random(seed))
    slips = max(1, len(text) // 20)
    assert abs(len(made) - len(text)) <= slips
    for code in ("22122857", "a.b@example.com"):
        assert made.count(code) >= (1 if f" {code} " in f" {text} " else 0)


@given(seed=_SEEDS)
def test_a_code_in_the_middle_of_a_sentence_is_never_mistyped(seed: int) -> None:
    assert "ALLSOFT-22123406" in mistyped("ちゅうもんばんごうはALLSOFT-22123406です、どこでかいましたか", Random(seed))
    assert "tom@example.com" in mistyped("please send it to tom@example.com as soon as you can", Random(seed))


def test_neighbours_are_beside_each_other() -> None:
    assert neighbours("s") == "ad"
    assert neighbours("Q") == "W"
    assert set(neighbours("か")) == set("きくけこ")


@settings(max_examples=60, deadline=None)
@given(text=_MESSAGES)
def test_dropping_particles_only_takes_away(text: str) -> None:
    left = iter(text)
    assert all(char in left for char in without_particles(text, Random(0)))


def test_the_particles_are_gone() -> None:
    assert without_particles("注文番号がメールに書いてありません", Random(0)) == "注文番号メール書いてありません"


@given(text=_MESSAGES, seed=_SEEDS)
def test_an_ime_slip_needs_a_word_of_the_table(text: str, seed: int) -> None:
    hit = any(word in text for word in noise_tables().homophones)
    assert (ime_slip(text, Random(seed)) != text) == hit


def test_an_ime_slip_sounds_the_same_in_writing() -> None:
    assert ime_slip("自動更新", Random(0)) in {
        "児童更新",
        "自働更新",
        *("自動" + other for other in noise_tables().homophones["更新"]),
    }


def test_no_word_of_the_tables_turns_into_itself() -> None:
    tables = noise_tables()
    assert not [word for word, others in [*tables.homophones.items(), *tables.okurigana.items()] if word in others]


def test_okurigana_varies_the_longest_word_it_knows() -> None:
    made = {other_okurigana("問い合わせ先", Random(seed)) for seed in range(30)}
    assert made == {form + "先" for form in noise_tables().okurigana["問い合わせ"]}


@given(text=_MESSAGES, seed=_SEEDS)
def test_emoji_come_after_the_whole_message(text: str, seed: int) -> None:
    made = with_emoji(text, Random(seed))
    assert made.startswith(text)
    assert len(made) > len(text)


@given(text=_MESSAGES, seed=_SEEDS)
def test_a_wrapped_message_is_still_inside(text: str, seed: int) -> None:
    inside = text.rstrip(" 。．.!！?？…")
    assert inside in polite(text, Random(seed))
    assert inside in rude(text, Random(seed))


@given(text=st.lists(st.sampled_from(_PIECES), min_size=1, max_size=12).map("".join), seed=_SEEDS)
def test_nobody_speaks_punctuation(text: str, seed: int) -> None:
    made = spoken(text, Random(seed))
    assert not set("、。？！?!") & set(made)
    assert made != text


def test_numbers_and_addresses_are_spoken_whole() -> None:
    made = spoken("My mail is Tom.b@example.com, version 7.5.", Random(3))
    assert "example.com" in made
    assert "version 7.5" in made
    assert "my mail is" in made
