"""Logs of the Rasa processes never hold what a customer wrote."""

import logging
import sys

import pytest

from bot.launch.quiet import PlaceFormatter, _rendered, describe

SAID = "My name is Aoi Sato and my order is 48217730"


def _record(name: str, message: str, *, failing: bool = False) -> logging.LogRecord:
    info = None
    if failing:
        try:
            raise ValueError(SAID)
        except ValueError:
            info = sys.exc_info()
    return logging.LogRecord(name, logging.ERROR, "/x/processor.py", 412, message, None, info)


@pytest.fixture
def formatter() -> PlaceFormatter:
    made = PlaceFormatter()
    made.withheld = True
    return made


def test_before_customers_write_everything_is_said() -> None:
    assert "no model in models/" in PlaceFormatter().format(_record("rasa.core.agent", "no model in models/"))


def test_foreign_text_is_withheld_and_its_place_kept(formatter: PlaceFormatter) -> None:
    line = formatter.format(_record("rasa.core.processor", f"failed to parse {SAID}"))
    assert SAID not in line
    assert "ERROR rasa.core.processor at processor:412" in line


def test_an_exception_is_its_type_and_place(formatter: PlaceFormatter) -> None:
    line = formatter.format(_record("rasa.server", "failed", failing=True))
    assert SAID not in line
    assert "builtins.ValueError in tests/launch/test_quiet.py:" in line


def test_our_own_lines_are_said(formatter: PlaceFormatter) -> None:
    assert "a turn failed" in formatter.format(_record("bot.dialogue.turn", "a turn failed"))


def test_a_structured_event_of_rasa_is_its_key_alone(formatter: PlaceFormatter) -> None:
    event = {"logger": "rasa.core.processor", "event": "processor.parse.message.failed", "text": SAID}
    line = formatter.format(_record("rasa.core.processor", *_rendered(None, "error", event)[0]))
    assert SAID not in line
    assert "processor.parse.message.failed" in line


def test_a_structured_event_of_ours_keeps_its_fields() -> None:
    event = {"logger": "bot.dialogue.rasa_turn", "event": "turn_failed", "reason": "actions"}
    assert _rendered(None, "error", event) == (("turn_failed reason=actions",), {"exc_info": None})


def test_causes_are_named_without_their_text() -> None:
    try:
        try:
            raise KeyError(SAID)
        except KeyError as cause:
            raise RuntimeError(SAID) from cause
    except RuntimeError as error:
        text = describe(error)
    assert "RuntimeError" in text
    assert "caused by builtins.KeyError" in text
    assert SAID not in text
