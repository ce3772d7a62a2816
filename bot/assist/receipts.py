"""Where a suggested sentence comes from, and the only way to make one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.assist.lines import Line
from bot.knowledge import Bilingual, Knowledge, Source
from bot.messages import Language


@dataclass(frozen=True)
class KnowledgeReceipt:
    """A paragraph of the knowledge base: the record (``guides/off_ios``), its part (``steps/2``), and where it was read.

    ``part`` can be read back with :func:`bot.assist.paragraphs.read_back`.
    """

    record: str
    part: str
    page: str
    section: str
    captured_on: date


@dataclass(frozen=True)
class TranscriptReceipt:
    """A line of the conversation; ``seq`` is None for the text that was asked about."""

    seq: int | None


Receipt = KnowledgeReceipt | TranscriptReceipt


@dataclass(frozen=True)
class Sentence:
    """A sentence or list item with everything it rests on; without a receipt there is no sentence."""

    text: str
    receipts: tuple[Receipt, ...]

    def __post_init__(self) -> None:
        if not self.receipts or not self.text.strip():
            raise ValueError("a sentence needs words and a receipt")


def of_source(record: str, part: str, source: Source, language: Language) -> KnowledgeReceipt:
    """The receipt for a part of a record that names its source."""
    return KnowledgeReceipt(record, part, source.page.in_(language), source.section.in_(language), source.captured_on)


def of_line(line: Line) -> TranscriptReceipt:
    """The receipt for something that stands in the conversation."""
    return TranscriptReceipt(line.seq)


def explained(
    sentence: Bilingual, provider: str | None, line: Line, language: Language, knowledge: Knowledge
) -> Sentence:
    """What the knowledge base concludes from a line; a conclusion rests on the line and on the rule's record."""
    if provider is not None:
        record = of_source(f"providers/{provider}", "rules", knowledge.providers[provider].source, language)
    else:
        guide = knowledge.guides["provider_identification"]
        record = of_source(f"guides/{guide.id}", "identification", guide.source, language)
    return Sentence(sentence.in_(language), (of_line(line), record))
