"""Words that ask for nothing but "once more" or "let's go on", however they are put together."""

from __future__ import annotations

import re
from typing import Literal

Repeating = Literal["again", "go_on"]

_AGAIN = (
    r"もう(?:一|1|いっ|いち)(?:度|ど|回|かい|ぺん|遍)|もっかい|もっぺん|いま一度|今一度|再度|再び|あらためて|改めて"
    r"|(?:繰|く)り返し"
)
_GO_ON = r"(?<!手)続(?:き(?!ません)|け(?!な|られ|ませ)|行)|再開(?!でき)|途中から"
_STEPS = r"手順|やり方|やりかた|方法|説明|案内|操作|ステップ"
_EARLIER = r"さっき|先ほど|さきほど|先程|今の|いまの|直前の|この前の|前回の"
_DO = (
    r"(?:教え|おしえ|見せ|みせ|出し|言っ|いっ|言う|ゆう|聞かせ|送っ|示し|表示し|説明し|案内し|話し|書い|し|やっ|進め|続け)"
    r"(?:て|とくれ)(?:もらえ|いただけ|頂け|くれ|いただき|もらい)?(?:ます|ません|まへん|へん|る|たら|ない|たい)?"
)
_JAPANESE = re.compile(
    rf"(?:{_AGAIN}|{_GO_ON}|{_STEPS}|{_EARLIER}|{_DO}"
    r"|す(?:みま|いま|んま|ま)せ?ん(?:けど|が)?|ごめん(?:なさい|ね)?|悪い(?:んや)?(?:けど|んですが|んですけど)?"
    r"|申し訳(?:ない|ありません|ございません)|恐れ入ります|お手数(?:をおかけします|です)|(?:えー?っ?と|ええと|あのう?|あのー)(?=[、,\s])"
    r"|ほん?な(?:ら)?|ほんで|それ(?:では|じゃあ?|なら)|じゃあ?|では|はい|いや|うん|まあ|やっぱり?|とりあえず|ひとまず|よし|ok|了解(?:です)?"
    r"|(?:わか|分か)りました|承知しました|お待たせしました|戻りました|ありがとう(?:ございます)?|なるほど"
    r"|手続き|引き?継ぎ|引継ぎ|相談|問い?合わせ|受付|入力|依頼|やつ|件|話|ところ|とこ|内容|質問"
    r"|お?(?:願|ねが)い(?:できますか?|できませんか|できますでしょうか|します|いたします|致します|したい(?:です)?)?"
    r"|(?:頼|たの)(?:む|みます|んます|んまっさ|みたい|んだ)|ください|下さい|ませ|ほしい|欲しい|ちょうだい|おくれ|くれ"
    r"|(?:し|やり|進み|いき|行き)(?:ます|ましょう?|たい)|し?よう|する|よか|いこ(?:う|か)|行こ(?:う|か)|やろ(?:う|か)?|ます|たい|ましょう|もらえ|いただけ"
    r"|です|でしょう|ません|んです|けど|から|だけ|ところで|[ごおをがもにのとはでねよかわなやへてさるん、。,.!…〜ー\s?])+"
)
_ENGLISH_WORD = re.compile(r"[a-z']+")
_ENGLISH = frozenset(
    """
    a actually after again all alright and back before begin bit can carry case change carrying continue could did do doing
    earlier fine finish for form from get give go going guide hand handover hang hello hi hmm hm how i i'd i'll i'm
    if in instructions it it's just keep last left let let's lets like list me mind moment more my no now of off oh ok okay
    on once one our out part pick please previous procedure proceed read really repeat request resume right run
    say see send show so sorry start steps step still stopped tell thank thanks that that's the them then there thing
    things this those through time to told up want was way we we'd we'll we're well were were what where which with
    would yeah yep yes you your
    """.split()
)
_ENGLISH_AGAIN = re.compile(r"\bagain\b|\bonce more\b|\bone more time\b|\brepeat\b")
_ENGLISH_GO_ON = re.compile(
    r"\b(?:carry on|carrying on|continue|keep going|go on|going on|resume|proceed|pick (?:it |that |this )?up (?:again|where)|where (?:we|i) (?:left off|stopped|were)"
    r"|(?:go|get|back) (?:back )?to (?:that|the|my|our) (?:case|request|handover|form|steps|guide|instructions))\b"
)
_OF_STEPS = re.compile(rf"{_STEPS}|\b(?:steps?|instructions|procedure|guide)\b")
_OF_THE_CASE = re.compile(r"引き?継ぎ|相談|問い?合わせ|受付|\b(?:case|request|handover)\b")
_LONGEST = 80


def asked_for(said: str) -> Repeating | None:
    """What folded words ask for that name nothing new, or None where they say anything else."""
    if len(said) > _LONGEST:
        return None
    if said.isascii():
        if not set(_ENGLISH_WORD.findall(said)) <= _ENGLISH or re.search(r"\d", said):
            return None
        if _ENGLISH_GO_ON.search(said):
            return "go_on"
        return "again" if _ENGLISH_AGAIN.search(said) else None
    if _JAPANESE.fullmatch(said) is None:
        return None
    if re.search(_AGAIN, said):
        return "again"
    if re.search(_GO_ON, said):
        return "go_on"
    return "again" if re.search(_EARLIER, said) and re.search(_STEPS, said) else None


def of_steps(said: str) -> bool:
    """Whether folded words speak of the steps or the guide."""
    return _OF_STEPS.search(said) is not None


def of_the_case(said: str) -> bool:
    """Whether folded words speak of the handover."""
    return _OF_THE_CASE.search(said) is not None
