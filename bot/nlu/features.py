"""What the intent model sees of a message: five bags of small features and the classes of its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.nlu.synonyms import synonym_classes
from bot.nlu.text import fold, has_japanese, is_kana, to_katakana
from bot.nlu.tokens import ENGLISH, Word, words

LONGEST = 600
"""Characters of a message that are read: its beginning and its end, where the wish is."""

_PAIR_DISTANCE = 4
_CONTENT_STOP = frozenset("する いる ある なる れる られる 為る 居る 有る 成る 事 こと の です ます 物 もの".split())
_LATIN_STOP = frozenset("a an the i my is am are to of in on at it and for me you your with that this be was".split())
_NEGATION = re.compile(r"ない|なく|なかっ|ません|ぬ(?:$|[。、])|ねえ|ねぇ|へん|\bnot?\b|n't|never|without")
_QUESTION = re.compile(
    r"\?|ですか|ますか|でしょうか|かな(?:$|[。ぁあー])|(?:どう|どこ|なに|何|いつ|どれ|どの|なぜ|なんで|いくら|どっち)|\b(?:how|what|where|when|why|which|who|can|do|does|is|should|will)\b"
)
_PAST = re.compile(r"(?:ました|だった|た(?:の|ん|けど|が|から|。|$))|\b(?:did|was|were|have|has|had|\w+ed)\b")
_WORDS_TO_COUNT = (2, 4, 8, 16, 32)


@dataclass(frozen=True)
class Mask:
    """A span of the original text that an entity took, and what stands for it."""

    start: int
    end: int
    entity: str
    value: str = ""


@dataclass(frozen=True)
class Bags:
    """The features of one message, block by block, repeated as often as they occur."""

    characters: tuple[str, ...]
    words: tuple[str, ...]
    content: tuple[str, ...]
    reading: tuple[str, ...]
    flags: tuple[str, ...]
    classes: tuple[str, ...]


def read_bags(text: str, masks: Sequence[Mask]) -> Bags:
    """The features of a message in which the masked spans are replaced by the names of their entities."""
    masked, residue = _masked(text, masks)
    folded = _shortened(fold(masked, digits=True))
    found = words(folded)
    return Bags(
        characters=tuple(_grams(f" {folded} ", 1, 2)),
        words=tuple(_word_grams(found)),
        content=tuple(_content(found)),
        reading=tuple(_grams(_reading(found), 2, 4)),
        flags=tuple(_flags(folded, masks, found, residue)),
        classes=tuple(_classes(folded, found)),
    )


def placeholder(entity: str) -> str:
    """The word that stands for an entity in the masked text."""
    return "zz" + entity.replace("_", "")


def _masked(text: str, masks: Sequence[Mask]) -> tuple[str, str]:
    pieces: list[str] = []
    rest: list[str] = []
    position = 0
    for mask in sorted(masks, key=lambda mask: mask.start):
        if mask.start < position:
            continue
        pieces += [text[position : mask.start], f" {placeholder(mask.entity)} "]
        rest.append(text[position : mask.start])
        position = mask.end
    return "".join([*pieces, text[position:]]), "".join([*rest, text[position:]])


def _shortened(text: str) -> str:
    half = LONGEST // 2
    return text if len(text) <= LONGEST else f"{text[:half]} {text[-half:]}"


def _grams(text: str, shortest: int, longest: int) -> Iterator[str]:
    for size in range(shortest, longest + 1):
        for start in range(len(text) - size + 1):
            yield text[start : start + size]


def _is_sign(word: Word) -> bool:
    return word.tag.startswith(("補助記号", "記号", "空白"))


def _word_grams(found: Sequence[Word]) -> Iterator[str]:
    norms = ["^", *(word.norm.lower() for word in found if not _is_sign(word)), "$"]
    yield from norms[1:-1]
    yield from map(" ".join, zip(norms, norms[1:], strict=False))


def _content(found: Sequence[Word]) -> Iterator[str]:
    norms = [word.norm.lower() for word in found if word.is_content]
    norms = [norm for norm in norms if norm not in _CONTENT_STOP and norm not in _LATIN_STOP]
    yield from norms
    for index, norm in enumerate(norms):
        for other in norms[index + 1 : index + 1 + _PAIR_DISTANCE]:
            yield "&".join(sorted((norm, other)))


def _reading(found: Sequence[Word]) -> str:
    if found and found[0].tag == ENGLISH:
        return f" {' '.join(word.text for word in found)} "
    return (
        " "
        + "".join(
            to_katakana(word.text if all(map(is_kana, word.text)) else word.reading)
            for word in found
            if not _is_sign(word)
        )
        + " "
    )


def _classes(folded: str, found: Sequence[Word]) -> Iterator[str]:
    present = synonym_classes(folded, tuple(word.norm.lower() for word in found))
    yield from present
    for index, first in enumerate(present):
        for second in present[index + 1 :]:
            yield f"{first}&{second}"


def _flags(folded: str, masks: Sequence[Mask], found: Sequence[Word], residue: str) -> Iterator[str]:
    kinds = sorted({mask.entity for mask in masks})
    for mask in masks:
        yield f"entity:{mask.entity}"
        if mask.value:
            yield f"value:{mask.entity}:{mask.value}"
    if len(kinds) > 1:
        yield "entities:several"
    rest = sum(char.isalnum() for char in residue)
    if masks and rest <= 6:
        yield f"only:{'+'.join(kinds)}"
        yield "only"
    yield "words:" + str(sum(1 for limit in _WORDS_TO_COUNT if len(found) > limit))
    yield "ja" if has_japanese(folded) else "en"
    if _NEGATION.search(folded):
        yield "negation"
    if _QUESTION.search(folded):
        yield "question"
    if _PAST.search(folded):
        yield "past"
