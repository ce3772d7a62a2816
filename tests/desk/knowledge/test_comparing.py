"""A newly saved copy against what was kept of the page."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.cli import app
from bot.desk.knowledge.comparing.comparing import Compared, NoPages, compared
from bot.desk.knowledge.comparing.fingerprint import (
    Fingerprint,
    FingerprintError,
    fingerprint,
    load_fingerprint,
    save_fingerprint,
)
from bot.desk.knowledge.comparing.saved_page import MOST_BYTES, UnreadableCopy, read_copy, read_text
from bot.desk.knowledge.comparing.sentences import alike, normal, sketch
from bot.desk.knowledge.pages_of_sources import source_pages
from bot.knowledge import Knowledge, load_knowledge
from tests.desk.knowledge.vendor import PAGE_KEY, TEXT, as_html, made_up

Compare = Callable[..., Compared]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_up(tmp_path_factory.mktemp("vendor"))


@pytest.fixture(scope="module")
def facts(folder: Path) -> Knowledge:
    return load_knowledge(folder)


@pytest.fixture(scope="module")
def kept(folder: Path, facts: Knowledge) -> Fingerprint:
    return fingerprint(PAGE_KEY, source_pages(folder)[PAGE_KEY], read_text(TEXT), facts, date(2026, 3, 1))


@pytest.fixture
def compare(folder: Path, facts: Knowledge, kept: Fingerprint) -> Compare:
    save_fingerprint(folder, kept)

    def run(copy: str, earlier: str | None = None, page_key: str = PAGE_KEY) -> Compared:
        old = read_text(earlier) if earlier else None
        return compared(page_key, source_pages(folder), read_text(copy), old, facts, folder)

    return run


def told(result: Compared) -> set[tuple[str, str, str | None, str | None]]:
    return {(row.change, row.what, row.before, row.after) for row in result.rows}


def test_the_same_copy_has_no_difference(compare: Compare) -> None:
    for copy in (TEXT, TEXT.replace("\n", "\r\n\r\n"), TEXT.replace("1. ", "１．　"), as_html()):
        result = compare(copy)
        assert told(result) == set()
        assert result.comparison.is_that_page
        assert result.comparison.facts[0] == result.comparison.facts[1] >= 9


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp", "iso2022_jp"])
@pytest.mark.parametrize("declared", ["utf-8", "Shift_JIS", "EUC-JP"])
def test_the_encoding_is_found_out_whatever_the_page_says(
    folder: Path, facts: Knowledge, kept: Fingerprint, encoding: str, declared: str
) -> None:
    save_fingerprint(folder, kept)
    copy = read_copy(as_html(charset=declared).encode(encoding))
    assert compared(PAGE_KEY, source_pages(folder), copy, None, facts, folder).rows == ()


@pytest.mark.parametrize(
    ("was", "now", "what", "before", "after", "place"),
    [
        ("[契約を延ばす]", "[契約の延長]", "label", "契約を延ばす", "契約の延長", "guides/moon_renewal:steps/2"),
        ("2,980円", "3,480円", "price", "2,980円", "3,480円", "guides/moon_renewal:steps/2"),
        ("48時間", "72時間", "quantity", "48時間", "72時間", "guides/moon_renewal:steps/3"),
        ("30日前", "14日前", "quantity", "30日", "14日", "guides/moon_renewal:intro/0"),
        ("03-0000-1111", "03-0000-2222", "phone", "03-0000-1111", "03-0000-2222", "guides/moon_renewal:notes/0"),
        (
            "Moon ガード プロ",
            "Moon ガード マックス",
            "product",
            "Moon ガード プロ",
            "Moon ガード マックス",
            "products/moon_pro:name",
        ),
    ],
)
def test_a_changed_fact_is_told_with_the_fields_that_hold_it(
    compare: Compare, was: str, now: str, what: str, before: str, after: str, place: str
) -> None:
    for copy in (TEXT.replace(was, now), as_html(TEXT.replace(was, now))):
        rows = [row for row in compare(copy).rows if row.what == what]
        assert [(row.change, row.before, row.after) for row in rows] == [("changed", before, after)]
        assert place in {f"{touch.record}:{touch.part}" for touch in rows[0].touches}


def test_the_step_whose_sentence_is_gone_is_named_without_its_words(compare: Compare) -> None:
    gone = TEXT.replace("3. 控えのメールが48時間以内に届いたら完了です。\n", "")
    result = compare(gone)
    assert ("gone", "quantity", "48時間", None) in told(result)
    sentence = next(row for row in result.rows if row.what == "sentence")
    assert (sentence.change, sentence.before, sentence.section) == ("gone", None, "更新のしかた")
    assert "guides/moon_renewal:steps/3" in {f"{touch.record}:{touch.part}" for touch in sentence.touches}
    assert dict(result.guides)["moon_renewal"] == 2


def test_with_the_earlier_copy_the_words_are_shown(compare: Compare) -> None:
    now = TEXT.replace("控えのメールが", "控えの電子メールが")
    row = next(row for row in compare(now, earlier=TEXT).rows if row.what == "sentence")
    assert row.before is not None
    assert "控えのメールが" in row.before
    assert ("insert", "", "電子") in row.pieces


def test_something_new_is_told_in_its_section(compare: Compare) -> None:
    more = TEXT.replace("お問い合わせ\n", "払い戻しは受け取りから8日以内です。\nお問い合わせ\n")
    result = compare(more)
    assert ("new", "quantity", None, "8日") in told(result)
    new = next(row for row in result.rows if row.what == "sentence")
    assert (new.change, new.section) == ("new", "更新のしかた")
    assert "moon_renewal" in {touch.guide for touch in new.touches}


def test_moved_sentences_are_no_difference(compare: Compare) -> None:
    lines = TEXT.splitlines()
    lines[2], lines[3] = lines[3], lines[2]
    assert compare("\n".join(lines)).rows == ()


def test_menus_around_the_page_are_set_apart(compare: Compare) -> None:
    result = compare(f"サイトの案内\nログイン\n{TEXT}関連する記事\n")
    assert result.rows == ()
    assert result.comparison.around == ("サイトの案内", "ログイン", "関連する記事")


def test_the_page_is_found_out_and_another_page_is_noticed(compare: Compare) -> None:
    assert compare(TEXT, page_key="").page_key == PAGE_KEY
    other = compare("まったく別のお知らせです。\n本日の天気は晴れです。\n店は九時に開きます。\n")
    assert not other.comparison.is_that_page
    with pytest.raises(NoPages):
        compare(TEXT, page_key="no_such_page")


def test_without_a_fingerprint_the_facts_alone_are_looked_for(
    folder: Path, facts: Knowledge, kept: Fingerprint
) -> None:
    save_fingerprint(folder, kept).unlink()
    pages = source_pages(folder)
    assert load_fingerprint(folder, PAGE_KEY) is None
    assert compared(PAGE_KEY, pages, read_text(TEXT), None, facts, folder).rows == ()
    result = compared(PAGE_KEY, pages, read_text(TEXT.replace("03-0000-1111", "窓口")), None, facts, folder)
    assert told(result) == {("gone", "phone", "03-0000-1111", None)}
    assert not result.comparison.with_sentences


def test_a_damaged_fingerprint_is_an_error_that_names_the_file(folder: Path, kept: Fingerprint) -> None:
    path = save_fingerprint(folder, kept)
    path.write_text("{}", "utf-8")
    with pytest.raises(FingerprintError, match=PAGE_KEY):
        load_fingerprint(folder, PAGE_KEY)


def test_a_fingerprint_holds_no_words(kept: Fingerprint) -> None:
    said = kept.model_dump_json()
    assert said.isascii()
    for word in ("Moon", "2,980", "03-0000"):
        assert word not in said
    for shipped in (Path(__file__).parents[3] / "knowledge" / "fingerprints").glob("*.json"):
        assert json.loads(shipped.read_text("utf-8"))["page"] == shipped.stem
        assert shipped.read_text("utf-8").isascii()


def test_the_shipped_fingerprints_fit_the_shipped_facts() -> None:
    root = Path(__file__).parents[3] / "knowledge"
    facts = load_knowledge(root)
    for key in source_pages(root):
        kept = load_fingerprint(root, key)
        assert kept is not None
        assert len(kept.found) + len(kept.within) > 20
        for sentence in kept.sentences:
            for place in sentence.places:
                folder, _, record = place.partition(":")[0].partition("/")
                assert record in getattr(facts, folder), place


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"<html><script>only code</script></html>", "empty"),
        (b"%PDF-1.7 ...", "not_text"),
        (b"GIF89a....", "not_text"),
        (b"text with a \0 in it", "not_text"),
        (b"PK\x03\x04......", "archive"),
        (b"From: <x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n", "archive"),
        (bytes(range(128, 256)) * 4, "encoding"),
        (b"a" * (MOST_BYTES + 1), "too_large"),
        ("一行\n".encode() * 7000, "too_long"),
    ],
)
def test_what_cant_be_read_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableCopy) as error:
        read_copy(content)
    assert error.value.reason == reason


@pytest.mark.parametrize("unit", ["<div>", "<a ", "<!--", "<b><i>", "<table><tr><td>", "<a b='", "&#x", "<p", "]]>"])
def test_hostile_markup_is_read_or_refused_in_no_time(unit: str) -> None:
    begun = time.process_time()
    with suppress(UnreadableCopy):
        read_text("<html>" + unit * (300_000 // len(unit)) + "終わり")
    assert time.process_time() - begun < 5


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        page = read_text(text)
    except UnreadableCopy:
        return
    assert any(normal(line.text) for line in page.lines)


@given(st.text(alphabet="あいうえおかきくけこABC123、。[] ", min_size=12, max_size=60))
def test_a_sketch_is_most_like_itself(text: str) -> None:
    if normal(text):
        assert alike(sketch(text), sketch(f"・ {text}")) == 1.0
        assert alike(sketch(text), sketch("まるで違う言葉ばかりで並べた別の一文")) < 0.3


def test_the_command_takes_a_fingerprint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = made_up(tmp_path)
    monkeypatch.setenv("KOSHIN_KNOWLEDGE_DIR", str(folder))
    monkeypatch.setenv("KOSHIN_VAR_DIR", str(tmp_path / "var"))
    saved = tmp_path / "page.html"
    saved.write_bytes(as_html().encode("cp932"))
    run = CliRunner()
    done = run.invoke(app, ["knowledge", "fingerprint", str(saved), "--page", PAGE_KEY, "--saved-on", "2026-03-01"])
    assert done.exit_code == 0, done.output
    kept = load_fingerprint(folder, PAGE_KEY)
    assert kept is not None
    assert kept.captured_on == date(2026, 3, 1)
    for arguments, said in (
        ([str(saved), "--page", "nothing"], "no page"),
        ([str(tmp_path / "none.html"), "--page", PAGE_KEY], "can't be read"),
    ):
        failed = run.invoke(app, ["knowledge", "fingerprint", *arguments])
        assert (failed.exit_code, said in failed.output) == (1, True)
