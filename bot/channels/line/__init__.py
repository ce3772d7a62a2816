"""LINE: customers' chats, groups and the rich menu."""

from bot.channels.line.channel import LineChannel, create_line
from bot.channels.line.rich_menu import install_rich_menu

__all__ = ["LineChannel", "create_line", "install_rich_menu"]
