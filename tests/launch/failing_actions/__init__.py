"""Actions that go wrong in each way, for tests of the action server."""

from typing import Any

from rasa_sdk import Action
from rasa_sdk.interfaces import ActionExecutionRejection


class Fails(Action):  # type: ignore[misc]
    def name(self) -> str:
        return "action_fails"

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        raise ValueError(tracker.latest_message["text"])


class Rejects(Action):  # type: ignore[misc]
    def name(self) -> str:
        return "action_rejects"

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        raise ActionExecutionRejection(self.name())


class Answers(Action):  # type: ignore[misc]
    def name(self) -> str:
        return "action_answers"

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        dispatcher.utter_message(text="fine")
        return []
