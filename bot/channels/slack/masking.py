"""Personal data made unreadable for a channel, where more people read than have to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.messages import Language
from bot.nlu.names import read_person_name

_HIDDEN = "***"
_MAIL = re.compile(r"([\w.+-])[\w.+-]*[@＠]([\w-]+(?:[.．][\w-]+)+)")
_DAY = re.compile(r"[0-9]{4}[-/年.][0-9]{1,2}[-/月.][0-9]{1,2}")
_CASE = re.compile(r"KD-[0-9]{8}")
_DIGITS = re.compile(r"[0-9０-９]")
_NUMBERS = re.compile(
    r"[A-Za-z0-9０-９][A-Za-z0-9０-９‐‑–−ー－-]{5,}(?: ?[0-9０-９‐‑–−ー－-]{2,})*"
    r"|(?<![0-9０-９])[0-9０-９]{2,5}(?:[ \u3000.・][0-9０-９]{2,5}){2,}"  # as telephone numbers are written too
)
_NAME_IS_SHORT = 30


def masked(value: str | None) -> str:
    """A name, an address or a number with only enough left to tell it from another."""
    if not value:
        return ""
    if "@" in value:
        local, _, domain = value.partition("@")
        return f"{local[:1]}{_HIDDEN}@{domain}"
    if len(_DIGITS.findall(value)) >= 4:
        return f"{value[:1]}{_HIDDEN}{value[-2:]}"
    return f"{value[:1]}{_HIDDEN}"


def masked_text(text: str, known: Sequence[str] = ()) -> str:
    """A text in which nobody reads mail addresses, numbers and what is ``known`` of the customer."""
    return _NUMBERS.sub(_masked_number, masked_known(text, known))


def masked_known(text: str, known: Sequence[str]) -> str:
    """An agent's words: the numbers in them are the desk's own, unless they are ``known`` as the customer's."""
    for value in sorted(filter(None, known), key=len, reverse=True):
        text = re.sub(_spaced(value), lambda found: masked(found.group()), text, flags=re.IGNORECASE)
    return _MAIL.sub(r"\1***@\2", text)


def masked_saying(text: str, language: Language, known: Sequence[str] = ()) -> str:
    """What a customer wrote, as ``masked_text``; a short answer that can be a name is one."""
    hidden = masked_text(text, known)
    if len(text) > _NAME_IS_SHORT:
        return hidden
    name = read_person_name(text, language)
    return hidden.replace(name, masked(name)) if name and name in hidden else hidden


def _masked_number(found: re.Match[str]) -> str:
    value = found.group()
    if _DAY.fullmatch(value) or _CASE.fullmatch(value) or len(_DIGITS.findall(value)) < 4:
        return value
    return masked(value)


def _spaced(value: str) -> str:
    """The value however its blanks are written."""
    letters = [re.escape(sign) for sign in value if not sign.isspace()]
    return r"[\s\u3000]?".join(letters) if len(letters) > 1 else re.escape(value)
