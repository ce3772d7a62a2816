"""Whether something was named only to be ruled out."""

from __future__ import annotations

import re

from bot.nlu.text import fold

_WINDOW = 40
_AFTER = re.compile(
    r"^\s?[」』)\"']?\s?(?:頃|ごろ|日|の(?:ほう|方|やつ)?)?\s?(?:(?:じゃ|ぢゃ|では|でわ|で|や)\s?(?:な[いくかけ]|無[いくか]|あり?ませ|ねえ|ねー|あらへん)|やな(?:い|く|か)|じゃねえ|と(?:は)?(?:ちが|違)|(?:以外|意外)(?:の|で|を|なら|です)|(?:って|と)(?:言|い|書|か|答|申|お?伝え|入力)\w{0,8}?(?:が|けど|けれど|のは|の(?:は|を)?)|,? by mistake|(?:は|が)(?:間違|まちが|誤り|ちが|違)|は(?:使って|持って|もって|つかって)(?:い)?(?:な|ませ)|(?:,| )? ?(?:is|was) (?:wrong|not (?:right|correct))|,? ?isn't (?:right|correct|it\b))"
)
_BEFORE = re.compile(
    r"(?:(?:\bnot|\b(?:is|was|did|do|does|are|were|have|has)n't|\bnever|\bno longer)(?: (?:buy|bought|purchased?|get|got|use|using|have|own|an?|the|my|it|this|that|from|via|through|on|in|with|at|for|really|actually))*|\binstead of(?: the| an?)?|\brather than(?: the| an?)?|\bother than(?: the)?|\bexcept(?: for)?)\s?[\"'“]?$"
)


def is_negated(text: str, start: int, end: int) -> bool:
    """Whether the slice ``start:end`` of a message is followed or preceded by words that rule it out."""
    before = fold(text[max(0, start - _WINDOW) : start] + "|")[:-1]
    return is_ruled_out(before, fold("|" + text[end : end + _WINDOW])[1:])


def is_ruled_out(before: str, after: str) -> bool:
    """The same for the folded text on both sides."""
    return bool(_BEFORE.search(before[-_WINDOW:]) or _AFTER.search(after[:_WINDOW]))
