"""What the training data is made of: how much, how varied, and what is in it twice."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.evaluation.likeness import FRAME_USES, NEAR, SHORTEST_FRAME, framed, near_twins, written_key
from bot.evaluation.markdown import page, percent, table
from bot.evaluation.noise import language_of
from bot.evaluation.samples import Example
from bot.nlu.tokens import words

DOMAIN_INTENTS: tuple[str, ...] = (
    "renew_registration",
    "check_registration_needed",
    "ask_registration_requirements",
    "find_purchase_code",
    "find_serial_number",
    "change_registered_email",
    "mail_not_received",
    "ask_license_info_change",
    "ask_expiry_consequence",
    "ask_supported_products",
    "upgrade_version",
    "stop_auto_renew",
    "identify_provider",
    "find_order_number",
    "explain_auto_renew",
    "unknown_charge",
    "ask_after_cancellation",
    "cannot_cancel",
    "contact_support",
    "talk_to_human",
    "check_ticket_status",
)
"""The intents of the two product lines; the others belong to any conversation."""

SAID_ALIKE: frozenset[str] = frozenset(
    "inform affirm deny problem_solved problem_not_solved cancel greet goodbye thank ask_capabilities bot_challenge "
    "switch_language".split()
)
"""Intents with so few usual wordings that independent writers meet in them."""


@dataclass(frozen=True)
class IntentData:
    """The messages of one intent.

    ``spread`` is Guiraud's measure, distinct words over the square root of all words: repetition makes it small, the
    amount of text hardly changes it. ``near_share`` is the share of messages that have a near twin in the intent,
    ``framed_share`` that of messages that are one sentence frame with other nouns in it.
    """

    intent: str
    japanese: int
    english: int
    mean_words: float
    spread: float
    near_share: float
    framed_share: float


def describe(examples: Sequence[Example]) -> tuple[IntentData, ...]:
    """The figures of every intent, in the order of the file."""
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for example in examples:
        texts[example.intent].append(example.text)
    return tuple(_describe(intent, found) for intent, found in texts.items())


def repeated(examples: Iterable[Example]) -> dict[str, tuple[Example, ...]]:
    """The messages that are there more than once, by their key."""
    by_key: defaultdict[str, list[Example]] = defaultdict(list)
    for example in examples:
        by_key[written_key(example.text)].append(example)
    return {key: tuple(found) for key, found in by_key.items() if len(found) > 1}


def training_data_page(data: Sequence[IntentData], head: str) -> str:
    """The figures as a page."""
    rows: list[list[str | int]] = [
        [
            one.intent,
            one.japanese,
            one.english,
            f"{one.mean_words:.1f}",
            f"{one.spread:.1f}",
            percent(one.near_share),
            percent(one.framed_share),
        ]
        for one in data
    ]
    rows.append(["all", sum(one.japanese for one in data), sum(one.english for one in data), *[""] * 4])
    return page(
        "Training data",
        head,
        f"Spread: distinct words over the square root of all words. Near twins: messages that share {NEAR:.0%} of their "
        "character trigrams with another of the same intent. Same frame: messages of "
        f"{SHORTEST_FRAME} words or more that at least {FRAME_USES} messages of the intent share but for their nouns (Japanese only).",
        table(["intent", "Japanese", "English", "words a message", "spread", "near twins", "same frame"], rows),
    )


def _describe(intent: str, texts: Sequence[str]) -> IntentData:
    languages = Counter(map(language_of, texts))
    tokens = [word.norm.lower() for text in texts for word in words(text) if not word.tag.startswith("補助記号")]
    near = {text for first, second, _ in near_twins(texts) for text in (first, second)}
    return IntentData(
        intent,
        languages["ja"],
        languages["en"],
        len(tokens) / len(texts),
        len(set(tokens)) / math.sqrt(max(len(tokens), 1)),
        len(near) / len(texts),
        sum(map(len, framed(texts).values())) / len(texts),
    )
