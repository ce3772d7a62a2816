"""Rasa component: the desk's intent classifier."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Dict, List, Optional, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import (
    ENTITIES,
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge import Knowledge
from bot.nlu.entities import Entity, extract_entities
from bot.nlu.entity_extractor import DeskEntityExtractor, desk_day, knowledge_from
from bot.nlu.intent_model import IntentModel, IntentOptions
from bot.nlu.past_courtesy import predict_past_courtesy

_OPTIONS = tuple(option.name for option in fields(IntentOptions))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SparseIntentClassifier(GraphComponent, IntentClassifier):  # type: ignore[misc]  # Rasa has no types
    """Ranks intents with :class:`bot.nlu.intent_model.IntentModel`; its options are those of ``IntentOptions`` and

    * ``ranking_length``: how many intents the ranking holds, 0 for all;
    * ``knowledge_dir``: a folder to read the knowledge base from instead of the configured one.

    It needs no tokenizer and no featurizer in the pipeline, and takes entity spans from the same rules as
    ``DeskEntityExtractor``, in training and afterwards.
    """

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """The options with their defaults."""
        defaults = IntentOptions()
        return {name: getattr(defaults, name) for name in _OPTIONS} | {"ranking_length": 10, "knowledge_dir": None}

    def __init__(
        self,
        config: Dict[Text, Any],
        knowledge: Knowledge,
        model_storage: ModelStorage,
        resource: Resource,
        model: Optional[IntentModel] = None,
    ) -> None:
        self._config = config
        self._knowledge = knowledge
        self._storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SparseIntentClassifier:
        """Make an untrained classifier."""
        return cls(config, knowledge_from(config), model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SparseIntentClassifier:
        """Read a trained classifier; without a stored model it ranks nothing."""
        model = None
        try:
            with model_storage.read_from(resource) as folder:
                model = IntentModel.load(folder)
        except ValueError:  # Rasa's storage: nothing was persisted, as when there was no training data
            pass
        return cls(config, knowledge_from(config), model_storage, resource, model)

    @classmethod
    def required_packages(cls) -> List[Text]:
        """Packages beyond Rasa's own."""
        return ["sklearn", "spacy", "sudachipy"]

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the model on every example that has a text and an intent."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        texts = [str(example.get(TEXT)) for example in examples]
        intents = [str(example.get(INTENT)) for example in examples]
        if len(set(intents)) < 2:
            return self._resource
        today = desk_day()
        self._model = IntentModel.fit(
            texts,
            intents,
            self._knowledge,
            entities=[extract_entities(text, self._knowledge, today) for text in texts],
            options=self._options(),
        )
        self.persist()
        return self._resource

    def persist(self) -> None:
        """Write the model to Rasa's storage."""
        if self._model is not None:
            with self._storage.write_to(self._resource) as folder:
                self._model.save(folder)

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the likeliest intent and the ranking to each message."""
        today = desk_day()
        for message in messages:
            text = message.get(TEXT)
            if self._model is None or not text:
                continue
            found = _entities_of(message)
            if found is None:
                found = extract_entities(text, self._knowledge, today)
            ranking = [
                {INTENT_NAME_KEY: score.name, PREDICTED_CONFIDENCE_KEY: score.confidence}
                for score in predict_past_courtesy(
                    self._model, text, found, lambda piece: extract_entities(piece, self._knowledge, today)
                )
            ]
            length = int(self._config.get("ranking_length") or 0) or len(ranking)
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking[:length], add_to_output=True)
        return messages

    def _options(self) -> IntentOptions:
        chosen = {name: self._config[name] for name in _OPTIONS if name in self._config}
        try:
            return IntentOptions(**chosen)
        except (TypeError, ValueError) as error:
            raise InvalidConfigException(f"SparseIntentClassifier: {error}") from error


def _entities_of(message: Message) -> tuple[Entity, ...] | None:
    """What ``DeskEntityExtractor`` found in the message earlier in the pipeline; None without one."""
    if message.get(ENTITIES) is None:
        return None
    text = message.get(TEXT)
    return tuple(
        Entity(found["entity"], found["value"], found["start"], found["end"], text[found["start"] : found["end"]])
        for found in message.get(ENTITIES, [])
        if found.get("extractor") == DeskEntityExtractor.__name__
    )
