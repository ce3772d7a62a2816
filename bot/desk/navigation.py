"""Where somebody can go from any page of the desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.store.people_records import DeskRole, Person


@dataclass(frozen=True)
class Place:
    """A part of the desk; ``key`` is typed to go there, ``name`` is also its icon and its text."""

    name: str
    path: str
    role: DeskRole
    key: str

    def holds(self, path: str) -> bool:
        """Whether a page belongs to this part."""
        if self.path == "/desk":
            return path == "/desk" or path.startswith("/desk/conversations")
        return path == self.path or path.startswith(f"{self.path}/")


PLACES = (
    Place("inbox", "/desk", "agent", "g i"),
    Place("cases", "/desk/cases", "agent", "g c"),
    Place("replies", "/desk/replies", "agent", "g e"),
    Place("knowledge", "/desk/knowledge", "agent", "g k"),
    Place("figures", "/desk/figures", "lead", "g f"),
    Place("quality", "/desk/quality", "lead", "g q"),
    Place("replay", "/desk/replay", "lead", "g r"),
    Place("people", "/desk/people", "admin", "g p"),
    Place("audit", "/desk/audit", "admin", "g a"),
    Place("tokens", "/desk/tokens", "admin", "g t"),
)
"""Every part of the desk in the order in which it is shown."""


def places_for(person: Person | None, served: Iterable[str]) -> list[Place]:
    """The parts that somebody may see, of those whose paths are served."""
    paths = set(served)
    return [place for place in PLACES if person and person.may(place.role) and place.path in paths]
