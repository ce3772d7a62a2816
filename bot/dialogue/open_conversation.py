"""What a message means while no form is active: replies, bare information, and what was not understood."""

from __future__ import annotations

import re

from bot.dialogue import answers, auto_renew, guide_walk, identification
from bot.dialogue.phrases import command, fold, says
from bot.dialogue.small_talk import asks_to_wait
from bot.dialogue.turn import Memory, Outcome, Turn, respond
from bot.dialogue.wording import button, choices, pick
from bot.knowledge import Knowledge
from bot.messages import Choice

_ENDING = re.compile(r"(?:です|の方です|のほうです|の製品です|製品です|の方|のほう|だよ|だ|one|product)$")
PRODUCT_TOPICS = frozenset({"contact_support", "ask_supported_products", "check_registration_needed"})
"""Topics whose answer depends on the product, so that a product named later answers them again."""

SUGGESTIBLE = frozenset({"talk_to_human", "check_ticket_status", "stop_auto_renew", "identify_provider"})


def by_phrase(turn: Turn, memory: Memory, knowledge: Knowledge) -> Outcome | None:
    """Obey a picked choice or a short command such as "next" or "once more", if the message is one."""
    if turn.choice:
        return _chosen(turn.choice, memory, knowledge)
    said = None if turn.is_choice else command(turn.text)
    if memory.escalation_paused and not turn.is_choice and says("resume", turn.text):
        return Outcome(then="escalation_form")
    if asks_to_wait(turn):
        return Outcome(say=(respond("utter_take_your_time"),)).plus(fallbacks=0)
    if memory.awaiting == "feedback" and not turn.is_choice and says("fine", turn.text):
        return Outcome(say=(respond("utter_anything_else"),)).plus(awaiting=None, fallbacks=0)
    if memory.awaiting == "filed" and not turn.is_choice and says("yes", turn.text) and memory.case_number:
        return Outcome(say=(respond("utter_already_filed", number=memory.case_number),))
    if (
        not turn.is_choice
        and turn.intent not in ("stop_auto_renew", "switch_language")
        and _only_a_brand(turn, knowledge)
    ):
        return _about_the_brand(memory, knowledge)
    if memory.awaiting == "stop_renewal" and turn.intent in ("cancel", "problem_solved", "stop_auto_renew"):
        return Outcome(then="auto_renew_form")  # "stop it": the renewal that was just spoken of
    if said and said != "resume":
        walked = guide_walk.walk(said, memory, knowledge)
        if walked is not None:
            return walked
    if memory.awaiting == "identification" and _answers_identification(turn, knowledge):
        refused = says("refuse", turn.text)
        return denied(memory, knowledge) if refused else identification.identify_provider(turn, memory, knowledge)
    return None


def _answers_identification(turn: Turn, knowledge: Knowledge) -> bool:
    if turn.intent == "out_of_scope":
        return says("refuse", turn.text) or identification.look_up(turn.text, knowledge).read
    return turn.intent in ("nlu_fallback", "inform", "correct_information")


def _only_a_brand(turn: Turn, knowledge: Knowledge) -> bool:
    said = _ENDING.sub("", fold(turn.text)).strip()
    return said in {fold(alias) for aliases in knowledge.brands.values() for alias in aliases.all}


def _about_the_brand(memory: Memory, knowledge: Knowledge) -> Outcome:
    """The customer names the brand alone: answer the last question again for it, or offer its topics."""
    if memory.topic == "stop_auto_renew":
        return Outcome(then="auto_renew_form")
    if memory.topic and answers.is_question(memory.topic, knowledge) and memory.topic != "cannot_cancel":
        return answers.answer(Turn(text="", intent=memory.topic), memory, knowledge)
    return _menu("utter_how_can_i_help", memory, knowledge)


def _menu(response: str, memory: Memory, knowledge: Knowledge) -> Outcome:
    """A sentence with the topics of the customer's product line as buttons."""
    return Outcome(say=(respond(response), answers.menu(memory, knowledge, answers.menu_for(memory)))).plus(fallbacks=0)


def affirmed(memory: Memory, knowledge: Knowledge) -> Outcome:
    """A yes: to what depends on what was asked."""
    if memory.awaiting == "step":
        return guide_walk.show_step(memory, knowledge, (memory.guide_step or 0) + 1)
    if memory.awaiting in ("stuck", "human"):
        return Outcome(then="escalation_form")
    if memory.awaiting == "stop_renewal":
        return Outcome(then="auto_renew_form")
    if memory.awaiting == "feedback":
        return helped()
    if memory.case_number and memory.awaiting == "filed":
        return Outcome(say=(respond("utter_already_filed", number=memory.case_number),))
    return _menu("utter_how_can_i_help", memory, knowledge)


def denied(memory: Memory, knowledge: Knowledge) -> Outcome:
    """A no: to what depends on what was asked."""
    if memory.awaiting == "step":
        return guide_walk.stuck(memory)
    if memory.awaiting == "feedback":
        return not_helped(memory)
    if memory.awaiting == "identification":
        return Outcome(
            say=(knowledge.guides["order_number"].message(memory.language, knowledge), respond("utter_offer_human"))
        ).plus(awaiting="human", fallbacks=0)
    return Outcome(say=(respond("utter_anything_else"),)).plus(awaiting=None, fallbacks=0)


