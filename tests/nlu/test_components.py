"""The two components inside Rasa's graph."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.nlu.test_intent_model import EXAMPLES

pytest.importorskip("rasa")


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A function that parses a text with components trained, stored and loaded again."""
    from rasa.engine.graph import ExecutionContext, GraphSchema
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

    from bot.nlu.entity_extractor import DeskEntityExtractor
    from bot.nlu.intent_classifier import SparseIntentClassifier

    storage = LocalModelStorage.create(Path(tmp_path_factory.mktemp("model")))
    context = ExecutionContext(GraphSchema({}))
    config = SparseIntentClassifier.get_default_config() | {"folds": 3}
    examples = [Message({"text": text, "intent": intent}) for intent, texts in EXAMPLES.items() for text in texts]
    SparseIntentClassifier.create(config, storage, Resource("classifier"), context).train(TrainingData(examples))
    classifier = SparseIntentClassifier.load(config, storage, Resource("classifier"), context)
    extractor = DeskEntityExtractor.create(
        DeskEntityExtractor.get_default_config(), storage, Resource("extractor"), context
    )

    def parse(text: str) -> dict[str, Any]:
        result: dict[str, Any] = classifier.process(extractor.process([Message({"text": text})]))[0].as_dict(
            only_output_properties=True
        )
        return result

    return parse


def test_a_message_gets_its_intent_and_entities_in_rasas_format(parsed: Any) -> None:
    result = parsed("iPhoneじゃなくてAndroidの自動更新を止めたい")
    assert result["intent"]["name"] == "stop_auto_renew"
    assert result["intent_ranking"][0] == result["intent"]
    assert [(entity["value"], entity.get("role"), entity["extractor"]) for entity in result["entities"]] == [
        ("ios", "negated", "DeskEntityExtractor"),
        ("android", None, "DeskEntityExtractor"),
    ]


def test_a_classifier_without_a_model_leaves_the_message_alone(tmp_path: Path) -> None:
    from rasa.engine.graph import ExecutionContext, GraphSchema
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource
    from rasa.shared.nlu.training_data.message import Message

    from bot.nlu.intent_classifier import SparseIntentClassifier

    context = ExecutionContext(GraphSchema({}))
    classifier = SparseIntentClassifier.load(
        SparseIntentClassifier.get_default_config(), LocalModelStorage.create(tmp_path), Resource("none"), context
    )
    assert classifier.process([Message({"text": "解約"})])[0].get("intent") is None


def test_an_unknown_kind_of_option_is_refused() -> None:
    from rasa.engine.graph import ExecutionContext, GraphSchema
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource
    from rasa.shared.exceptions import InvalidConfigException
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

    from bot.nlu.intent_classifier import SparseIntentClassifier

    config = SparseIntentClassifier.get_default_config() | {"C": -1}
    classifier = SparseIntentClassifier.create(
        config, LocalModelStorage.create(Path("unused")), Resource("x"), ExecutionContext(GraphSchema({}))
    )
    examples = [Message({"text": text, "intent": intent}) for intent, texts in EXAMPLES.items() for text in texts]
    with pytest.raises(InvalidConfigException, match="C"):
        classifier.train(TrainingData(examples))
