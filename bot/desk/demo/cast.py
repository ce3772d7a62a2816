"""Who is in the demo week, and what they have to tell."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from bot.desk.demo.stories import Seller
from bot.messages import Language
from bot.store.people_records import DeskRole

MARK = "-demo-data"
"""Every id of the demo week ends with it, so that the week can be told from everything else."""

_LONGEST_AGO = 330


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DemoAgent(_Told):
    """Somebody who works at the desk in that week."""

    login: str
    name: str
    role: DeskRole
    language: Language


class DemoCustomer(_Told):
    """Somebody who asks; ``nickname`` is how LINE and Slack know them."""

    name: str
    mail: str
    nickname: str


class DemoCanned(_Told):
    """A canned reply."""

    name: str
    ja: str
    en: str


class DemoFlag(_Told):
    """An answer that an agent called wrong."""

    question: str
    intent: str
    guide: str


class Cast(_Told):
    """Everybody and everything of the week that is not a story."""

    agents: tuple[DemoAgent, ...]
    customers: Mapping[Language, tuple[DemoCustomer, ...]]
    orders: Mapping[Seller, str]
    canned: tuple[DemoCanned, ...]
    flags: tuple[DemoFlag, ...]


@dataclass(frozen=True)
class Told:
    """What one customer has to tell; the values stand for the places in the story's lines."""

    customer: DemoCustomer
    order: str
    bought: date
    language: Language

    def fill(self, line: str, **more: str) -> str:
        """A line with its places filled; ``{case}`` stays as long as no number is known."""
        values = {
            "name": self.customer.name,
            "email": self.customer.mail,
            "order": self.order,
            "date": _written(self.bought, self.language),
            **more,
        }
        for place, value in values.items():
            line = line.replace(f"{{{place}}}", value)
        return line


@lru_cache(maxsize=1)
def cast() -> Cast:
    """The cast as it is written down."""
    return Cast.model_validate(yaml.safe_load((Path(__file__).parent / "cast.yml").read_text("utf-8")))


def somebody(chance: random.Random, language: Language, seller: Seller | None, today: date) -> Told:
    """A customer with an order of a seller, bought some time ago."""
    pattern = cast().orders[seller or "digital_river"]
    bought = today - timedelta(days=chance.randint(20, _LONGEST_AGO))
    return Told(
        customer=chance.choice(cast().customers[language]),
        order=pattern.format(digits=chance.randint(1_000, 99_999)),
        bought=bought,
        language=language,
    )


def _written(day: date, language: Language) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if language == "ja" else f"{day.day} {day:%B} {day.year}"
