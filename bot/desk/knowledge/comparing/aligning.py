"""Lays the sentences of a new copy beside those that were kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.desk.knowledge.comparing.fingerprint import Fingerprint
from bot.desk.knowledge.comparing.sentences import Sentence, alike, sketch

_ALIKE_BESIDE = 0.3
"""How alike two sentences must be that stand at the same place, to be taken for one that was changed."""

_ALIKE_ELSEWHERE = 0.55

_MOST_PAIRS = 40_000


@dataclass(frozen=True)
class Aligned:
    """Places in the kept page and in the copy; ``around`` is new and before or behind everything that was known."""

    same: tuple[tuple[int, int], ...]
    changed: tuple[tuple[int, int], ...]
    gone: tuple[int, ...]
    new: tuple[int, ...]
    around: tuple[int, ...]


def align(before: Fingerprint, read: Sequence[Sentence]) -> Aligned:
    """What is the same, changed, gone and new."""
    old, new = [sentence.hash for sentence in before.sentences], [sentence.hash for sentence in read]
    same: list[tuple[int, int]] = []
    blocks: list[tuple[list[int], list[int]]] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            same += zip(range(a, b), range(c, d), strict=True)
        else:
            blocks.append((list(range(a, b)), list(range(c, d))))
    moved = _moved(old, new, blocks)
    sketches = _Sketches(before, read)
    changed: list[tuple[int, int]] = []
    for was, now in blocks:
        changed += _paired(was, now, sketches, _ALIKE_BESIDE)
    gone = [n for was, _now in blocks for n in was]
    fresh = [n for _was, now in blocks for n in now]
    changed += _paired(gone, fresh, sketches, _ALIKE_ELSEWHERE)
    known = [now for _was, now in (*same, *moved, *changed)]
    first, last = (min(known), max(known)) if known else (0, len(read))
    return Aligned(
        same=tuple(sorted([*same, *moved])),
        changed=tuple(sorted(changed, key=lambda pair: pair[1])),
        gone=tuple(gone),
        new=tuple(n for n in fresh if first < n < last or not known),
        around=tuple(n for n in fresh if known and not first < n < last),
    )


def _moved(old: list[str], new: list[str], blocks: list[tuple[list[int], list[int]]]) -> list[tuple[int, int]]:
    """Sentences that stand elsewhere now, word for word; they are taken out of the blocks."""
    waiting: defaultdict[str, list[int]] = defaultdict(list)
    for was, _now in blocks:
        for n in was:
            waiting[old[n]].append(n)
    found = []
    for _was, now in blocks:
        for n in tuple(now):
            if waiting[new[n]]:
                found.append((waiting[new[n]].pop(0), n))
                now.remove(n)
    gone = {was for was, _now in found}
    for was, _now in blocks:
        was[:] = [n for n in was if n not in gone]
    return found


class _Sketches:
    """The sketches of both sides; those of the copy are made when they are needed."""

    def __init__(self, before: Fingerprint, read: Sequence[Sentence]) -> None:
        self._before = before
        self._read = read
        self._made: dict[int, str] = {}

    def alike(self, was: int, now: int) -> float:
        """How alike two sentences are."""
        if now not in self._made:
            self._made[now] = sketch(self._read[now].text)
        return alike(self._before.sentences[was].sketch, self._made[now])


def _paired(was: list[int], now: list[int], sketches: _Sketches, least: float) -> list[tuple[int, int]]:
    """Pairs that are most alike, the best first; they are taken out of the lists."""
    if not was or not now or len(was) * len(now) > _MOST_PAIRS:
        return []
    scores = sorted(
        ((sketches.alike(a, b), -abs(at_a - at_b), a, b) for at_a, a in enumerate(was) for at_b, b in enumerate(now)),
        reverse=True,
    )
    found: list[tuple[int, int]] = []
    for score, _near, a, b in scores:
        if score >= least and a in was and b in now:
            found.append((a, b))
            was.remove(a)
            now.remove(b)
    return found
