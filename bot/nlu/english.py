"""English words with the ending taken off, for messages without any Japanese."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?|[?!]")
_CONTRACTIONS = {
    "can't": ("can", "not"), "cannot": ("can", "not"), "won't": ("will", "not"), "cant": ("can", "not"), "dont": ("do", "not"),
    "didnt": ("do", "not"), "doesnt": ("do", "not"), "wont": ("will", "not"), "isnt": ("be", "not"), "im": ("i", "be"), "its": ("it", "be"),
    "let's": ("let", "us"), "whats": ("what", "be"), "wheres": ("where", "be"), "ive": ("i", "have"), "havent": ("have", "not"),
    "hasnt": ("have", "not"), "pls": ("please",), "plz": ("please",), "u": ("you",), "ur": ("your",), "thx": ("thanks",), "wanna": ("want", "to"),
    "gonna": ("going", "to"), "gotta": ("have", "to"),
}  # fmt: skip
_TAILS = {"n't": "not", "'m": "be", "'re": "be", "'ve": "have", "'ll": "will", "'d": "would", "'s": ""}
_IRREGULAR = {
    "bought": "buy", "got": "get", "gotten": "get", "came": "come", "went": "go", "gone": "go", "did": "do", "does": "do", "done": "do", "was": "be",
    "were": "be", "is": "be", "are": "be", "am": "be", "been": "be", "being": "be", "has": "have", "had": "have", "having": "have", "lost": "lose",
    "found": "find", "sent": "send", "said": "say", "says": "say", "told": "tell", "took": "take", "taken": "take", "gave": "give", "given": "give",
    "wrote": "write", "written": "write", "ran": "run", "kept": "keep", "left": "leave", "paid": "pay", "thought": "think", "made": "make", "an": "a",
    "licence": "license", "licences": "license", "licenses": "license", "e-mail": "email", "mail": "email", "mails": "email", "emails": "email",
    "colour": "color", "recognise": "recognize", "cancelled": "cancel", "canceled": "cancel", "cancelling": "cancel", "canceling": "cancel",
    "cancellation": "cancel", "expires": "expire", "expired": "expire", "expiry": "expire", "expiration": "expire", "renewal": "renew",
    "renewals": "renew", "subscriptions": "subscription", "registration": "register", "supported": "support", "purchased": "purchase",
    "purchase": "buy", "purchases": "buy", "purchasing": "buy", "buying": "buy", "ordered": "order", "seller": "sell", "sold": "sell",
}  # fmt: skip


def english_words(text: str) -> tuple[tuple[str, str], ...]:
    """Each word of a folded text with its stem; a contraction gives two words."""
    found: list[tuple[str, str]] = []
    for token in _TOKEN.findall(text.replace("’", "'")):
        for part in _parts(token):
            found.append((part, stem(part)))
    return tuple(found)


def stem(word: str) -> str:
    """The word without plural, tense and adverb endings; two forms of a word mostly meet."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending, least, put in (
        ("ies", 4, "y"),
        ("ing", 5, ""),
        ("ied", 4, "y"),
        ("ed", 4, ""),
        ("ly", 5, ""),
        ("es", 5, "e"),
        ("s", 4, ""),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= least - 1 and not word.endswith("ss"):
            base = word[: -len(ending)] + put
            if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "lse" and ending in ("ing", "ed"):
                base = base[:-1]
            return base.rstrip("e") if len(base) > 4 else base
    return word.rstrip("e") if len(word) > 4 else word


def _parts(token: str) -> tuple[str, ...]:
    if token in _CONTRACTIONS:
        return _CONTRACTIONS[token]
    for tail, word in _TAILS.items():
        if token.endswith(tail) and len(token) > len(tail):
            head = token[: -len(tail)]
            return (head, word) if word else (head,)
    return (token,)
