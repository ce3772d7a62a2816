"""Each kind of message as the LINE API gets it; ``REWRITE_GOLDEN=1`` writes the files anew."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import cast

import pytest

from bot.channels.line.rendering import LineRenderer
from bot.fakes.line.messages import faults_of
from bot.messages import Language
from tests.line.samples import samples
from tests.line.saying import CHOICES

GOLDEN = Path(__file__).with_name("golden")
KINDS = [(kind, language) for language in ("ja", "en") for kind in samples(cast(Language, language))]


@pytest.mark.parametrize(("kind", "language"), KINDS)
def test_message_looks_as_agreed(kind: str, language: Language) -> None:
    calls = LineRenderer(CHOICES).render(samples(language)[kind])
    found = [{"messages": list(call.messages), "plain": list(call.plain)} for call in calls]
    for call in found:
        for objects in call.values():
            assert faults_of("push", {"to": "U" + "0" * 32, "messages": objects}) == []
    path = GOLDEN / f"{kind}.{language}.json"
    if os.environ.get("REWRITE_GOLDEN"):
        path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert found == json.loads(path.read_text("utf-8"))


def test_no_golden_file_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == {f"{kind}.{language}" for kind, language in KINDS}
