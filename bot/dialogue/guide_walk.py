"""Walks through a guide one step at a time, at the customer's pace."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue.answers import ask_helped, feedback_on
from bot.dialogue.phrases import fold, says
from bot.dialogue.turn import Felt, Memory, Outcome, Shown, Utterance, respond
from bot.dialogue.wording import button, choices, pick
from bot.knowledge import Knowledge


def can_walk(memory: Memory, knowledge: Knowledge) -> bool:
    """Whether the guide last shown has steps to walk through."""
    guide = knowledge.guides.get(memory.guide or "")
    return guide is not None and len(guide.steps) > 1


def show_step(memory: Memory, knowledge: Knowledge, step: int) -> Outcome:
    """Show step ``step`` (from 1) of the current guide; past the last one, ask whether it helped."""
    guide = knowledge.guides[memory.guide or ""]
    if step > len(guide.steps):
        asked = ask_helped(guide.id, memory, knowledge, offer_steps=False)
        return Outcome(say=(respond("utter_steps_finished"), *asked)).plus(**feedback_on(guide.id, memory))
    step = max(step, 1)
    shown = str(Shown(guide.id, step, memory.turn_id or ""))
    buttons = choices(
        memory.language,
        button("done", pick("next", shown), memory.language),
        button("stuck", pick("stuck", shown), memory.language),
        button("whole", pick("whole", shown), memory.language),
    )
    return Outcome(say=(guide.step_message(memory.language, knowledge, step - 1), buttons)).plus(
        guide=guide.id, guide_step=step, guide_turn=memory.turn_id, awaiting="step", fallbacks=0
    )


def show_whole(memory: Memory, knowledge: Knowledge) -> Outcome:
    """Show the current guide as a whole and ask whether it helped."""
    guide = knowledge.guides[memory.guide or ""]
    return Outcome(say=(guide.message(memory.language, knowledge), *ask_helped(guide.id, memory, knowledge))).plus(
        **{**feedback_on(guide.id, memory), "guides_beside": memory.guides_beside}
    )


def digress(answer: tuple[Utterance, ...], memory: Memory, knowledge: Knowledge) -> Outcome:
    """Answer a question in the middle of a guide, and go on with the step that was on the table."""
    step = show_step(memory, knowledge, memory.guide_step or 1)
    return step.after(*answer, respond("utter_back_to_the_step"))


def walk(command: str, memory: Memory, knowledge: Knowledge) -> Outcome | None:
    """Obey a walking command (next, back, again, steps, whole, stuck), or None if there is nothing to walk."""
    if memory.guide not in knowledge.guides:
        return None
    here = memory.guide_step or 0
    if (
        command == "whole"
        or (command == "again" and not here)
        or (command == "back" and here == 1)
        or (command == "steps" and not can_walk(memory, knowledge))
    ):
        return show_whole(memory, knowledge)
    if command == "steps":
        return show_step(memory, knowledge, 1)
    if not here:
        return show_step(memory, knowledge, 1) if command == "next" and can_walk(memory, knowledge) else None
    if command == "stuck":
        return stuck(memory)
    if command == "next":
        return done(memory, knowledge)
    return show_step(memory, knowledge, {"back": here - 1, "again": here}[command])


def jump(step: int, text: str, memory: Memory, knowledge: Knowledge) -> Outcome | None:
    """Show the step the customer names by its number, if the guide on the table has it, or help where it fails."""
    if not can_walk(memory, knowledge) or not 1 <= step <= len(knowledge.guides[memory.guide or ""].steps):
        return None
    if says("negative", text) or says("no_luck", text):
        there = stuck(memory.after({"guide_step": step}), text)
        shown = memory.awaiting == "step" and memory.guide_step == step
        guide = knowledge.guides[memory.guide or ""]
        return there if shown else there.after(guide.step_message(memory.language, knowledge, step - 1))
    return show_step(memory, knowledge, step)


_LESS_THAN_A_DAY = re.compile(
    r"(?:\d+|数|何|一|二|三|半)(?:分|時間)|さっき|たった今|ついさっき|今しがた|今朝|いましがた|\bjust now\b|minutes?|hours?|this morning|a moment ago"
)
_MORE_THAN_A_DAY = re.compile(
    r"(?:\d+|数|何|一|二|三)(?:日|週間|か月|ヶ月)|昨日|きのう|一昨日|おととい|先週|先月|yesterday|days?|weeks?|last (?:week|month)"
)
_WAITING_GUIDE = "missing_mail"
_WAIT, _ASK = 2, 3
_LONGEST_SPELL = 24
_DAY_IN_HOURS = 24


def after_waiting(text: str, memory: Memory, knowledge: Knowledge) -> Outcome | None:
    """The step of the guide to a missing mail that fits how long the customer says to have waited, if they say so."""
    if (
        memory.guide != _WAITING_GUIDE
        or memory.awaiting not in ("feedback", "step", "stuck")
        or len(text) > _LONGEST_SPELL
    ):
        return None
    said = fold(text)
    hours = re.search(r"(\d+) ?(?:時間|hours?)", said)
    if _MORE_THAN_A_DAY.search(said) or (hours is not None and int(hours[1]) >= _DAY_IN_HOURS):
        return show_step(memory, knowledge, _ASK)
    return show_step(memory, knowledge, _WAIT) if _LESS_THAN_A_DAY.search(said) else None


def done(memory: Memory, knowledge: Knowledge) -> Outcome:
    """The step is done: the next one."""
    return replace(show_step(memory, knowledge, (memory.guide_step or 0) + 1), felt=felt(memory, helped=True))


def stuck(memory: Memory, complaint: str | None = None) -> Outcome:
    """The customer can't do the step: offer a person, and the way on; the complaint is kept for the person."""
    shown = str(memory.on_the_table or "")
    buttons = choices(
        memory.language,
        button("human", "/talk_to_human", memory.language),
        button("done", pick("next", shown), memory.language),
        button("whole", pick("whole", shown), memory.language),
    )
    said = respond("utter_stuck", step=str(memory.guide_step or 1))
    remember = {"guide": memory.guide, "guide_step": memory.guide_step, "guide_turn": memory.guide_turn}
    return Outcome(say=(said, buttons), felt=felt(memory, helped=False)).plus(
        awaiting="stuck", fallbacks=0, complaint=complaint, **remember
    )


def felt(memory: Memory, *, helped: bool) -> Felt | None:
    """What the customer says of the guide or step on the table, if there is one."""
    return Felt(memory.on_the_table, helped) if memory.on_the_table else None
