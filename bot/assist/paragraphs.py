"""The paragraphs of a guide, each with an address by which it can be read back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from bot.assist.receipts import KnowledgeReceipt, Sentence, of_source
from bot.knowledge import Bilingual, Guide, Knowledge, Source
from bot.messages import Language

Kind = Literal["text", "title", "item", "step", "note", "link"]


@dataclass(frozen=True)
class Paragraph:
    """One paragraph: its address in the guide, what it is, its text, its number among the steps."""

    part: str
    kind: Kind
    text: str
    source: Source
    number: int = 0


_MARKS: dict[Language, dict[Kind, str]] = {
    "ja": {"item": "・{text}", "step": "{number}. {text}", "note": "※ {text}"},
    "en": {"item": "- {text}", "step": "{number}. {text}", "note": "Note: {text}"},
}


def paragraphs(
    guide: Guide, language: Language, knowledge: Knowledge, variant: str | None = None
) -> tuple[Paragraph, ...]:
    """The whole guide, or one of its variants, in reading order."""
    if variant is not None:
        return tuple(_variant(guide, variant, language, knowledge))
    return tuple(_whole(guide, language, knowledge))


def cite(guide: Guide, paragraph: Paragraph, language: Language) -> Sentence:
    """The paragraph as a sentence of a reply, with its receipt."""
    frame = _MARKS[language].get(paragraph.kind, "{text}")
    receipt = of_source(f"guides/{guide.id}", paragraph.part, paragraph.source, language)
    return Sentence(frame.format(text=paragraph.text, number=paragraph.number), (receipt,))


def read_back(receipt: KnowledgeReceipt, language: Language, knowledge: Knowledge) -> str | None:
    """The text that a receipt of a guide names; None when the knowledge base holds it no more."""
    folder, _, guide_id = receipt.record.partition("/")
    guide = knowledge.guides.get(guide_id) if folder == "guides" else None
    if guide is None:
        return None
    head, _, rest = receipt.part.partition("/")
    name = rest.partition("/")[0] if head == "variants" else None
    if name is not None and name not in guide.variants:
        return None
    found = paragraphs(guide, language, knowledge, name)
    return next((paragraph.text for paragraph in found if paragraph.part == receipt.part), None)


def _whole(guide: Guide, language: Language, knowledge: Knowledge) -> Iterator[Paragraph]:
    source = guide.source
    yield from _texts("intro", "text", guide.intro, language, source)
    for place, section in enumerate(guide.sections):
        items = section.items or (knowledge.list_of(section.list_of) if section.list_of else ())
        yield Paragraph(f"sections/{place}/title", "title", section.title.in_(language), source)
        yield from _texts(f"sections/{place}/items", "item", items, language, source)
    if guide.ready is not None:
        yield Paragraph("ready/title", "title", guide.ready.title.in_(language), source)
        yield from _texts("ready/items", "item", guide.ready.items, language, source)
    for number, step in enumerate(guide.steps, start=1):
        yield Paragraph(f"steps/{number}", "step", step.text.in_(language), source, number)
        yield from _texts(f"steps/{number}/notes", "note", step.notes, language, source)
    yield from _texts("after", "text", guide.after, language, source)
    yield from _texts("notes", "note", guide.notes, language, source)
    yield from _links("links", guide.all_links, language, knowledge, source)


def _variant(guide: Guide, name: str, language: Language, knowledge: Knowledge) -> Iterator[Paragraph]:
    variant = guide.variants[name]
    base, source = f"variants/{name}", variant.source or guide.source
    yield from _texts(f"{base}/paragraphs", "text", variant.paragraphs, language, source)
    for place, section in enumerate(variant.sections):
        items = section.items or (knowledge.list_of(section.list_of) if section.list_of else ())
        yield Paragraph(f"{base}/sections/{place}/title", "title", section.title.in_(language), source)
        yield from _texts(f"{base}/sections/{place}/items", "item", items, language, source)
    yield from _texts(f"{base}/notes", "note", variant.notes, language, source)
    yield from _links(f"{base}/links", variant.links, language, knowledge, source)


def _texts(
    base: str, kind: Kind, texts: Iterable[Bilingual], language: Language, source: Source
) -> Iterator[Paragraph]:
    for place, text in enumerate(texts):
        yield Paragraph(f"{base}/{place}", kind, text.in_(language), source)


def _links(
    base: str, keys: Iterable[str], language: Language, knowledge: Knowledge, source: Source
) -> Iterator[Paragraph]:
    for key in keys:
        url = knowledge.links[key]
        if url is not None:
            text = f"{knowledge.link_labels[key].in_(language)}: {url}"
            yield Paragraph(f"{base}/{key}", "link", text, source)
