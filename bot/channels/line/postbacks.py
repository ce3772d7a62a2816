"""What comes back when a customer taps: a choice's signed id, or a switch of the menu's language."""

from __future__ import annotations

from dataclasses import dataclass

from bot.messages import Language

_CHOICE = "choice="
_LANGUAGE = "language="


@dataclass(frozen=True)
class PickedChoice:
    """A choice that the assistant offered."""

    choice_id: str


@dataclass(frozen=True)
class PickedLanguage:
    """The language of the menu that the customer turned to."""

    language: Language


def choice_data(choice_id: str) -> str:
    """The postback data of a choice."""
    return _CHOICE + choice_id


def language_data(language: Language) -> str:
    """The postback data of the menu's language switch."""
    return _LANGUAGE + language


def read_postback(data: str) -> PickedChoice | PickedLanguage | None:
    """What a postback's data stands for; None for anything else."""
    if data.startswith(_CHOICE):
        return PickedChoice(data[len(_CHOICE) :])
    match data:
        case "language=ja":
            return PickedLanguage("ja")
        case "language=en":
            return PickedLanguage("en")
    return None
