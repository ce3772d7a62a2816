"""Trains or asks dialogue policies inside Rasa, in a process of its own.

``python -m benchmarks.policy_worker train CONFIG DATA FOLDER`` or ``... predict MODEL STORIES``; prints one JSON object.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.workers import answer, keep_output
from bot.settings import ROOT

_WARM_UP = 3


def train(config: str, data: str, folder: str) -> dict[str, Any]:
    """Train policies on the rules and stories of a folder; imports are not counted."""
    from rasa.model_training import train_core

    began, clock = time.process_time(), time.monotonic()
    model = train_core(str(ROOT / "domain.yml"), config, data, folder)
    spent = {"cpu_seconds": time.process_time() - began, "seconds": time.monotonic() - clock}
    return {**spent, "model": model, "megabytes": Path(str(model)).stat().st_size / 1e6}


def predict(model: str, stories: str) -> dict[str, Any]:
    """What follows every step of every story, as written and when the customer says something else instead."""
    from rasa.core.agent import Agent

    before = time.process_time()
    agent = Agent.load(model)
    loaded = time.process_time() - before
    walks = [_Walk(agent, tracker) for tracker in _trackers(agent, stories)]
    for walk in walks[:_WARM_UP]:
        walk.as_written()
    told = [walk.as_written() for walk in walks]
    elsewhere = [walk.elsewhere() for walk in walks]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"load_cpu_seconds": loaded, "peak_megabytes": peak, "told": told, "elsewhere": elsewhere}


class _Walk:
    """One story, followed step by step with a policy ensemble."""

    def __init__(self, agent: Any, tracker: Any) -> None:
        self._agent = agent
        self._name = tracker.sender_id
        self._events = list(tracker.events)
        self._domain = agent.domain

    def as_written(self) -> dict[str, Any]:
        """The action predicted before each action of the story, the story's own, and the CPU time of each turn."""
        from rasa.shared.core.events import ActionExecuted, UserUttered

        partial = self._empty()
        steps: list[dict[str, str]] = []
        turns: list[float] = []
        for event in self._events:
            if isinstance(event, UserUttered):
                turns.append(0.0)
            if isinstance(event, ActionExecuted) and not event.unpredictable and turns:
                said, spent = self._next(partial, event.action_name)
                turns[-1] += spent
                steps.append({"predicted": said, "written": str(event.action_name)})
            partial.update(event)
        return {"story": self._name, "steps": steps, "turn_cpu_ms": turns}

    def elsewhere(self) -> dict[str, Any]:
        """The action predicted when, at each point where the customer speaks, any intent at all comes instead."""
        from rasa.shared.core.events import UserUttered

        partial = self._empty()
        predicted: list[list[str]] = []
        for event in self._events:
            if isinstance(event, UserUttered):
                predicted.append([self._after(partial, intent) for intent in sorted(self._domain.intents)])
            partial.update(event)
        return {"story": self._name, "predicted": predicted}

    def _after(self, partial: Any, intent: str) -> str:
        from rasa.shared.core.events import UserUttered

        branch = partial.copy()
        branch.update(UserUttered("x", {"name": intent, "confidence": 1.0}))
        return self._next(branch, None)[0]

    def _next(self, partial: Any, written: str | None) -> tuple[str, float]:
        """The predicted action; a form that the story leaves is rejected as in Rasa's own test, and asked again."""
        from rasa.shared.core.events import ActionExecutionRejected

        began = time.process_time()
        said = self._predicted(partial)
        spent = 1000 * (time.process_time() - began)
        if written is not None and said != written and said == partial.active_loop_name:
            partial.update(ActionExecutionRejected(said))
            said = self._predicted(partial)
        return said, spent

    def _predicted(self, partial: Any) -> str:
        prediction = self._agent.processor._predict_next_with_tracker(partial)
        return str(self._domain.action_names_or_texts[prediction.max_confidence_index])

    def _empty(self) -> Any:
        from rasa.shared.core.trackers import DialogueStateTracker

        return DialogueStateTracker(self._name, self._domain.slots)


def _trackers(agent: Any, stories: str) -> list[Any]:
    """The stories of a file of tests, in its order, as Rasa reads them for ``rasa test core``."""
    from rasa.shared.core.generator import TrainingDataGenerator
    from rasa.shared.importers.importer import TrainingDataImporter

    importer = TrainingDataImporter.load_from_dict(training_data_paths=[stories], domain_path=str(ROOT / "domain.yml"))
    generator = TrainingDataGenerator(
        importer.get_conversation_tests(), agent.domain, use_story_concatenation=False, augmentation_factor=0
    )
    return list(generator.generate_story_trackers())


def main(arguments: list[str]) -> None:
    """Do what the first argument says."""
    task, *rest = arguments
    output = keep_output()
    answer({"train": train, "predict": predict}[task](*rest), output)


if __name__ == "__main__":
    main(sys.argv[1:])
