"""Which product line a message is about: by brand, by an unmistakable name, by the conversation or by its topic."""

from __future__ import annotations

import re

from bot.nlu.lexicon import Lexicon
from bot.nlu.text import Folded

_BRANDS = {
    "eset": re.compile(r"eset|イーセット|いーせっと|nod ?32|home ?セキュリティ|home security|ホーム ?セキュリティ"),
    "kaspersky": re.compile(r"kaspersk|カスペ|かすぺ"),
}
_TOPICS = {
    "eset": re.compile(
        r"登録|とうろく|購入\s?コード|シリアル|認証キー|対象|バージョンアップ|月額|regist|purchase code|serial|covered|eligible"
    ),
    "kaspersky": re.compile(
        r"自動更新|自動継続|解約|定期購入|サブスク|課金|引き?落|auto[- ]?renew|subscription|unsubscribe|recurring"
    ),
}
"""What is only ever asked about one of the lines."""


def lines_spoken_of(folded: Folded, lexicon: Lexicon, line: str | None) -> frozenset[str]:
    """The lines that the message names, else the one that the conversation is about, else those of its topic."""
    named = _met(_BRANDS, folded)
    if named:
        return named
    certain = {find.meanings[0].line for find in lexicon.find(folded) if len(find.meanings) == 1} - {None}
    return frozenset(filter(None, certain or {line})) or _met(_TOPICS, folded)


def _met(patterns: dict[str, re.Pattern[str]], folded: Folded) -> frozenset[str]:
    return frozenset(line for line, pattern in patterns.items() if pattern.search(folded.text))
