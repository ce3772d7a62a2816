"""What is said once it is known where a licence was bought, or that it can't be found out."""

from __future__ import annotations

from typing import Any

from bot.dialogue.answers import ask_helped, feedback_on
from bot.dialogue.guide_walk import can_walk, show_step
from bot.dialogue.phrases import says
from bot.dialogue.purchase_places import guides_of, place_of
from bot.dialogue.turn import Memory, Outcome, Utterance, respond
from bot.dialogue.wording import button, choices, pick
from bot.knowledge import Knowledge
from bot.messages import Message


def finish(memory: Memory, knowledge: Knowledge) -> Outcome:
    """What is said once the form has ended: the guide, or the way to a person."""
    cleared: dict[str, Any] = {"form_outcome": None, "failures": {}, "identification": None}
    place = place_of(memory, knowledge)
    if memory.form_outcome == "cancelled":
        return Outcome(say=(respond("utter_cancelled_for_now"),)).plus(awaiting=None, topic=None, **cleared)
    if memory.form_outcome == "internet_line":
        guide = knowledge.guides["provider_identification"]
        said = guide.message(memory.language, knowledge, variant="internet_line")
        asked = ask_helped(guide.id, memory, knowledge, offer_steps=False)
        return Outcome(say=(said, *asked, _elsewhere_button(memory))).plus(
            **{**feedback_on(guide.id, memory), **cleared, "purchase_place": None}
        )
    if memory.form_outcome == "eset":
        return Outcome(say=(respond("utter_auto_renew_eset"), respond("utter_offer_human"))).plus(
            topic="stop_auto_renew", awaiting="human", **cleared
        )
    if memory.form_outcome == "guide" and place is not None:
        guides = guides_of(place, memory, knowledge)
        say: list[Utterance] = [knowledge.guides[guide].message(memory.language, knowledge) for guide in guides]
        if len(guides) > 1:
            say.insert(0, respond("utter_nexway_both"))
        provider = place.split(":")[0]
        known = {"provider": None if provider == "huawei" else provider, **cleared}
        walking = memory.after({"guide": guides[0]})
        if len(guides) == 1 and says("steps", memory.topic_text or "") and can_walk(walking, knowledge):
            return show_step(walking, knowledge, 1).plus(**known)
        asked = ask_helped(guides[0], memory, knowledge)
        beside = guides if len(guides) > 1 else memory.guides_beside
        told = {**feedback_on(guides[0], memory), "guides_beside": beside, **known}
        return Outcome(say=(*say, *asked, _elsewhere_button(memory))).plus(**told)
    return Outcome(
        say=(
            knowledge.guides["order_number"].message(memory.language, knowledge),
            respond("utter_place_unknown"),
            respond("utter_offer_human"),
        )
    ).plus(guide="cannot_cancel", awaiting="human", purchase_place=None, **cleared)


def _elsewhere_button(memory: Memory) -> Message:
    return choices(memory.language, button("other_place", pick("other_place"), memory.language))
