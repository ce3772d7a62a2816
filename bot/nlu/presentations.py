"""Places where people say who they are without introducing a name: "小林です", "渡辺ではなく渡邊です".

Only a dictionary can tell whether a name stands there; for a correction one of both has to be a known one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from bot.nlu.introductions import CAPITAL
from bot.nlu.name_words import is_family_name, is_full_name, is_surname
from bot.nlu.text import fold, has_japanese
from bot.nlu.tokens import words

_ANY = r"[^\s。、,.!?:;()「」『』\da-zA-Z@/→]"
_NOT_PARTICLE = r"[^\s。、,.!?:;()「」『』\da-zA-Z@/はがをにで]"
_PIECE = rf"(?:[ぁ-ゖー]{{2,8}}|{_NOT_PARTICLE}{{1,10}})"
_READING = r"(?:\([ぁ-ゖァ-ヺー ・]{2,20}\))?"
_IS = rf"{_READING}\s?(?:です|でございます)(?=けど|けれど|が(?:[、。 ]|$)|よ|ね|[。!、,\s()📱]|$)"
_GREETING = r"(?:はじめまして|初めまして|こんにちは|こんばんは|どうも|もしもし|すみません|お世話になっております)"
_SPEAKER = r"(?:わたくし|わたし|私|僕|俺|自分|こちら|本人|名義|契約者|購入者|注文者|利用者|登録者|名義人|本名|正しく|本当|ほんと|正確に|今|現在)は?[、,]?\s?"
_PRESENTED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:^|[。!?\n、,/]|(?={_GREETING})){_GREETING}?\s?(?:[^\s。、,.!?]{{0,16}}(?:の|た|いる|てる|ます)|{_SPEAKER})?(?P<name>{_PIECE}(?:[ ・]{_NOT_PARTICLE}{{1,10}})?){_IS}",
        rf"(?:^|[。!?\n、,/\s]){_SPEAKER}(?P<name>{_NOT_PARTICLE}{{1,10}}(?:[ ・]{_NOT_PARTICLE}{{1,10}})?)(?=[。!?]|$)",
        rf"(?:お?名前|氏名|名義|なまえ)(?P<name>{_NOT_PARTICLE}{{2,8}}?)(?=です|でございます|と申|といい|と言い|って言い|っていい|だよ|[。、,]|$)",
    )
)
_WHOLE_NAME = re.compile(rf"{CAPITAL}(?: (?:(?:van|von|de|da|del|der|bin|al|la) )*{CAPITAL}){{1,3}}")
_RIGHT_LATIN = re.compile(rf"(?:正しくは|本当は|ほんとは)[、,]?\s?(?P<name>{CAPITAL}(?: {CAPITAL}){{1,2}})(?![A-Za-z])")

_NOT_BUT = (
    r"(?:じゃ|では|で|や)(?:なく(?:て|って)?|ない(?:です)?(?:、|。|けど)?|ありません(?:、|。|が)?|ねくて|ないんです)"
)
_SORRY = r"(?:すまん|ごめんなさい|ごめん|すみません|すいません|失礼しました|申し訳ありません|あ)"
_NAME = rf"(?:{_ANY}{{1,6}}?(?:[ ・]{_ANY}{{1,6}}?)?)"
_CORRECTED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:(?:さっき|先ほど|先程|最初に?|前に)は?|^|[\s。、,.!?:(「『])[「『]?(?P<wrong>{_NOT_PARTICLE}{{1,6}})[」』]?(?:って|と)(?:書|言|送|入力|登録|打|伝え|申)[^。!?]{{0,8}}?(?:けど|けれど|が)[、,]?\s?(?:正しくは|本当は)?[「『]?(?P<right>{_NAME})[」』]?(?=です|でした|でございます|だ(?:よ|$|。)|と申|\s?[。、,!(]|$)",
        rf"(?:{_SORRY}|^|[\s。、,.!?:(「『はがもで])(?P<wrong>{_NOT_PARTICLE}{{1,6}}(?:[ ・]{_NOT_PARTICLE}{{1,6}})?)[」』]?(?:さん|様)?{_NOT_BUT}[、,。]?\s?(?:正しくは)?[「『]?(?P<right>{_NAME})[」』]?(?=です|でした|でございます|だ(?:よ|$|。)|と申|という|ね|の方|のほう|に(?:直|変|訂|修)|\s?[。、,!(]|$)",
        rf"(?:^|[\s。、,.!?:(「『はがも])(?P<wrong>{_NOT_PARTICLE}{{1,6}})[」』]?(?:を|→|から)[「『]?(?P<right>{_NOT_PARTICLE}{{1,6}}?)[」』]?(?=に(?:直|変|訂|修|し)|です|$)",
    )
)
_ALONE = re.compile(r"[^\s。、,.!?:;()「」『』\da-zA-Z@/→|・]+(?:・[^\s。、,.!?:;()「」『』\da-zA-Z@/→|・]+)*")
_END = re.compile(
    r"(?:でございます|です(?:けれど|けど|が|ね|よ)?|でした|だ(?:よ)?|と申し?(?:ます|ますが|上げます)|(?:と|って)(?:いい|言い)ます|様|さま)$"
)
_SEPARATOR_BEFORE = re.compile(r"(?:^|[\s。、,.!?:;/|「(])$")
_WORDS = rf"{CAPITAL}(?: {CAPITAL}){{0,2}}"
_CORRECTED_ENGLISH = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?i:\bnot|\binstead of|\brather than) (?P<wrong>{_WORDS}),?(?: but| it's| it is)? (?P<right>{_WORDS})(?![A-Za-z])",
        rf"(?P<right>{_WORDS}),? (?:(?:and )?(?:not|isn't)|instead of|rather than) (?P<wrong>{_WORDS})(?![A-Za-z])",
        rf"(?P<wrong>{_WORDS}) (?:should (?:be|read)|->|→) (?P<right>{_WORDS})(?![A-Za-z])",
    )
)
_ALIKE = 0.6
_LONGEST = 10


def presented_names(text: str) -> Iterator[tuple[int, int]]:
    """Spans of names that somebody says to have in a width-folded text."""
    if has_japanese(text):
        for pattern in _PRESENTED:
            for match in pattern.finditer(text):
                if is_surname(match["name"]):
                    yield match.span("name")
        for match in _RIGHT_LATIN.finditer(text):
            yield match.span("name")
        if any("人名" in word.tag for word in words(fold(text, digits=True))):
            yield from _full_names(text)
    elif (whole := text.strip(" .!,")) and _WHOLE_NAME.fullmatch(whole):
        yield text.find(whole), text.find(whole) + len(whole)
    yield from _corrected(text)


def _full_names(text: str) -> Iterator[tuple[int, int]]:
    """Family names with a given name behind them that stand alone between separators or blanks."""
    pieces = list(_ALONE.finditer(text))
    for index, piece in enumerate(pieces):
        start, end = piece.span()
        ending = _END.search(piece.group())
        bare = piece.group()[: ending.start()] if ending else piece.group()
        if not _SEPARATOR_BEFORE.search(text[:start]):
            continue
        if 3 <= len(bare) <= _LONGEST and is_full_name(bare):
            yield start, start + len(bare)
            continue
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        if following is None or text[end : following.start()] != " " or ending:
            continue
        ending = _END.search(following.group())
        given = following.group()[: ending.start()] if ending else following.group()
        if text[following.end() :].startswith(":"):
            continue  # a label
        if given and len(bare) + len(given) <= _LONGEST and is_full_name(f"{bare} {given}"):
            yield start, following.start() + len(given)


def _corrected(text: str) -> Iterator[tuple[int, int]]:
    """Both names of a correction, the wrong one and the right one."""
    japanese = has_japanese(text)
    for pattern in _CORRECTED if japanese else _CORRECTED_ENGLISH:
        for match in pattern.finditer(text):
            wrong, right = match["wrong"], match["right"]
            known = _either_is_known(wrong, right) if japanese else _are_alike(wrong, right)
            if known:
                yield from sorted((match.span("wrong"), match.span("right")))


def _either_is_known(wrong: str, right: str) -> bool:
    return is_family_name(wrong) or is_family_name(right) and is_surname(wrong)


def _are_alike(wrong: str, right: str) -> bool:
    """Whether two Latin names may be one name, well and badly spelled."""
    return wrong != right and any(
        SequenceMatcher(None, one.lower(), other.lower()).ratio() >= _ALIKE and len(one) > 2
        for one in wrong.split()
        for other in right.split()
    )
