"""Reads the fields of a case out of a message, and says what is wrong with a value that can't be taken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.dialogue.assembling import paragraphs
from bot.dialogue.phrases import fold, named_fields, says, says_just, without_denied_mistakes
from bot.dialogue.reading import wants_other_language
from bot.dialogue.small_talk import hesitates
from bot.dialogue.told_problem import told_problem
from bot.dialogue.turn import Memory, Response, Turn, respond
from bot.dialogue.wording import button, choices, pick
from bot.knowledge import Knowledge, identify
from bot.messages import Choice, Choices, Message
from bot.nlu.dates import DateReading, complete_date, read_purchase_date
from bot.nlu.mail_addresses import is_mail_address
from bot.nlu.names import read_person_name

NOT_A_PROBLEM = frozenset(
    {
        "affirm",
        "deny",
        "greet",
        "goodbye",
        "thank",
        "cancel",
        "talk_to_human",
        "switch_language",
        "bot_challenge",
        "ask_capabilities",
        "check_ticket_status",
        "delete_my_data",
        "inform",
        "problem_solved",
    }
)
"""Messages that do not describe a problem, whatever is being asked."""

ASKING = frozenset(
    {
        "check_registration_needed",
        "ask_registration_requirements",
        "find_purchase_code",
        "find_serial_number",
        "ask_license_info_change",
        "ask_expiry_consequence",
        "ask_supported_products",
        "find_order_number",
        "explain_auto_renew",
        "ask_after_cancellation",
        "contact_support",
        "identify_provider",
    }
)
"""Questions of knowledge: while the problem is asked, these are answered rather than filed."""

_NO_ORDER_NUMBER = frozenset(
    {
        "looks_like_card_number",
        "looks_like_phone_number",
        "looks_like_ticket_number",
        "named_as_other_code",
        "looks_like_date",
    }
)
"""Reasons of the identification for which a number is certainly not kept."""

_DATE_LIKE = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$")
_CLAUSES = re.compile(r"(?<=[すたいるだ])が[、,\s]*|けど[、,\s]*|けれど[、,\s]*|[、,。]|\bbut\b|\.\s")
_QUESTION = re.compile(r"[?？]\s*$|(?:です|ます|でしょう|ません|の)か[。\s]*$")
_REQUEST = re.compile(
    r"お願い|おねがい|送って|送信|もらえ|いただけ|頂け|くれ|\b(?:can|could|would|will) you\b", re.IGNORECASE
)
"""A question that asks for it to be sent agrees; "is that all right?" doesn't."""

_WITHOUT_FILLERS = re.compile(
    r"^(?:ok|okay|yes|yep|great|right|now|はい|うん|ええ)[,、\s]+|[,、\s]+(?:now|then|thanks|thank you|cheers|to me|too)$"
)
_ONE_OF_TWO = re.compile(r"の(?:ほう|方)$")
_CONTENT = re.compile(r"[^\W\d_]", re.UNICODE)


@dataclass(frozen=True)
class Reading:
    """What a message gives for the asked field: a value, or what to say to the customer instead."""

    value: str | None = None
    trouble: tuple[Response | Message, ...] = ()
    read: bool = False
    """Whether the message was an attempt at the field at all."""
    date_hint: str | None = None
    """What is known of an incomplete date, as ``year-month``."""


def given_fields(turn: Turn, memory: Memory, today: date) -> dict[str, str]:
    """The fields the message names with a valid value, whichever was asked."""
    given: dict[str, str] = {}
    for name in ("email", "person_name", "order_number"):
        value = turn.value(name)
        if (
            value
            and (name != "email" or is_mail_address(value))
            and not (name == "order_number" and _DATE_LIKE.match(value))
        ):
            given[name] = _ONE_OF_TWO.sub("", value) if name == "person_name" else value
    if turn.value("purchase_date") and not _asks_of_a_day(turn):
        reading = _read_day(turn, memory, today) if not turn.is_choice else None
        if reading is None or (reading.value is not None and reading.problem is None):
            given["purchase_date"] = (
                reading.value.isoformat() if reading and reading.value else turn.value("purchase_date") or ""
            )
    return given


def _asks_of_a_day(turn: Turn) -> bool:
    """Whether a day stands in a question of its own, as in "what's the weather today?"."""
    asking = turn.intent == "out_of_scope" or turn.intent in ASKING
    return not turn.is_choice and asking and says("question", turn.text) and not says("bought", turn.text)


def read_field(name: str, turn: Turn, memory: Memory, knowledge: Knowledge, today: date) -> Reading:
    """Read the asked field from the whole message.

    Args:
        name: one of ``bot.dialogue.turn.FIELDS``.
        turn: the message.
        memory: the slots.
        knowledge: the facts, for order numbers.
        today: the customer's day, for dates.
    """
    if turn.choice == "keep" and name == "order_number":
        return Reading(value=memory.identification, read=True)
    reader = {
        "problem": _problem,
        "purchase_date": _date,
        "person_name": _name,
        "email": _mail,
        "order_number": _order,
    }[name]
    return reader(turn, memory, knowledge, today)


def _problem(turn: Turn, memory: Memory, knowledge: Knowledge, today: date) -> Reading:
    text = turn.text.strip()
    told = turn.intent == "inform" and not turn.entities and told_problem(text) is not None
    small = turn.intent in NOT_A_PROBLEM and len(text) < 25 and not _tells_of_a_language(turn)
    if turn.is_choice or hesitates(text) or (small and not told):
        return Reading()
    if len(_CONTENT.findall(text)) < 3:
        return Reading()
    return Reading(value=text, read=True)


def _tells_of_a_language(turn: Turn) -> bool:
    return turn.intent == "switch_language" and not wants_other_language(turn)


