"""The first page of a fresh process is no slower than the ones after it."""

from __future__ import annotations

import threading

import pytest

from bot.desk import rendering, strings, warming
from bot.desk.warming import warm_up
from tests.front.desk import Desk


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if nothing had been made ready."""
    rendering.templates.cache_clear()
    strings.strings.cache_clear()


@pytest.mark.usefixtures("fresh")
async def test_every_template_and_text_is_ready_before_the_first_page(desk: Desk) -> None:
    warm_up(desk.front, threading.Event())
    assert strings.strings.cache_info().currsize == 1
    environment = rendering.templates()
    assert environment.cache is not None
    ready = {key[1] for key in environment.cache}  # type: ignore[attr-defined]
    assert ready == set(environment.list_templates())


async def test_a_process_that_ends_does_not_wait_for_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    enough = threading.Event()
    enough.set()
    monkeypatch.setattr(warming, "read_facts", lambda *_args: pytest.fail("it went on"))
    warm_up(desk.front, enough)
