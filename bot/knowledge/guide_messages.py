"""Puts a guide into the neutral message blocks, in reading order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.messages import (
    Block,
    Bullets,
    Heading,
    Language,
    Link,
    Links,
    Message,
    Note,
    Paragraph,
    Source,
    Step,
    Steps,
)

if TYPE_CHECKING:
    from bot.knowledge.guides import Guide, GuideStep, Section
    from bot.knowledge.knowledge import Knowledge
    from bot.knowledge.records import Bilingual
    from bot.knowledge.records import Source as Origin


def whole_message(
    guide: Guide, language: Language, knowledge: Knowledge, *, with_source: bool, variant: str | None
) -> Message:
    """The guide from its title to its source, or one variant in the same frame."""
    blocks: list[Block] = [Heading(text=guide.title.in_(language))]
    origin = guide.source
    if variant is not None:
        chosen = guide.variants[variant]
        blocks += _paragraphs(chosen.paragraphs, language)
        blocks += _sections(chosen.sections, language, knowledge)
        blocks += _notes(chosen.notes, language)
        blocks += _links(chosen.links, language, knowledge)
        origin = chosen.source or guide.source
    else:
        blocks += _paragraphs(guide.intro, language)
        blocks += _sections(guide.sections, language, knowledge)
        if guide.ready is not None:
            blocks.append(Paragraph(text=guide.ready.title.in_(language)))
            blocks.append(Bullets(items=tuple(item.in_(language) for item in guide.ready.items)))
        if guide.steps:
            items = tuple(_step(step, number, language) for number, step in enumerate(guide.steps, start=1))
            blocks.append(Steps(items=items, total=len(items)))
        blocks += _paragraphs(guide.after, language)
        blocks += _notes(guide.notes, language)
        blocks += _links(guide.all_links, language, knowledge)
    if with_source:
        blocks.append(_source(origin, language))
    return Message(language=language, blocks=tuple(blocks))


def step_message(guide: Guide, language: Language, knowledge: Knowledge, index: int) -> Message:
    """One step with its place in the guide, its notes and its own links."""
    if not 0 <= index < len(guide.steps):
        raise IndexError(f"{guide.id} has {len(guide.steps)} steps; there is no step {index + 1}")
    step, total = guide.steps[index], len(guide.steps)
    place = knowledge.wording.step_place.fill(title=guide.title, number=index + 1, total=total)
    return Message(
        language=language,
        blocks=(
            Heading(text=place.in_(language)),
            Steps(items=(_step(step, index + 1, language),), total=total),
            *_links(step.links, language, knowledge),
        ),
    )


def _step(step: GuideStep, number: int, language: Language) -> Step:
    return Step(number=number, text=step.text.in_(language), notes=tuple(note.in_(language) for note in step.notes))


def _paragraphs(texts: Iterable[Bilingual], language: Language) -> list[Block]:
    return [Paragraph(text=text.in_(language)) for text in texts]


def _notes(texts: Iterable[Bilingual], language: Language) -> list[Block]:
    return [Note(text=text.in_(language)) for text in texts]


def _sections(sections: Iterable[Section], language: Language, knowledge: Knowledge) -> list[Block]:
    blocks: list[Block] = []
    for section in sections:
        items = section.items or (knowledge.list_of(section.list_of) if section.list_of else ())
        blocks.append(Paragraph(text=section.title.in_(language)))
        blocks.append(Bullets(items=tuple(item.in_(language) for item in items)))
    return blocks


def _links(keys: Iterable[str], language: Language, knowledge: Knowledge) -> list[Block]:
    configured = [(knowledge.link_labels[key], knowledge.links[key]) for key in keys]
    items = tuple(Link(label=label.in_(language), url=url) for label, url in configured if url is not None)
    return [Links(items=items)] if items else []


def _source(origin: Origin, language: Language) -> Source:
    return Source(page=origin.page.in_(language), section=origin.section.in_(language), captured_on=origin.captured_on)
