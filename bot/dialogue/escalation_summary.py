"""What an escalation will send, shown for a last look."""

from __future__ import annotations

from bot.dialogue.escalation_fields import display
from bot.dialogue.turn import FIELDS, Memory
from bot.dialogue.wording import button, choices, pick, word
from bot.messages import Message, Receipt, Row


def summary(memory: Memory) -> Message:
    """What will be sent, with the buttons to send, change or stop."""
    language = memory.language
    rows = [Row(label=word(f"fields.{name}", language), value=_shown(name, memory)) for name in FIELDS]
    buttons = choices(
        language,
        button("send", pick(f"send:{memory.escalation_id}"), language),
        button("fix", pick("fix"), language),
        button("stop", "/cancel", language),
    )
    return Message(
        language=language,
        blocks=(Receipt(title=word("summary_title", language), rows=tuple(rows)), *buttons.blocks),
    )


def _shown(name: str, memory: Memory) -> str:
    value = getattr(memory, name)
    return display(name, value, memory) if value else word("unknown", memory.language)
