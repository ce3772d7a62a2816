"""Turning auto-renewal off: asks only what is still unknown and ends at the guide for the place of purchase."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.dialogue import identification
from bot.dialogue.answers import facts, is_question
from bot.dialogue.escalation_exits import only_a_case_number
from bot.dialogue.escalation_fields import is_correction
from bot.dialogue.held_codes import other_code
from bot.dialogue.numbers_heard import WHICH, disagreeing, knows_not_which
from bot.dialogue.phrases import command, named_fields, says
from bot.dialogue.purchase_places import NEXWAY_GUIDES, guides_of, place_of
from bot.dialogue.reading import wants_other_language
from bot.dialogue.small_talk import asks_to_wait, asks_what_now, gives_up, hesitates, small_talk
from bot.dialogue.turn import Memory, Outcome, Turn, Utterance, respond
from bot.knowledge import Knowledge, identify
from bot.nlu.entities import extract_entities

FORM = "auto_renew_form"
_ANY_DAY = date(2000, 1, 1)


def take_turn(turn: Turn, memory: Memory, knowledge: Knowledge, *, asked: str | None) -> Outcome:
    """One turn of the form.

    Args:
        turn: the customer's message.
        memory: the slots, with what this message gave already in them.
        knowledge: the facts.
        asked: the slot that was asked, or None when the form has just started.
    """
    if asked is None:
        if memory.product_line == "eset":
            return _end("eset")
        if FORM in memory.paused and memory.which_number and place_of(memory, knowledge) is None:
            return Outcome(ask=WHICH)
        if FORM not in memory.paused and memory.purchase_place in ("seller", "unknown") and not turn.choice:
            memory = memory.after({"purchase_place": None})  # a new wish is asked from the start
        bought_with_the_line = says("internet_line", turn.text) and says("through_the_line", turn.text)
        if bought_with_the_line and not turn.is_choice and place_of(memory, knowledge) is None:
            return _end("internet_line").plus(topic="stop_auto_renew", topic_text=_words(turn, memory), fallbacks=0)
        if says("human", turn.text) and (turn.value("email") or turn.value("person_name")):
            return replace(_end("human"), then="escalation_form")
        several = disagreeing(turn, knowledge)
        begun = (
            _which(several, turn, memory, knowledge).plus(purchase_place="seller")
            if several
            else _next(memory, knowledge, _told(turn, memory, knowledge))
        )
        if not turn.is_choice and says("refund", turn.text):
            begun = begun.after(respond("utter_no_refunds_here"))
        return begun.plus(
            topic="stop_auto_renew", topic_text=_words(turn, memory), complaint=None, failures={}, fallbacks=0
        )
    if asked == WHICH:
        if knows_not_which(turn) or (turn.value("order_number") or "").count(","):
            either = turn.is_choice or says("either", turn.text) and not says("refuse", turn.text)
            return _all_of_them(memory, knowledge) if either else _end("unknown")
        picked_now = take_turn(turn, memory, knowledge, asked="identification")
        return replace(picked_now, ask=WHICH) if picked_now.ask == "identification" else picked_now
    aside = _aside(turn, memory, knowledge, asked)
    if aside is not None:
        return aside
    leaving = _leave(turn, memory)
    if leaving is not None:
        return leaving
    if asked == "product" and (product := _product_of_the_line(turn, knowledge)) is not None:
        return _next(memory.after({"product": product}), knowledge).plus(product=product)
    if memory.product_line == "eset" and not is_question(turn.intent, knowledge):
        return _end("eset")
    picked = _picked(turn, memory)
    if picked is not None:
        memory, outcome = picked
        return outcome if outcome is not None else _next(memory, knowledge).plus(purchase_place=memory.purchase_place)
    if place_of(memory, knowledge) is not None and turn.named:
        return _next(memory, knowledge, told=_told(turn, memory, knowledge))
    if wants_other_language(turn):
        return Outcome(say=(respond("utter_language_switched"),), ask=asked)
    if asked == "purchase_place" and turn.value("product") and place_of(memory, knowledge) is None:
        return Outcome(say=(respond("utter_product_noted"),), ask=asked)
    if asked == "product" and (turn.intent in ("affirm", "deny") or says("none_of_them", turn.text)):
        product = "nexway:covered" if turn.intent == "affirm" else "nexway:other"
        product = "nexway:unsure" if says("refuse", turn.text) else product
        return _next(memory.after({"purchase_place": product}), knowledge).plus(purchase_place=product)
    if asked == "product" and says("refuse", turn.text) and not turn.named:
        unsure_product = memory.after({"purchase_place": "nexway:unsure"})
        return _next(unsure_product, knowledge).plus(purchase_place="nexway:unsure")
    unsure = not says("asks", turn.text) and (says("refuse", turn.text) or turn.intent == "deny")
    if asked == "purchase_place" and not unsure and says("internet_line", turn.text):
        return _end("internet_line")
    if asked == "purchase_place" and (unsure or says("official_site", turn.text)) and not _read(turn, knowledge):
        place = "unknown" if unsure else "seller"
        return _next(memory.after({"purchase_place": place}), knowledge).plus(purchase_place=place)
    if is_question(turn.intent, knowledge) and not (asked == "identification" and _read(turn, knowledge)):
        return Outcome(say=facts(turn.intent, memory, knowledge, turn.text), ask=asked)
    talk = small_talk(turn.intent)
    if talk is not None and (turn.intent != "out_of_scope" or says("question", turn.text)):
        return Outcome(say=(talk,), ask=asked)
    if asked == "identification":
        return _identification(turn, memory, knowledge)
    other = other_code(turn, knowledge, "order_number")
    if other and not memory.failures.get(asked):
        return Outcome(say=other, ask=asked).plus(failures=memory.failed(asked))
    unsure = unsure or turn.intent in ("identify_provider", "problem_not_solved")
    if asked == "product":
        return (
            _next(memory.after({"purchase_place": "nexway:unsure"}), knowledge).plus(purchase_place="nexway:unsure")
            if (unsure or memory.failures.get("product"))
            else _unread(memory, "product")
        )
    if unsure or _read(turn, knowledge):
        unknown = memory.after({"purchase_place": "unknown"})
        if _read(turn, knowledge):
            return _identification(turn, unknown, knowledge).plus(purchase_place="unknown")
        return _next(unknown, knowledge).plus(purchase_place="unknown")
    if says("bought", turn.text) or says("shop", turn.text) or turn.intent == "out_of_scope":
        seller = memory.after({"purchase_place": "seller"})
        return _next(seller, knowledge, (respond("utter_place_not_listed"),)).plus(purchase_place="seller")
    return _unread(memory, "purchase_place")


def elsewhere(memory: Memory) -> Outcome:
    """The customer bought it somewhere else than assumed: forget the place and ask."""
    return Outcome(then="auto_renew_form").plus(
        provider=None, order_number=None, card_statement=None, purchase_place="ask", awaiting=None
    )


def _next(memory: Memory, knowledge: Knowledge, told: tuple[Utterance, ...] = ()) -> Outcome:
    place = place_of(memory, knowledge)
    if place is not None:
        if guides_of(place, memory, knowledge):
            return _end("guide", *told)
        return Outcome(say=told, ask="product").plus(purchase_place=place)
    if memory.purchase_place in ("seller", "unknown"):
        return Outcome(say=told, ask="identification").plus(purchase_place=memory.purchase_place)
    return Outcome(say=told, ask="purchase_place").plus(purchase_place=memory.purchase_place)


def _end(outcome: str, *say: Utterance) -> Outcome:
    return Outcome(say=say, done=True).plus(form_outcome=outcome)


def _aside(turn: Turn, memory: Memory, knowledge: Knowledge, asked: str) -> Outcome | None:
    """What neither answers nor leaves the form: once more, back, wait, why, something said before, a place taken back."""
    if turn.is_choice:
        return None
    said = command(turn.text)
    if said in ("again", "resume"):
        return Outcome(ask=asked)
    if said == "back":
        return Outcome(say=(respond("utter_first_question"),), ask=asked) if asked == "purchase_place" else _ask_place()
    if asks_to_wait(turn):
        return Outcome(say=(respond("utter_take_your_time"),), ask=asked)
    if hesitates(turn.text) or asks_what_now(turn.text):
        return _at_a_loss(memory, asked)
    if turn.entities:
        return None
    if says("why", turn.text) and len(turn.text) <= 30:
        return Outcome(say=(respond("utter_explain_purchase_place"),), ask=asked)
    if asked == "identification" and says("same", turn.text):
        known = memory.order_number or memory.card_statement
        if known is None:
            return Outcome(say=(respond("utter_not_said_before"),), ask=asked).plus(failures=memory.failed(asked))
        return _identification(replace(turn, text=known), memory, knowledge)
    if asked != "purchase_place" and is_correction(turn) and not says("none_of_them", turn.text):
        return replace(_ask_place(), ask="identification" if named_fields(turn.text) else "purchase_place")
    return None


def _ask_place() -> Outcome:
    """Forget what was assumed of the place of purchase, and ask for it again."""
    return Outcome(ask="purchase_place").plus(
        purchase_place="ask", provider=None, order_number=None, card_statement=None, failures={}
    )


def _leave(turn: Turn, memory: Memory) -> Outcome | None:
    if (turn.intent == "cancel" and not turn.choice) or gives_up(turn):
        return _end("cancelled").plus(paused=memory.paused_with(FORM))
    if turn.intent == "talk_to_human":
        return replace(_end("human"), then="escalation_form")
    if turn.intent == "cannot_cancel" and not turn.entities:
        return replace(_end("human"), then="action_answer_question")
    if turn.intent == "check_ticket_status" and not only_a_case_number(turn):
        return replace(_end("human"), then="case_status_form").plus(paused=memory.paused_with(FORM))
    if turn.intent == "delete_my_data":
        return replace(_end("human"), then="action_request_erasure").plus(paused=memory.paused_with(FORM))
    return None


def _picked(turn: Turn, memory: Memory) -> tuple[Memory, Outcome | None] | None:
    """The memory after a picked button; the second value is set when that button ends the form."""
    choice = turn.choice or ""
    if choice.startswith("place:"):
        place = choice.removeprefix("place:")
        return memory.after({"purchase_place": place}), None
    if choice in NEXWAY_GUIDES:
        return memory.after({"purchase_place": choice}), None
    if choice == "nothing":
        return memory, _end("unknown")
    return None


def _told(turn: Turn, memory: Memory, knowledge: Knowledge) -> tuple[Utterance, ...]:
    finding = identification.look_up(turn.text, knowledge)
    return identification.explain(finding, memory, knowledge) if finding.identification.provider else ()


def _read(turn: Turn, knowledge: Knowledge) -> bool:
    return not turn.is_choice and identification.look_up(turn.text, knowledge).read


def _which(several: tuple[str, ...], turn: Turn, memory: Memory, knowledge: Knowledge) -> Outcome:
    """What the numbers of one message tell, and the question which of them is meant."""
    told = identification.explain(identification.look_up(turn.text, knowledge), memory, knowledge)
    return Outcome(say=told, ask=WHICH).plus(which_number=several)


def _identification(turn: Turn, memory: Memory, knowledge: Knowledge) -> Outcome:
    finding = identification.look_up(turn.text, knowledge)
    if finding.identification.provider is not None:
        found = memory.after({"provider": finding.identification.provider})
        return _next(found, knowledge, identification.explain(finding, memory, knowledge)).plus(
            provider=finding.identification.provider
        )
    several = disagreeing(turn, knowledge)
    if several:
        return _which(several, turn, memory, knowledge)
    if says("refuse", turn.text) or turn.intent == "deny":
        return _end("unknown")
    failures = memory.failed("identification")
    other = other_code(turn, knowledge, "order_number")
    if other and failures["identification"] < 3:
        return Outcome(say=other, ask="identification").plus(failures=failures)
    unread = "utter_identification_unread" if failures["identification"] == 1 else "utter_identification_unread_again"
    say = identification.explain(finding, memory, knowledge) if finding.read else (respond(unread),)
    if failures["identification"] >= 3:
        return _end("unknown", *say)
    return Outcome(say=say, ask="identification").plus(failures=failures)


def _product_of_the_line(turn: Turn, knowledge: Knowledge) -> str | None:
    """The Kaspersky product that a name means here which both lines use, such as Internet Security."""
    if turn.is_choice or turn.value("product"):
        return None
    found = extract_entities(turn.text, knowledge, _ANY_DAY, line="kaspersky")
    return next((entity.value for entity in found if entity.entity == "product" and not entity.negated), None)


def _all_of_them(memory: Memory, knowledge: Knowledge) -> Outcome:
    """Every one of the numbers is meant: the guides of the others first, and that of the last one as usual."""
    say: list[Utterance] = []
    for number in memory.which_number:
        here = memory.after({"provider": identify(number, knowledge, "order_number").provider, "purchase_place": None})
        last = number == memory.which_number[-1]
        if last:
            return _next(here, knowledge, tuple(say)).plus(
                provider=here.provider, order_number=number, which_number=(), purchase_place=here.provider
            )
        place = place_of(here, knowledge)
        guides = guides_of(place, here, knowledge) if place else ()
        say.extend(knowledge.guides[guide].message(memory.language, knowledge) for guide in guides)
    return _end("unknown")


def _at_a_loss(memory: Memory, asked: str) -> Outcome:
    """Somebody who hesitates hears why the question is asked; the second time there is the way round."""
    if asked == "identification" or memory.failures.get(asked):
        return _unread(memory, asked)
    return Outcome(say=(respond("utter_explain_purchase_place"),), ask=asked).plus(failures=memory.failed(asked))


def _unread(memory: Memory, asked: str) -> Outcome:
    failures = memory.failed(asked)
    if failures[asked] >= 3:
        return _end("unknown")
    reason = "utter_identification_unread" if asked == "identification" else f"utter_unread_{asked}"
    reason = reason if failures[asked] == 1 else f"{reason}_again"
    return Outcome(say=(respond(reason),), ask=asked).plus(failures=failures)


def _words(turn: Turn, memory: Memory) -> str | None:
    return memory.topic_text if turn.is_choice or turn.intent != "stop_auto_renew" else turn.text
