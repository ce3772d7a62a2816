"""A message as it would come from voice input: no punctuation, with the words people say while they think."""

from __future__ import annotations

import re
from random import Random

from bot.evaluation.noise_tables import noise_tables
from bot.nlu.text import has_japanese

# A full stop inside a number or an address is said as part of it.
_PAUSE = re.compile(r"\s*(?:[、。，！!？?…・「」『』（）()\"“”;]+|[.,:](?![0-9A-Za-z]))\s*")


def spoken(text: str, random: Random) -> str:
    """A filler in front, one in half of the pauses, English in small letters."""
    japanese = has_japanese(text)
    fillers = noise_tables().fillers["ja" if japanese else "en"]
    joint = "" if japanese else " "
    parts = [part for part in _PAUSE.split(text if japanese else _small(text)) if part]
    said = [random.choice(fillers.first)]
    for number, part in enumerate(parts):
        if number and random.random() < 0.5:
            said.append(random.choice(fillers.later))
        said.append(part)
    return joint.join(said)


def _small(text: str) -> str:
    return re.sub(r"\b[A-Z][A-Za-z']*\b(?![0-9@])", lambda word: word.group().lower(), text)
