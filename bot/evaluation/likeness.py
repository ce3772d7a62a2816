"""Which messages are nearly the same: by writing, by their characters, and by their sentence frame."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from bot.evaluation.samples import Example
from bot.nlu.text import fold
from bot.nlu.tokens import ENGLISH, words

NEAR = 0.75
"""From this share of common trigrams on, two messages are near twins."""

SHORTEST_FRAME = 5
FRAME_USES = 3
_GRAM = 3
_NOUNS = ("名詞", "代名詞", "接尾辞-名詞的")


def written_key(text: str) -> str:
    """What is left of a message without case, width, blanks and punctuation: equal keys are the same message."""
    folded = fold(text)
    key = "".join(char for char in folded if unicodedata.category(char)[0] in "LN" or char == "ー")
    return key or folded


def near_twins(texts: Sequence[str], likeness: float = NEAR) -> Iterator[tuple[str, str, float]]:
    """The pairs of messages that share most of their character trigrams (Jaccard's index)."""
    grams = [_grams(written_key(text)) for text in texts]
    rarity = Counter(gram for own in grams for gram in own)
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for second, own in enumerate(grams):
        # Two sets that are alike share one of their rarest members: so many of them that the rest would not be enough.
        rarest = sorted(own, key=lambda gram: (rarity[gram], gram))[: len(own) - math.ceil(likeness * len(own)) + 1]
        for first in sorted({first for gram in rarest for first in holders[gram]}):
            shared = len(own & grams[first])
            alike = shared / (len(own) + len(grams[first]) - shared)
            if alike >= likeness:
                yield texts[first], texts[second], alike
        for gram in rarest:
            holders[gram].append(second)


def twins_across(examples: Sequence[Example]) -> tuple[tuple[Example, Example], ...]:
    """The pairs of near twins that belong to different intents: one of the two is likely wrong."""
    intents = {example.text: example.intent for example in examples}
    return tuple(
        (Example(first, intents[first]), Example(second, intents[second]))
        for first, second, _ in near_twins(list(intents))
        if intents[first] != intents[second]
    )


def met_before(texts: Sequence[str], known: Sequence[str]) -> frozenset[str]:
    """Those of the texts that are, but for writing, among the known ones or nearly so."""
    keys = {written_key(text) for text in known}
    fresh = [text for text in texts if written_key(text) not in keys]
    twins = near_twins([*known, *fresh])
    seen, unseen = frozenset(known), frozenset(fresh)
    near = {second for first, second, _ in twins if first in seen and second in unseen}
    return frozenset(texts) - unseen | near


def framed(texts: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The messages that are one sentence frame with other nouns in it, by the frame.

    Only frames that several messages use, and only Japanese ones: English words bear no part of speech here.
    """
    by_frame: defaultdict[str, list[str]] = defaultdict(list)
    for text in texts:
        frame = _frame(text)
        if frame is not None:
            by_frame[frame].append(text)
    return {frame: tuple(found) for frame, found in by_frame.items() if len(found) >= FRAME_USES}


def _grams(text: str) -> frozenset[str]:
    return frozenset(text[start : start + _GRAM] for start in range(max(len(text) - _GRAM + 1, 1)))


def _frame(text: str) -> str | None:
    """A Japanese message with a dash for each run of nouns; None for a short one, whose frame everybody would use."""
    made: list[str] = []
    found = [word for word in words(text) if not word.tag.startswith("補助記号")]
    for word in found:
        if word.tag == ENGLISH:
            return None
        noun = word.tag.startswith(_NOUNS)
        if not (noun and made and made[-1] == "–"):
            made.append("–" if noun else word.norm.lower())
    return " ".join(made) if len(found) >= SHORTEST_FRAME and "–" in made and len(made) >= 3 else None
