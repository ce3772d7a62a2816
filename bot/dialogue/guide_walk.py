"""Walks through a guide one step at a time, at the customer's pace."""

from __future__ import annotations

from bot.dialogue.answers import ask_helped, feedback_on
from bot.dialogue.turn import Memory, Outcome, Utterance, respond
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
        after = respond("utter_steps_finished")
        return Outcome(say=(after, respond("utter_ask_helped"))).plus(**feedback_on(guide.id))
    step = max(step, 1)
    buttons = choices(
        memory.language,
        button("done", pick("next"), memory.language),
        button("stuck", pick("stuck"), memory.language),
        button("whole", pick("whole"), memory.language),
    )
    return Outcome(say=(guide.step_message(memory.language, knowledge, step - 1), buttons)).plus(
        guide_step=step, awaiting="step", fallbacks=0
    )


def show_whole(memory: Memory, knowledge: Knowledge) -> Outcome:
    """Show the current guide as a whole and ask whether it helped."""
    guide = knowledge.guides[memory.guide or ""]
    return Outcome(say=(guide.message(memory.language, knowledge), *ask_helped(guide.id, memory, knowledge))).plus(
        **feedback_on(guide.id)
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
        or (command == "steps" and not can_walk(memory, knowledge))
    ):
        return show_whole(memory, knowledge)
    if command == "steps":
        return show_step(memory, knowledge, 1)
    if not here:
        return show_step(memory, knowledge, 1) if command == "next" and can_walk(memory, knowledge) else None
    if command == "stuck":
        return stuck(memory)
    return show_step(memory, knowledge, {"next": here + 1, "back": here - 1, "again": here}[command])


def stuck(memory: Memory, complaint: str | None = None) -> Outcome:
    """The customer can't do the step: offer a person, and the way on; the complaint is kept for the person."""
    buttons = choices(
        memory.language,
        button("human", "/talk_to_human", memory.language),
        button("done", pick("next"), memory.language),
        button("whole", pick("whole"), memory.language),
    )
    return Outcome(say=(respond("utter_stuck", step=str(memory.guide_step or 1)), buttons)).plus(
        awaiting="stuck", fallbacks=0, complaint=complaint
    )
