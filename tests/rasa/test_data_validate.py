"""``rasa data validate`` has nothing to say about this project's files."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from bot.settings import ROOT

_WARNING = re.compile(r"rasa/\S+\.py:\d+: \w*Warning: (.+)|(?:WARNING|ERROR)\s+rasa\.\S+\s+- (.+)")
_UNUSED = re.compile(r"The utterance '(utter_\w+)' is not used in any story or rule\.")
_OF_A_LIBRARY = ("pkg_resources is deprecated",)


@pytest.mark.slow
def test_validation_finds_nothing(rasa: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    validated = rasa("data", "validate", "--fail-on-warnings")
    assert validated.returncode == 0, validated.stderr[-3000:]
    said = [first or second for first, second in _WARNING.findall(validated.stdout + validated.stderr)]
    unused = {found[1] for warning in said if (found := _UNUSED.fullmatch(warning.strip()))}
    others = [w for w in said if not _UNUSED.fullmatch(w.strip()) and not w.startswith(_OF_A_LIBRARY)]
    assert others == []
    assert unused - uttered_by_code() == set()


def uttered_by_code() -> set[str]:
    """The responses that actions utter and forms ask with, which Rasa's validation can't see."""
    domain = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
    questions = {
        f"utter_ask_{form}_{slot}" for form, options in domain["forms"].items() for slot in options["required_slots"]
    }
    sources = [*(ROOT / "bot" / "dialogue").glob("*.py"), *Path(ROOT / "actions").glob("*.py")]
    named = {name for path in sources for name in re.findall(r"utter_(?:\w|\{[^{}\"]+\})+", path.read_text("utf-8"))}
    patterns = [re.compile(re.sub(r"\{[^{}]+\}", r"\\w+", name)) for name in named]
    return {name for name in domain["responses"] if name in questions or any(p.fullmatch(name) for p in patterns)}
