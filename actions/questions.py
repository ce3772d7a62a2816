"""Answers to questions: guides, providers, charges."""

from __future__ import annotations

from actions.base import DeskAction, Scene
from bot.dialogue import answers, at_a_loss, guide_replies, guide_walk, identification, open_conversation
from bot.dialogue.phrases import says
from bot.dialogue.turn import Outcome, respond


class AnswerQuestion(DeskAction):
    """Answers a question of the two product lines with its guide."""

    action_name = "action_answer_question"

    def decide(self, scene: Scene) -> Outcome:
        turn, memory, knowledge = scene.turn, scene.memory, scene.desk.knowledge
        by_phrase = open_conversation.by_phrase(turn, memory, knowledge)
        if by_phrase is not None:
            return by_phrase
        if turn.intent == "find_order_number" and turn.value("order_number") and not turn.is_choice:
            return identification.identify_provider(turn, memory, knowledge)
        in_steps = memory.guide_step and memory.awaiting in ("step", "stuck") and turn.intent != "cannot_cancel"
        if in_steps and answers.guide_for(turn.intent, memory, knowledge) == memory.guide:
            return guide_walk.show_step(memory, knowledge, memory.guide_step or 1)
        if in_steps:
            return guide_walk.digress(answers.facts(turn.intent, memory, knowledge, turn.text), memory, knowledge)
        answered = answers.answer(turn, memory, knowledge).after(*answers.answered_beside(turn, memory, knowledge))
        answered = answered.plus(guides_beside=answers.guides_beside(turn, memory, knowledge))
        shown = memory.after({"guide": answered.remember.get("guide")})
        if says("steps", turn.text) and guide_walk.can_walk(shown, knowledge):
            return guide_walk.show_step(shown, knowledge, 1).plus(
                guide=shown.guide, topic=turn.intent, topic_text=turn.text
            )
        return answered


class IdentifyProvider(DeskAction):
    """Tells which provider sold the licence."""

    action_name = "action_identify_provider"

    def decide(self, scene: Scene) -> Outcome:
        turn, memory = scene.turn, scene.memory
        at_the_guide = guide_replies.reply(turn, memory, scene.desk.knowledge)
        if at_the_guide is not None:
            return at_the_guide
        if memory.topic == "stop_auto_renew" and (turn.value("provider") or turn.value("device")):
            return open_conversation.informed(turn, memory, scene.desk.knowledge)
        return identification.identify_provider(turn, memory, scene.desk.knowledge)


class ExplainCharge(DeskAction):
    """Explains a charge: the seller where the statement line tells it, else how to find out."""

    action_name = "action_explain_charge"

    def decide(self, scene: Scene) -> Outcome:
        knowledge = scene.desk.knowledge
        at_the_guide = guide_replies.reply(scene.turn, scene.memory, knowledge)
        if at_the_guide is not None:
            return at_the_guide
        if not scene.turn.is_choice and identification.look_up(scene.turn.text, knowledge).read:
            return identification.identify_provider(scene.turn, scene.memory, knowledge).plus(
                topic="unknown_charge", topic_text=scene.turn.text
            )
        return answers.answer(scene.turn, scene.memory, knowledge)


class OutOfScope(DeskAction):
    """Says kindly what the desk does not do."""

    action_name = "action_out_of_scope"

    def decide(self, scene: Scene) -> Outcome:
        by_phrase = open_conversation.by_phrase(scene.turn, scene.memory, scene.desk.knowledge)
        if by_phrase is not None:
            return by_phrase
        if not scene.turn.is_choice and says("refund", scene.turn.text):
            offer = (respond("utter_no_refunds_here"), respond("utter_offer_human"))
            return Outcome(say=offer).plus(complaint=scene.turn.text, awaiting="human", fallbacks=0)
        unsure = scene.turn.confidence < 0.5 and len(scene.turn.text) <= 12
        if unsure and not scene.turn.is_choice:  # a few words that may be anything
            return open_conversation.not_understood(scene.turn, scene.memory, scene.desk.knowledge)
        if scene.memory.fallbacks == 1:  # the second time in a row, other words and a person
            offer = (respond("utter_out_of_scope_briefly"), respond("utter_offer_human"))
            return Outcome(say=offer).plus(fallbacks=2, awaiting="human")
        if scene.memory.fallbacks:
            return open_conversation.not_understood(scene.turn, scene.memory, scene.desk.knowledge)
        return Outcome(say=(respond("utter_out_of_scope"),)).plus(fallbacks=1)


class NotUnderstood(DeskAction):
    """Offers the likeliest topics, then a person."""

    action_name = "action_not_understood"

    def decide(self, scene: Scene) -> Outcome:
        by_phrase = open_conversation.by_phrase(scene.turn, scene.memory, scene.desk.knowledge)
        if by_phrase is None and not scene.turn.is_choice and says("so_it_means", scene.turn.text):
            by_phrase = at_a_loss.told_once_more(scene.memory, scene.desk.knowledge)
        return by_phrase or open_conversation.not_understood(scene.turn, scene.memory, scene.desk.knowledge)
