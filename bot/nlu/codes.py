"""Codes that only the words beside them tell apart: case numbers, serial numbers, purchase codes; and mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.nlu.text import Folded

_ALPHABET = r"a-zà-öø-ÿ\u0100-\u024f\u0370-\u03ff\u0400-\u04ff0-9"
_LABEL = rf"[{_ALPHABET}](?:[{_ALPHABET}-]*[{_ALPHABET}])?"
_MAIL = re.compile(
    rf"(?<![{_ALPHABET}._%+'-])(?P<local>[{_ALPHABET}_%+'-]+(?:\.[{_ALPHABET}_%+'-]+)*\.?)\s?(?:@|[(\[]\s?(?:at|アット|アットマーク|@)\s?[)\]]|、?アットマーク、?)\s?"
    rf"(?P<domain>(?:{_LABEL}|[ぁ-ゖァ-ヺー一-鿿][{_ALPHABET}ぁ-ゖァ-ヺー一-鿿-]*(?=\.))(?:\.{_LABEL})+)"
)
_CASE = re.compile(
    r"(?<![a-z0-9])kd(?:\s?-?\s?(?P<digits>(?:\d[ -]?){7}\d)|\s?-\s?(?P<odd>\d{5,10}))(?![ -]?\d)(?![a-z])"
)
"""Eight digits, or another count of them where prefix and hyphen show what is meant: a slip that the desk answers."""
_CODE = r"(?P<code>[a-z0-9]{2,}(?:-[a-z0-9]{2,}|(?<=[a-z0-9]{4}) [a-z0-9]{4,5}(?![a-z0-9]))*)(?![a-z0-9@])"
_LINK = r"(?:\s?(?:は|が|って|というのは|というのが|欄に|欄は|には|の|:|=|is|was|it's|reads|says|-|、|,|。|「|『|\(|→|#|no\.?|が今は|と思うのは|らしき)){0,3}\s?(?:たぶん|多分|おそらく|maybe |probably )?\s?"
_AFTER = r"\s?[」』)]?\s?(?:[(=]|が|は|って|というのが|is|as|was)\s?(?:the |my |a |our )?(?:新しい|今の|現在の|new |old |current )?"
LABELS = {
    "ticket_number": r"(?:受付番号|受け付け番号|受付ナンバー|受付no\.?|ケース番号|ケースid|ケースナンバー|ケースno\.?|お?(?:問い?合わ?せ|問合せ)番号|チケット番号|チケットナンバー|チケットno\.?|(?:case|ticket|support request|inquiry|enquiry)\s?(?:number|no\.?|id|ref(?:erence)?|code)?\s?#?)",
    "serial_number": r"(?:シリアル\s?(?:番号|ナンバー|no\.?|ナンバ|コード|キー)?|しりある(?:ばんごう|なんばー)?|serial(?:\s?(?:number|no\.?|code|key|#))?|s/n)",
    "purchase_code": r"(?:(?:新しい|新)コード|new code|購入\s?コード|こうにゅうこーど|コウニュウコード|purchase\s?code)",
    "": r"(?:(?:製品)?認証\s?キー|製品\s?キー|プロダクト\s?キー|ライセンス\s?キー|(?:product )?(?:authentication|activation|license|licence|product)\s?key)",
}
"""Words that introduce each kind of code; the product authentication key is none that the desk asks for."""

_OTHER_WORDS = rf"{'|'.join(LABELS.values())}|注文|オーダー|order|電話|tel|phone|カード|card|会員|version|バージョン"
_FAR = rf"(?:(?!{_OTHER_WORDS})[^\d。!?\n]){{1,26}}?(?<![a-z0-9-])(?:(?<=た)。)?"
_PLAIN_CODE = r"(?P<code>(?=[a-z0-9-]*[a-z])(?=[a-z0-9-]*\d[a-z0-9-]*\d)(?!kd|allsoft)[a-z0-9]{2,}(?:-[a-z0-9]{2,})+)(?![a-z0-9@])"
"""Unmistakably a code: groups of letters and digits; the words that name it may stand farther off."""

_INTRODUCED = tuple(
    (
        entity,
        (
            re.compile(label + _LINK + _CODE),
            re.compile(r"(?<![a-z0-9])" + _CODE + _AFTER + label),
            re.compile(label + _FAR + _PLAIN_CODE),
        ),
    )
    for entity, label in LABELS.items()
)
_BARE_CODE = re.compile(
    rf"(?<![a-z0-9@._/-]){_PLAIN_CODE}|(?<![a-z0-9@._/-])(?P<joined>(?=[a-z0-9]*[a-z][a-z0-9]*[a-z])(?=(?:[a-z]*\d){{2}})[a-z0-9]{{10,30}})(?![a-z0-9@.-])"
)
_NAMES_A_CODE = re.compile("|".join(LABELS.values()))
_DIGIT = re.compile(r"\d|[a-z]{4}-")


@dataclass(frozen=True)
class Code:
    """A code in folded text; ``entity`` is empty for one that the desk has no use for."""

    entity: str
    value: str
    start: int
    end: int


def find_mail_addresses(folded: Folded) -> Iterator[Code]:
    """Mail addresses, half-width and with a lower-case domain."""
    for match in _MAIL.finditer(folded.text):
        local = folded.cased[match.start("local") : match.end("local")]
        yield Code("email", f"{local}@{match['domain']}", match.start(), match.end())


def find_case_numbers(folded: Folded) -> Iterator[Code]:
    """The desk's own case numbers, as they are printed on the receipt; also with a digit too few or too many."""
    for match in _CASE.finditer(folded.text):
        yield Code(
            "ticket_number", "KD-" + re.sub(r"\D", "", match["digits"] or match["odd"]), match.start(), match.end()
        )


def find_introduced_codes(folded: Folded) -> Iterator[Code]:
    """Codes named by the words before or after them."""
    if not _DIGIT.search(folded.text) or not _NAMES_A_CODE.search(folded.text):
        return
    for entity, patterns in _INTRODUCED:
        for pattern in patterns:
            for match in pattern.finditer(folded.text):
                start, end = _without_words(folded, *match.span("code"))
                code = folded.text[start:end]
                if _is_code(code, entity):
                    value = folded.cased[start:end].upper().replace(" ", "-" if "-" in code else " ")
                    yield Code(entity, value, start, end)


def find_plain_codes(folded: Folded) -> Iterator[Code]:
    """Whatever is unmistakably a code, though nothing names it."""
    for match in _BARE_CODE.finditer(folded.text):
        start, end = match.span()
        yield Code("", folded.cased[start:end].upper(), start, end)


def _without_words(folded: Folded, start: int, end: int) -> tuple[int, int]:
    """The code without words behind it that only look like one more group of it."""
    groups = folded.cased[start:end].split(" ")
    while len(groups) > 1 and groups[-1].isalpha() and not groups[-1].isupper():
        end -= len(groups.pop()) + 1
    return start, end


def _is_code(text: str, entity: str) -> bool:
    plain = re.sub(r"[ -]", "", text)
    digits = sum(char.isdigit() for char in plain)
    if entity == "ticket_number":
        return len(plain) >= 4 and digits >= 3 and len(plain) <= 20
    grouped = len(re.findall(r"[a-z0-9]{4,}", text)) >= 3 and " " not in text
    return 6 <= len(plain) <= 40 and (digits >= 2 or grouped)
