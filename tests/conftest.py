"""What all tests share."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# A change is judged by the same examples every time; KOSHIN_EXPLORE=1 looks for new ones.
settings.register_profile("steady", derandomize=True, database=None)
settings.register_profile("explore")
settings.load_profile("explore" if os.environ.get("KOSHIN_EXPLORE") else "steady")

_TOGETHER = ("tests/stack", "tests/rasa", "tests/scenarios", "tests/store")
_LONGEST = ("tests/stack", "tests/desk/quality/test_real_training.py", "tests/rasa")


class ByServer(LoadScopeScheduling):  # type: ignore[misc]
    """Gives tests that start the same servers to the same worker; all others by file."""

    def _split_scope(self, nodeid: str) -> str:
        return scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByServer | None:
    """``--dist loadgroup`` is ours."""
    return ByServer(config, log) if config.getvalue("dist") == "loadgroup" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest starts first, so that nobody waits for it alone at the end."""
    items.sort(key=lambda item: _LONGEST.index(own) if (own := scope(item.nodeid)) in _LONGEST else len(_LONGEST))


def scope(nodeid: str) -> str:
    """The folder, for those that share a server, or the file of a test."""
    file = nodeid.partition("::")[0]
    return next((folder for folder in _TOGETHER if file.startswith(f"{folder}/")), file)
