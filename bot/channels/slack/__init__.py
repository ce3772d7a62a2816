"""Slack: customers' chats, and the agents' cards, cases and questions."""

from bot.channels.slack.channel import SlackChannel, create_slack

__all__ = ["SlackChannel", "create_slack"]
