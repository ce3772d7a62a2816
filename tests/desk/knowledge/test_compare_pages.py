"""A lead uploads or pastes a saved copy."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import httpx
import pytest

from bot.desk.knowledge.comparing.fingerprint import fingerprint, save_fingerprint
from bot.desk.knowledge.comparing.saved_page import read_text
from bot.desk.knowledge.pages_of_sources import source_pages
from bot.dialogue.memory import MemoryDialogue
from bot.knowledge import Knowledge, load_knowledge
from bot.settings import Settings
from bot.store import Store
from tests.desk.agents import PAGE, AtDesk, shown
from tests.desk.knowledge.vendor import PAGE_KEY, TEXT, as_html, made_up
from tests.front.desk import Desk, FakeTime, open_desk

COMPARE = "/desk/knowledge/compare-copy"
CHANGED = TEXT.replace("2,980円", "3,480円")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_up(tmp_path_factory.mktemp("vendor"))


@pytest.fixture(scope="module")
def knowledge(folder: Path) -> Knowledge:
    facts = load_knowledge(folder)
    kept = fingerprint(PAGE_KEY, source_pages(folder)[PAGE_KEY], read_text(TEXT), facts, date(2026, 3, 1))
    save_fingerprint(folder, kept)
    return facts


@pytest.fixture
async def desk(
    settings: Settings, store: Store, dialogue: MemoryDialogue, knowledge: Knowledge, time: FakeTime, folder: Path
) -> AsyncIterator[Desk]:
    own = settings.model_copy(update={"knowledge_dir": folder})
    async with open_desk(own, store, dialogue, knowledge, time) as desk:
        yield desk


async def upload(lead: AtDesk, content: bytes, **fields: str) -> httpx.Response:
    files = {"saved": ("page.html", content, "text/html")}
    return await lead.http.post(COMPARE, data={"csrf": lead.csrf, **fields}, files=files, headers=PAGE)


async def test_a_copy_without_change_says_so(lead: AtDesk) -> None:
    response = await upload(lead, as_html(charset="EUC-JP").encode("euc_jp"))
    page = shown(response)
    assert "違いはありません" in page
    assert "文字コード: EUC-JP" in page
    assert "3月1日の記録との比較" in page


async def test_each_difference_names_the_guides_and_fields(lead: AtDesk) -> None:
    response = await upload(lead, as_html(CHANGED).encode(), page_key=PAGE_KEY)
    page = shown(response)
    assert "変更 金額" in page
    assert "guides/moon_renewal:steps/2" in page
    assert "月面ガードを更新する" in page
    assert '<a href="/desk/knowledge/moon_renewal">' in response.text


async def test_nothing_of_the_copy_is_markup_on_the_page(lead: AtDesk) -> None:
    evil = as_html(TEXT).replace("困ったときは", "困ったら&lt;script&gt;alert(3)&lt;/script&gt;<b onclick=x>は</b>")
    response = await upload(lead, evil.encode())
    assert "alert(3)" in shown(response)
    for markup in ("<script>alert", "onclick=", "onerror=", "onload=", "moon.example/x.png"):
        assert markup not in response.text


async def test_pasted_text_is_compared_too_and_changes_nothing(lead: AtDesk, folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    response = await lead.http.post(COMPARE, data={"csrf": lead.csrf, "pasted": CHANGED}, headers=PAGE)
    assert "変更 金額" in shown(response)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


async def test_with_an_earlier_copy_the_letters_that_changed_are_marked(lead: AtDesk) -> None:
    files = {
        "saved": ("new.txt", CHANGED.encode(), "text/plain"),
        "earlier": ("old.txt", TEXT.encode("cp932"), "text/plain"),
    }
    response = await lead.http.post(COMPARE, data={"csrf": lead.csrf}, files=files, headers=PAGE)
    assert "以前のコピーとの比較" in shown(response)
    assert "料金<del>2</del>,<del>9</del>80円" in response.text
    assert "料金<ins>3</ins>,<ins>4</ins>80円" in response.text


async def test_the_result_is_exported_as_it_stands(lead: AtDesk) -> None:
    response = await upload(lead, CHANGED.encode())
    found = re.search(r'name="found" value="([^"]*)"', response.text)
    assert found is not None
    file = await lead.post(f"{COMPARE}.csv", found=html.unescape(found[1]))
    rows = list(csv.reader(io.StringIO(file.text.lstrip("\ufeff"))))
    assert rows[1][:4] == ["変更", "金額", "2,980円", "3,480円"]
    assert rows[1][5:] == ["moon_renewal", "guides/moon_renewal:steps/2"]
    assert (await lead.post(f"{COMPARE}.csv", found="[{}]")).status_code == 422


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7", "HTMLでもテキストでもないファイル"),
        (b"PK\x03\x04", "HTMLのみ"),
        (b"x" * 2_000_001, "大きすぎます"),
        (b"<html></html>", "読み取れる文章がありません"),
    ],
)
async def test_what_cant_be_read_is_said_in_a_sentence(lead: AtDesk, content: bytes, said: str) -> None:
    response = await upload(lead, content)
    assert response.status_code == 422
    assert said in shown(response)


async def test_a_form_without_anything_and_an_unknown_page_are_said_too(lead: AtDesk) -> None:
    assert "読み取れる文章がありません" in shown(await lead.post(COMPARE))
    assert "その元ページは登録されていません" in shown(await upload(lead, TEXT.encode(), page_key="no_page"))


async def test_another_page_is_noticed(lead: AtDesk) -> None:
    other = "今日のお知らせです。\n店は九時に開きます。\n雨の日は早く閉めます。\n"
    response = await upload(lead, other.encode(), page_key=PAGE_KEY)
    assert "このページとは内容が大きく違います" in shown(response)


async def test_agents_neither_see_nor_reach_it(agent: AtDesk) -> None:
    assert (await agent.get(COMPARE)).status_code == 403
    assert COMPARE not in (await agent.get("/desk/knowledge")).text
