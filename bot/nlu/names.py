"""Person names: what is left of an answer once politeness is taken away, if that can be a name."""

from __future__ import annotations

import re
from datetime import date

from bot.messages import Language
from bot.nlu.common_words import COMMON_WORDS, OTHER_BRANDS
from bot.nlu.courtesy import without_courtesy
from bot.nlu.date_forms import find_mentions
from bot.nlu.introductions import introduced_names
from bot.nlu.text import fold_with_offsets, has_japanese, is_kana, is_kanji, to_katakana
from bot.nlu.tokens import words

_LONGEST = 40
_ANY_DAY = date(2000, 1, 1)
_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿĀ-ž](?:[A-Za-zÀ-ÖØ-öø-ÿĀ-ž'’.-]*[A-Za-zÀ-ÖØ-öø-ÿĀ-ž'’.])?")
_ALSO_NAMES = frozenset(("Will", "Bill", "May"))
"""Common words that are a name when a family name follows."""

_JAPANESE_NOT_NAMES = re.compile(
    r"^(?:そう|いい|もういい|うるさい|うざい|ばか|バカ|馬鹿|だめ|ダメ|駄目|むり|無理|助けて|早く|はやく)(?:だ|や|よ|です)?$"
    r"|アップル|グーグル|ファーウェイ|ストア|ネクスウェイ|オールソフト|デジタルリバー"
    r"|^ある|^あり|^出て|^載って|^書いて|株式会社|有限会社|^(?:私|僕|俺|自分|父|母|妻|夫|主人|家内|息子|娘|祖父|祖母|家族|本人|友人|会社|弊社|当社)$|わから|分から|判ら|しらな|知らな|知りませ|教え|おしえ|いやです|嫌|いや$|したくない|ない$|ません|ですか|ますか|ください|下さい|キャンセル|やめ|中止|解約|番号|コード|メール|注文|購入|製品|更新|登録"
    r"|カスペルスキー|イーセット|アンドロイド|アイフォン|プロバイダ|サポート|担当|オペレータ|人間|有人|お願い|おねがい|必要|どう|なぜ|なに|何|だれ|誰|どこ|いつ|はい$|いいえ|ちがう|違|まちが|間違|ありがとう|こんにちは|すみません|ごめん|秘密|ひみつ|匿名|内緒|あとで|後で|次へ|戻る|もどる|大丈夫|結構|不明|なし$|無し|忘れ|わすれ|同じ|おなじ|さっき|本人|名前|なまえ|氏名|質問|日本語|英語|テスト"
)
_REFUSALS = re.compile(r"ません|ない|たくな|いや|嫌|やめ|キャンセル|解約|教え|秘密|内緒|ですか|ますか|なぜ|どう")


def read_person_name(text: str, language: Language) -> str | None:
    """The name in an answer to "what is your name?", without courtesy and honorific, or ``None``.

    Args:
        language: the conversation's language, which decides how a lone Latin word is read.
    """
    plain = _plain(text)
    for start, end in introduced_names(plain):
        if name := tidy_name(plain[start:end]):
            return name
    first = re.split(r"[。!?\n]|(?<=[a-z]{3})\. ", plain.strip(" 。!.、,"))[0]
    if "?" in plain and len(plain) > len(first) + 1 or plain.rstrip().endswith("?"):
        return None
    if name := tidy_name(first):
        return name
    return _found_by_ginza(plain) if _may_hold_a_name(plain) else None


def tidy_name(candidate: str) -> str | None:
    """The candidate without fillers, closings and honorifics if it can be a person's name."""
    name = without_courtesy(candidate)
    return name if name and len(name) <= _LONGEST and _is_name(name) else None


def _plain(text: str) -> str:
    return " ".join(fold_with_offsets(text).cased.split())


def _is_name(name: str) -> bool:
    return _is_japanese_name(name) if has_japanese(name) else _is_latin_name(name)


def _is_latin_name(name: str) -> bool:
    parts = re.split(r", | |,", name)
    if not 1 <= len(parts) <= 5 or not all(_LATIN.fullmatch(part) for part in parts):
        return False
    common = [part for part in parts if part.lower() in COMMON_WORDS or part.lower() in OTHER_BRANDS]
    if common and not (common == parts[:1] and len(parts) > 1 and parts[0] in _ALSO_NAMES and parts[1][0].isupper()):
        return False
    return len(name) >= 2 and (len(parts) > 1 or len(name) <= 20) and not re.fullmatch(r"(.)\1+", name.lower())


def _is_japanese_name(name: str) -> bool:
    if not all(
        is_kana(char) or is_kanji(char) or char in " ー・=." or char.isalpha() and not char.isascii() for char in name
    ):
        return False
    parts = name.split()
    if len(name) > 24 or len(parts) > 4 or _JAPANESE_NOT_NAMES.search(name) or _is_date(name):
        return False
    if all(is_kana(char) or char in " ー・=." for char in name):
        return _is_kana_name(name)
    found = words(name)
    if any("人名" in word.tag for word in found):
        return not any(word.tag.startswith(("助動詞", "接続詞", "感動詞", "助詞-接続助詞")) for word in found)
    common = any(
        "サ変" in word.tag or "形状詞" in word.tag or word.tag.startswith(("動詞", "助動詞", "助詞")) for word in found
    )
    return not common and len(name.replace(" ", "")) <= 6


def _is_date(name: str) -> bool:
    """Whether the whole is a day, a month or a year, such as 九月一日."""
    return any(
        mention.start == 0 and mention.end == len(name) for mention in find_mentions(name.lower(), _ANY_DAY, "ja")
    )


def _is_kana_name(name: str) -> bool:
    if not 2 <= len(name.replace(" ", "")) <= 20:
        return False
    if any("人名" in word.tag for word in words(to_katakana(name))):
        return True
    found = words(name)
    return len(name) <= 12 and not any(
        word.tag.startswith(("助動詞", "助詞-終", "代名詞", "感動詞", "接続詞", "動詞")) or "サ変" in word.tag
        for word in found
    )


def _may_hold_a_name(sentence: str) -> bool:
    if len(sentence) <= 6 or not has_japanese(sentence) or _REFUSALS.search(sentence):
        return False
    return any("人名" in word.tag for word in words(sentence))


def _found_by_ginza(text: str) -> str | None:
    from bot.nlu.ginza_person import person_in  # loads a model of 100 MB: only when a form asks and nothing else helped

    found = person_in(text)
    return tidy_name(found) if found else None
