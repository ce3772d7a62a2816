"""What the documents name exists, and what exists is in the documents."""

import re
from pathlib import Path

import pytest
import tomli

from bot.settings import ROOT, Settings

READMES = ("README.md", "README.ja.md")
DOCUMENTS = sorted([*READMES, *(f"docs/{file.name}" for file in (ROOT / "docs").glob("*.md"))])


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def settings_rows() -> list[str]:
    """The table of docs/settings.md as it must be."""
    return [
        f"| `KOSHIN_{name.upper()}` | {_default(field.get_default())} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]


def _default(value: object) -> str:
    if isinstance(value, Path):
        return f"`{value.relative_to(ROOT)}`"
    shown = value.get_secret_value() if hasattr(value, "get_secret_value") else value
    return f"`{shown}`" if shown != "" else "empty"


def test_settings_are_documented_exactly() -> None:
    documented = [line for line in _text("docs/settings.md").splitlines() if line.startswith("| `KOSHIN_")]
    assert documented == settings_rows()


def test_every_setting_is_in_the_example_file() -> None:
    named = re.findall(r"^#?(KOSHIN_\w+)=", _text(".env.example"), re.MULTILINE)
    assert named == [f"KOSHIN_{name.upper()}" for name in Settings.model_fields]


def test_every_dependency_has_its_line() -> None:
    project = tomli.loads(_text("pyproject.toml"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = [re.split(r"[\s\[<>=;]", requirement)[0] for requirement in wanted]
    listed = _text("docs/dependencies.md").partition("## Why there are overrides")[0]
    documented = re.findall(r"^\| `([\w.-]+)` \|", listed, re.MULTILINE)
    assert sorted(documented) == sorted(names)


def test_every_override_is_explained() -> None:
    overrides = tomli.loads(_text("pyproject.toml"))["tool"]["uv"]["override-dependencies"]
    text = _text("docs/dependencies.md")
    names = [re.split(r"[\s\[<>=;]", requirement)[0] for requirement in overrides]
    assert [name for name in names if f"`{name}`" not in text] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_named_make_targets_exist(document: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", _text("Makefile"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z][a-z-]*)`", _text(document)))
    named |= set(re.findall(r"^(?:\$ )?make ([a-z-]+)", _text(document), re.MULTILINE))
    assert named <= targets


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_to_files_that_exist(document: str) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", _text(document))
    missing = [link for link in links if not (ROOT / document).parent.joinpath(link).exists()]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_named_files_exist(document: str) -> None:
    kept = r"(?:bot|actions|docs|tests|data|knowledge|web|benchmarks)"
    named = set(re.findall(rf"`({kept}/[\w./-]+\.(?:py|yml|md|sh|js|html|txt))`", _text(document)))
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_both_readmes_tell_the_same() -> None:
    def shape(name: str) -> tuple[int, list[str]]:
        text = _text(name)
        return text.count("\n## "), sorted(set(re.findall(r"`(make [a-z-]+|\.venv/bin/[a-z]+)", text)))

    assert shape(READMES[0]) == shape(READMES[1])
