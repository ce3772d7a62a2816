"""What a message means while no form is active: replies, bare information, and what was not understood."""

from __future__ import annotations

from bot.dialogue import (
    answers,
    at_a_loss,
    auto_renew,
    going_on,
    guide_replies,
    guide_walk,
    identification,
    side_remarks,
)
from bot.dialogue.brand_alone import about_the_brand, offer_topics, only_a_brand
from bot.dialogue.held_codes import named_code
from bot.dialogue.phrases import command, says
from bot.dialogue.purchase_places import DEVICE_PLACES, NEXWAY_GUIDES, guides_of, place_of
from bot.dialogue.settled_words import ends_the_walk
from bot.dialogue.small_talk import asks_to_wait, asks_what_now, gives_up, hesitates
from bot.dialogue.some_number import ask_which, asks_for_some_number
from bot.dialogue.turn import Felt, Memory, Outcome, Shown, Turn, respond
from bot.dialogue.wording import button, choices, pick
from bot.knowledge import Knowledge

PRODUCT_TOPICS = frozenset({"contact_support", "ask_supported_products", "check_registration_needed"})
"""Topics whose answer depends on the product, so that a product named later answers them again."""


def by_phrase(turn: Turn, memory: Memory, knowledge: Knowledge) -> Outcome | None:
    """Obey a picked choice or a short command such as "next" or "once more", if the message is one."""
    if turn.choice:
        return _chosen(turn, memory, knowledge)
    said = None if turn.is_choice else command(turn.text)
    going_on_there = going_on.reply(turn, memory, knowledge)
    if going_on_there is not None:
        return going_on_there
    if memory.paused and not turn.is_choice and says("resume", turn.text):
        return Outcome(then=memory.paused[-1])
    remark = side_remarks.answer_to_remark(turn, memory)
    if remark is not None:
        return remark
    asks_something = answers.is_question(turn.intent, knowledge) or turn.intent in (
        "stop_auto_renew",
        "identify_provider",
    )
    if says("new_case", turn.text) and not turn.is_choice and not turn.entities and not asks_something:
        return Outcome(then="escalation_form").plus(fallbacks=0)
    if memory.awaiting and memory.awaiting != "filed" and gives_up(turn):
        return Outcome(say=(respond("utter_anything_else"),)).plus(awaiting=None, fallbacks=0)
    if asks_to_wait(turn):
        return Outcome(say=(respond("utter_take_your_time"),)).plus(fallbacks=0)
    if memory.awaiting == "step" and not turn.is_choice and ends_the_walk(turn.text):
        return helped(memory)
    at_the_guide = guide_replies.reply(turn, memory, knowledge)
    if at_the_guide is not None:
        return at_the_guide
    if not turn.is_choice and asks_for_some_number(turn.text, memory):
        return ask_which(memory, knowledge)
    if not turn.is_choice and asks_what_now(turn.text):
        return at_a_loss.what_now(memory, knowledge)
    if not turn.is_choice and hesitates(turn.text):
        return at_a_loss.hesitating(turn, memory, knowledge)
    if memory.awaiting == "feedback" and not turn.is_choice and says("fine", turn.text):
        return Outcome(say=(respond("utter_anything_else"),)).plus(awaiting=None, fallbacks=0)
    if memory.awaiting == "filed" and not turn.is_choice and says("yes", turn.text) and memory.case_number:
        return Outcome(say=(respond("utter_already_filed", number=memory.case_number),))
    if (
        not turn.is_choice
        and turn.intent not in ("stop_auto_renew", "switch_language")
        and only_a_brand(turn, knowledge)
    ):
        return about_the_brand(memory, knowledge)
    if memory.awaiting == "stop_renewal" and turn.intent in ("cancel", "problem_solved", "stop_auto_renew"):
        return Outcome(then="auto_renew_form")  # "stop it": the renewal that was just spoken of
    about_a_place = memory.topic == "stop_auto_renew" and memory.awaiting == "feedback" and not turn.named
    if about_a_place and not turn.is_choice and says("other_place", turn.text):
        return auto_renew.elsewhere(memory)
    finished = (
        said == "next" and not memory.guide_step and turn.intent == "problem_solved" and not says("question", turn.text)
    )
    if said == "again" and memory.awaiting == "stop_renewal":
        return identification.identify_provider(turn, memory, knowledge)
    if said and said != "resume" and not finished:
        walked = guide_walk.walk(said, memory, knowledge)
        if walked is not None:
            return walked
    if said == "back":
        return _back(memory, knowledge)
    if memory.awaiting == "identification" and _answers_identification(turn, knowledge):
        refused = says("refuse", turn.text) and not turn.value("order_number")
        return denied(memory, knowledge) if refused else identification.identify_provider(turn, memory, knowledge)
    return None


def _answers_identification(turn: Turn, knowledge: Knowledge) -> bool:
    if turn.intent in ("out_of_scope", "problem_not_solved", "identify_provider"):
        return says("refuse", turn.text) or identification.look_up(turn.text, knowledge).read
    return turn.intent in ("nlu_fallback", "inform", "correct_information")


