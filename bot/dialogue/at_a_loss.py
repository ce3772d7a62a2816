"""A customer who says only "hm" or "so what do I do?": goes on with what is at hand, or asks what is unclear."""

from __future__ import annotations

from bot.dialogue import answers, guide_walk
from bot.dialogue.answers import ask_helped
from bot.dialogue.brand_alone import offer_topics
from bot.dialogue.phrases import says
from bot.dialogue.turn import Memory, Outcome, Shown, Turn, respond
from bot.dialogue.wording import button, choices, pick
from bot.knowledge import Knowledge
from bot.messages import Choice

_SUGGESTIBLE = frozenset({"talk_to_human", "check_ticket_status", "stop_auto_renew", "identify_provider"})


def stage(turn: Turn, memory: Memory, knowledge: Knowledge) -> Outcome:
    """The next stage of not understanding: the likeliest topics, the menu with a person, a person, the handover."""
    count = memory.fallbacks + 1
    if count == 1:
        likely = [name for name, _ in turn.ranking if answers.is_question(name, knowledge) or name in _SUGGESTIBLE]
        # Rasa ranks nothing for a message without a word, such as one of signs alone.
        likely = likely[:3] or list(answers.menu_for(memory)[:3])
        shown = [Choice(label=knowledge.topics[name].label.in_(memory.language), payload=f"/{name}") for name in likely]
        other = button("other", pick("menu"), memory.language)
        return Outcome(say=(respond("utter_did_you_mean"), choices(memory.language, *shown, other))).plus(
            fallbacks=count
        )
    if count == 2:
        menu = answers.menu(memory, knowledge, answers.MAIN_MENU)
        return Outcome(say=(respond("utter_still_not_understood"), menu)).plus(fallbacks=count, awaiting="human")
    if count == 3:
        return Outcome(say=(respond("utter_offer_human_after_fallbacks"),)).plus(fallbacks=count, awaiting="human")
    return Outcome(say=(respond("utter_person_after_fallbacks"),), then="escalation_form").plus(fallbacks=0)


def what_now(memory: Memory, knowledge: Knowledge) -> Outcome:
    """How to go on: with a person where one was offered, with the guide or the question at hand, else the topics."""
    if memory.awaiting in ("human", "stuck"):
        return Outcome(say=(respond("utter_offer_human"),)).plus(awaiting="human", fallbacks=0)
    if memory.awaiting == "filed":
        return Outcome(say=(respond("utter_status_next"),)).plus(fallbacks=0)
    if memory.awaiting == "stop_renewal":
        return Outcome(then="auto_renew_form")
    if memory.awaiting == "identification":
        return Outcome(say=(respond("utter_ask_identification_again"),)).plus(fallbacks=0)
    if memory.awaiting == "step":
        again = guide_walk.show_step(memory, knowledge, memory.guide_step or 1).plus(fallbacks=1)
        return unclear(memory, knowledge) if memory.fallbacks else again
    if memory.topic == "stop_auto_renew" and memory.awaiting is None and memory.purchase_place is None:
        return Outcome(then="auto_renew_form")
    if memory.topic and guide_walk.can_walk(memory, knowledge):
        return guide_walk.show_step(memory, knowledge, 1)
    if memory.topic and memory.guide in knowledge.guides:
        return guide_walk.show_whole(memory, knowledge)
    return offer_topics("utter_how_can_i_help", memory, knowledge)


def told_once_more(memory: Memory, knowledge: Knowledge) -> Outcome | None:
    """What was said, once more, for somebody who asks whether they got it right; no yes to words that may mean more."""
    guide = knowledge.guides.get(memory.guide or "")
    if guide is None or memory.awaiting not in ("feedback", "step"):
        return None
    if memory.awaiting == "step":
        return guide_walk.show_step(memory, knowledge, memory.guide_step or 1)
    with_the_line = guide.id == "provider_identification" and says("internet_line", memory.topic_text or "")
    if not with_the_line:
        return guide_walk.show_whole(memory, knowledge)
    asked = ask_helped(guide.id, memory, knowledge, offer_steps=False)
    return Outcome(say=(guide.message(memory.language, knowledge, variant="internet_line"), *asked)).plus(fallbacks=0)


def hesitating(turn: Turn, memory: Memory, knowledge: Knowledge) -> Outcome:
    """Neither a yes nor a no: under a guide what is unclear, then another way through it, then a person."""
    if memory.awaiting in ("feedback", "step", "stuck") and memory.guide in knowledge.guides:
        if not memory.fallbacks:
            return unclear(memory, knowledge)
        if memory.awaiting == "feedback" and guide_walk.can_walk(memory, knowledge):
            return guide_walk.show_step(memory, knowledge, 1)
        return Outcome(say=(respond("utter_offer_human"),)).plus(awaiting="human", fallbacks=0)
    if memory.fallbacks and memory.awaiting in (None, "human"):
        return stage(turn, memory, knowledge)
    if memory.awaiting and memory.awaiting != "filed":
        return Outcome(say=(respond("utter_take_your_time"),))
    return offer_topics("utter_how_can_i_help", memory, knowledge)


def unclear(memory: Memory, knowledge: Knowledge) -> Outcome:
    """Ask what is still unclear about the guide on the table, which stays there."""
    shown = str(memory.on_the_table or Shown(memory.guide or "", None, ""))
    items: list[Choice] = []
    if memory.guide_step:
        items.append(button("stuck", pick("stuck", shown), memory.language))
        items.append(button("whole", pick("whole", shown), memory.language))
    elif guide_walk.can_walk(memory, knowledge):
        items.append(button("steps", pick("steps", shown), memory.language))
    items.append(button("human", "/talk_to_human", memory.language))
    if not memory.guide_step:
        items.append(button("helped", f'/problem_solved{{"shown": "{shown}"}}', memory.language))
    asked = choices(memory.language, *items)
    return Outcome(say=(respond("utter_what_is_unclear"), asked)).plus(fallbacks=1)
