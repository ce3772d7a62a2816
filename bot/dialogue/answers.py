"""Answers a question of the two product lines from the knowledge base."""

from __future__ import annotations

from bot.dialogue.held_codes import named_code
from bot.dialogue.phrases import says
from bot.dialogue.turn import Memory, Outcome, Shown, Turn, Utterance, respond
from bot.dialogue.variants import variants_for
from bot.dialogue.wording import button, choices, pick
from bot.knowledge import Knowledge
from bot.messages import Choice
from bot.nlu.code_kinds import kinds_named

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

ABOUT_CODES = frozenset(
    {
        "renew_registration",
        "ask_registration_requirements",
        "check_registration_needed",
        "find_purchase_code",
        "find_serial_number",
        "ask_license_info_change",
    }
)
"""Questions in which customers show a code and mix it up with another."""

CODE_GUIDES = frozenset({"find_serial_number", "find_purchase_code"})
"""Questions whose guides tell one code; whoever compares two of them hears first that they differ."""

ABOUT_CONTACTS = frozenset({"contact_support", "cannot_cancel"})
"""Questions to which the seller's own support is an answer, once the seller is known."""

TROUBLES = frozenset({"cannot_cancel", "unknown_charge", "mail_not_received", "change_registered_email"})
"""Topics whose opening words already say what is wrong."""

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
    if memory.product_line == "kaspersky" and intent in ESET_ONLY:
        say.append(respond("utter_this_is_eset"))
    seller = knowledge.providers.get(memory.provider or "")
    if seller and seller.kind == "reseller" and intent in ABOUT_CONTACTS and memory.product_line == "kaspersky":
        say.append(respond("utter_contact_of_provider", provider=seller.name.in_(memory.language)))
    product = knowledge.products.get(memory.product or "")
    if product and intent == "ask_supported_products":
        covered = "utter_product_covered" if product.renewal_registration else "utter_product_not_covered"
        say.append(respond(covered, product_name=product.name.in_(memory.language)))
    if intent in CODE_GUIDES and len(kinds_named(text)) > 1 and says("same_or_not", text):
        say.append(respond("utter_codes_differ"))
    guide = knowledge.guides[guide_for(intent, memory, knowledge)]
    fitting = variants_for(intent, memory, knowledge, text)
    if not fitting and memory.topic == intent and memory.topic_text and text:  # asked again in other words
        fitting = variants_for(intent, memory, knowledge, memory.topic_text)
    if fitting:
        return (*say, *(guide.message(memory.language, knowledge, variant=name) for name in fitting))
    return (*say, guide.message(memory.language, knowledge))


def answer(turn: Turn, memory: Memory, knowledge: Knowledge) -> Outcome:
    """The whole answer to a question outside a form, ending with the question whether it helped."""
    guide_id = guide_for(turn.intent, memory, knowledge)
    codes = named_code(turn, knowledge) if turn.intent in ABOUT_CODES else ()
    outcome = Outcome(say=(*codes, *facts(turn.intent, memory, knowledge, turn.text))).plus(
        topic=turn.intent,
        topic_text=None if turn.is_choice else turn.text,
        complaint=None,
    )
    shown = feedback_on(guide_id, memory)
    if turn.intent == "cannot_cancel":
        return outcome.plus(respond("utter_offer_human")).plus(**{**shown, "awaiting": "human"})
    if turn.intent == "unknown_charge":
        return outcome.plus(respond("utter_ask_identification")).plus(**{**shown, "awaiting": "identification"})
    return outcome.plus(*ask_helped(guide_id, memory, knowledge)).plus(**shown)


def answered_beside(turn: Turn, memory: Memory, knowledge: Knowledge, form: str | None = None) -> tuple[Utterance, ...]:
    """The answers to the other questions of a message with two wishes; a person is told the troubles themselves."""
    said: list[Utterance] = []
    for name, own in _asked_beside(turn, memory, knowledge, form):
        said.extend(facts(name, own, knowledge, turn.text))
    return tuple(said)


def guides_beside(turn: Turn, memory: Memory, knowledge: Knowledge, form: str | None = None) -> tuple[str, ...]:
    """The guides that answer the other questions of a message with two wishes."""
    return tuple(guide_for(name, own, knowledge) for name, own in _asked_beside(turn, memory, knowledge, form))


def _asked_beside(turn: Turn, memory: Memory, knowledge: Knowledge, form: str | None) -> tuple[tuple[str, Memory], ...]:
    left = TROUBLES if form == "escalation_form" else ()
    asked = [name for name in turn.also if is_question(name, knowledge) and name not in left]
    eset = memory.after({"product_line": "eset"})  # beside a wish of the other line, a question is about its own
    return tuple((name, eset if name in ESET_ONLY else memory) for name in asked)


def ask_helped(
    guide_id: str, memory: Memory, knowledge: Knowledge, *, offer_steps: bool = True
) -> tuple[Utterance, ...]:
    """The question whether it helped, with the offer to go step by step where the guide has steps."""
    stepwise = offer_steps and len(knowledge.guides[guide_id].steps) > 1
    shown = str(Shown(guide_id, None, memory.turn_id or ""))
    buttons = [
        button("helped", f'/problem_solved{{"shown": "{shown}"}}', memory.language),
        button("not_helped", f'/problem_not_solved{{"shown": "{shown}"}}', memory.language),
    ]
    if stepwise:
        buttons.append(button("steps", pick("steps", shown), memory.language))
    asked = respond("utter_ask_helped_or_steps" if stepwise else "utter_ask_helped")
    return (asked, choices(memory.language, *buttons))


def feedback_on(guide_id: str, memory: Memory) -> dict[str, object]:
    """What is remembered while the answer to "did it help?" is awaited."""
    return {
        "guide": guide_id,
        "guide_step": None,
        "guide_turn": memory.turn_id,
        "guides_beside": (),
        "awaiting": "feedback",
        "fallbacks": 0,
    }


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
