"""The everyday names of products, providers and devices, found in folded text; built from the knowledge base."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.knowledge import Knowledge, Product
from bot.nlu.text import Folded, fold, is_kanji, to_katakana

_GAP = " -・_.'"
_KIND = ("セキュリティ", "Security")
_KATAKANA = "ァ-ヺー"
_HIRAGANA = "ぁ-ゖ"
_ORDINARY_WORDS = ("win", "nod")
"""Short names that are also everyday English words: names only with a capital, or nearly alone."""
_LONG_KANA = 6
"""Characters from which a name in kana may be broken by a blank or a dot anywhere."""
_PARTICLES = "のはがをでにもとへや"
_HARDWARE = re.compile(
    r"ノ?[ ・]?(?:スマートフォン|スマホ|タブレット|端末|ケータイ|携帯|パソコン|アプリ|pc|phones?|tablets?|devices?|computers?|apps?)$"
)
"""What a device is, said behind its name; no part of the name where that is one alone."""


@dataclass(frozen=True)
class Named:
    """What an everyday name stands for; ``line`` is the product line of a product.

    ``bare`` marks the last word of a product's name alone (Plus), which is a name only where products are spoken of.
    ``place`` marks a name that is one only where something is bought, such as Apple for its store.
    ``entity`` is empty for words that only keep others from being read into them, such as a brand alone.
    """

    entity: str
    value: str
    line: str | None = None
    bare: bool = False
    place: bool = False


@dataclass(frozen=True)
class Find:
    """A name found in folded text; several meanings when the name is shared."""

    start: int
    end: int
    meanings: tuple[Named, ...]


class Lexicon:
    """Finds everyday names whatever their width, case, kana, blanks and prolonged marks."""

    def __init__(self, names: Iterable[tuple[str, Named]]) -> None:
        self._meanings: dict[str, tuple[Named, ...]] = {}
        patterns: dict[str, str] = {}
        for name, named in names:
            folded = to_katakana(fold(name))
            key = _key(folded)
            if not key:
                continue
            known = self._meanings.get(key, ())
            self._meanings[key] = known if named in known else (*known, named)
            patterns.setdefault(_pattern(folded), key)
        ordered = sorted(patterns, key=lambda pattern: len(patterns[pattern]), reverse=True)
        self._pattern = re.compile("|".join(ordered)) if ordered else re.compile(r"(?!)")

    def find(self, folded: Folded, accept: Callable[[Find], bool] = lambda find: True) -> Iterator[Find]:
        """The names in reading order, longest first where they overlap; what is not accepted may hold a shorter one."""
        text = to_katakana(folded.text)
        position = 0
        while match := self._pattern.search(text, position):
            start, end = match.span()
            meanings = self._meanings.get(_key(match.group()), ())
            find = Find(start, end, meanings)
            if (
                meanings
                and _stands_alone(folded.text, start, end)
                and not _is_ordinary(folded, start, end)
                and accept(find)
            ):
                yield self._without_hardware(find, text)
                position = end
            else:
                position = start + 1

    def _without_hardware(self, find: Find, text: str) -> Find:
        tail = _HARDWARE.search(text[find.start : find.end]) if find.meanings[0].entity == "device" else None
        if tail is None or self._meanings.get(_key(text[find.start : find.start + tail.start()])) != find.meanings:
            return find
        return Find(find.start, find.start + tail.start(), find.meanings)


_BUILT: dict[int, tuple[Knowledge, Lexicon]] = {}


def lexicon_of(knowledge: Knowledge) -> Lexicon:
    """The lexicon of a knowledge base, built once."""
    known = _BUILT.get(id(knowledge))
    if known is None or known[0] is not knowledge:
        known = _BUILT[id(knowledge)] = (knowledge, Lexicon(_names(knowledge)))
    return known[1]


def _names(knowledge: Knowledge) -> Iterator[tuple[str, Named]]:
    for product in knowledge.products.values():
        for name in product.surface_forms:
            yield name, Named("product", product.id, product.line)
    for short, product in (*_tiers(knowledge), *_without_brand(knowledge)):
        yield short, Named("product", product.id, product.line, bare=True)
    for device in knowledge.devices.values():
        for name in (*device.surface_forms, *_numbered(device.surface_forms)):
            yield name, Named("device", device.id)
    for provider in knowledge.providers.values():
        # a store that is called like the only device that has it is told by the device
        named = Named("device", provider.id) if provider.id in knowledge.devices else Named("provider", provider.id)
        for name in (*provider.surface_forms, *_misspelt(provider.surface_forms, knowledge)):
            yield name, named
        for name in provider.place_names:
            yield name, Named("provider", provider.id, place=True)
    for line, brand in knowledge.brands.items():
        for name in brand.all:
            yield name, Named("", line)


def _tiers(knowledge: Knowledge) -> Iterator[tuple[str, Product]]:
    """Last words by which the current products of one family are told apart."""
    current = [product for product in knowledge.products.values() if not product.legacy]
    split = [
        (product, *name.rpartition(" ")[::2]) for product in current for name in (product.name.ja, product.name.en)
    ]
    families = Counter(family for _, family, _ in split)
    inner = {
        word
        for product in knowledge.products.values()
        for name in (product.name.ja, product.name.en)
        for word in name.split()[:-1]
    }
    managed = {product.id for product in current if product.managed_in_my_kaspersky or product.renewal_registration}
    for product, family, word in split:
        if families[family] >= 3 and word not in inner and product.id in managed:
            yield word, product


def _numbered(names: Iterable[str]) -> Iterator[str]:
    """Every name of a system with each of the numbers that one of the names has: Windows10, so ウィンドウズ10."""
    names = tuple(names)
    split = [(match[1].strip(), match[2]) for name in names if (match := re.fullmatch(r"(\D+)(\d+)", name))]
    numbers = {number for stem, number in split if stem in names}
    for name in names if numbers else ():
        if name.isalpha() and len(name) > len("win"):
            yield from (name + number for number in numbers)


def _misspelt(names: Iterable[str], knowledge: Knowledge) -> Iterator[str]:
    """Names that hold a brand, with the brand as customers misspell it: my kapersky for My Kaspersky."""
    names = tuple(names)
    for brand in knowledge.brands.values():
        right, *others = (fold(name) for name in brand.all if " " not in name and name.isascii())
        for name in map(fold, names):
            if right in name and "." not in name:
                yield from (name.replace(right, other) for other in others)


def _without_brand(knowledge: Knowledge) -> Iterator[tuple[str, Product]]:
    """Names of two words or more without the brand before them, such as Internet Security."""
    for product in knowledge.products.values():
        for name in (product.name.ja, product.name.en):
            brand, _, rest = name.partition(" ")
            if " " in rest and rest.endswith(_KIND) and fold(brand) in map(fold, knowledge.brands[product.line].all):
                yield rest, product


def _key(text: str) -> str:
    return "".join(char for char in text if char not in _GAP and char != "ー")


def _pattern(name: str) -> str:
    pieces: list[str] = []
    for index, char in enumerate(name):
        if char in _GAP:
            pieces.append(f"[{re.escape(_GAP)}]?")
        elif char == "ー":
            pieces.append("ー?")
        else:
            before = name[index - 1] if index else " "
            if before not in _GAP and (
                _script(char) != _script(before) or len(name) >= _LONG_KANA and _script(char) == "kana"
            ):
                pieces.append("[ ・]?")
            pieces.append(re.escape(char))
    return "".join(pieces) + ("ー?" if _script(name[-1]) == "kana" and name[-1] != "ー" else "")


def _script(char: str) -> str:
    if char.isascii():
        return "digit" if char.isdigit() else "latin"
    return "kana" if re.match(f"[{_KATAKANA}]", char) else "other"


def _is_ordinary(folded: Folded, start: int, end: int) -> bool:
    return folded.cased[start:end] in _ORDINARY_WORDS and len(folded.text.split()) > 2 and folded.text.isascii()


def _stands_alone(text: str, start: int, end: int) -> bool:
    drawn_out = re.search(f"([{_HIRAGANA}])ー+$", text[:start])  # 「あのー」 ends in a mark that belongs to no name
    before, after = drawn_out[1] if drawn_out else text[start - 1 : start], text[end : end + 1]
    first, last = text[start], text[end - 1]
    if first.isascii() and first.isalnum() and before.isascii() and before.isalnum():
        return False
    if (
        last.isascii()
        and last.isalnum()
        and after.isascii()
        and (after.isalpha() or last.isdigit() and after.isdigit())
    ):
        return text[end : end + 2] in ("s ", "s", "s,", "s.") and last.isalpha()
    if last.isascii() and last.isalpha() and re.match(r"-\d", text[end:]):
        return False  # the letters of a code
    if end - start == 1 and (is_kanji(before or " ") or is_kanji(after or " ")):
        return False
    short = end - start <= 4
    if re.match(f"[{_KATAKANA}]", first) and re.match(f"[{_KATAKANA}]", before or " "):
        return False
    if short and re.match(f"[{_KATAKANA}]", last) and re.match("[ァ-ヺ]", after or " "):
        return False
    return not (
        short
        and re.match(f"[{_HIRAGANA}]", first)
        and re.match(f"[{_HIRAGANA}]", before or " ")
        and before not in _PARTICLES
    )
