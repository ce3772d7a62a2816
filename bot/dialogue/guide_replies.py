"""What a customer says while a guide or a step of it is on the table: it is done, it fails, which step was that."""

from __future__ import annotations

import re

from bot.dialogue import answers, guide_walk, ordinals
from bot.dialogue.phrases import fold, says, says_just, step_named
from bot.dialogue.small_talk import does_a_step
from bot.dialogue.step_words import held_in, step_pointed_at, step_reached, step_spoken_of
from bot.dialogue.turn import Memory, Outcome, Turn, respond
from bot.dialogue.wording import button, choices, pick
from bot.knowledge import Knowledge

AT_HAND = ("feedback", "step", "stuck")
"""What is awaited while a guide, or a step of one, is on the table."""

_SURE_OF_A_QUESTION = 0.75
_LONGEST = 60
_REGISTERING = "renew_registration"
"""The topic that goes on from whatever was looked up for it."""

_AGREEING = ("affirm", "inform", "problem_solved", "nlu_fallback", "out_of_scope", "problem_not_solved")

_FINDING_OUT = "identify_provider"
"""The topic that an order number is looked for."""

_NEXT_CHARGE = re.compile(
    r"次(?:回|の(?:更新|請求|支払|引き落と|期限|年|月))|next (?:payment|charge|bill|renewal|year|month)"
)
"""What comes next of its own, which is no step."""

_OPENS = re.compile(r"[開押選]|open|tap|click|choose|press")


def reply(turn: Turn, memory: Memory, knowledge: Knowledge) -> Outcome | None:
    """What the message means for the guide on the table, or None where it is about something else."""
    if turn.is_choice or memory.awaiting not in AT_HAND or memory.guide not in knowledge.guides:
        return None
    if turn.named & {"order_number", "card_statement"}:
        return None  # what was looked for is there
    if says("slipped", turn.text) and not turn.named and guide_walk.can_walk(memory, knowledge):
        return _once_more(turn, memory, knowledge)
    if memory.awaiting == "step" and says("in_progress", turn.text) and not says("no_luck", turn.text):
        return Outcome(say=(respond("utter_take_your_time"),)).plus(fallbacks=0)
    looking_for_it = memory.awaiting == "feedback" and _follow_up(memory, knowledge) == _FINDING_OUT
    not_there = says("no_luck", turn.text) or turn.intent == "problem_not_solved"
    if looking_for_it and not_there and not memory.card_statement:
        return _by_the_statement(memory)
    other = _another_guide(turn, memory, knowledge)
    if other is not None:
        return other
    waited = guide_walk.after_waiting(turn.text, memory, knowledge)
    if waited is not None or len(turn.text) > _LONGEST:
        return waited
    found = _of_a_step(turn, memory, knowledge) or _done(turn, memory, knowledge)
    if found is None and says("show_guide", turn.text) and turn.intent in _AGREEING and not says("negative", turn.text):
        return guide_walk.walk("again", memory, knowledge)  # "send me those steps" agrees to nothing
    if found is None and turn.intent == "inform" and not turn.entities and says("asks", turn.text):
        return guide_walk.walk("again", memory, knowledge)  # asked about, in words that no step holds
    return found


def _follow_up(memory: Memory, knowledge: Knowledge) -> str | None:
    """The question that most often comes after the guide on the table."""
    return next(iter(knowledge.guides[memory.guide or ""].follow_ups), None)


def _once_more(turn: Turn, memory: Memory, knowledge: Knowledge) -> Outcome:
    """Something else than the step says was pressed: the step again, and a person for what can't be undone."""
    spoken_of = step_spoken_of(turn.text, knowledge.guides[memory.guide or ""])
    again = guide_walk.show_step(memory, knowledge, memory.guide_step or spoken_of or 1)
    person = choices(memory.language, button("human", "/talk_to_human", memory.language))
    return again.after(respond("utter_slipped")).plus(person).plus(complaint=turn.text)


def _by_the_statement(memory: Memory) -> Outcome:
    """The mail with the order number is gone: the card statement tells the seller too."""
    ways_out = choices(
        memory.language,
        button("nothing", pick("nothing"), memory.language),
        button("human", "/talk_to_human", memory.language),
    )
    return Outcome(say=(respond("utter_statement_instead"), ways_out)).plus(
        topic=memory.topic or "identify_provider", awaiting="identification", fallbacks=0
    )