def _back(memory: Memory, knowledge: Knowledge) -> Outcome:
    """Back from where nothing is walked: to the place of purchase behind a guide, else to the topics."""
    if memory.topic == "stop_auto_renew" and memory.awaiting == "feedback":
        return auto_renew.elsewhere(memory)
    return offer_topics("utter_how_can_i_help", memory, knowledge).plus(awaiting=None)


def affirmed(memory: Memory, knowledge: Knowledge) -> Outcome:
    """A yes: to what depends on what was asked."""
    if memory.awaiting == "step":
        return guide_walk.done(memory, knowledge)
    if memory.awaiting == "resume" and memory.paused:
        return Outcome(then=memory.paused[-1])
    if memory.awaiting in ("stuck", "human"):
        return Outcome(then="escalation_form")
    if memory.awaiting == "stop_renewal":
        return Outcome(then="auto_renew_form")
    if memory.awaiting == "feedback":
        return helped(memory)
    if memory.awaiting == "erasure":
        return Outcome(say=(respond("utter_anything_else"),)).plus(awaiting=None, fallbacks=0)
    if memory.case_number and memory.awaiting == "filed":
        return Outcome(say=(respond("utter_already_filed", number=memory.case_number),))
    return offer_topics("utter_how_can_i_help", memory, knowledge)


def denied(memory: Memory, knowledge: Knowledge) -> Outcome:
    """A no: to what depends on what was asked."""
    if memory.awaiting == "step":
        return guide_walk.stuck(memory)
    if memory.awaiting == "feedback":
        return not_helped(memory)
    if memory.awaiting == "identification" and memory.guide == "order_number":
        return Outcome(say=(respond("utter_offer_human"),)).plus(awaiting="human", fallbacks=0)
    if memory.awaiting == "identification":
        return Outcome(
            say=(knowledge.guides["order_number"].message(memory.language, knowledge), respond("utter_offer_human"))
        ).plus(awaiting="human", fallbacks=0)
    declined = {"paused": ()} if memory.awaiting == "resume" else {}
    return Outcome(say=(respond("utter_anything_else"),)).plus(awaiting=None, fallbacks=0, **declined)


def helped(memory: Memory) -> Outcome:
    """The guidance helped."""
    return Outcome(say=(respond("utter_glad_it_helped"),), felt=guide_walk.felt(memory, helped=True)).plus(
        awaiting=None, guide_step=None, fallbacks=0
    )


def not_helped(memory: Memory) -> Outcome:
    """The guidance did not help: an agent is next."""
    return Outcome(
        say=(respond("utter_sorry_it_did_not_help"),),
        then="escalation_form",
        felt=guide_walk.felt(memory, helped=False),
    ).plus(awaiting=None, fallbacks=0)


def judged_later(shown: Shown, *, helped: bool) -> Outcome:
    """The button of an earlier guide: it counts for that guide, and what is on the table stays there."""
    offer = () if helped else (respond("utter_offer_human"),)
    outcome = Outcome(say=(respond("utter_feedback_noted"), *offer), felt=Felt(shown, helped)).plus(fallbacks=0)
    return outcome if helped else outcome.plus(awaiting="human")


def informed(turn: Turn, memory: Memory, knowledge: Knowledge) -> Outcome:
    """Bare information outside a form: it goes on with what it belongs to, or asks what it is for."""
    named = turn.named
    personal = {name for name in ("email", "person_name") if turn.value(name)}
    if (
        (says("human", turn.text) and not turn.is_choice)
        or len(personal) == 2
        or (memory.awaiting == "human" and (personal or (turn.value("purchase_date") and not memory.fallbacks)))
    ):
        return Outcome(then="escalation_form")
    if _belongs_to_the_handover(turn, memory):
        return Outcome(then="escalation_form")
    if memory.topic == "stop_auto_renew" and named and memory.product_line != "eset":
        if named == {"device"} and turn.value("device") in ("windows", "mac") and memory.guide:
            elsewhere = choices(memory.language, button("other_place", pick("other_place"), memory.language))
            return Outcome(say=(respond("utter_unread_purchase_place"), elsewhere)).plus(fallbacks=0)
        place = place_of(memory, knowledge)
        if place and memory.awaiting == "feedback" and guides_of(place, memory, knowledge) == (memory.guide,):
            where = knowledge.providers[place.split(":")[0]].name.in_(memory.language)
            asked = answers.ask_helped(memory.guide or "", memory, knowledge, offer_steps=False)
            return Outcome(say=(respond("utter_same_guide", place=where), *asked)).plus(
                **answers.feedback_on(memory.guide or "", memory)
            )
        return Outcome(then="auto_renew_form").plus(awaiting=None)
    if memory.topic == "stop_auto_renew" and memory.awaiting == "feedback" and turn.intent == "correct_information":
        return auto_renew.elsewhere(memory)
    if _where_it_was_bought(turn) and memory.product_line == "kaspersky" and memory.topic != "cannot_cancel":
        return identification.offer_to_stop(turn, memory)
    if memory.awaiting == "stop_renewal" and "product" in named and memory.product_line == "kaspersky":
        return Outcome(then="auto_renew_form")
    if memory.topic == "upgrade_version" and "device" in named:
        return answers.answer(Turn(text="", intent="upgrade_version"), memory, knowledge)
    if named & {"order_number", "card_statement"}:
        return identification.identify_provider(turn, memory, knowledge)
    if turn.value("ticket_number"):
        return Outcome(then="case_status_form")
    codes = named_code(turn, knowledge)
    if codes:
        return offer_topics("utter_code_what_for", memory, knowledge).after(*codes)
    if "product" in named and memory.topic in PRODUCT_TOPICS:
        again = Turn(text=turn.text, intent=memory.topic or "", entities=turn.entities)
        return answers.answer(again, memory, knowledge)
    if not turn.entities and not _brand_only(turn, memory):
        found = identification.look_up(turn.text, knowledge)
        if found.read:
            return identification.identify_provider(turn, memory, knowledge)
        return not_understood(turn, memory, knowledge)
    if memory.fallbacks:  # said once more without a wish: other words, then a person
        return at_a_loss.stage(turn, memory, knowledge)
    return offer_topics("utter_noted_what_for", memory, knowledge).plus(fallbacks=1)


