"""A local Slack for tests and for trying the desk out: see ``FakeSlack``."""

from bot.fakes.slack.faults import Fault, Faults
from bot.fakes.slack.platform import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, FakeSlack, eventually
from bot.fakes.slack.telling import Told, signed
from bot.fakes.slack.world import BOT_USER, TEAM, Message, Modal, User

__all__ = [
    "APP_TOKEN",
    "BOT_TOKEN",
    "BOT_USER",
    "SIGNING_SECRET",
    "TEAM",
    "FakeSlack",
    "Fault",
    "Faults",
    "Message",
    "Modal",
    "Told",
    "User",
    "eventually",
    "signed",
]
