"""The short table of the evaluation page is replaced and nothing else of the page."""

from pathlib import Path

import pytest

from bot.evaluation.summary import write_summary
from bot.settings import ROOT


def test_only_the_table_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text((ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8"), encoding="utf-8")
    write_summary(page, "| old |")
    write_summary(page, "| new |")
    text = page.read_text(encoding="utf-8")
    assert "| new |" in text
    assert "| old |" not in text
    assert text.startswith("# Evaluation\n")
    assert "## Improve it" in text


def test_a_page_without_a_place_is_told(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Evaluation\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no place for the figures"):
        write_summary(page, "x")
