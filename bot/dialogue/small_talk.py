"""The short answers that fit anywhere in a conversation."""

from __future__ import annotations

import re

from bot.dialogue.phrases import fold, says, says_just
from bot.dialogue.turn import Response, Turn, respond

_ANSWERS = {
    "greet": "utter_greet_briefly",
    "thank": "utter_thank_briefly",
    "ask_capabilities": "utter_capabilities_briefly",
    "bot_challenge": "utter_bot_challenge",
    "out_of_scope": "utter_out_of_scope_briefly",
}

_HESITATION = re.compile(
    r"(?:(?:う[ーぅ〜~-]+[んむ]*|ん[ーんぅ〜~-]+|む[ーぅ〜~-]+|ふ[ーぅ〜~-]*[んむ]+|は(?:[あぁー〜~]+|(?=\?))|へ[えぇー〜~]+|え(?:[ーえぇ〜~]+|(?=\?)|っ?と|っ(?=\?|$)|$)"
    r"|あの[ーぉ〜~]+|ま[あぁー]+|h+m+|hu+h+|u+h+|u+m+|e+rm*|eh+|hrm+|meh|well)[\s、。,.…・?!]*)+"
)
_NEITHER = re.compile(
    r".{1,8}(?:ような|みたいな)[、, ]*.{1,12}(?:ような|みたいな)(?:感じ)?(?:です)?|(?:not )?sure(?: if)? .{1,12} or not"
    r"|(?:なん|何)(?:と|て)(?:言|い|説明し|書|聞)[^。]{0,6}(?:いい|良い|ええ)(?:の)?(?:か(?:な|しら)?|やろ|やら|でしょう(?:か)?|だろう?)?(?:わから(?:ない|ん|なくて)|難しい)?(?:です)?"
    r"|(?:うまく|上手く|ちゃんと|どうも)?(?:言葉|説明|言い表)(?:に|が|は|しに|せ)?(?:できな|でき(?:ま|ひ)|しにく|しづら|くい|難し|むずかし|へた|下手|いえな|なら)[^。]{0,8}|うまく(?:言え|説明でき)[^。]{0,8}"
    r"|(?:i )?(?:don't|do not) know (?:how|what) to (?:put it|say(?: it| that)?|explain(?: it)?|call it|describe it)|(?:it's )?(?:hard|difficult|tricky) to (?:explain|describe|put(?: into words)?|say)(?: it)?|(?:i )?can't (?:really )?(?:explain|describe|put it)(?: it| into words)?|how (?:do|should|shall) i (?:put|say|explain) (?:it|this|that)"
    r"|(?:ちょっと|なんか|少し|えらい)?(?:難し|むずかし|ややこし|面倒|めんどう)(?:そう|い)?(?:です|や|だ|な|ね|わ|なあ|ですね)*"
    r"|(?:that |it |this )?(?:looks|seems|sounds) (?:a bit |a little |rather |too |very )?(?:hard|difficult|complicated|tricky)"
    r"|(?:途中|半分|最初|真ん中)(?:まで|だけ)(?:は|なら)?.{0,8}|(?:only )?(?:half|part) ?way(?: through| there)?|some of it(?: did| worked)?"
)
"""「できたような、できてないような」, 「途中まではできた」: as much yes as no."""

_NOT_DONE_YET = re.compile(
    r"[^、。\s]{1,6}(?:たら|だら|たい|たほうが|た方が|てもいい|ていい|ても(?:よろしい|ええ)|てええ|てくださ|てほしい)|\b(?:if|when|should|can|shall|do|once|after) i (?:have |'ve )?[a-z]+"
)
"""What is asked about or wished for, rather than done: 「押したら」, "if I clicked it"."""

_SOMEBODY_ELSE = re.compile(
    r"(?:主|友|本|知|夫|恋|他|老|大|美|名義|契約|購入)人(?!間)|(?:販売|購入)店の担当(?:者|さん)?"
    r"|(?:近所|隣|会社|職場|学校|店|家|周り|まわり|身内)の(?:人|方)"
    r"|(?:人|誰か|方)に[^。、!?！？]{0,8}?(?:たら|ても(?![いらよ])|ました|たところ|たけど|たのに|たんです)"
    r"|\b(?:had|let|asked|got|have had) (?:someone|somebody)\b",
    re.IGNORECASE,
)
"""Words that end in 人 and name somebody who is no agent."""

