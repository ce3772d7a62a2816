"""The turns of the three forms, and what follows each of them."""

from __future__ import annotations

from actions.base import DeskAction, FormTurn, Scene
from bot.dialogue import auto_renew, auto_renew_end, case_status, escalation
from bot.dialogue.after_agent import ask_to_go_on, offer_to_resume
from bot.dialogue.escalation_summary import summary
from bot.dialogue.numbers_heard import ask_which
from bot.dialogue.turn import Outcome


class AutoRenewTurn(FormTurn):
    """One turn of turning auto-renewal off."""

    form = "auto_renew_form"
    finish = "action_finish_auto_renew"

    def decide(self, scene: Scene, asked: str | None) -> Outcome:
        return auto_renew.take_turn(scene.turn, scene.memory, scene.desk.knowledge, asked=asked)


class FinishAutoRenew(DeskAction):
    """Shows the guide for the place of purchase."""

    action_name = "action_finish_auto_renew"

    def decide(self, scene: Scene) -> Outcome:
        return offer_to_resume(auto_renew_end.finish(scene.memory, scene.desk.knowledge), scene.memory)


class EscalationTurn(FormTurn):
    """One turn of collecting what an agent needs."""

    form = "escalation_form"
    finish = "action_finish_escalation"

    def decide(self, scene: Scene, asked: str | None) -> Outcome:
        return escalation.take_turn(scene.turn, scene.memory, scene.desk.knowledge, scene.desk.today(), asked=asked)


class AskConfirmation(DeskAction):
    """Shows what will be sent and asks whether it is right."""

    action_name = "action_ask_escalation_form_confirmation"

    def decide(self, scene: Scene) -> Outcome:
        return Outcome(say=(summary(scene.memory),))


class AskWhichNumber(DeskAction):
    """Asks which of several order numbers is meant in a case; an agent can also use them all."""

    action_name = "action_ask_escalation_form_which_number"

    def decide(self, scene: Scene) -> Outcome:
        return Outcome(say=ask_which(scene.memory.which_number, scene.memory, or_all=True))


class AskWhichNumberOfTheLicence(DeskAction):
    """Asks which of several order numbers is the one whose renewal is to stop."""

    action_name = "action_ask_auto_renew_form_which_number"

    def decide(self, scene: Scene) -> Outcome:
        return Outcome(say=ask_which(scene.memory.which_number, scene.memory))


class CaseStatusTurn(FormTurn):
    """One turn of asking how a case is going."""

    form = "case_status_form"
    finish = "action_finish_case_status"

    def decide(self, scene: Scene, asked: str | None) -> Outcome:
        return case_status.take_turn(scene.turn, scene.memory, scene.desk.knowledge, asked=asked)


class FinishCaseStatus(DeskAction):
    """Tells the state of the case to whom it belongs."""

    action_name = "action_finish_case_status"

    def decide(self, scene: Scene) -> Outcome:
        found = case_status.finish(scene.memory, scene.desk.store, scene.desk.settings.timezone)
        return offer_to_resume(found, scene.memory)


class AskToGoOn(DeskAction):
    """Asks whether to go on with a form once an agent has had the conversation."""

    action_name = "action_ask_to_go_on"

    def decide(self, scene: Scene) -> Outcome:
        return ask_to_go_on(scene.memory)
