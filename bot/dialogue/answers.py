"""Answers a question of the two product lines from the knowledge base."""

from __future__ import annotations

from bot.dialogue.phrases import says
from bot.dialogue.turn import Memory, Outcome, Turn, Utterance, respond
from bot.dialogue.wording import choices
from bot.knowledge import Knowledge
from bot.messages import Choice

KASPERSKY_GUIDES = {
    "renew_registration": "auto_renew_explained",
    "check_registration_needed": "auto_renew_explained",
    "ask_registration_requirements": "auto_renew_explained",
    "ask_expiry_consequence": "after_cancellation",
}
"""The guide that serves a Kaspersky customer who asks an ESET question."""

ESET_ONLY = frozenset(
    {
        "find_purchase_code",
        "find_serial_number",
        "change_registered_email",
        "mail_not_received",
        "ask_license_info_change",
    }
)
"""Questions that the pages answer for ESET products alone."""

NOT_A_QUESTION = frozenset({"stop_auto_renew", "talk_to_human", "check_ticket_status", "identify_provider"})
"""Topics that are tasks of their own and are not answered by one guide."""


def is_question(intent: str, knowledge: Knowledge) -> bool:
    """Whether the intent is answered by a guide, anywhere in a conversation."""
    topic = knowledge.topics.get(intent)
    return topic is not None and topic.guide is not None and intent not in NOT_A_QUESTION


def guide_for(intent: str, memory: Memory, knowledge: Knowledge) -> str:
    """The guide that answers an intent for what is known of the customer."""
    if memory.product_line == "kaspersky" and intent in KASPERSKY_GUIDES:
        return KASPERSKY_GUIDES[intent]
    guide = knowledge.topics[intent].guide
    if guide is None:
        raise KeyError(intent)
    return guide


def facts(intent: str, memory: Memory, knowledge: Knowledge, text: str = "") -> tuple[Utterance, ...]:
    """What is said to a question, without asking anything back; ``text`` are its words, for the case they name."""
    say: list[Utterance] = []
    if memory.product_line == "kaspersky" and intent in KASPERSKY_GUIDES and intent != "ask_expiry_consequence":
        say.append(respond("utter_registration_is_eset"))
    if intent == "check_registration_needed" and memory.product_line != "kaspersky":
        say.extend(respond(f"utter_not_needed_{case}") for case in ("online_store", "monthly") if says(case, text))
    if memory.product_line == "kaspersky" and intent in ESET_ONLY:
        say.append(respond("utter_this_is_eset"))
    if memory.product_line == "kaspersky" and intent == "contact_support":
        return (knowledge.guides["support_desks"].message(memory.language, knowledge, variant="kaspersky"),)
    product = knowledge.products.get(memory.product or "")
    if product and intent == "ask_supported_products":
        covered = "utter_product_covered" if product.renewal_registration else "utter_product_not_covered"
        say.append(respond(covered, product_name=product.name.in_(memory.language)))
    if product and intent == "contact_support":
        desk = knowledge.desk_for(product.id)
        if desk:
            say.append(respond(f"utter_desk_{desk}", product_name=product.name.in_(memory.language)))
    guide = knowledge.guides[guide_for(intent, memory, knowledge)]
    return (*say, guide.message(memory.language, knowledge))


def answer(turn: Turn, memory: Memory, knowledge: Knowledge) -> Outcome:
    """The whole answer to a question outside a form, ending with the question whether it helped."""
    guide_id = guide_for(turn.intent, memory, knowledge)
    outcome = Outcome(say=facts(turn.intent, memory, knowledge, turn.text)).plus(
        topic=turn.intent,
        topic_text=None if turn.is_choice else turn.text,
        complaint=None,
    )
    if turn.intent == "cannot_cancel":
        return outcome.plus(
            respond("utter_offer_human"), guide=guide_id, guide_step=None, awaiting="human", fallbacks=0
        )
    if turn.intent == "unknown_charge":
        return outcome.plus(
            respond("utter_ask_identification"), guide=guide_id, guide_step=None, awaiting="identification", fallbacks=0
        )
    return outcome.plus(*ask_helped(guide_id, memory, knowledge)).plus(**feedback_on(guide_id))


def answered_beside(turn: Turn, memory: Memory, knowledge: Knowledge) -> tuple[Utterance, ...]:
    """The answers to the other questions of a message with two wishes."""
    asked = [name for name in turn.also if is_question(name, knowledge)]
    return tuple(said for name in asked for said in facts(name, memory, knowledge, turn.text))


def ask_helped(guide_id: str, memory: Memory, knowledge: Knowledge) -> tuple[Utterance, ...]:
    """The question whether it helped, with the offer to go step by step where the guide has steps."""
    steps = len(knowledge.guides[guide_id].steps)
    return (respond("utter_ask_helped_or_steps" if steps > 1 else "utter_ask_helped"),)


def feedback_on(guide_id: str) -> dict[str, object]:
    """What is remembered while the answer to "did it help?" is awaited."""
    return {"guide": guide_id, "guide_step": None, "awaiting": "feedback", "fallbacks": 0}


def menu(memory: Memory, knowledge: Knowledge, intents: tuple[str, ...]) -> Utterance:
    """Buttons for a few topics, labelled in the customer's words."""
    items = [
        Choice(label=knowledge.topics[intent].label.in_(memory.language), payload=f"/{intent}")
        for intent in intents
        if intent in knowledge.topics
    ]
    return choices(memory.language, *items)


ESET_MENU = ("renew_registration", "mail_not_received", "find_purchase_code", "contact_support")
KASPERSKY_MENU = ("stop_auto_renew", "identify_provider", "unknown_charge", "ask_after_cancellation")
MAIN_MENU = ("renew_registration", "mail_not_received", "stop_auto_renew", "unknown_charge", "talk_to_human")


def menu_for(memory: Memory) -> tuple[str, ...]:
    """The topics that fit the product line the customer named."""
    return {"eset": ESET_MENU, "kaspersky": KASPERSKY_MENU}.get(memory.product_line or "", MAIN_MENU)
