"""The neutral message blocks as Block Kit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from slack_sdk.models.blocks import ButtonElement, Option, PlainTextObject, StaticSelectElement
from slack_sdk.models.blocks.block_elements import InteractiveElement

from bot.channels.slack.mrkdwn import defused, escaped, link
from bot.channels.slack.pieces import (
    BUTTON_TEXT,
    CONTEXT_TEXT,
    FIELD_TEXT,
    FIELDS,
    HEADER_TEXT,
    MOST_BUTTONS,
    MOST_OPTIONS,
    OPTION_TEXT,
    SECTION_TEXT,
    Piece,
    actions,
    context,
    cut,
    fields,
    header,
    parts_of,
    section,
)
from bot.channels.slack.wording import say
from bot.messages import (
    Block,
    Bullets,
    Choice,
    Choices,
    Heading,
    Language,
    Link,
    Links,
    Message,
    Note,
    Paragraph,
    Receipt,
    Source,
    Steps,
)

CHOICE = "choice"
"""Begins the action id of everything a customer can pick."""

IdOf = Callable[[int], str]
"""The signed id of a message's n-th choice, counted over all its blocks."""


def rendered(message: Message, *, name: str, id_of: IdOf, write: Callable[[str], str] = escaped) -> Iterator[Piece]:
    """A message as Block Kit.

    Args:
        name: tells the message's choices from those of others in the same post.
        id_of: names the choices.
        write: how paragraphs become mrkdwn.
    """
    place = 0
    for number, block in enumerate(message.blocks):
        if isinstance(block, Choices):
            yield from _choices(block.items, message.language, f"{CHOICE}:{name}:{number}", place, id_of)
            place += len(block.items)
        else:
            yield from _block(block, message.language, write)


def _block(block: Block, language: Language, write: Callable[[str], str]) -> Iterator[Piece]:
    said = Message(language=language, blocks=(block,)).plain_text
    match block:
        case Heading(text=text) if text.strip() and len(text) <= HEADER_TEXT:
            yield header(" ".join(text.split()))
        case Heading(text=text):
            yield from _sections((text,), write, said)
        case Paragraph(text=text):
            yield from _sections((text,), write, said)
        case Note(text=text) if text.strip():
            yield from _sections((said,), _quoted, said)
        case Bullets(items=items):
            yield from _sections((f"• {item}" for item in items if item.strip()), escaped, said)
        case Links(items=items):
            yield from _joined([part for item in items for part in _link(item)], said)
        case Steps(items=items):
            for step in items:
                alone = Message(language=language, blocks=(Steps(items=(step,), total=block.total),)).plain_text
                head = f"*{step.number}.* "
                texts = [*parts_of(escaped(step.text), SECTION_TEXT - 20)] or ["…"]
                notes = [part for note in step.notes for part in _remark(note, language)]
                yield from _joined([head + texts[0], *texts[1:], *notes], alone)
        case Receipt():
            yield from _receipt(block)
        case Source():
            yield context(next(parts_of(escaped(said), CONTEXT_TEXT), "…"), said)


def _sections(lines: Iterable[str], write: Callable[[str], str], said: str) -> Iterator[Piece]:
    yield from _joined([part for line in lines for part in parts_of(write(line), SECTION_TEXT)], said)


def _joined(lines: Sequence[str], said: str) -> Iterator[Piece]:
    """Lines that belong together in as few sections as they fit; the plain text goes with the first."""
    group: list[str] = []
    text = said
    for line in lines:
        if group and len("\n".join([*group, line])) > SECTION_TEXT:
            yield section("\n".join(group), text)
            group, text = [], ""
        group.append(line)
    if any(line.strip() for line in group):
        yield section("\n".join(group), text)


def _link(item: Link) -> Iterator[str]:
    linked = link(item.label.strip() or item.url, item.url)
    # An address that fills a section by itself can only be shown.
    yield from (linked,) if len(linked) <= SECTION_TEXT else parts_of(escaped(f"{item.label} {item.url}"), SECTION_TEXT)


def _remark(text: str, language: Language) -> Iterator[str]:
    if text.strip():
        said = Message(language=language, blocks=(Note(text=text),)).plain_text
        yield from parts_of(_quoted(said), SECTION_TEXT)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in escaped(text).splitlines() if line.strip())


def _receipt(receipt: Receipt) -> Iterator[Piece]:
    title = f"{receipt.title} {receipt.number}" if receipt.number else receipt.title
    if title.strip():
        yield section(f"*{next(parts_of(escaped(title), SECTION_TEXT - 2))}*", title)
    rows = [row for row in receipt.rows if row.label.strip() or row.value.strip()]
    for start in range(0, len(rows), FIELDS):
        group = rows[start : start + FIELDS]
        shown = [f"*{_short(row.label, 300)}*\n{_short(row.value, FIELD_TEXT - 400)}" for row in group]
        yield fields(shown, "\n".join(f"{row.label}: {row.value}" for row in group))


def _short(text: str, most: int) -> str:
    parts = [*parts_of(escaped(text), most - 1)]
    return (parts[0] + "…" if len(parts) > 1 else parts[0]) if parts else " "


def _choices(items: Sequence[Choice], language: Language, name: str, first: int, id_of: IdOf) -> Iterator[Piece]:
    if not items:
        return
    labels = [item.label.strip() or "…" for item in items]
    said = "\n".join(f"[{label}]" for label in labels)
    if any(len(label) > BUTTON_TEXT for label in labels):
        # What a button can't hold is read above it.
        labels = [f"{number}. {label}" for number, label in enumerate(labels, start=1)]
        yield from _sections(labels, escaped, "")
    ids = [id_of(first + place) for place in range(len(items))]
    elements: list[InteractiveElement]
    if len(items) <= MOST_BUTTONS:
        elements = [
            ButtonElement(text=_label(label, BUTTON_TEXT), action_id=f"{CHOICE}:{place}", value=choice_id)
            for place, (label, choice_id) in enumerate(zip(labels, ids, strict=True))
        ]
        yield actions(elements, said, block_id=name)
        return
    options = [
        Option(text=_label(label, OPTION_TEXT), value=choice_id) for label, choice_id in zip(labels, ids, strict=True)
    ]
    for start in range(0, len(options), MOST_OPTIONS):
        menu = StaticSelectElement(
            placeholder=PlainTextObject(text=say("choose", language)),
            options=options[start : start + MOST_OPTIONS],
            action_id=f"{CHOICE}:menu:{start}",
        )
        yield actions([menu], said if start == 0 else "", block_id=f"{name}:{start}")


def _label(label: str, most: int) -> PlainTextObject:
    return PlainTextObject(text=cut(defused(" ".join(label.split())), most), emoji=False)
