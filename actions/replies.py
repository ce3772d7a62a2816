"""What a short reply means outside a form: yes, no, solved, not solved, bare information, a correction, stop."""

from __future__ import annotations

import re
from abc import abstractmethod
from datetime import date

from actions.base import DeskAction, Scene
from bot.dialogue import guide_walk, open_conversation
from bot.dialogue.escalation_fields import display, given_fields
from bot.dialogue.phrases import says
from bot.dialogue.turn import FIELDS, Outcome, Shown, respond
from bot.dialogue.wording import label_of
from bot.knowledge import identify
from bot.store.cases import AmendableField

_NOWHERE = re.compile("どこ(?:に)?も|どこさがしても|どこ探しても")
"""What has the word for "where" in it and asks nothing."""


class Reply(DeskAction):
    """A reply that a picked choice or a short command overrules."""

    @abstractmethod
    def reply(self, scene: Scene) -> Outcome:
        """What the reply means here."""

    def decide(self, scene: Scene) -> Outcome:
        return open_conversation.by_phrase(scene.turn, scene.memory, scene.desk.knowledge) or self.reply(scene)


class Affirm(Reply):
    """A yes."""

    action_name = "action_affirm"

    def reply(self, scene: Scene) -> Outcome:
        if _names_something(scene):
            return open_conversation.informed(scene.turn, scene.memory, scene.desk.knowledge)
        if _complains(scene):
            return _complaint(scene)
        return open_conversation.affirmed(scene.memory, scene.desk.knowledge)


class Deny(Reply):
    """A no."""

    action_name = "action_deny"

    def reply(self, scene: Scene) -> Outcome:
        if _names_something(scene):
            return open_conversation.informed(scene.turn, scene.memory, scene.desk.knowledge)
        if scene.memory.awaiting == "stop_renewal" and not scene.turn.is_choice and says("not_mine", scene.turn.text):
            return Outcome(say=(respond("utter_offer_human"),)).plus(
                awaiting="human", complaint=scene.turn.text, topic="unknown_charge", fallbacks=0
            )
        if _doubtful(scene):
            return open_conversation.not_understood(scene.turn, scene.memory, scene.desk.knowledge)
        return open_conversation.denied(scene.memory, scene.desk.knowledge)


class Solved(Reply):
    """The guidance helped, or a step is done."""

    action_name = "action_solved"

    def reply(self, scene: Scene) -> Outcome:
        memory = scene.memory
        if _complains(scene):
            return _complaint(scene)
        earlier = _earlier(scene)
        if earlier is not None:
            return open_conversation.judged_later(earlier, helped=True)
        if memory.awaiting == "step" and not scene.turn.is_choice:
            return guide_walk.done(memory, scene.desk.knowledge)
        return open_conversation.helped(memory)


class NotSolved(Reply):
    """The guidance did not help, or a step can't be done."""

    action_name = "action_not_solved"

    def reply(self, scene: Scene) -> Outcome:
        if _doubtful(scene):
            return open_conversation.not_understood(scene.turn, scene.memory, scene.desk.knowledge)
        earlier = _earlier(scene)
        if earlier is not None:
            return open_conversation.judged_later(earlier, helped=False)
        if scene.memory.awaiting == "step" and not scene.turn.is_choice:
            return guide_walk.stuck(scene.memory, scene.turn.text)
        complaint = None if scene.turn.is_choice else scene.turn.text
        return open_conversation.not_helped(scene.memory).plus(complaint=complaint or scene.memory.complaint)


class TakeInformation(Reply):
    """Bare information."""

    action_name = "action_take_information"

    def reply(self, scene: Scene) -> Outcome:
        return open_conversation.informed(scene.turn, scene.memory, scene.desk.knowledge)


class CorrectInformation(Reply):
    """A correction: of the case just filed, or of what the last answer was based on."""

    action_name = "action_correct_information"

    def reply(self, scene: Scene) -> Outcome:
        turn, memory, desk = scene.turn, scene.memory, scene.desk
        given = given_fields(turn, memory, desk.today())
        if memory.case_number and given and memory.awaiting == "filed":
            for name, value in given.items():
                desk.store.amend_case(memory.case_number, *_amendment(name, value))
            if "order_number" in given:
                sold_by = identify(given["order_number"], desk.knowledge, "order_number").provider
                desk.store.amend_case(memory.case_number, "provider", sold_by or memory.provider)
            return Outcome(
                say=tuple(
                    respond(
                        "utter_case_amended",
                        number=memory.case_number or "",
                        field=label_of(name, memory.language),
                        value=display(name, value, memory),
                    )
                    for name, value in given.items()
                )
            ).plus(fallbacks=0, **{name: value for name, value in given.items() if name in FIELDS})
        if turn.entities or not memory.case_number:
            return open_conversation.informed(turn, memory, desk.knowledge)
        return Outcome(say=(respond("utter_nothing_to_correct"),)).plus(fallbacks=0)


class Cancel(Reply):
    """Stops what is going on."""

    action_name = "action_cancel"

    def reply(self, scene: Scene) -> Outcome:
        return Outcome(say=(respond("utter_cancelled"),)).plus(
            topic=None,
            topic_text=None,
            complaint=None,
            guide_step=None,
            awaiting=None,
            fallbacks=0,
            purchase_place=None,
        )


class SwitchLanguage(DeskAction):
    """Goes on in the other language, with what is on the table said again in it."""

    action_name = "action_switch_language"

    def decide(self, scene: Scene) -> Outcome:
        memory, knowledge = scene.memory, scene.desk.knowledge
        outcome = Outcome(say=(respond("utter_language_switched"),)).plus(fallbacks=0)
        again = guide_walk.walk("again", memory, knowledge) if memory.awaiting in ("feedback", "step") else None
        return again.after(*outcome.say) if again else outcome


def _amendment(name: str, value: str) -> tuple[AmendableField, str | date]:
    """The case's own name and type for a field of the dialogue."""
    if name == "purchase_date":
        return "purchase_date", date.fromisoformat(value)
    fields: dict[str, AmendableField] = {"person_name": "name", "email": "email", "order_number": "order_number"}
    return fields.get(name, "problem"), value


def _complains(scene: Scene) -> bool:
    """Whether a "yes" that the classifier was unsure of tells of something that is missing or fails."""
    turn = scene.turn
    asked = scene.memory.awaiting in ("feedback", "step")
    return asked and not turn.is_choice and turn.confidence < 0.7 and len(turn.text) > 8 and says("negative", turn.text)


def _complaint(scene: Scene) -> Outcome:
    if scene.memory.awaiting == "step":
        return guide_walk.stuck(scene.memory, scene.turn.text)
    return open_conversation.not_helped(scene.memory).plus(complaint=scene.turn.text)


def _names_something(scene: Scene) -> bool:
    """Whether a yes or no carries news, such as "no, I bought it from My Kaspersky"."""
    return scene.memory.topic is not None and bool(scene.turn.named)


def _doubtful(scene: Scene) -> bool:
    """Whether a "no" is too unsure, or too much of a question, to hand the customer over."""
    turn = scene.turn
    asking = says("asks", _NOWHERE.sub(" ", turn.text)) and turn.confidence < 0.95
    return not turn.is_choice and (turn.confidence < 0.45 or asking)


def _earlier(scene: Scene) -> Shown | None:
    """What the picked button stands under, if that was shown before what is on the table."""
    shown = scene.turn.shown
    return None if shown == scene.memory.on_the_table else shown
