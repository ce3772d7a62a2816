"""Whether something was named only to be ruled out."""

from __future__ import annotations

import re

from bot.nlu.text import fold

_WINDOW = 40
_AFTER = re.compile(
    r"^\s?[」』)\"']?\s?(?:頃|ごろ|日|の(?:ほう|方|やつ)?)?\s?(?:(?:じゃ|ぢゃ|では|でわ|でも|で|や)\s?(?:な[いくかけ]|無[いくか]|あり?ませ|ねえ|ねー|あらへん)|やな(?:い|く|か)|じゃねえ|と(?:は)?(?:ちが|違)|(?:以外|意外)(?:の|で|を|なら|です|\W*$)|(?:なし|無し)(?!に)|(?:って|と)(?:(?:言い|いい|書き|かき|答え|申し|申し上げ|お?伝え(?:し)?|入力し|送り)ました|(?:言っ|いっ|書い|かい|答え|こたえ|伝え|お伝えし|入力し|送っ)た)(?:が|けど|けれど|ものの|のは|の(?:\W|間違|うそ|嘘)|ん(?:です|だ)?(?:が|けど))|,? by mistake|(?:は|が)(?:間違|まちが|誤り|ちが|違)|は(?:使って|持って|もって|つかって)(?:い)?(?:な|ませ)|(?:,| )? ?(?:is|was) (?:wrong|not (?:right|correct))|,? ?isn't (?:right|correct|it\b))"
)
_BEFORE = re.compile(
    r"(?:(?:\bnot|\b(?:is|was|did|do|does|are|were|have|has)n't|\bnever|\bno longer)(?: (?:buy|bought|purchased?|get|got|use|using|have|own|an?|the|my|it|this|that|from|via|through|on|in|with|at|for|really|actually))*|\b(?:neither|nor|without)(?: the| an?| my| any)?|\binstead of(?: the| an?)?|\brather than(?: the| an?)?|\bother than(?: the)?|\bexcept(?: for)?)\s?[\"'“]?$"
)
_ABSENT_AFTER = re.compile(
    r"^\s?[」』)\"']?\s?(?:(?:が|は|も|って|を)?\s?(?:(?:使|つか)(?:え|って(?:い)?|わ|用して(?:い)?|用でき)(?:ない|なく|ません|ませ|ねえ)|使用不可|(?:入って|載って|はいって|ついて|付いて)(?:い)?(?:な|ませ)|(?:な[いくし]|無[いくし]|あり?ませ|ございませ))"
    r"| ?(?:is|was)(?: not|n't) (?:available|installed|there|supported)| ?(?:doesn't|does not|won't) (?:work|open|exist)| ?(?:isn't|unavailable)|-less\b)"
)
_NONE_BEFORE = re.compile(
    r"(?:\b(?:no|lacks?|lacking)(?: the)?|\b(?:can't|cannot|can not|couldn't) (?:use|access|reach)(?: the)?) ?[\"'“]?$"
)
_JOINED = re.compile(r"^\s?(?:とか|や|も|でも|と|か|及び|および|または|か、|や、|・|/|or|nor|and|や ?も)\s?$")
_JOINED_FORWARD = re.compile(r"^,? ?(?:or|nor) (?:the |an? |my )?$")


def is_negated(text: str, start: int, end: int) -> bool:
    """Whether the slice ``start:end`` of a message is followed or preceded by words that rule it out."""
    return is_ruled_out(*_around(text, start, end))


def is_absent(text: str, start: int, end: int) -> bool:
    """Whether a shop or an app named there is one that the customer doesn't have or can't use."""
    before, after = _around(text, start, end)
    return bool(_ABSENT_AFTER.search(after) or _NONE_BEFORE.search(before))


def joins_backward(between: str) -> bool:
    """Whether what stands between two names makes both ruled out if the second is: プラスとかスタンダードではない."""
    return _JOINED.match(fold(between)) is not None


def joins_forward(between: str) -> bool:
    """Whether it makes both ruled out if the first is: not Plus or Standard."""
    return _JOINED_FORWARD.match(fold("|" + between + "|")[1:-1]) is not None


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    before = fold(text[max(0, start - _WINDOW) : start] + "|")[:-1]
    return before, fold("|" + text[end : end + _WINDOW])[1:]


def is_ruled_out(before: str, after: str) -> bool:
    """The same for the folded text on both sides."""
    return bool(_BEFORE.search(before[-_WINDOW:]) or _AFTER.search(after[:_WINDOW]))
