"""Which language a message is written in, and which one the customer asks for."""

from __future__ import annotations

import re

from bot.knowledge import Knowledge
from bot.messages import Language
from bot.nlu.common_words import COMMON_WORDS
from bot.nlu.lexicon import lexicon_of
from bot.nlu.text import fold, fold_with_offsets, is_kana, is_kanji, to_hiragana

_MAIL_OR_LINK = re.compile(
    r"[^\s@]*@[^\s@]*|https?://\S+|www\.\S+"
    r"|(?<![a-z0-9.])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|jp|de|fr|uk|eu|info|biz|io|app|example|test|invalid|local)(?![a-z0-9])"
    r"|(?<![a-z0-9.])[a-z0-9-]+(?:\.[a-z0-9-]+){2,}"
)
_LATIN_WORD = re.compile(r"[a-zà-öø-ÿ]+(?:['’][a-z]+)?")
_WRITTEN_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ][A-Za-zÀ-ÖØ-öø-ÿ'’.-]*")
_NEUTRAL = frozenset(
    "ok okay kaspersky eset nexway allsoft huawei samsung galaxy xperia pixel microsoft apple google amazon paypal visa mastercard jcb line slack gmail yahoo outlook "
    "pc mac os ios app wifi vpn pdf url id no sms faq kd dr co com jp net org www http https html lol wow hmm haha www plus premium standard basic essential ultimate "
    "security internet total cloud home small business antivirus nod windows android iphone ipad macbook imac january february march april may june july august "
    "september october november december jan feb mar apr jun jul aug sep sept oct nov dec "
    "norton mcafee avast avira bitdefender symantec malwarebytes docomo softbank rakuten ymobile aeon canon payu paypay niltasoft boacompra edion yodobashi nojima yamada epson sony "
    "fujitsu toshiba panasonic sharp lenovo dell asus acer facebook twitter instagram youtube netflix spotify icloud itunes appstore kasperskylab".split()
)
_WISHED = (
    r"(?:で|に|でも|の方で|のほうで)\s?(?=$|[。、!?,.)]|の?(?:お?返事|お?返答|回答|ご?案内|説明)|お?願|おねが|話|はな|しゃべ|喋|答え|こたえ|教え|おしえ|続け|つづけ|いい|良い|よい|よろし|ok|オッケー|でき|対応|切|変え|かえ|替"
    r"|した|して|戻|もど|直|もう|ええ|どう|頼|たの|書いてもよ|くださ|下さ|いけ|もらえ|やり|チャット|表示|読みたい|訳)"
)
_TRAITS = r"\s?(?:がいい|が良い|がよい|が(?:わかり|分かり)やすい|の(?:方|ほう)が|版(?:は|が|を|に)|希望|(?:は|が|も)?\s?(?:話せ|話し|でき|使え|通じ|つうじ|いけ)|を?(?:話せ|話し|しゃべ|使え)|対応|モード|ください|下さい|ok|オーケー|表示)"


def _wish(japanese_names: str, english_name: str, more: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:{japanese_names})(?:{_WISHED}|{_TRAITS})|^\W*(?:{japanese_names})\W*$"
        rf"|(?<!is )(?<!was )(?<!are )(?<!written )(?<!mail )(?<!page )(?<!came )\b(?:in|to|into|speak|use|prefer|switch to|change to|want|need|only|write|understand|have) {english_name}\b"
        rf"|^\W*{english_name}\W*(?:please|pls|version|mode|language|ok)?\W*$|\b{english_name},? (?:please|pls|instead|ok(?:ay)?)\b"
        rf"|\b(?:is|have|got) (?:there )?an? {english_name} version(?: of this)?\W*$|\b{english_name} version please|{more}"
    )


_ENGLISH_WISH = _wish(
    "英語|英文|えいご|エイゴ|イングリッシュ|english(?=[でに])",
    "english",
    r"\b(?:do(?:n't| not)|can't|cannot|can not) (?:speak|read|understand) (?:the )?japanese\b|\beigo\b",
)
_JAPANESE_WISH = _wish(
    "日本語|和文|にほんご|ニホンゴ|ジャパニーズ|japanese(?=[でに])|(?<![a-z])jp(?=[でに])",
    "japanese",
    r"\bnihongo\b|英語(?:は|が|だと)?(?:わか(?:ら|り)|分か(?:ら|り)|読め|苦手|無理|だめ|ダメ|でき(?:な|ませ)|通じ(?:な|ませ)|でき(?:ま)?せん|よめ)"
    r"|\b(?:do(?:n't| not)|can't|cannot|can not) (?:speak|read|understand) (?:the )?english\b",
)
_NOT_ENGLISH = re.compile(
    r"英語(?:じゃ|では|で)な(?:く|い)|not (?:in )?english|英語(?:は|が|だと)?(?:わか(?:ら|り)|分か(?:ら|り)|読め|苦手|無理|だめ|ダメ|でき(?:な|ませ)|通じ(?:な|ませ)|よめ)"
)
_NOT_JAPANESE = re.compile(
    r"日本語(?:じゃ|では|で)な(?:く|い)|not (?:in )?japanese|日本語(?:は|が|だと)?(?:わか(?:ら|り)|分か(?:ら|り)|読め|苦手|無理|だめ|ダメ|でき(?:な|ませ)|通じ(?:な|ませ)|よめ)|don't (?:speak|read|understand) japanese|do not (?:speak|read|understand) japanese|(?:can't|cannot) (?:speak|read|understand) japanese"
)
_JAPANESE_NOT_KNOWN = re.compile(
    r"日本語(?:は|が|だと)?(?:わか(?:ら|り)|分か(?:ら|り)|読め|苦手|無理|だめ|ダメ|でき(?:な|ませ)|通じ(?:な|ませ)|よめ)"
)


def detect_language(text: str, knowledge: Knowledge) -> Language | None:
    """The language a message is written in; ``None`` when it only holds codes, names or signs."""
    folded = fold_with_offsets(text)
    rest = folded.text
    for find in reversed(list(lexicon_of(knowledge).find(folded))):
        japanese = any(is_kana(char) or is_kanji(char) for char in rest[find.start : find.end])
        rest = rest[: find.start] + (" " if not japanese else rest[find.start : find.end]) + rest[find.end :]
    if any(is_kana(char) or is_kanji(char) for char in rest):
        return "ja"
    rest = re.sub(r"\S*\d\S*", " ", _MAIL_OR_LINK.sub(" ", rest))
    latin = [word for word in _LATIN_WORD.findall(rest) if len(word) > 1 and word not in _NEUTRAL]
    return None if not latin or _may_be_a_name(text, latin) else "en"


def _may_be_a_name(text: str, latin: list[str]) -> bool:
    """Whether the Latin words could be a name alone, which Japanese customers write in Latin letters too."""
    written = _WRITTEN_WORD.findall(fold_with_offsets(text).cased)
    return len(latin) <= 3 and not COMMON_WORDS.intersection(latin) and all(word[0].isupper() for word in written)


def requested_language(text: str) -> Language | None:
    """The language the customer asks in words to go on in, or ``None``."""
    folded = fold(text)
    spellings = (folded, to_hiragana(folded))

    def met(pattern: re.Pattern[str]) -> bool:
        return any(pattern.search(spelling) for spelling in spellings)

    english = (met(_ENGLISH_WISH) or met(_JAPANESE_NOT_KNOWN)) and not met(_NOT_ENGLISH)
    japanese = met(_JAPANESE_WISH) and not met(_NOT_JAPANESE)
    if english == japanese:
        return None
    return "en" if english else "ja"
