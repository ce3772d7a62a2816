"""What the dictionary knows of names, helped with old characters and with family names that are words as well."""

from __future__ import annotations

from bot.nlu.text import has_japanese, is_kanji
from bot.nlu.tokens import words

_OLD_CHARACTERS = str.maketrans(
    "髙濵濱﨑嵜碕邊邉齋齊斎冨嶋嶌眞惠澤廣國德壽榮槇龍瀧彌條籔櫻靜豐圓實與藏淺淸",
    "高浜浜崎崎崎辺辺斉斉斉富島島真恵沢広国徳寿栄槙竜滝弥条薮桜静豊円実与蔵浅清",
)
"""Characters of family registers, and those under which the dictionary is more likely to hold a name."""

_ALSO_WORDS = frozenset(
    "林 森 泉 岡 関 星 東 南 西 北 原 堀 谷 沢 滝 辻 峰 宮 島 畑 橘 柳 菅 桜井 本田 豊田 松下 千葉 福島 宮崎 長崎 福井 秋田 香川 石川 山口 岡山 徳島 奈良 富山 和田 上野 "
    "大宮 神田 品川 目黒 川崎 小倉 高松 松本 長野 松山 平野 中川 市川 青森 土屋 角 丹羽 成田 有馬 スズキ ホンダ トヨタ マツダ ハヤシ オカ".split()
)
"""Family names that the dictionary takes for a place, a firm or a thing when they stand alone."""

_LONGEST_GIVEN = 3


def is_family_name(candidate: str) -> bool:
    """Whether every word is a name and one of them a family name."""
    return _all_names(candidate) or (modern := candidate.translate(_OLD_CHARACTERS)) != candidate and _all_names(modern)


def is_surname(candidate: str) -> bool:
    """The same, or a family name that is also an everyday word: where somebody says who they are."""
    family, _, given = candidate.partition(" ")
    if 0 < len(given) <= _LONGEST_GIVEN:  # whoever sets a blank behind a family name writes a given name
        return is_surname(family) and all(map(is_kanji, given)) or is_family_name(candidate)
    return candidate.translate(_OLD_CHARACTERS) in _ALSO_WORDS or is_family_name(candidate)


def is_full_name(candidate: str) -> bool:
    """Whether it is a family name with a given name behind it."""
    return is_family_name(candidate) and len(words(candidate.translate(_OLD_CHARACTERS))) > 1


def _all_names(text: str) -> bool:
    found = words(text)
    if not found or not has_japanese(text):
        return False
    first, rest = found[0], found[1:]
    if not all("人名" in word.tag for word in rest):
        return False
    if first.text in _ALSO_WORDS and rest:
        return True
    return "人名" in first.tag and any(word.tag.endswith("姓") for word in found)
