"""Makes of a clean message what other hands, keyboards and moods would have sent: pure, and the same for the same seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from bot.evaluation.noise_tables import noise_tables
from bot.evaluation.spoken import spoken
from bot.evaluation.typos import mistyped
from bot.evaluation.widths import full_width, half_width
from bot.messages import Language
from bot.nlu.text import has_japanese, is_kanji
from bot.nlu.tokens import Word, words

_HIRAGANA_SHIFT = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_ENDS = " 。．.!！?？…"


@dataclass(frozen=True)
class Noise:
    """A kind of noise; ``make`` returns the text as it is when the kind has nothing to change in it."""

    name: str
    title: str
    make: Callable[[str, Random], str]


def noisy(text: str, noise: Noise, seed: int) -> str | None:
    """The message with that noise, or ``None`` when it stays as it is."""
    made = noise.make(text, Random(f"{seed}/{noise.name}/{text}"))
    return made if made != text else None


def language_of(text: str) -> Language:
    """Japanese as soon as there is kana or kanji."""
    return "ja" if has_japanese(text) else "en"


def ime_slip(text: str, random: Random) -> str:
    """One word as the Japanese keyboard's wrong candidate, or two in a longer text."""
    table = noise_tables().homophones
    present = [word for word in table if word in text]
    random.shuffle(present)
    for word in present[: 1 if len(text) < 40 else 2]:
        text = text.replace(word, random.choice(table[word]))
    return text


def kana_only(text: str, random: Random) -> str:
    """No kanji: each word that has one is written as it is read."""
    if not has_japanese(text):
        return text
    return _rewritten(text, lambda word: _hiragana(word) if any(map(is_kanji, word.text)) else word.text)


def without_particles(text: str, random: Random) -> str:
    """The case and topic particles left out."""
    if not has_japanese(text):
        return text
    return _rewritten(text, lambda word: "" if word.tag.startswith(("助詞-格助詞", "助詞-係助詞")) else word.text)


def other_okurigana(text: str, random: Random) -> str:
    """Every word of the table in another spelling of its own."""
    made: list[str] = []
    position = 0
    table = noise_tables().okurigana
    while position < len(text):
        form = next((form for form in table if text.startswith(form, position)), None)
        made.append(random.choice(table[form]) if form else text[position])
        position += len(form) if form else 1
    return "".join(made)


def with_emoji(text: str, random: Random) -> str:
    """One to three emoji or faces at the end."""
    return text + "".join(random.choice(noise_tables().emoji) for _ in range(random.randint(1, 3)))


def polite(text: str, random: Random) -> str:
    """The message between the phrases of a formal letter."""
    before, after = random.choice(noise_tables().polite[language_of(text)])
    return before + text.rstrip(_ENDS) + after


def rude(text: str, random: Random) -> str:
    """The message as somebody puts it who has had enough."""
    before, after = random.choice(noise_tables().rude[language_of(text)])
    return before + text.rstrip(_ENDS) + after


NOISES: tuple[Noise, ...] = (
    Noise("ime_slip", "IME slip", ime_slip),
    Noise("kana_only", "kana only", kana_only),
    Noise("half_width", "half width", lambda text, _: half_width(text)),
    Noise("full_width", "full width", lambda text, _: full_width(text)),
    Noise("no_particles", "particles dropped", without_particles),
    Noise("typo", "typos", mistyped),
    Noise("okurigana", "okurigana variant", other_okurigana),
    Noise("emoji", "emoji appended", with_emoji),
    Noise("polite", "wrapped politely", polite),
    Noise("rude", "wrapped rudely", rude),
    Noise("voice", "voice input", spoken),
)


def _rewritten(text: str, write: Callable[[Word], str]) -> str:
    """The text with its words written anew and everything between them kept."""
    made: list[str] = []
    position = 0
    for word in words(text):
        start = text.find(word.text, position)
        if start < 0:  # the tokenizer joined what a line break parts
            continue
        made += [text[position:start], write(word)]
        position = start + len(word.text)
    return "".join([*made, text[position:]])


def _hiragana(word: Word) -> str:
    return word.reading.translate(_HIRAGANA_SHIFT) if word.reading != "キゴウ" else word.text
