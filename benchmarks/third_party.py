"""Data of others: how the desk's classifier learns it beside a plain one, and how the desk takes what others chat about.

``python -m benchmarks.third_party`` uses what installed packages bring; ``--data FOLDER`` adds data sets of your own.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import yaml

from benchmarks.classifiers import Scores, classifiers, score
from benchmarks.intent_datasets import Dataset, DatasetError, Labelled, load_datasets, read_rasa
from bot.evaluation.machine import measured_here
from bot.evaluation.markdown import page, percent, table
from bot.evaluation.samples import DEVELOPMENT_DAY, load_examples
from bot.evaluation.understanding import Understanding, train
from bot.knowledge import load_knowledge
from bot.nlu.intent_model import OUT_OF_SCOPE
from bot.settings import settings

_PAGE = Path(__file__).parent / "results" / "third_party.md"
_CORPUS, _MODULE = "chatterbot-corpus", "chatterbot_corpus"
_LANGUAGES = {"Japanese": "japanese", "English": "english"}
_FEWEST = 10
_FOREIGN_TOPICS = frozenset(
    "coding computers food history literature money movies politics science sports tech_support trivia".split()
)
"""Topics of which nothing is the desk's; the others hold greetings, small talk and questions about the assistant."""
_ASIDES = frozenset("greet goodbye thank affirm deny ask_capabilities bot_challenge switch_language".split())
"""Intents whose answer does no harm when somebody only chats."""


@dataclass(frozen=True)
class Taken:
    """What the desk did with foreign messages, as shares of 1: turned away or asked back, taken for small talk, acted on."""

    title: str
    messages: int
    turned_away: float
    small_talk: float
    acted_on: float
    taken_for: tuple[tuple[str, int], ...]


def main() -> None:
    """Measure what is there and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="a folder with data sets; see benchmarks/intent_datasets.py")
    parser.add_argument("--page", type=Path, default=_PAGE, help="where the table goes")
    options = parser.parse_args()
    try:
        own = load_datasets(options.data) if options.data else ()
    except DatasetError as error:
        sys.exit(f"third_party: {error}")
    knowledge = load_knowledge(settings().knowledge_dir)
    topics = {title: read_topics(folder) for title, folder in _topic_folders().items()}
    datasets = [*own, *(topic_dataset(f"{_CORPUS}, {title}", found) for title, found in topics.items())]
    ways = classifiers(knowledge)
    scores = [(one, name, score(one, fit)) for one in datasets for name, fit in ways.items()]
    understanding = train(load_examples(), knowledge, DEVELOPMENT_DAY)
    chats = [taken(understanding, title, foreign_messages(found)) for title, found in topics.items()]
    text = report(scores, chats, agreement(understanding, _moodbot()))
    options.page.parent.mkdir(parents=True, exist_ok=True)
    options.page.write_text(text, encoding="utf-8")
    print(text)


def read_topics(folder: Path) -> dict[str, tuple[str, ...]]:
    """What people begin with, by topic, each wording once."""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted(folder.glob("*.yml")):
        conversations = yaml.safe_load(path.read_text(encoding="utf-8"))["conversations"]
        found[path.stem] = tuple(dict.fromkeys(str(said[0]).strip() for said in conversations))
    return found


def topic_dataset(name: str, topics: dict[str, tuple[str, ...]]) -> Dataset:
    """The topics as intents: those of enough messages, and no message that two topics share."""
    topic_count = Counter(text for texts in topics.values() for text in texts)
    kept = {topic: [text for text in texts if topic_count[text] == 1] for topic, texts in topics.items()}
    return Dataset(
        name, tuple(Labelled(text, topic) for topic, texts in kept.items() for text in texts if len(texts) >= _FEWEST)
    )


def foreign_messages(topics: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The messages that no desk for security software can serve."""
    return tuple(dict.fromkeys(text for topic in sorted(_FOREIGN_TOPICS & topics.keys()) for text in topics[topic]))


