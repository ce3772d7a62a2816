"""The escalation: collects what an agent needs, takes corrections and questions at any time, and files one case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from bot.dialogue.answers import facts, is_question
from bot.dialogue.escalation_asking import CONFIRMATION, CORRECTION, ask_again, ask_next, ask_which, missing_fields
from bot.dialogue.escalation_exits import leave
from bot.dialogue.escalation_fields import (
    ASKING,
    Reading,
    candidate_of,
    display,
    is_clear_yes,
    is_correction,
    named_without_value,
    read_field,
)
from bot.dialogue.phrases import command, says
from bot.dialogue.proposed_problem import PROBLEM_TOPICS, proposed_problem
from bot.dialogue.several_fields import after_correction, read_all
from bot.dialogue.small_talk import asks_to_wait, small_talk
from bot.dialogue.turn import FIELDS, Memory, Outcome, Turn, Utterance, respond
from bot.dialogue.wording import button, choices, label_of, pick
from bot.knowledge import Knowledge
from bot.nlu.names import read_person_name


def take_turn(turn: Turn, memory: Memory, knowledge: Knowledge, today: date, *, asked: str | None) -> Outcome:
    """One turn of the form; ``asked`` is the slot that was asked, or None when the form has just started."""
    if asked is None:
        return _open(turn, memory, knowledge, today)
    aside = _aside(turn, memory, asked)
    if aside is not None:
        return aside
    leaving = leave(turn, asked)
    if leaving is not None:
        return leaving
    if turn.choice and turn.choice.startswith("field:"):
        return ask_again(memory, turn.choice.removeprefix("field:"))
    if (
        turn.choice
        and turn.choice.startswith("send:")
        and not (asked == CONFIRMATION and turn.choice == f"send:{memory.escalation_id}")
    ):
        return Outcome(say=(respond("utter_button_is_of_another_time"),), ask=asked)
    if turn.choice == "fix":
        return ask_which(memory)
    if turn.choice == "skip" and asked in FIELDS:
        return _refused(asked, memory)
    found = read_all(turn, memory, today, asked)
    given = {name: value for name, value in found.values.items() if value != getattr(memory, name)}
    refused = found.refused if found.refused != (asked,) else ()
    if asked == "problem" and given and not is_correction(turn) and turn.intent != "inform" and len(turn.text) > 25:
        given.setdefault("problem", turn.text.strip())
    if (
        asked in FIELDS
        and asked != "problem"
        and not given
        and says("refuse", turn.text)
        and not says("asks", turn.text)
    ):
        return _refused(asked, memory)
    correcting = is_correction(turn)
    if turn.intent == "switch_language":
        return Outcome(say=(respond("utter_language_switched"),), ask=asked)
    if correcting and not given:
        return _correct(turn, memory, knowledge, today, asked)
    if "@" in turn.text and "email" not in found.values and not turn.value("email"):
        return Outcome(say=(respond("utter_email_invalid"),), ask="email").plus(failures=memory.failed("email"))
    if given or refused:
        return _take(given, memory, knowledge, turn, asked, refused)
    if asked in (CONFIRMATION, CORRECTION):
        return _confirm(turn, memory, knowledge, asked)
    return _read(turn, memory, knowledge, today, asked)


def _open(turn: Turn, memory: Memory, knowledge: Knowledge, today: date) -> Outcome:
    given: dict[str, Any] = dict(read_all(turn, memory, today, "problem").values)
    again = memory.escalation_paused and bool(memory.escalation_id)
    if not memory.problem and "problem" not in given:
        proposal = proposed_problem(turn, memory, knowledge)
        if proposal:
            given["problem"] = proposal
    started: dict[str, Any] = {
        "escalation_id": memory.escalation_id if again else turn.message_id or "1",
        "escalation_paused": False,
        "awaiting": None,
        "failures": {},
        "form_outcome": None,
        CORRECTION: None,
        "fallbacks": 0,
        "date_hint": None,
        "identification": None,
    }
    if not again:
        started["refused"] = []
    memory = memory.after({**given, **started, "refused": memory.refused if again else ()})
    opening = respond("utter_escalation_resumed" if again else "utter_escalation_started")
    return ask_next(memory, opening).plus(**given, **started)


def _aside(turn: Turn, memory: Memory, asked: str) -> Outcome | None:
    """What neither answers nor leaves the form: once more, back, wait, why, no change."""
    if turn.is_choice:
        return None
    said = command(turn.text)
    if said == "again":
        return Outcome(ask=asked)
    if said == "back" and any(getattr(memory, name) for name in FIELDS):
        return ask_which(memory)
    if asks_to_wait(turn):
        return Outcome(say=(respond("utter_take_your_time"),), ask=asked)
    if asked in FIELDS and asked != "problem" and says("why", turn.text) and not turn.entities:
        return Outcome(say=(respond(f"utter_explain_{asked}"),), ask=asked)
    if asked == CORRECTION and says("no_change", turn.text):
        return ask_next(memory)
    if asked == CONFIRMATION and says("fine", turn.text) and turn.intent != "affirm":
        return Outcome(say=(respond("utter_confirm_yes_or_no"),), ask=asked)
    return None


def _take(
    given: dict[str, str], memory: Memory, knowledge: Knowledge, turn: Turn, asked: str, refused: tuple[str, ...] = ()
) -> Outcome:
    """Write given fields down, acknowledge what replaces an older value, answer what was asked beside it."""
    changed = [name for name in given if getattr(memory, name) and name != asked]
    remember: dict[str, Any] = {
        **given,
        "refused": [*(name for name in memory.refused if name not in given), *refused],
        CORRECTION: None,
        "identification": None,
        "date_hint": None if "purchase_date" in given else memory.date_hint,
    }
    after = memory.after({**remember, "refused": tuple(remember["refused"])})
    say: list[Utterance] = [
        respond(
            "utter_field_changed",
            field=label_of(name, memory.language),
            value=display(name, given[name], memory),
        )
        for name in changed
    ]
    if refused:
        say.append(respond("utter_go_on_without"))
    elif is_question(turn.intent, knowledge) and turn.intent in ASKING and says("asks", turn.text):
        say.extend(facts(turn.intent, after, knowledge, turn.text))
    return ask_next(after, *say).plus(**remember)


def _read(turn: Turn, memory: Memory, knowledge: Knowledge, today: date, asked: str) -> Outcome:
    """Read the asked field, or find out what the customer said instead."""
    reading = read_field(asked, turn, memory, knowledge, today)
    if asked != "problem" and not says("asks", turn.text) and reading.read:
        return _accept(reading, asked, memory, knowledge, turn)
    question = is_question(turn.intent, knowledge) and turn.confidence >= 0.55
    if asked == "problem":
        question = question and (turn.is_choice or (turn.intent in ASKING and says("question", turn.text)))
    else:
        question = question and (reading.value is None or turn.confidence > 0.7)
    if question:
        return Outcome(say=facts(turn.intent, memory, knowledge, turn.text), ask=asked)
    if asked != "problem" and turn.intent == "talk_to_human":
        return Outcome(say=(respond("utter_human_is_next"),), ask=asked)
    if asked != "problem" and says("refuse", turn.text):
        return _refused(asked, memory)
    talk = small_talk(turn.intent)
    if talk is not None and (turn.confidence >= 0.6 or asked == "problem") and turn.intent != "out_of_scope":
        return Outcome(say=(talk,), ask=asked)
    if reading.read:
        return _accept(reading, asked, memory, knowledge, turn)
    if asked != "problem" and memory.problem and _adds_to_the_problem(turn):
        problem = f"{memory.problem} / {turn.text.strip()}"
        return Outcome(say=(respond("utter_added_to_problem"),), ask=asked).plus(problem=problem)
    if turn.intent == "deny" or says("refuse", turn.text):
        return _refused(asked, memory)
    if talk is not None:
        return Outcome(say=(talk,), ask=asked)
    return _unread(asked, memory)


def _adds_to_the_problem(turn: Turn) -> bool:
    telling = turn.intent in PROBLEM_TOPICS or turn.intent == "problem_not_solved"
    return telling and not turn.is_choice and len(turn.text) >= 8 and not says("asks", turn.text)


def _accept(reading: Reading, asked: str, memory: Memory, knowledge: Knowledge, turn: Turn) -> Outcome:
    """Take a value that was read, or say what is wrong with it."""
    if reading.value is not None:
        return _take({asked: reading.value}, memory, knowledge, turn, asked)
    failures = memory.failed(asked)
    candidate = candidate_of(reading)
    if failures[asked] >= 3:
        return _take({asked: candidate}, memory, knowledge, turn, asked) if candidate else _refused(asked, memory)
    return Outcome(say=reading.trouble, ask=asked).plus(
        failures=failures,
        identification=candidate or memory.identification,
        date_hint=reading.date_hint or memory.date_hint,
    )


def _refused(asked: str, memory: Memory) -> Outcome:
    """The customer can't or won't give the field: go on without it where an agent can."""
    if asked == "problem" or (asked == "email" and memory.failures.get("refused:email", 0) == 0):
        return Outcome(say=(respond(f"utter_{asked}_is_needed"),), ask=asked).plus(
            failures=memory.failed(f"refused:{asked}")
        )
    refused = (*memory.refused, asked)
    after = memory.after({"refused": refused, asked: None})
    say = respond("utter_go_on_without_email" if asked == "email" else "utter_go_on_without")
    return ask_next(after, say).plus(refused=list(refused), **{asked: None})


def _unread(asked: str, memory: Memory) -> Outcome:
    """Say why the field is asked, give an example, and after that a way round."""
    failures = memory.failed(asked)
    if failures[asked] == 1:
        return Outcome(say=(respond(f"utter_explain_{asked}"),), ask=asked).plus(failures=failures)
    if asked != "problem" and failures[asked] >= 3:
        return _refused(asked, memory).plus(failures=failures)
    say: tuple[Utterance, ...] = (respond(f"utter_explain_{asked}_again"),)
    if asked != "problem":
        say = (*say, choices(memory.language, button("skip", pick("skip"), memory.language)))
    return Outcome(say=say, ask=asked).plus(failures=failures)


def _correct(turn: Turn, memory: Memory, knowledge: Knowledge, today: date, asked: str) -> Outcome:
    """A correction without a readable value: the named field is asked, else which one it is."""
    named = named_without_value(turn)
    if named == "person_name" or (named is None and (asked == "person_name" or _mentions_name(turn, memory))):
        name = read_person_name(after_correction(turn.text), memory.language)
        if name is not None:
            return _take({"person_name": name}, memory, knowledge, turn, asked)
    if named is None and asked in FIELDS and (getattr(memory, asked) is None or memory.correcting == asked):
        reading = read_field(asked, turn, memory, knowledge, today)
        if reading.value is not None and asked != "problem":
            return _take({asked: reading.value}, memory, knowledge, turn, asked)
        if not any(getattr(memory, name) for name in FIELDS):
            return (
                _read(replace(turn, intent="inform"), memory, knowledge, today, asked)
                if asked == "problem"
                else _unread(asked, memory)
            )
        if asked == "problem" and len(turn.text) > 12:
            return _take({"problem": turn.text.strip()}, memory, knowledge, turn, asked)
    if named == "problem":
        told = after_correction(turn.text).strip()
        if told != turn.text.strip() and len(told) >= 8:
            return _take({"problem": told}, memory, knowledge, turn, asked)
    if named is not None:
        readable = named in ("purchase_date", "order_number")
        value = read_field(named, turn, memory, knowledge, today).value if readable else None
        if value is not None:
            return _take({named: value}, memory, knowledge, turn, asked)
        return ask_again(memory, named)
    return ask_which(memory)


def _mentions_name(turn: Turn, memory: Memory) -> bool:
    return bool(memory.person_name) and (memory.person_name or "") in turn.text


def _confirm(turn: Turn, memory: Memory, knowledge: Knowledge, asked: str) -> Outcome:
    """The answer to the summary."""
    if asked == CONFIRMATION and is_clear_yes(turn):
        if missing_fields(memory):
            return ask_next(memory)
        return Outcome(done=True).plus(form_outcome="confirmed")
    named = named_without_value(turn)
    if named is not None and (asked == CORRECTION or turn.intent == "deny") and not says("question", turn.text):
        return ask_again(memory, named)
    if asked == CONFIRMATION and turn.intent in ("deny", "problem_not_solved"):
        return ask_which(memory)
    if is_question(turn.intent, knowledge) and turn.confidence >= 0.4:
        return Outcome(say=facts(turn.intent, memory, knowledge, turn.text), ask=CONFIRMATION)
    if turn.intent == "talk_to_human":
        return Outcome(say=(respond("utter_human_is_next"),), ask=CONFIRMATION)
    talk = small_talk(turn.intent)
    if talk is not None:
        return Outcome(say=(talk,), ask=CONFIRMATION)
    if asked == CORRECTION and turn.intent in ("affirm", "deny"):
        return ask_next(memory)
    return Outcome(say=(respond("utter_confirm_yes_or_no"),), ask=CONFIRMATION)