def _of_a_step(turn: Turn, memory: Memory, knowledge: Knowledge) -> Outcome | None:
    """The step that the message names by its number or by words it holds."""
    if not guide_walk.can_walk(memory, knowledge):
        return None
    steps = len(knowledge.guides[memory.guide or ""].steps)
    fails = says("no_luck", turn.text) or says("negative", turn.text)
    reached = step_reached(turn.text)
    if reached is not None and 1 <= reached <= steps and not says("whole_thing_done", turn.text):
        return guide_walk.show_step(memory, knowledge, reached if fails else reached + 1)
    number = step_named(turn.text) or step_pointed_at(turn.text)
    number = steps if number == -1 else number
    if number is not None and 1 <= number <= steps:
        return guide_walk.jump(number, turn.text, memory, knowledge)
    if says("beginning", turn.text):
        return guide_walk.show_step(memory, knowledge, 1)
    spoken_of = step_spoken_of(turn.text, knowledge.guides[memory.guide or ""])
    if spoken_of is None or _asks_something_else(turn, memory, knowledge):
        return None
    here = memory.guide_step if memory.awaiting in ("step", "stuck") else None
    if fails:
        settled = here is not None or turn.intent == "problem_not_solved"  # a no, which needs no step named
        return None if settled else guide_walk.jump(spoken_of, turn.text, memory, knowledge)
    if says("which_step", turn.text):
        return guide_walk.show_step(memory, knowledge, spoken_of)
    return None


def _asks_something_else(turn: Turn, memory: Memory, knowledge: Knowledge) -> bool:
    """Whether the message is surely a question that another guide answers."""
    if turn.intent in ("cannot_cancel", "talk_to_human"):
        return True
    if says("recall", turn.text) or not answers.is_question(turn.intent, knowledge):
        return False
    if knowledge.guides[memory.guide or ""].line == "kaspersky" and turn.intent in answers.ESET_ONLY:
        return False
    if turn.intent == "unknown_charge":
        return False
    sure = turn.confidence >= _SURE_OF_A_QUESTION
    return sure and answers.guide_for(turn.intent, memory, knowledge) != memory.guide


def _done(turn: Turn, memory: Memory, knowledge: Knowledge) -> Outcome | None:
    """What follows on a step that the customer tells to have done, or on the wish to go on."""
    goes_on = (says("goes_on", turn.text) or says_just("next", turn.text.rstrip("?？ "))) and not (
        _NEXT_CHARGE.search(fold(turn.text)) or _asks_something_else(turn, memory, knowledge)
    )
    done = does_a_step(turn.text)
    if memory.awaiting in ("step", "stuck") and memory.guide_step:
        fails = says("no_luck", turn.text) or says("negative", turn.text)
        return guide_walk.done(memory, knowledge) if done or (goes_on and not fails) else None
    guide = knowledge.guides[memory.guide or ""]
    if not guide_walk.can_walk(memory, knowledge):
        prepared = goes_on and _follow_up(memory, knowledge) == _REGISTERING and not says("no_luck", turn.text)
        return answers.answer(Turn(text="", intent=_REGISTERING), memory, knowledge) if prepared else None
    if not done or says("whole_thing_done", turn.text):
        return None
    reached = step_spoken_of(turn.text, guide)
    if reached is None and _OPENS.search(fold(turn.text)) and _OPENS.search(fold(guide.steps[0].text.ja)):
        reached = 1
    if reached is not None and reached < len(guide.steps):
        return guide_walk.show_step(memory, knowledge, reached + 1)
    return guide_walk.show_step(memory, knowledge, 1) if goes_on and reached is None else None


_BY_NAME = re.compile(r"の(?:ほう|方|やつ|件)|\b(?:one|bit|thing|part)\b|\b(?:for|about) the\b")
_ITS_START = re.compile(r"最初|はじめ|初め|まず|始め|\b(?:first|begin|start)\b|開[きくけ]")
_OF_A_STEP = re.compile(r"手順|ステップ|\bsteps?\b|番号|number")
_TOLD_TOGETHER = 2


def _another_guide(turn: Turn, memory: Memory, knowledge: Knowledge) -> Outcome | None:
    """One of the guides that were told in one answer, where the message points at it or says what it is about."""
    told = memory.guides_beside
    told = told if memory.guide in told else (*told, memory.guide or "")
    said = fold(turn.text)
    settled = turn.intent in ("problem_solved", "thank", "goodbye", "affirm") and not (
        says("asks", turn.text) or says("recall", turn.text)
    )
    if len(told) != _TOLD_TOGETHER or _OF_A_STEP.search(said) or settled or not memory.guides_beside:
        return None
    meant = _meant_of(told, memory.guide, turn.text, knowledge)
    if meant is None or says("no_luck", turn.text) or says("waits_for_it", turn.text):
        return None
    there = memory.after({"guide": meant, "guide_step": None})
    at_its_start = guide_walk.can_walk(there, knowledge) and _ITS_START.search(ordinals.without_the_pointer(said))
    found = guide_walk.show_step(there, knowledge, 1) if at_its_start else guide_walk.show_whole(there, knowledge)
    return found.plus(guides_beside=told)


def _meant_of(told: tuple[str, ...], current: str | None, text: str, knowledge: Knowledge) -> str | None:
    pointed = ordinals.one_of_them(text)
    if pointed is not None:
        if pointed.place == ordinals.OTHER:
            return next((guide for guide in told if guide != current), None)
        return told[pointed.place] if -len(told) <= pointed.place < len(told) else None
    if not _BY_NAME.search(fold(text)):
        return None
    named = [guide for guide in told if held_in(text, knowledge.guides[guide].title)]
    return named[0] if len(named) == 1 else None