def _where_it_was_bought(turn: Turn) -> bool:
    """Whether the message names a provider, or a device with a store of its own."""
    return turn.value("provider") is not None or turn.value("device") in DEVICE_PLACES


def _belongs_to_the_handover(turn: Turn, memory: Memory) -> bool:
    """Whether the message gives what a paused handover still needs; an order number alone may be meant otherwise."""
    if "escalation_form" not in memory.paused:
        return False
    if any(turn.value(name) for name in ("email", "person_name", "purchase_date")):
        return True
    return turn.value("order_number") is not None and not memory.topic


def _may_be_about_stopping(turn: Turn) -> bool:
    return says("stop", turn.text) and "stop_auto_renew" in [name for name, _ in turn.ranking[:4]]


def not_understood(turn: Turn, memory: Memory, knowledge: Knowledge) -> Outcome:
    """Two-stage fallback: first the likeliest topics as buttons, then a person; never the same words twice."""
    named = turn.named
    if len(memory.numbers) > 1 and says("which_of_them", turn.text) and (named or "番号" in turn.text):
        return identification.identify_provider(turn, memory, knowledge)
    if named and (memory.topic == "stop_auto_renew" or ("product" in named and memory.topic in PRODUCT_TOPICS)):
        return informed(turn, memory, knowledge)
    if named & {"order_number", "card_statement", "provider"} and _may_be_about_stopping(turn):
        return Outcome(then="auto_renew_form")  # two close readings, and what was named decides
    if named & {"order_number", "card_statement"}:
        return informed(turn, memory, knowledge)
    if not memory.awaiting and turn.value("provider") and identification.look_up(turn.text, knowledge).read:
        return identification.identify_provider(turn, memory, knowledge)
    if _where_it_was_bought(turn) and memory.product_line == "kaspersky":
        return informed(turn, memory, knowledge)
    if (
        memory.awaiting in ("feedback", "step", "stuck", "human", "stop_renewal")
        and turn.leaning
        and not says("question", turn.text)
    ):
        return (affirmed if turn.leaning == "affirm" else denied)(memory, knowledge)
    if memory.awaiting == "step" and not memory.fallbacks and len(turn.text) <= 20 and says("asks", turn.text):
        return guide_walk.show_step(memory, knowledge, memory.guide_step or 1).plus(fallbacks=1)  # "where is that?"
    return at_a_loss.stage(turn, memory, knowledge)


def _chosen(turn: Turn, memory: Memory, knowledge: Knowledge) -> Outcome | None:
    choice = turn.choice or ""
    if turn.shown is not None and turn.shown.guide in knowledge.guides:
        shown = {"guide": turn.shown.guide, "guide_step": turn.shown.step, "guide_turn": turn.shown.turn}
        return guide_walk.walk(choice, memory.after(shown), knowledge)
    if choice.startswith("resume:"):
        return Outcome(then=choice.removeprefix("resume:"))
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
    if choice in NEXWAY_GUIDES:
        return Outcome(then="auto_renew_form").plus(purchase_place=choice, provider="nexway")
    if choice == "nothing":
        return denied(memory.after({"awaiting": "identification"}), knowledge)
    if choice.startswith(("field:", "send:", "back:")) or choice in ("fix", "skip", "keep"):
        return _too_late(memory, knowledge)
    return guide_walk.walk(choice, memory, knowledge) or _too_late(memory, knowledge)


def _too_late(memory: Memory, knowledge: Knowledge) -> Outcome:
    """A button of something that is over."""
    if memory.case_number:
        return Outcome(say=(respond("utter_already_filed", number=memory.case_number),))
    return offer_topics("utter_button_is_old", memory, knowledge)


def _brand_only(turn: Turn, memory: Memory) -> bool:
    return memory.product_line is not None and len(turn.text) < 20