def helped() -> Outcome:
    """The guidance helped."""
    return Outcome(say=(respond("utter_glad_it_helped"),)).plus(awaiting=None, guide_step=None, fallbacks=0)


def not_helped(memory: Memory) -> Outcome:
    """The guidance did not help: an agent is next."""
    return Outcome(say=(respond("utter_sorry_it_did_not_help"),), then="escalation_form").plus(
        awaiting=None, fallbacks=0
    )


def informed(turn: Turn, memory: Memory, knowledge: Knowledge) -> Outcome:
    """Bare information outside a form: it goes on with what it belongs to, or asks what it is for."""
    named = turn.named
    personal = {name for name in ("email", "person_name") if turn.value(name)}
    if (
        (says("human", turn.text) and not turn.is_choice)
        or len(personal) == 2
        or (memory.awaiting == "human" and personal)
    ):
        return Outcome(then="escalation_form")
    if memory.topic == "stop_auto_renew" and named:
        if named == {"device"} and turn.value("device") in ("windows", "mac") and memory.guide:
            elsewhere = choices(memory.language, button("other_place", pick("other_place"), memory.language))
            return Outcome(say=(respond("utter_unread_purchase_place"), elsewhere)).plus(fallbacks=0)
        place = auto_renew.place_of(memory, knowledge)
        if (
            place
            and memory.awaiting == "feedback"
            and auto_renew.guides_of(place, memory, knowledge) == (memory.guide,)
        ):
            where = knowledge.providers[place.split(":")[0]].name.in_(memory.language)
            return Outcome(say=(respond("utter_same_guide", place=where), respond("utter_ask_helped"))).plus(
                fallbacks=0
            )
        return Outcome(then="auto_renew_form").plus(awaiting=None)
    if memory.topic == "upgrade_version" and "device" in named:
        return answers.answer(Turn(text="", intent="upgrade_version"), memory, knowledge)
    if named & {"order_number", "card_statement"}:
        return identification.identify_provider(turn, memory, knowledge)
    if turn.value("ticket_number"):
        return Outcome(then="case_status_form")
    if "product" in named and memory.topic in PRODUCT_TOPICS:
        again = Turn(text=turn.text, intent=memory.topic or "", entities=turn.entities)
        return answers.answer(again, memory, knowledge)
    if not turn.entities and not _brand_only(turn, memory):
        found = identification.look_up(turn.text, knowledge)
        if found.read:
            return identification.identify_provider(turn, memory, knowledge)
        return not_understood(turn, memory, knowledge)
    return _menu("utter_noted_what_for", memory, knowledge)


def not_understood(turn: Turn, memory: Memory, knowledge: Knowledge) -> Outcome:
    """Two-stage fallback: first the likeliest topics as buttons, then a person; never the same words twice."""
    named = turn.named
    if named and (memory.topic == "stop_auto_renew" or ("product" in named and memory.topic in PRODUCT_TOPICS)):
        return informed(turn, memory, knowledge)
    if memory.awaiting in ("feedback", "step", "stuck", "human", "stop_renewal") and turn.leaning:
        return (affirmed if turn.leaning == "affirm" else denied)(memory, knowledge)
    count = memory.fallbacks + 1
    if count == 1:
        likely = [name for name, _ in turn.ranking if answers.is_question(name, knowledge) or name in SUGGESTIBLE][:3]
        shown = [Choice(label=knowledge.topics[name].label.in_(memory.language), payload=f"/{name}") for name in likely]
        other = button("other", pick("menu"), memory.language)
        return Outcome(say=(respond("utter_did_you_mean"), choices(memory.language, *shown, other))).plus(
            fallbacks=count
        )
    if count == 2:
        menu = answers.menu(memory, knowledge, answers.MAIN_MENU)
        return Outcome(say=(respond("utter_still_not_understood"), menu)).plus(fallbacks=count, awaiting="human")
    return Outcome(say=(respond("utter_offer_human_after_fallbacks"),)).plus(fallbacks=count, awaiting="human")


def _chosen(choice: str, memory: Memory, knowledge: Knowledge) -> Outcome | None:
    if choice == "menu":
        return Outcome(say=(respond("utter_how_can_i_help"), answers.menu(memory, knowledge, answers.MAIN_MENU))).plus(
            fallbacks=0, awaiting=None
        )
    if choice == "other_place":
        return auto_renew.elsewhere(memory)
    if choice.startswith("place:"):
        place = choice.removeprefix("place:")
        return Outcome(then="auto_renew_form").plus(
            purchase_place=place, provider=None, order_number=None, card_statement=None
        )
    if choice in auto_renew.NEXWAY_GUIDES:
        return Outcome(then="auto_renew_form").plus(purchase_place=choice, provider="nexway")
    if choice == "nothing":
        return denied(memory.after({"awaiting": "identification"}), knowledge)
    if choice.startswith(("field:", "send:")) or choice in ("fix", "skip", "keep"):
        return _too_late(memory, knowledge)
    return guide_walk.walk(choice, memory, knowledge) or _too_late(memory, knowledge)


def _too_late(memory: Memory, knowledge: Knowledge) -> Outcome:
    """A button of something that is over."""
    if memory.case_number:
        return Outcome(say=(respond("utter_already_filed", number=memory.case_number),))
    return _menu("utter_button_is_old", memory, knowledge)


def _brand_only(turn: Turn, memory: Memory) -> bool:
    return memory.product_line is not None and len(turn.text) < 20
