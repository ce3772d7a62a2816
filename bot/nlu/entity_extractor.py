"""Rasa component: the desk's entity extractor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, Dict, List, Text
from zoneinfo import ZoneInfo

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import ENTITY_ATTRIBUTE_CONFIDENCE_TYPE
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_ROLE,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from bot.knowledge import Knowledge, load_knowledge
from bot.nlu.entities import Entity, extract_entities
from bot.settings import settings

NEGATED = "negated"
"""Role of an entity that was named to be ruled out."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DeskEntityExtractor(GraphComponent, EntityExtractorMixin):  # type: ignore[misc]  # Rasa has no types
    """Finds order numbers, statement texts, names, dates, products and the like by the rules of the knowledge base.

    Options: ``knowledge_dir``, a folder to read instead of the configured one.
    """

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """No other folder than the configured one."""
        return {"knowledge_dir": None}

    def __init__(self, knowledge: Knowledge, today: Callable[[], date]) -> None:
        self._knowledge = knowledge
        self._today = today

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DeskEntityExtractor:
        """Make the extractor from the knowledge base."""
        return cls(knowledge_from(config), desk_day)

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the entities to each message."""
        for message in messages:
            text = message.get(TEXT)
            if not text:
                continue
            found = extract_entities(text, self._knowledge, self._today())
            described = self.add_extractor_name([_described(entity) for entity in found])
            message.set(ENTITIES, [*message.get(ENTITIES, []), *described], add_to_output=True)
        return messages


def knowledge_from(config: Dict[Text, Any]) -> Knowledge:
    """The knowledge base that a component's options name."""
    folder = config.get("knowledge_dir")
    return load_knowledge(Path(folder) if folder else settings().knowledge_dir)


def desk_day() -> date:
    """Today where the desk is."""
    return datetime.now(ZoneInfo(settings().timezone)).date()


def _described(entity: Entity) -> Dict[Text, Any]:
    described: Dict[Text, Any] = {
        ENTITY_ATTRIBUTE_TYPE: entity.entity,
        ENTITY_ATTRIBUTE_START: entity.start,
        ENTITY_ATTRIBUTE_END: entity.end,
        ENTITY_ATTRIBUTE_VALUE: entity.value,
        ENTITY_ATTRIBUTE_CONFIDENCE_TYPE: 1.0,
    }
    if entity.negated:
        described[ENTITY_ATTRIBUTE_ROLE] = NEGATED
    return described
