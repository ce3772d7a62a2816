"""What is looked at again and again: the words on a message, its buttons, the audit log."""

from __future__ import annotations

from sqlalchemy import select

from bot.fakes.slack import Message
from bot.store import Store
from bot.store.agent_models import AuditRow

PERSONAL = ("山田太郎", "taro.yamada", "22123406")
"""What is personal in the cases of ``SlackDesk.case``."""


def shown(message: Message) -> str:
    """Everything that can be read on a message."""
    return message.text + str(message.blocks)


def labels(message: Message) -> list[str]:
    """The buttons of a message."""
    elements = [element for block in message.blocks for element in block.get("elements", [])]
    return [element["text"]["text"] for element in elements if element["type"] == "button"]


def audited(store: Store) -> list[tuple[str, str]]:
    """Every action in the audit log and what it was done to."""
    query = select(AuditRow.action, AuditRow.subject).order_by(AuditRow.id)
    return store._database.read(lambda connection: [tuple(row) for row in connection.execute(query)])  # type: ignore[misc]
