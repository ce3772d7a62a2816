"""Every question of every form: how a customer gets there, and what answers it, in both languages.

The forms and slots come from domain.yml; a slot without a place here fails the tests.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.dialogue.in_memory import domain_file

LANGUAGES = ("ja", "en")
PROBLEM = {
    "ja": "マイ カスペルスキーで解約ボタンを押すとエラーになります",
    "en": "the cancel button in My Kaspersky shows an error",
}
HUMAN = {"ja": "担当者と話したい", "en": "I want to talk to a person"}
STOP = {"ja": "カスペルスキーの自動更新を止めたい", "en": "I want to stop the auto-renewal of my Kaspersky"}
STATUS = {"ja": "問い合わせの状況を知りたい", "en": "How is my case going?"}
FIELDS: dict[str, dict[str, str]] = {
    "purchase_date": {"ja": "2026年5月3日です", "en": "May 3rd 2026"},
    "person_name": {"ja": "山田花子と申します", "en": "Hanako Yamada"},
    "email": {"ja": "hanako@example.com", "en": "hanako@example.com"},
    "order_number": {"ja": "20564778810", "en": "20564778810"},
}
TWO_NUMBERS = {"ja": "22122857か20564778810のどちらか", "en": "22122857 or 20564778810"}
SELLER = {"ja": "販売会社", "en": "reseller"}
FIX = {"ja": "修正する", "en": "Change something"}


@dataclass(frozen=True)
class Place:
    """One question of a form and the sayings that lead to it; ``[label]`` picks a button."""

    form: str
    slot: str
    language: str

    @property
    def name(self) -> str:
        return f"{self.language}-{self.form}-{self.slot}"

    @property
    def way(self) -> list[str]:
        return [said[self.language] for said in WAYS[self.form][self.slot]]

    @property
    def answer(self) -> str:
        return ANSWERS[self.slot][self.language]


Saying = dict[str, str]
_CASE = [HUMAN, PROBLEM, *FIELDS.values()]
WAYS: dict[str, dict[str, list[Saying]]] = {
    "auto_renew_form": {
        "purchase_place": [STOP],
        "identification": [STOP, {language: f"[{label}]" for language, label in SELLER.items()}],
        "product": [STOP, {"ja": "Nexwayで買いました", "en": "I bought it from Nexway"}],
        "which_number": [STOP, TWO_NUMBERS],
    },
    "escalation_form": {
        "problem": _CASE[:1],
        "purchase_date": _CASE[:2],
        "person_name": _CASE[:3],
        "email": _CASE[:4],
        "order_number": _CASE[:5],
        "confirmation": _CASE,
        "correcting": [*_CASE, {language: f"[{label}]" for language, label in FIX.items()}],
        "which_number": [*_CASE[:5], TWO_NUMBERS],
    },
    "case_status_form": {
        "ticket_number": [STATUS],
        "status_email": [STATUS, {"ja": "KD-12345678です", "en": "it's KD-12345678"}],
    },
}
ANSWERS: dict[str, Saying] = {
    **FIELDS,
    "problem": PROBLEM,
    "confirmation": {"ja": "はい", "en": "yes"},
    "correcting": {"ja": "購入日です", "en": "the date"},
    "purchase_place": {"ja": "マイ カスペルスキーです", "en": "My Kaspersky"},
    "identification": {"ja": "22122857", "en": "22122857"},
    "which_number": {"ja": "2つ目の番号です", "en": "the second number"},
    "product": {"ja": "カスペルスキー プラスです", "en": "Kaspersky Plus"},
    "ticket_number": {"ja": "KD-12345678", "en": "KD-12345678"},
    "status_email": {"ja": "hanako@example.com", "en": "hanako@example.com"},
}


def places(*, forms: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> list[Place]:
    """Every place of the domain's forms, in both languages.

    Args:
        forms: only these forms; empty for all.
        without: slots that are left out.
    """
    declared = domain_file()["forms"]
    return [
        Place(form, slot, language)
        for form, options in declared.items()
        if not forms or form in forms
        for slot in options["required_slots"]
        if slot not in without
        for language in LANGUAGES
    ]
