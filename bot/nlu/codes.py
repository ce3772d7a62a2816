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
_CASE = re.compile(r"(?<![a-z0-9])kd\s?-?\s?(?P<digits>(?:\d[ -]?){7}\d)(?![ -]?\d)(?![a-z])")
_CODE = r"(?P<code>[a-z0-9]{2,}(?:-[a-z0-9]{2,}|(?<=[a-z0-9]{4}) [a-z0-9]{4,5}(?![a-z0-9]))*)(?![a-z0-9@])"
_LINK = r"(?:\s?(?:は|が|って|というのは|というのが|欄に|欄は|には|の|:|=|is|was|it's|reads|says|-|、|,|。|「|『|\(|→|#|no\.?|が今は|と思うのは|らしき)){0,3}\s?(?:たぶん|多分|おそらく|maybe |probably )?\s?"
_AFTER = r"\s?[」』)]?\s?(?:が|は|って|というのが|is|as|was)\s?(?:the |my |a |our )?(?:新しい|今の|現在の|new |old |current )?"
_LABELS = {
    "ticket_number": r"(?:受付番号|受け付け番号|受付ナンバー|受付no\.?|ケース番号|ケースid|ケースナンバー|ケースno\.?|お?(?:問い?合わ?せ|問合せ)番号|チケット番号|チケットナンバー|チケットno\.?|(?:case|ticket|support request|inquiry|enquiry)\s?(?:number|no\.?|id|ref(?:erence)?|code)?\s?#?)",
    "serial_number": r"(?:シリアル\s?(?:番号|ナンバー|no\.?|ナンバ|コード|キー)?|しりある(?:ばんごう|なんばー)?|serial(?:\s?(?:number|no\.?|code|key|#))?|s/n)",
    "purchase_code": r"(?:購入\s?コード|こうにゅうこーど|コウニュウコード|purchase\s?code)",
    "": r"(?:(?:製品)?認証\s?キー|製品\s?キー|プロダクト\s?キー|ライセンス\s?キー|(?:product )?(?:authentication|activation|license|licence|product)\s?key)",
}
"""Words that introduce each kind of code; the product authentication key is none that the desk asks for."""

_INTRODUCED = tuple(
    (entity, re.compile(label + _LINK + _CODE), re.compile(r"(?<![a-z0-9])" + _CODE + _AFTER + label))
    for entity, label in _LABELS.items()
)


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
    """The desk's own case numbers, as they are printed on the receipt."""
    for match in _CASE.finditer(folded.text):
        yield Code("ticket_number", "KD-" + re.sub(r"\D", "", match["digits"]), match.start(), match.end())


def find_introduced_codes(folded: Folded) -> Iterator[Code]:
    """Codes named by the words before or after them."""
    for entity, before, after in _INTRODUCED:
        for pattern in (before, after):
            for match in pattern.finditer(folded.text):
                start, end = match.span("code")
                if _is_code(match["code"], entity):
                    yield Code(
                        entity,
                        folded.cased[start:end].upper().replace(" ", "-" if "-" in match["code"] else " "),
                        start,
                        end,
                    )


def _is_code(text: str, entity: str) -> bool:
    plain = re.sub(r"[ -]", "", text)
    digits = sum(char.isdigit() for char in plain)
    if entity == "ticket_number":
        return len(plain) >= 4 and digits >= 3 and len(plain) <= 20
    grouped = len(re.findall(r"[a-z0-9]{4,}", text)) >= 3 and " " not in text
    return 6 <= len(plain) <= 40 and (digits >= 2 or grouped)
