"""Where "once more" and "let's go on" lead outside a form: to the step or guide that was shown, or the paused form."""

from __future__ import annotations

from bot.dialogue import guide_walk
from bot.dialogue.phrases import command, fold, says
from bot.dialogue.repeating import asked_for, of_steps, of_the_case
from bot.dialogue.turn import Memory, Outcome, Turn
from bot.knowledge import Knowledge

_OWN_QUESTION = ("stop_renewal", "identification", "erasure", "resume")
"""What is awaited where "once more" means the question that was asked, not a guide."""


def goes_on(text: str, memory: Memory) -> bool:
    """Whether the message only asks to repeat or go on, and there is something to repeat or go on with."""
    return bool(memory.guide or memory.paused or memory.steps_shown) and asked_for(fold(text)) is not None


def reply(turn: Turn, memory: Memory, knowledge: Knowledge) -> Outcome | None:
    """The step, guide or form that the message asks for once more, or None where it asks for nothing of the kind."""
    said = fold(turn.text)
    wish = None if turn.is_choice else asked_for(said)
    if wish is None:
        return None
    if wish == "again":
        return _again(said, memory, knowledge)
    if memory.paused and not (of_steps(said) and (memory.guide or memory.steps_shown)):
        case = of_the_case(said) and "escalation_form" in memory.paused
        return Outcome(then="escalation_form" if case else memory.paused[-1])
    if memory.guide_step and memory.guide in knowledge.guides:
        onwards = command(turn.text) == "next" or says("goes_on", turn.text)
        return None if onwards else guide_walk.show_step(memory, knowledge, memory.guide_step)
    if not guide_walk.can_walk(memory, knowledge):
        return _earlier_steps(memory, knowledge) or guide_walk.walk("whole", memory, knowledge)
    return guide_walk.show_step(memory, knowledge, 1) if memory.awaiting == "feedback" else None


def _again(said: str, memory: Memory, knowledge: Knowledge) -> Outcome | None:
    if of_steps(said) and not guide_walk.can_walk(memory, knowledge):
        earlier = _earlier_steps(memory, knowledge)
        if earlier is not None:
            return earlier
    if memory.awaiting in _OWN_QUESTION and not of_steps(said):
        return None
    shown = guide_walk.walk("again", memory, knowledge)
    return Outcome(then=memory.paused[-1]) if shown is None and memory.paused else shown


def _earlier_steps(memory: Memory, knowledge: Knowledge) -> Outcome | None:
    """The guide with steps that was shown before a question came in between."""
    earlier = memory.after({"guide": memory.steps_shown, "guide_step": None})
    return guide_walk.show_whole(earlier, knowledge) if guide_walk.can_walk(earlier, knowledge) else None
