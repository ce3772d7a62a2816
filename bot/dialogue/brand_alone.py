"""A message that only names the vendor: "it's about ESET", 「カスペルスキーの件でご相談です」."""

from __future__ import annotations

import re

from bot.dialogue import answers
from bot.dialogue.phrases import fold
from bot.dialogue.turn import Memory, Outcome, Turn, respond
from bot.knowledge import Knowledge

_ENDING = re.compile(
    r"(?:(?:の製品|製品|の方|のほう|のやつ|のもの|のこと|の件|について|に関して|さん)*(?:で|について|に関して)?"
    r"(?:です(?:が|けど)?|なんですけど|なんですが|なんだけど|だけど|ですけど|だよ|だ|ね|よ)?"
    r"[、\s]*(?:(?:ちょっと|少し)?(?:ご?相談|ご?質問|お?聞き|お?伺い|お?尋ね)(?:.{0,14}))?"
    r"| (?:one|products?|stuff|thing|software|question))$"
)
_BEGINNING = re.compile(
    r"^(?:(?:あの|えっと|えーと|じゃあ?|いや|いえ|so|it's|its|it is|about|from|the|my|well|um|uh|no|i have a question about|a question about)[、,\s]+)+"
)


def only_a_brand(turn: Turn, knowledge: Knowledge) -> bool:
    """Whether the message says no more than the vendor's name."""
    said = _ENDING.sub("", _BEGINNING.sub("", fold(turn.text)), count=1).strip()
    return said in {fold(alias) for aliases in knowledge.brands.values() for alias in aliases.all}


def about_the_brand(memory: Memory, knowledge: Knowledge) -> Outcome:
    """The customer names the brand alone: answer the last question again for it, or offer its topics."""
    if memory.topic == "stop_auto_renew":
        return Outcome(then="auto_renew_form")
    if memory.topic and memory.awaiting == "feedback" and _answered_already(memory, knowledge):
        asked = answers.ask_helped(memory.guide or "", memory, knowledge)
        return Outcome(say=asked).plus(**answers.feedback_on(memory.guide or "", memory))
    if memory.topic and answers.is_question(memory.topic, knowledge) and memory.topic != "cannot_cancel":
        return answers.answer(Turn(text="", intent=memory.topic), memory, knowledge)
    return offer_topics("utter_how_can_i_help", memory, knowledge)


def _answered_already(memory: Memory, knowledge: Knowledge) -> bool:
    """Whether the guide on the table is the one that fits the brand too."""
    topic = memory.topic or ""
    depends = topic in ("contact_support", "check_registration_needed")
    return (
        not depends
        and answers.is_question(topic, knowledge)
        and (answers.guide_for(topic, memory, knowledge) == memory.guide)
    )


def offer_topics(response: str, memory: Memory, knowledge: Knowledge) -> Outcome:
    """A sentence with the topics of the customer's product line as buttons."""
    return Outcome(say=(respond(response), answers.menu(memory, knowledge, answers.menu_for(memory)))).plus(fallbacks=0)