def taken(understanding: Understanding, title: str, texts: Sequence[str]) -> Taken:
    """What the desk, as it is configured, does with messages that are not for it."""
    readings = [understanding.read(text) for text in texts]
    acted = Counter(one.intent for one in readings if not one.refuses)
    aside = sum(count for intent, count in acted.items() if intent in _ASIDES)
    wrong = {intent: count for intent, count in acted.items() if intent not in _ASIDES}
    count = max(len(texts), 1)
    return Taken(
        title,
        len(texts),
        sum(one.refuses for one in readings) / count,
        aside / count,
        sum(wrong.values()) / count,
        tuple(Counter(wrong).most_common(6)),
    )


def agreement(understanding: Understanding, messages: Sequence[Labelled]) -> dict[str, tuple[int, int]]:
    """For each intent that others define as the desk does: how many messages there are, how many are read as it."""
    shared = {intent for intent in understanding.configured.intents if intent != OUT_OF_SCOPE}
    found: dict[str, tuple[int, int]] = {}
    for one in messages:
        if one.intent in shared:
            seen, right = found.get(one.intent, (0, 0))
            found[one.intent] = (seen + 1, right + (understanding.read(one.text).intent == one.intent))
    return found


def report(
    scores: Sequence[tuple[Dataset, str, Scores]], chats: Sequence[Taken], agreed: dict[str, tuple[int, int]]
) -> str:
    """The page."""
    missing = "" if find_spec(_MODULE) else f" The package `{_CORPUS}` was not installed in this run."
    return page(
        "Data of others",
        measured_here("scikit-learn", *([_CORPUS] if not missing else [])),
        "No package of PyPI, npm or Debian that we know of brings one of the well-known intent sets (Banking77, CLINC150, "
        "MASSIVE, SNIPS, ATIS, xSID). What packages do bring: the question topics of `chatterbot-corpus` (BSD licence, in "
        "Japanese largely a rough translation), and the few messages of the project that `rasa init` makes (Apache "
        f"licence). Neither is about a desk like this one. A folder with one of the sets: `--data FOLDER`.{missing}",
        "## Learnt",
        "The desk's classifier, untuned and with its masks for products and numbers that mean nothing here, and TF-IDF of "
        "1 to 5 characters with logistic regression. Without a split of its own a data set is read in five parts.",
        table(
            [
                "data",
                "messages",
                "intents",
                "classifier",
                "accuracy",
                "macro F1",
                "calibration error",
                "out of scope, AUROC",
                "training, CPU s",
                "one message, CPU ms",
            ],
            [_row(*one) for one in scores],
        ),
        "## Turned away",
        "The desk as it is, read what others chat about: nothing of it is for the desk. *Small talk* gets a friendly "
        "sentence; *acted on* is what should not be.",
        table(
            ["messages", "count", "turned away or asked back", "small talk", "acted on", "taken for"],
            [
                [
                    one.title,
                    one.messages,
                    percent(one.turned_away),
                    percent(one.small_talk),
                    percent(one.acted_on),
                    ", ".join(f"{name} {count}" for name, count in one.taken_for) or "nothing",
                ]
                for one in chats
            ],
        ),
        "## Agreed with",
        f"Messages of Rasa {version('rasa')}'s first project whose intents mean what ours do, read by the desk (English):",
        table(["intent", "messages", "read as it"], [[name, *counts] for name, counts in agreed.items()]),
    )


def _row(dataset: Dataset, classifier: str, scores: Scores) -> list[str | int]:
    outside = "" if scores.outside is None else f"{scores.outside:.3f}"
    return [
        dataset.name,
        len(dataset.train) + len(dataset.test),
        len({one.intent for one in (*dataset.train, *dataset.test)}),
        classifier,
        percent(scores.accuracy),
        percent(scores.macro_f1),
        f"{scores.calibration_error:.3f}",
        outside,
        f"{scores.training:.1f}",
        f"{scores.message:.2f}",
    ]


def _topic_folders() -> dict[str, Path]:
    spec = find_spec(_MODULE)
    if spec is None or spec.origin is None:
        return {}
    return {title: Path(spec.origin).parent / "data" / name for title, name in _LANGUAGES.items()}


def _moodbot() -> tuple[Labelled, ...]:
    spec = find_spec("rasa")
    assert spec is not None
    assert spec.origin is not None
    return read_rasa(Path(spec.origin).parent / "cli" / "initial_project" / "data" / "nlu.yml")


if __name__ == "__main__":
    main()