def _date(turn: Turn, memory: Memory, knowledge: Knowledge, today: date) -> Reading:
    if turn.is_choice and turn.value("purchase_date"):
        return Reading(value=turn.value("purchase_date"), read=True)
    if _asks_of_a_day(turn):
        return Reading()
    reading = _read_day(turn, memory, today)
    if reading.problem is None and reading.value is not None:
        return Reading(value=reading.value.isoformat(), read=True)
    if reading.problem == "missing":
        return Reading()
    if reading.problem == "ambiguous":
        items = tuple(
            Choice(label=_day(day, memory), payload=f'/inform{{"purchase_date": "{day.isoformat()}"}}')
            for day in reading.candidates
        )
        asked = (respond("utter_date_ambiguous"), Message(language=memory.language, blocks=(Choices(items=items),)))
        return Reading(trouble=asked, read=True)
    hint = f"{reading.year or ''}-{reading.month or ''}" if reading.problem == "incomplete" else None
    said = respond(f"utter_date_{reading.problem}", today=_day(today, memory))
    return Reading(trouble=(said,), read=True, date_hint=hint)


def _read_day(turn: Turn, memory: Memory, today: date) -> DateReading:
    """The day in the message, with the month that an earlier message gave."""
    if not memory.date_hint:
        return read_purchase_date(turn.text, today, memory.language)
    year, month = memory.date_hint.split("-")
    known = (int(year) if year else None, int(month) if month else None)
    return complete_date(known, turn.text, today, memory.language)


def _name(turn: Turn, memory: Memory, knowledge: Knowledge, today: date) -> Reading:
    if turn.value("person_name") is None and _read_day(turn, memory, today).value is not None:
        return Reading()  # "last Tuesday" is nobody's name
    if hesitates(turn.text) or says_just("thanks_or_hello", turn.text):
        return Reading()
    name = turn.value("person_name") or (None if turn.is_choice else read_person_name(turn.text, memory.language))
    return Reading(value=name, read=name is not None)


def _mail(turn: Turn, memory: Memory, knowledge: Knowledge, today: date) -> Reading:
    value = turn.value("email")
    if value and is_mail_address(value):
        return Reading(value=value, read=True)
    if value or "@" in fold(turn.text):
        return Reading(trouble=(respond("utter_email_invalid"),), read=True)
    return Reading()


def _order(turn: Turn, memory: Memory, knowledge: Knowledge, today: date) -> Reading:
    found = identify(turn.text, knowledge, "order_number") if not turn.is_choice else None
    value = turn.value("order_number") or (found.matched if found and found.provider else None)
    if value and (found is None or found.provider or not found.near_misses):
        return Reading(value=value, read=True)
    if found and any(miss.reason_code in _NO_ORDER_NUMBER for miss in found.near_misses):
        return Reading(
            trouble=(Message(language=memory.language, blocks=tuple(paragraphs(found.explanation(memory.language)))),),
            read=True,
        )
    digits = re.findall(r"[0-9A-Z][0-9A-Z-]{4,19}", fold(turn.text).upper())
    candidate = next((part for part in digits if any(character.isdigit() for character in part)), None)
    if candidate is None or turn.value("email"):
        return Reading()
    if memory.identification == candidate:  # said twice: the customer means it
        return Reading(value=candidate, read=True)
    keep = choices(
        memory.language, button("keep", pick("keep"), memory.language), button("skip", pick("skip"), memory.language)
    )
    return Reading(trouble=(respond("utter_order_number_unusual", number=candidate), keep), read=True)


def candidate_of(reading: Reading) -> str | None:
    """The unusual order number that the customer may insist on."""
    for said in reading.trouble:
        if isinstance(said, Response) and said.name == "utter_order_number_unusual":
            return said.values["number"]
    return None


def named_without_value(turn: Turn) -> tuple[str, ...]:
    """The fields a correction names without giving their new values, in order.

    "The name is right but the date is wrong" names the date: a clause that finds something right doesn't count.
    """
    clauses = [clause for clause in _CLAUSES.split(turn.text) if clause]
    wrong = [clause for clause in clauses if says("correct", clause) or not says("right", clause)]
    names = dict.fromkeys(name for clause in wrong for name in named_fields(clause))
    return tuple(names) or named_fields(turn.text)


def is_correction(turn: Turn) -> bool:
    """Whether the message says that something given before was wrong."""
    if turn.is_choice or says_just("yes", turn.text):
        return False
    if says("refuse", turn.text) and not says("correct", turn.text):
        return False
    text = without_denied_mistakes(turn.text)
    if turn.intent == "correct_information":
        return text == fold(turn.text) or says("correct", text)
    if says("asks", turn.text):
        return False
    return says("correct", text) and (turn.intent != "affirm" or says("not_yet", text))


def is_clear_yes(turn: Turn) -> bool:
    """Whether the message agrees without any reserve; only this files a case."""
    if turn.is_choice:
        return turn.intent == "affirm" or (turn.choice or "").startswith("send:")
    if says_just("yes", turn.text):
        return True
    text = without_denied_mistakes(turn.text)
    if says("not_yet", text) or (_QUESTION.search(turn.text) and not _REQUEST.search(turn.text)):
        return False
    return (
        says("yes", text)
        or says_just("yes", _WITHOUT_FILLERS.sub("", text))
        or (turn.intent in ("affirm", "problem_solved") and turn.confidence >= 0.8)
    )


def _day(day: date, memory: Memory) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if memory.language == "ja" else f"{day.day} {day:%B %Y}"


def display(name: str, value: Any, memory: Memory) -> str:
    """A field's value as the customer reads it."""
    if name == "purchase_date" and value:
        return _day(date.fromisoformat(str(value)), memory)
    return str(value)
