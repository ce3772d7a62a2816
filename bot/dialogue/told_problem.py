"""The part of a message that tells what is wrong, without the wish for a person, the courtesy and the fields beside it."""

from __future__ import annotations

import re

from bot.dialogue.phrases import fold, named_fields, says
from bot.nlu.text import is_kana, is_kanji

PARTS = re.compile(r"[、，,。！!？?;；\n]|\.\s|\s/\s|(?<=[a-z]):\s|\s[-–—]\s")
NAME_LABEL = re.compile(r"^\s*(?:お?名前|氏名|名義|なまえ|name)\s*(?:は|が|:|：|is|=)?\s*", re.IGNORECASE)
BARE_NAME = re.compile(r"^[一-龠々ヶァ-ヴー・\s]{2,12}(?:です|と申します)?$|^[A-Z][\w'’.-]+(?:\s[A-Z][\w'’.-]+){1,3}$")
FIELD_MARK = re.compile(r"[@＠]|\d{4,}|\d+[月日/-]\d*")
_DAY = re.compile(r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日|(?:\d{4}[-/])?\d{1,2}[-/]\d{1,2}")
_COURTESY = re.compile(
    r"^(?:(?:どうぞ|何卒|どうか|では)?(?:よろしく|宜しく)?お?(?:願い|ねがい)(?:致します|いたします|します|したい(?:です|のですが)?)?"
    r"|(?:いつも)?お世話に(?:なって(?:おり|い)?ます|なります)|すみません(?:が)?|すいません|こんにちは|こんばんは|おはようございます|はじめまして|急いで(?:い)?ます|急ぎです"
    r"|ありがとう(?:ございます)?|助けて(?:ください)?|困って(?:い)?ます|もしもし|対応(?:して|お願い).*|見て(?:ください|もらえますか|ほしいです|もらえませんか|もらえんか(?:な|のう)?|くれへん)"
    r"|hi|hello|hey|good (?:morning|afternoon|evening)|please|pls|thanks?|thank you|regards|sorry|excuse me|(?:please )?help(?: me)?(?: please)?|asap|urgent(?:ly)?|it's urgent"
    r"|(?:can|could) (?:you|someone) (?:please )?(?:help|look into (?:this|it))(?: me)?|look into (?:this|it)|not (?:a|the) bot|now|right now)$"
)
_WISH = re.compile(
    r"人間|担当|スタッフ|オペレ|おぺれ|サポート|有人|係の|誰か|だれか|人に|人と|人へ|人を|相談|問い合わせ|お話|話し?たい|つないで|繋いで|代わって|お願い"
    r"|\b(?:humans?|persons?|people|agents?|someone|somebody|anybody|anyone|staff|operators?|representatives?|support|talk|speak|connect|transfer|case|ticket|look into|help)\b"
)
_NO_BOT = re.compile(r"ボット|ロボット|機械|自動応答|\bai\b|\b(?:chat)?bots?\b|\brobots?\b|\bmachines?\b")
_REASON = re.compile(r"(.{4,}?)(?:ので|んで|から|ため|のですが|んですが|んですけど|けれど|けど)[、 ]?(.+)$")
_ENGLISH_REASON = re.compile(r"^(.+?)\b(?:about|because|regarding|concerning|since|as)\s+(?!to\b|soon\b)(.{8,})$")
_TROUBLE = re.compile(
    r"(?<!なくて)ない(?!で)|ません|ぬ$|でき[んひへ]|でけへん|起きん|きへん|エラー|二重|二回|2回|勝手|おかし|違|ちが|不明|届か|請求|引き落と|引落|消え|トラブル|壊れ|失敗|返金"
    r"|can.?t|cannot|won.?t|doesn.?t|isn.?t|didn.?t|error|twice|double|charg(?:ed|ing|es)|bill(?:ed|ing)|keeps?|wrong|fail|missing|broken|stuck|gr[ea]y|\bnot\b|never|still|404|refund"
)
_LETTERS = re.compile(r"[^\W\d_]")
_NARROWEST_PART = 8
_NARROWEST_PROBLEM = 10
_NARROWEST_WITHOUT_TROUBLE = 22
_NARROWEST_STORY = 20


def width_of(text: str) -> int:
    """How much a text says: its letters, those of Japanese twice."""
    return sum(2 if is_kana(char) or is_kanji(char) else 1 for char in _LETTERS.findall(text))


def told_problem(text: str) -> str | None:
    """What the message says is wrong, or None if it says nothing of the kind."""
    parts = [part.strip() for part in PARTS.split(text) if part and part.strip()]
    words = [told for part in parts if (told := _told(part))]
    japanese = any(ord(character) > 0x3000 for word in words for character in word)
    problem = ("、" if japanese else ", ").join(words)
    enough = _NARROWEST_PROBLEM if _TROUBLE.search(fold(problem)) else _NARROWEST_WITHOUT_TROUBLE
    return problem if width_of(problem) >= enough else None


def _told(part: str) -> str | None:
    """What one part of a message tells; of a wish for a person only the reason beside it."""
    if FIELD_MARK.search(part) and not _is_story(part):
        return None
    folded = fold(part)
    if NAME_LABEL.match(part) or BARE_NAME.match(part) or _COURTESY.match(folded) or _NO_BOT.search(folded):
        return None
    if named_fields(part) and says("refuse", part):
        return None
    told = _reason_beside_the_wish(part) if _WISH.search(folded) else part
    return told if told and width_of(told) >= _NARROWEST_PART else None


def _reason_beside_the_wish(part: str) -> str | None:
    reason = _REASON.search(part)
    if reason is not None and _WISH.search(fold(reason[2])) and not _WISH.search(fold(reason[1])):
        return reason[1].strip()
    reason = _ENGLISH_REASON.search(part)
    if reason is not None and _WISH.search(fold(reason[1])):
        return reason[2].strip()
    return None


def _is_story(part: str) -> bool:
    """Whether a part with a day in it tells what happened on it, rather than giving the day of purchase."""
    rest = _DAY.sub("", part)
    return not FIELD_MARK.search(rest) and not says("bought", rest) and width_of(rest) >= _NARROWEST_STORY
