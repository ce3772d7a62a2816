"""What every action of the desk shares: read the tracker, decide, write the outcome as events."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.services import Services, services
from bot.dialogue import after_agent
from bot.dialogue.answers import answered_beside, guides_beside
from bot.dialogue.rasa_tracker import turn_from_tracker
from bot.dialogue.turn import Felt, Memory, Outcome, Response, Turn, Utterance, respond


@dataclass(frozen=True)
class Scene:
    """All an action decides from."""

    turn: Turn
    memory: Memory
    slots: Mapping[str, Any]
    form: str | None
    asked: str | None
    desk: Services


def scene_of(tracker: Tracker) -> Scene:
    """Read the tracker into typed values."""
    turn = turn_from_tracker({"latest_message": tracker.latest_message, "sender_id": tracker.sender_id})
    form = (tracker.active_loop or {}).get("name")
    return Scene(
        turn, Memory.from_slots(tracker.slots), tracker.slots, form, tracker.slots.get("requested_slot"), services()
    )


def speak(dispatcher: CollectingDispatcher, say: tuple[Utterance, ...]) -> None:
    """Utter responses of domain.yml by name and typed messages as Rasa's ``custom`` JSON."""
    for utterance in say:
        if isinstance(utterance, Response):
            dispatcher.utter_message(response=utterance.name, **utterance.values)
        else:
            dispatcher.utter_message(json_message=utterance.model_dump(mode="json"))


def remembered(remember: Mapping[str, Any]) -> list[EventType]:
    """The slot events that write the memory."""
    return [SlotSet(name, list(value) if isinstance(value, tuple) else value) for name, value in remember.items()]


def keep_feedback(scene: Scene, outcome: Outcome) -> None:
    """Store what the customer said about a guide with the turn in which it was shown."""
    if outcome.felt is not None:
        shown, turn = outcome.felt.shown, scene.turn
        scene.desk.store.add_feedback(
            turn.conversation_id, shown.guide, shown.step, outcome.felt.helped, shown.turn or turn.message_id
        )


class DeskAction(Action, ABC):  # type: ignore[misc]
    """An action that decides one outcome and then listens, or goes on with the action the outcome names."""

    action_name: str

    def name(self) -> str:
        return self.action_name

    @abstractmethod
    def decide(self, scene: Scene) -> Outcome:
        """What to say, remember and do next."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        scene = scene_of(tracker)
        outcome = self.decide(scene)
        keep_feedback(scene, outcome)
        speak(dispatcher, outcome.say)
        return [*remembered(outcome.remember), FollowupAction(outcome.then or "action_listen")]


class FormTurn(Action, ABC):  # type: ignore[misc]
    """The validation action of a form: one pure function decides each of its turns."""

    form: str
    finish: str

    def name(self) -> str:
        return f"validate_{self.form}"

    @abstractmethod
    def decide(self, scene: Scene, asked: str | None) -> Outcome:
        """One turn of the form; ``asked`` is None when it has just started."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        scene = scene_of(tracker)
        asked = scene.asked if scene.form == self.form else None
        outcome = self._begin(scene) if asked is None else self._go_on(scene, asked)
        keep_feedback(scene, outcome)
        speak(dispatcher, outcome.say)
        # Rasa takes a validation without any slot for a rejected form, so one is always written.
        events = remembered({"form_outcome": None, **outcome.remember})
        if outcome.done or outcome.ask is None:
            return [*events, SlotSet("requested_slot", None), FollowupAction(outcome.then or self.finish)]
        return [*events, SlotSet("requested_slot", outcome.ask)]

    def _begin(self, scene: Scene) -> Outcome:
        outcome = self.decide(scene, None)
        beside = guides_beside(scene.turn, scene.memory, scene.desk.knowledge, self.form)
        begun = outcome.after(*answered_beside(scene.turn, scene.memory, scene.desk.knowledge, self.form))
        begun = begun.plus(guides_beside=beside)
        waiting = outcome.remember.get("paused", scene.memory.paused)
        return begun.plus(paused=tuple(name for name in waiting if name != self.form))

    def _go_on(self, scene: Scene, asked: str) -> Outcome:
        if scene.turn.after_agent:
            return after_agent.instead_of_the_form(scene.turn, scene.memory, scene.desk.knowledge, self.form)
        if scene.turn.shown is not None and scene.turn.choice is None:
            felt = Felt(scene.turn.shown, scene.turn.intent == "problem_solved")
            return Outcome(say=(respond("utter_feedback_noted"),), ask=asked, felt=felt)
        return self.decide(scene, asked)
