"""Plays a scripted conversation against anything that answers; the format is in scenarios/conversations/FORMAT.md."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any, Protocol

import yaml

FOLDER = Path(__file__).resolve().parents[1] / "scenarios" / "conversations"
SCRIPTS = sorted(FOLDER.glob("*.yml"))
OF_OTHERS = sorted((FOLDER.parent / "unseen").glob("*.yml"))
"""Written by people who had not seen the assistant, and first played when it was finished."""
RAW_TEMPLATE = re.compile(r"\{[a-z_]+\}|\butter_|\baction_|\bNone\b|\bnull\b")


class Assistant(Protocol):
    """Whoever answers."""

    def say(self, text: str) -> str: ...
    def pick(self, label: str) -> str: ...
    @property
    def labels(self) -> list[str]: ...
    @property
    def language(self) -> str: ...
    @property
    def case_numbers(self) -> list[str]: ...


def fold(text: str) -> str:
    """Text as the format compares it."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).lower()


def play(path: Path, assistant: Assistant) -> None:
    """Play one script; raises AssertionError with the turn that went wrong."""
    script = yaml.safe_load(path.read_text("utf-8"))
    latest = ""
    for turn in script["turns"]:
        filed = assistant.case_numbers
        if "pick" in turn:
            pattern = fold(str(turn["pick"]))
            label = next((label for label in assistant.labels if re.search(pattern, fold(label))), None)
            if label is None and turn.get("optional"):
                continue
            assert label is not None, f"no button {turn['pick']!r} among {assistant.labels}; latest:\n{latest}"
            said, answer = f"[{label}]", assistant.pick(f"^{re.escape(label)}$")
        else:
            if "only_if" in turn and not re.search(fold(turn["only_if"]), fold(latest)):
                continue
            said = str(turn["user"]).replace("{case_number}", filed[-1] if filed else "")
            answer = assistant.say(said)
        latest = answer
        _judge(turn.get("expect") or {}, answer, said, assistant, filed)


def _judge(expect: dict[str, Any], answer: str, said: str, assistant: Assistant, filed: list[str]) -> None:
    where = f"{said!r} was answered:\n{answer}"
    assert answer.strip(), where
    assert not RAW_TEMPLATE.search(answer), where
    folded, number = fold(answer), filed[-1] if filed else ""

    def held(part: str) -> bool:
        return fold(part.replace("{case_number}", number)) in folded

    for part in expect.get("contains_all", []):
        assert held(part), f"{part!r} is missing; {where}"
    if expect.get("contains_any"):
        assert any(held(part) for part in expect["contains_any"]), f"none of {expect['contains_any']}; {where}"
    for part in expect.get("not_contains", []):
        assert not held(part), f"{part!r} should not be there; {where}"
    if "language" in expect:
        assert assistant.language == expect["language"], where
    if expect.get("choices"):
        assert assistant.labels, f"no buttons; {where}"
    if "case_filed" in expect:
        new = set(assistant.case_numbers) - set(filed)
        assert len(new) == int(expect["case_filed"]), f"{len(new)} cases were filed; {where}"
