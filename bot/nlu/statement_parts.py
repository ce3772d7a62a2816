"""Card statement lines of which a customer quotes only a part that decides nothing, such as Kaspersky Lab."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.knowledge import Knowledge
from bot.nlu.text import Folded, fold

_STATEMENT = re.compile(
    r"明細|利用先|請求元|請求名|引き?落とし|通帳|カード|口座|statement|\bbill\b|\bcard\b|\bbank\b|transaction|payee"
)
_SAYS_BEFORE = re.compile(
    r"(?:\b(?:says?|said|reads?|shows?|showing|states?|listed as|named|called|labell?ed|appears as|just)[: ]*[\"'“]?|[「『\"“])$"
)
_SAYS_AFTER = re.compile(
    r"[」』\"”']?\s?(?:と|って|っていう|という|とかいう|の)?(?:だけ|しか|のみ)?\s?(?:書|記載|あり|あっ|ある|載|のっ|出て|出た|表示|なって|なってい|印字|入って|名義|名前|表記|文字|請求名)"
    r"|[」』\"”']?\s?に(?:なって|なり|して)"
    r"|[\"”]?(?: just| only)? (?:on|in) my (?:card|bank|credit|statement|bill)"
)
_PATTERNS: dict[tuple[str, ...], re.Pattern[str]] = {}


def find_statement_parts(folded: Folded, knowledge: Knowledge) -> Iterator[tuple[int, int]]:
    """Spans in the original of what a statement is said to read, where it is known to be a part of a line only."""
    if not _STATEMENT.search(folded.text):
        return
    hints = tuple(sorted({hint for provider in knowledge.providers.values() for hint in provider.statement_hints}))
    for match in _pattern(hints).finditer(folded.text):
        if _SAYS_BEFORE.search(folded.text[: match.start()]) or _SAYS_AFTER.match(folded.text, match.end()):
            yield folded.span(*match.span())


def _pattern(hints: tuple[str, ...]) -> re.Pattern[str]:
    if hints not in _PATTERNS:
        spelled = "|".join(re.escape(fold(hint)) for hint in sorted(hints, key=len, reverse=True))
        _PATTERNS[hints] = re.compile(rf"(?<![a-z0-9@*._-])(?:{spelled or '(?!)'})(?![a-z0-9*._@-])")
    return _PATTERNS[hints]