_NO_PERSON = re.compile(
    r"たくな|不要|なくて(?:も)?(?:いい|大丈夫|結構)|don.?t (?:want|need)|no need|rather not|instead of"
)
_ENOUGH = re.compile(
    r"自分で.{0,12}(?:やってみ|やります|試して|試し|やり直|調べてみ|見てみ|探してみ|聞いてみ|してみ)"
    r"|(?<!更新を)(?<!更新は)(?:いったん|一旦|一度|ひとまず|今日は|ここで|ここまでで?)、?(?:やめ|止め|中断|終わ|おわ|失礼|切り上げ|ストップ|けっこう|結構)"
    r"|(?:今日は|ここまで)(?:ここまで)?に(?:します|しておき|する|しとく)|用事が(?:でき|入)|出かけ(?:ます|る|ないと|なきゃ)|席を外し|また来ます|後ほど|のちほど|時間切れ|時間がな(?:い|くな)"
    r"|\bi'?(?:ll| will)(?: just| rather)? (?:try|do|have a go|give it (?:a go|another go|another try)|figure|sort)\b.{0,25}\b(?:myself|my own|once more|again|another)\b"
    r"|\b(?:pause|stop|leave it) (?:here|there|it here)(?: for (?:now|today))?|\b(?:be|come) back (?:later|tomorrow|soon)|\bsomething came up|\bhave to (?:leave|step)",
)
"""Words of somebody who leaves it at that, for now or to try alone."""

_LEADING = re.compile(
    r"^(?:(?:で|じゃ|じゃあ|それで|それなら|そしたら|んで|ほんで|ほな|では|だったら|結局|えっと|えーと|あの|は[いぁあ]|うーん|そっか|なるほど"
    r"|so|and|then|ok|okay|well|but|right|alright|um|uh|hm+|yes|yeah|i see)(?:[、,。.…\s]+|(?=ど[うな])))+"
)
_WHAT_NOW = re.compile(
    r"ど(?:う|ない)(?:したら|すれば|すりゃ|すると|やったら|やれば|やるの|するの|しよう)(?:いい|良い|よい|よろしい|ええ|よかった|いけば)?"
    r"(?:の|ん|もん)?(?:です|でしょう|だろう|やろう?)?(?:か|かな|ね|な)*"
)
_AND = re.compile(r"(?:(?:で|んで|ほんで|それで|そんで|それから)[ー、]*\??|(?:and|so|and then|so then|then|well)\s?\?)")
"""「で?」: nothing but a wish to go on."""


def wants_a_person(text: str) -> bool:
    """Whether the words ask for a person, rather than say that none is needed."""
    return says("wants_human", _SOMEBODY_ELSE.sub("", text)) and not _NO_PERSON.search(text.lower())


def hesitates(text: str) -> bool:
    """Whether the message is no more than "hm" or 「うーん」: neither yes nor no."""
    said = fold(text)
    left = _HESITATION.match(said)
    rest = said[left.end() :] if left else said
    return bool(said) and (not rest or says_just("vague", rest) or _NEITHER.fullmatch(rest) is not None)


def asks_what_now(text: str) -> bool:
    """Whether the customer asks how to go on, and nothing more: 「で、どうすれば…」, "so what do I do?"."""
    whole = fold(text)
    said = _LEADING.sub("", whole)
    trails_off = text.rstrip()[-1:] in ("?", "？", "…", ".") or whole in ("で", "んで", "ほんで")
    if trails_off and (_AND.fullmatch(whole) or _AND.fullmatch(said)):
        return True
    said = said.rstrip("?…。. ")
    return _WHAT_NOW.fullmatch(said) is not None or says_just("what_now", said)


def does_a_step(text: str) -> bool:
    """Whether the customer tells that they did what a step says, as in 「はい、押しました」."""
    told = _NOT_DONE_YET.sub(" ", fold(text))
    return says("done_it", told) and not any(says(kind, text) for kind in ("no_luck", "negative", "correct", "elapsed"))


def asks_to_wait(turn: Turn) -> bool:
    """Whether the customer goes to look for something, and has not come back without it."""
    if turn.is_choice or len(turn.text) > 30 or not says("wait", turn.text):
        return False
    return not gives_up(turn) and not any(says(kind, turn.text) for kind in ("refuse", "negative"))


def gives_up(turn: Turn) -> bool:
    """Whether the customer drops what is going on, in words that name nothing new."""
    if turn.is_choice or len(turn.text) > 45 or wants_a_person(turn.text):
        return False
    if any(entity.name != "purchase_date" for entity in turn.entities):
        return False
    enough = _ENOUGH.search(fold(turn.text)) is not None  # "that's enough for today" names no day of purchase
    return enough or (says("gives_up", turn.text) and not turn.entities)


def small_talk(intent: str) -> Response | None:
    """The short answer to small talk while something else is being asked, or None if it is none."""
    name = _ANSWERS.get(intent)
    return respond(name) if name else None
