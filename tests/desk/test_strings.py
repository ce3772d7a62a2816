"""The desk's texts: whole in both languages, and there where they are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from bot.desk.shell_errors import DeskError
from bot.desk.strings import strings
from bot.settings import ROOT

WEB = ROOT / "web" / "desk"
CODE = ROOT / "bot" / "desk"
KEY = re.compile(r"""["'`]([a-z_]+\.[a-z0-9_]+)["'`]""")


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def sources() -> Iterator[tuple[Path, str]]:
    for folder, ending in ((WEB, "*.html"), (WEB, "*.js"), (CODE, "*.py")):
        for path in folder.rglob(ending):
            yield path, path.read_text(encoding="utf-8")


def test_both_languages_have_the_same_places() -> None:
    for key, sentence in strings().items():
        assert places(sentence.ja) == places(sentence.en), key
        assert sentence.ja.strip(), key
        assert sentence.en.strip(), key


def test_every_text_that_is_asked_for_is_there() -> None:
    missing = {
        f"{path.relative_to(ROOT)}: {key}"
        for path, source in sources()
        for key in re.findall(r"""\bt\(\s*["']([a-z_]+\.[a-z0-9_]+)["'](?! ?~)""", source)
        if key not in strings()
    }
    assert not missing


def test_scripts_only_use_texts_that_pages_bring_along() -> None:
    brought = {
        key
        for path in WEB.rglob("*.html")
        for call in re.findall(r"\bwords\(([^)]*)\)", path.read_text(encoding="utf-8"))
        for key in KEY.findall(call)
    }
    used = {
        key
        for path in WEB.rglob("*.js")
        for key in re.findall(r"""\b(?:t|words)\(["']([a-z_]+\.\w+)["']""", path.read_text())
    }
    assert used <= brought, used - brought


def test_no_text_is_forgotten() -> None:
    everything = "\n".join(source for _, source in sources())
    named = set(KEY.findall(everything))
    for error in DeskError.__subclasses__():
        named |= {f"base.{error.code}", f"base.{error.code}_detail"}
    # such as "base.nav_" ~ name, f"people.scope_{scope}", `base.span_${unit}`
    beginnings = tuple(re.findall(r"""["'`]([a-z_]+\.[a-z0-9_]*_)(?:["'`] ?~|\$?\{)""", everything))
    spoken_of = re.compile(r"[a-z_]+\.(?:action|detail)_")  # the audit log finds these by itself
    code = "\n".join(source for path, source in sources() if path.suffix == ".py")
    by_name = set(re.findall(r"""["']([a-z][a-z0-9_]+)["']""", code))  # such as refused(person, "taken")
    dead = {
        key
        for key in strings()
        if key not in named
        and key.partition(".")[2] not in by_name
        and not spoken_of.match(key)
        and not (beginnings and key.startswith(beginnings))
    }
    assert not dead


def test_templates_hold_no_text_of_their_own() -> None:
    japanese = re.compile(r"[ぁ-んァ-ヶ一-龠]")
    for path in WEB.rglob("*.html"):
        assert not japanese.search(path.read_text(encoding="utf-8")), path.name
