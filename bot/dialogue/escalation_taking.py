"""Writes the fields of a case down, or goes on without them, and asks what comes next."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bot.dialogue.answers import facts, is_question
from bot.dialogue.escalation_asking import CORRECTION, ask_next
from bot.dialogue.escalation_fields import (
    ASKING,
    Reading,
    candidate_of,
    display,
    is_correction,
    named_without_value,
)
from bot.dialogue.identification import contradiction, explain, look_up
from bot.dialogue.phrases import field_refused, says
from bot.dialogue.turn import FIELDS, Memory, Outcome, Turn, Utterance, respond
from bot.dialogue.wording import button, choices, label_of, pick
from bot.knowledge import Knowledge, identify
from bot.messages import Message

_LABEL = re.compile(
    r"^\s*(?:お?困りの?内容|お?問い合わせ内容|ご?相談内容|内容|問題|症状|用件|problem|issue|description)\s*[:：]\s*",
    re.IGNORECASE,
)
"""What a customer copies from a form before what is wrong."""


def take(
    given: dict[str, str], memory: Memory, knowledge: Knowledge, turn: Turn, asked: str, without: tuple[str, ...] = ()
) -> Outcome:
    """Write given fields down, acknowledge what replaces an older value, answer what was asked beside it."""
    if "problem" in given:
        given = {**given, "problem": without_label(given["problem"])}
    changed = [name for name in given if getattr(memory, name) and name != asked]
    also_wrong = [
        name for name in (named_without_value(turn) if is_correction(turn) else ()) if _is_wrong(name, memory)
    ]
    waiting = dict.fromkeys((*memory.to_correct, *(name for name in also_wrong if name != "problem")))
    remember: dict[str, Any] = {
        **given,
        "refused": (*(name for name in memory.refused if name not in given), *without),
        "to_correct": tuple(name for name in waiting if name not in given and name not in without),
        "last_given": tuple(given),
        CORRECTION: None,
        "identification": None,
        "which_number": () if "order_number" in given else memory.which_number,
        "date_hint": None if "purchase_date" in given else memory.date_hint,
    }
    after = memory.after(remember)
    provider = identify(given["order_number"], knowledge, "order_number").provider if "order_number" in given else None
    say: list[Utterance] = [
        *contradiction(provider, memory, knowledge),
        *(
            respond(
                "utter_field_changed",
                field=label_of(name, memory.language),
                value=display(name, given[name], memory),
            )
            for name in changed
        ),
    ]
    if "order_number" in given and (turn.intent == "identify_provider" or says("which_seller", turn.text)):
        told = explain(look_up(given["order_number"], knowledge), memory.after({"contradicted": None}), knowledge)
        say.extend(told)
    if asked in FIELDS and asked not in given:  # the same question comes again, so what it took is said
        noted = [name for name in given if name not in changed]
        say += [respond("utter_field_noted", field=label_of(name, memory.language)) for name in noted]
    if without:
        say.append(respond("utter_go_on_without"))
    elif is_question(turn.intent, knowledge) and turn.intent in ASKING and says("asks", turn.text):
        say.extend(facts(turn.intent, after, knowledge, turn.text))
    return asking(after, remember, *say)


def without_label(problem: str) -> str:
    """What is wrong, without the word for it that stands before."""
    return _LABEL.sub("", problem) or problem


def asking(after: Memory, remember: dict[str, Any], *say: Utterance) -> Outcome:
    """Write down, and ask what comes next."""
    following = ask_next(after, *say)
    return replace(following, remember={**remember, **following.remember})


def _is_wrong(name: str, memory: Memory) -> bool:
    """Whether there is something to correct in the field."""
    return bool(getattr(memory, name)) or name in memory.refused


def accept(reading: Reading, asked: str, memory: Memory, knowledge: Knowledge, turn: Turn) -> Outcome:
    """Take a value that was read, or say what is wrong with it."""
    if reading.value is not None:
        return take({asked: reading.value}, memory, knowledge, turn, asked)
    failures = memory.failed(asked)
    candidate = candidate_of(reading)
    offers_days = any(isinstance(said, Message) for said in reading.trouble) and asked == "purchase_date"
    if failures[asked] >= (5 if offers_days else 3):
        return take({asked: candidate}, memory, knowledge, turn, asked) if candidate else refused(asked, memory)
    return Outcome(say=reading.trouble, ask=asked).plus(
        failures=failures,
        identification=candidate or memory.identification,
        date_hint=reading.date_hint or memory.date_hint,
    )


def refused(asked: str, memory: Memory) -> Outcome:
    """The customer can't or won't give the field: go on without it where an agent can."""
    if asked in ("problem", "email") and memory.failures.get(f"refused:{asked}", 0) == 0:
        return Outcome(say=(respond(f"utter_{asked}_is_needed"),), ask=asked).plus(
            failures=memory.failed(f"refused:{asked}")
        )
    waiting = tuple(name for name in memory.to_correct if name != asked)
    remember = {"refused": (*memory.refused, asked), asked: None, "to_correct": waiting, CORRECTION: None}
    say = respond("utter_go_on_without_email" if asked == "email" else "utter_go_on_without")
    return asking(memory.after(remember), remember, say)


def refused_by_words(asked: str, memory: Memory, text: str) -> Outcome:
    """The customer can't give something: the field that they speak of, else the one that was asked."""
    named = field_refused(text)
    about_other = named not in (None, "problem", asked) and getattr(memory, named or asked) is None
    return refused(named if named and about_other else asked, memory)


def unread(asked: str, memory: Memory) -> Outcome:
    """Say why the field is asked, give an example, and after that a way round."""
    failures = memory.failed(asked)
    if failures[asked] == 1:
        return Outcome(say=(respond(f"utter_explain_{asked}"),), ask=asked).plus(failures=failures)
    if failures[asked] >= 3:
        insisted = memory.after({"failures": {f"refused:{asked}": 1}})  # asked often enough: no more pleading
        return refused(asked, insisted).plus(failures=failures)
    skip = choices(memory.language, button("skip", pick("skip"), memory.language))
    return Outcome(say=(respond(f"utter_explain_{asked}_again"), skip), ask=asked).plus(failures=failures)
