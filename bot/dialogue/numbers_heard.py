"""Several order numbers in one conversation: asks which one is meant, and reads "the second number" as one of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.dialogue.forgetting import GONE
from bot.dialogue.ordinals import OTHER, number_pointed_at, one_of_them, pointed_at
from bot.dialogue.phrases import field_refused, fold, says
from bot.dialogue.small_talk import hesitates
from bot.dialogue.taken_back import number_settled_on
from bot.dialogue.turn import Memory, Turn, Utterance, respond
from bot.dialogue.wording import button, choices
from bot.knowledge import Knowledge, identify
from bot.messages import Choice

WHICH = "which_number"
"""The slot of both forms that is asked while one of several numbers is to be picked."""

_BEGINNING = re.compile(
    r"(?:頭|先頭|最初|はじめ|前|アタマ|あたま)(?:の(?:ところ|文字))?(?:に|は|が)[、\s]*[「\"']?(allsoft|[a-z])(?![a-z])"
    r"|(?<![a-z])(?:an? )?[\"'“]?(allsoft|[a-z])[\"'”]?(?:-| )?(?: is| was|'s)? ?(?:in front|at the (?:front|start|beginning)|before it)"
    r"|(?:starts?|begins?|beginning|starting) with (?:an? )?[\"'“]?(allsoft|[a-z])(?![a-z])"
    r"|(?:left out|forgot|missed|missing|without) the (?:letters? )?[\"'“]?(allsoft|[a-z])(?![a-z])"
    r"|[「\"']?(allsoft|[a-z])[」\"']?(?:で|から)(?:始|はじ)ま"
    r"|(?:忘れ|漏れ|落とし|抜か|抜け)[^a-z]{0,8}[、。\s]+[「\"']?(allsoft|[a-z])[」\"']?(?:です|でした|や|だ|$)"
    r"|(?<![a-z])[「\"']?(allsoft|[a-z])[」\"']?が?(?:の)?(?:頭|先頭|最初|前)に"
    r"|(?:should be|it's|it is|is) (?:an? )?[\"'“]?(allsoft|[a-z])[\"'”]?,? (?:and )?then(?![a-z])"
    r"|[「\"']?(allsoft|[a-z])[」\"']?(?:が|って|を)?(?:書き|入れ|打ち|つけ|付け)?(?:付い|つい|抜け|ぬけ|忘れ|わすれ|落とし)"
)
"""Where a message says which letters stand before a number that was given without them."""

_ABOUT_THE_SELLER = ("stop_auto_renew", "identify_provider", "unknown_charge")
"""Topics in which "the other one" is another order number, statement line or place of purchase."""

_DEVICES = ("ios", "android", "huawei")
_SORRY = re.compile(r"す[みい]ません|申し訳(?:ありません|ございません)")
"""Excuses that hold a "not"."""

_ABOUT_A_NUMBER = frozenset(
    {"nlu_fallback", "find_order_number", "out_of_scope", "correct_information", "deny", "affirm"}
)
"""What a message that points at a number may be taken for, where it only gives the number."""


def with_the_number_meant(parse: Mapping[str, Any], memory: Memory) -> dict[str, Any]:
    """The parse with the order number that the words point at, as if it had been written out.

    Args:
        parse: Rasa's parse format.
        memory: the slots before the message.
    """
    text = str(parse.get("text") or "")
    known = tuple(number for number in memory.numbers if number != GONE)
    if any(item.get("entity") in ("order_number", "card_statement") for item in parse.get("entities") or []):
        return dict(parse)
    completed = _with_its_beginning(text, known)
    if completed is not None:
        return _given(parse, completed, text)
    if len(known) < 2:
        return _with_the_place_meant(parse, memory, text)
    whole = pointed_at(text)
    one = one_of_them(text) if memory.topic in _ABOUT_THE_SELLER else None
    if one is not None and not (whole is not None and whole.number):
        meant = _the_one_meant(one.place, known, (memory.order_number, memory.card_statement))
        return _given(parse, meant, text) if meant else dict(parse)
    pointed = whole if whole is not None and whole.number else number_pointed_at(text)
    if pointed is None or not -len(known) <= pointed.place < len(known):
        return dict(parse)
    meant_here = {**parse, "entities": [*(parse.get("entities") or []), _entity(known[pointed.place], text)]}
    if whole is None and says("stop", text):
        stopping = {"name": "stop_auto_renew", "confidence": 1.0}
        return {**meant_here, "intent": stopping, "intent_ranking": [stopping, *(parse.get("intent_ranking") or [])]}
    if whole is None and (parse.get("intent") or {}).get("name") not in _ABOUT_A_NUMBER:
        return meant_here
    return _given(parse, known[pointed.place], text)


def _the_one_meant(place: int, things: tuple[str, ...], current: tuple[str | None, ...]) -> str | None:
    """The thing at a place of a row; of two, "the other one" is the one that is not current."""
    if place == OTHER:
        others = [thing for thing in things if thing not in current]
        return others[-1] if len(others) == 1 or len(things) > 2 and others else None
    return things[place] if -len(things) <= place < len(things) else None


def _with_the_place_meant(parse: Mapping[str, Any], memory: Memory, text: str) -> dict[str, Any]:
    """The parse with the place of purchase or the device that "the other one" stands for, where two were named."""
    one = one_of_them(text) if memory.topic in _ABOUT_THE_SELLER and len(memory.places_told) > 1 else None
    if one is None or any(item.get("entity") in ("device", "provider") for item in parse.get("entities") or []):
        return dict(parse)
    meant = _the_one_meant(one.place, memory.places_told, (memory.device, memory.provider, memory.purchase_place))
    if meant is None:
        return dict(parse)
    kind = "device" if meant in _DEVICES else "provider"
    named = {**parse, "entities": [{"entity": kind, "value": meant, "start": 0, "end": len(text)}]}
    informing = {"name": "inform", "confidence": 1.0}
    return {**named, "intent": informing, "intent_ranking": [informing, *(parse.get("intent_ranking") or [])]}


def _given(parse: Mapping[str, Any], number: str, text: str) -> dict[str, Any]:
    """The parse as that of a message that gives the number and nothing else."""
    informing = {"name": "inform", "confidence": 1.0}
    entities = [*(parse.get("entities") or []), _entity(number, text)]
    ranking = [informing, *(parse.get("intent_ranking") or [])]
    return {**parse, "entities": entities, "intent": informing, "intent_ranking": ranking}


def _entity(number: str, text: str) -> dict[str, Any]:
    kind = "order_number" if re.fullmatch(r"[0-9A-Z-]*\d[0-9A-Z-]{4,}", number) else "card_statement"
    return {"entity": kind, "value": number, "start": 0, "end": len(text)}


def _with_its_beginning(text: str, known: tuple[str, ...]) -> str | None:
    """The last number, where it was digits only, with the letters that the customer now says stand before it."""
    said = _SORRY.sub("", fold(text)).replace("エー", "a")
    found = _BEGINNING.search(said)
    if found is None or not known or not known[-1].isdigit() or says("negative", said):
        return None
    letters = next(group for group in found.groups() if group).upper()
    return f"ALLSOFT-{known[-1]}" if letters == "ALLSOFT" else f"{letters}{known[-1]}"


def undecided(turn: Turn) -> tuple[str, ...]:
    """The different order numbers of one message, if there are several."""
    numbers = turn.values("order_number")
    settled = turn.is_choice or number_settled_on(turn) is not None
    return numbers if len(numbers) > 1 and not settled else ()


def disagreeing(turn: Turn, knowledge: Knowledge) -> tuple[str, ...]:
    """The order numbers of one message that point to different providers."""
    numbers = undecided(turn)
    return numbers if len({identify(number, knowledge, "order_number").provider for number in numbers}) > 1 else ()


def knows_not_which(turn: Turn) -> bool:
    """Whether the answer to "which number?" is that it can't be said, or that it doesn't matter."""
    if turn.is_choice or turn.entities or says("none_of_them", turn.text):
        return turn.choice == "skip"
    unsure = says("refuse", turn.text) or says("either", turn.text) or hesitates(turn.text)
    return (unsure or turn.intent == "deny") and field_refused(turn.text) in (None, "order_number")


def ask_which(numbers: tuple[str, ...], memory: Memory, *, or_all: bool = False) -> tuple[Utterance, ...]:
    """Ask which number is meant, with a button for each, and one for all of them where an agent can use them."""
    items = [Choice(label=number, payload=f'/inform{{"order_number": "{number}"}}') for number in numbers]
    if or_all:
        name = "both_numbers" if len(numbers) == 2 else "all_numbers"
        items.append(button(name, f'/inform{{"order_number": "{", ".join(numbers)}"}}', memory.language))
    return (respond("utter_which_number"), choices(memory.language, *items))
