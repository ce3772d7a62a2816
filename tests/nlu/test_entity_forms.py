"""Many people's ways of writing each entity, and the messages that only look as if they named one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.knowledge import Knowledge
from bot.nlu.entities import extract_entities

FORMS: dict[str, list[str]] = yaml.load(
    Path(__file__).with_name("entity_forms.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
)


@pytest.mark.parametrize("text", FORMS)
def test_all_that_a_message_names_is_found_and_nothing_else(text: str, knowledge: Knowledge, today: date) -> None:
    expected = [(entity, raw, (value or [raw])[0]) for entity, raw, *value in (form.split("|") for form in FORMS[text])]
    found = [(entity.entity, entity.raw, entity.value) for entity in extract_entities(text, knowledge, today)]
    assert found == expected
