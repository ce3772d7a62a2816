"""Browsing, previews, lookup and links as an agent sees them."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.knowledge.previews import shapes_of
from bot.knowledge import load_knowledge
from bot.settings import ROOT
from tests.desk.agents import AtDesk, SignIn, shown
from tests.front.desk import Desk, FakeTime

KNOWLEDGE = load_knowledge(ROOT / "knowledge")
SHAPES = [(guide.id, shape) for guide in KNOWLEDGE.guides.values() for shape in shapes_of(guide)]


@pytest.mark.slow
@pytest.mark.parametrize("channel", ["web", "line", "slack", "text"])
async def test_every_guide_is_drawn_as_every_channel_shows_it(agent: AtDesk, channel: str) -> None:
    for guide, shape in SHAPES:
        response = await agent.get(f"/desk/knowledge/{guide}", shape=shape, channel=channel)
        assert response.status_code == 200, (guide, shape)
        assert not re.findall(r'class="(?:fx|bk)-unknown', response.text), (guide, shape)
        said = re.sub(r"\s", "", shown(response))
        for language in ("ja", "en"):
            assert re.sub(r"\s", "", KNOWLEDGE.guides[guide].title.in_(language)) in said


async def test_a_guide_shows_its_steps_in_both_languages_its_source_and_what_leads_to_it(agent: AtDesk) -> None:
    response = await agent.get("/desk/knowledge/off_ios", channel="line", shape="steps")
    page = shown(response)
    for words in ("Apple IDを表示", "View Apple ID", "できた", "iOS端末で自動更新をオフにする方法", "2027年5月21日"):
        assert words in page
    assert "自動更新をオフにしたい 購入先がApp Storeのとき" in page
    assert "「iPhone" not in page
    alone = shown(await agent.get("/desk/knowledge/off_ios", channel="line", language="en"))
    assert "View Apple ID" in alone
    assert "[Apple IDを表示]をタップします" not in alone
    assert "&#34;altText&#34;" in response.text


async def test_what_isnt_there_is_not_found(agent: AtDesk) -> None:
    for path in ("off_moon", "off_allsoft?shape=steps", "off_ios?shape=monthly", "providers/nobody"):
        assert (await agent.get(f"/desk/knowledge/{path}")).status_code == 404
    assert (await agent.get("/desk/knowledge/off_ios", channel="fax")).status_code == 422


async def test_the_text_to_copy_is_what_every_channel_says_in_plain_words(agent: AtDesk) -> None:
    response = await agent.get("/desk/knowledge/missing_mail", channel="text")
    wanted = KNOWLEDGE.guides["missing_mail"].message("ja", KNOWLEDGE).plain_text
    copied = re.search(r'<textarea class="sr" id="plain-ja"[^>]*>(.*?)</textarea>', response.text, re.DOTALL)
    assert copied is not None
    assert copied[1] == wanted


async def test_a_canned_reply_that_names_a_guide_leads_to_it(desk: Desk, agent: AtDesk, lead: AtDesk) -> None:
    title = KNOWLEDGE.guides["off_ios"].title
    desk.store.add_canned_reply("iPhoneの案内", f"「{title.ja}」をご覧ください。", f"See “{title.en}”.", lead.agent)
    desk.store.add_canned_reply("お礼", "ありがとうございます。", "Thank you.", lead.agent)
    page = shown(await agent.get("/desk/knowledge/off_ios"))
    assert "iPhoneの案内" in page
    assert "お礼" not in page
    assert "iPhoneの案内" not in shown(await agent.get("/desk/knowledge/off_android"))


@pytest.mark.parametrize(
    ("query", "found", "not_found"),
    [
        ("ふぁーうぇい", "Huawei端末で自動更新をオフにする", "iPhone・iPadで自動更新をオフにする"),
        ("迷惑メール", "完了メールが届かないとき", "Allsoftで購入した場合"),
        ("spam folder", "完了メールが届かないとき", "Allsoftで購入した場合"),
        ("ＮＯＤ３２", "ESET NOD32アンチウイルス", "カスペルスキー プラス"),
        ("2co.com", "2Checkout", "Nexwayのアカウントで"),
        ("購入コード 用紙", "購入コードの探し方", "完了メールが届かないとき"),
    ],
)
async def test_search_finds_japanese_and_english(agent: AtDesk, query: str, found: str, not_found: str) -> None:
    page = shown(await agent.get("/desk/knowledge", q=query))
    assert found in page
    assert not_found not in page


async def test_a_search_for_nothing_says_so_and_marks_no_markup(agent: AtDesk) -> None:
    response = await agent.get("/desk/knowledge", q="<b>ない言葉</b>")
    assert "該当する情報はありません" in shown(response)
    assert "<b>ない言葉" not in response.text


async def test_the_list_is_filtered_and_exported(agent: AtDesk) -> None:
    page = shown(await agent.get("/desk/knowledge", kind="provider", line="kaspersky", device="ios"))
    assert "1件" in page
    assert "App Store" in page
    file = await agent.get("/desk/knowledge/list.csv", kind="provider")
    rows = list(csv.reader(io.StringIO(file.text.lstrip("\ufeff"))))
    assert [row[1] for row in rows[1:]] == list(KNOWLEDGE.providers)
    assert rows[1][7:10] == ["2026-11-22", "0", "2027-05-21"]


async def test_a_fact_is_past_its_review_date_the_day_after(desk: Desk, time: FakeTime, sign_in: SignIn) -> None:
    time.now += timedelta(days=180)
    someone = sign_in("agent", "佐藤")
    assert "期限を過ぎた情報はありません" in shown(await someone.get("/desk/knowledge/past-review"))
    assert "まもなく" in shown(await someone.get("/desk/knowledge/off_ios"))
    time.now += timedelta(days=1)
    someone = sign_in("agent", "伊藤")
    count = len(re.findall("期限切れ", shown(await someone.get("/desk/knowledge/past-review"))))
    assert count > 60
    assert "期限切れ" in shown(await someone.get("/desk/knowledge/off_ios"))
    assert "見直し期限を過ぎた情報が" in shown(await someone.get("/desk/knowledge"))
    rows = (await someone.get("/desk/knowledge/past-review.csv")).text.splitlines()
    assert len(rows) == count + 1


async def test_the_provider_is_found_with_its_rule_its_guide_and_near_misses(agent: AtDesk) -> None:
    page = shown(await agent.post("/desk/knowledge/provider-lookup", text="注文番号は２０５６４７７８８１０です"))
    assert "購入先はDigital Riverです" in page
    assert "11桁または12桁の数字だけの番号" in page
    assert "Digital Riverで購入した場合" in page
    page = shown(await agent.post("/desk/knowledge/provider-lookup", text="Kaspersky Lab", kind="card_statement"))
    assert "購入先を特定できません" in page
    assert "カード明細の1行の文字すべて" in page
    page = shown(await agent.post("/desk/knowledge/provider-lookup", text="2A123BEC45D"))
    assert "Nexwayで購入した場合(マイ カスペルスキーでオフにする製品)" in page
    assert "調べる文字を入力してください" in shown(await agent.post("/desk/knowledge/provider-lookup", text="  "))


async def test_a_card_number_is_not_shown_again(agent: AtDesk) -> None:
    response = await agent.post("/desk/knowledge/provider-lookup", text="カードは4111 1111 1111 1111です")
    assert "4111 1111 1111 1111" not in response.text


async def test_links_are_listed_with_their_uses_and_what_looks_wrong(desk: Desk, agent: AtDesk) -> None:
    links = {**KNOWLEDGE.links, "my_kaspersky": "http://localhost/x", "home_desk": "https://support.example/desk"}
    desk.app.state.front = replace(desk.front, knowledge=replace(desk.front.knowledge, links=links))
    response = await agent.get("/desk/knowledge/outgoing-links")
    page = shown(response)
    assert "形が気になるアドレス: 1件" in page
    assert "https ではありません 社内や手元のアドレスです" in page
    assert "アドレスのないリンク: 16件" in page
    for link in re.findall(r'<a href="https?://[^>]*>', response.text):
        assert 'rel="noopener noreferrer nofollow"' in link
    rows = list(csv.reader(io.StringIO((await agent.get("/desk/knowledge/outgoing-links.csv")).text.lstrip("\ufeff"))))
    (row,) = (row for row in rows if row[0] == "my_kaspersky")
    assert "off_my_kaspersky (手順1)" in row[4]
    shown_in_line = await agent.get("/desk/knowledge/off_my_kaspersky", channel="line")
    assert 'href="http://localhost/x"' in shown_in_line.text


async def test_the_page_of_a_provider_holds_its_rules(agent: AtDesk) -> None:
    page = shown(await agent.get("/desk/knowledge/providers/allsoft"))
    for words in ("ALLSOFT-22123406", "KASPERSKY_APPLEPAY", "別の書き方: Raschet, ERIP", "Allsoftで購入した場合"):
        assert words in page
    assert "カード明細の文字の情報はありません" in shown(await agent.get("/desk/knowledge/providers/nexway"))


async def test_all_of_it_in_english(sign_in: SignIn) -> None:
    someone = sign_in("lead", "Mori", "en")
    for path in ("", "/off_ios", "/providers/nexway", "/provider-lookup", "/past-review", "/outgoing-links"):
        page = shown(await someone.get(f"/desk/knowledge{path}"))
        assert "knowledge." not in page.replace("knowledge/links.yml", "")
    assert "Compare a page" in shown(await someone.get("/desk/knowledge/compare-copy"))


@pytest.mark.parametrize("path", ["/desk/knowledge", "/desk/knowledge?kind=guide&q=off", "/desk/knowledge/off_ios"])
async def test_what_is_on_the_page_can_be_jumped_to(agent: AtDesk, path: str) -> None:
    page = (await agent.get(path)).text
    places = re.findall(r'<a href="#([^"]+)"', page.partition('class="contents"')[2].partition("</nav>")[0])
    assert places
    for place in places:
        assert page.count(f'id="{place}"') == 1, place
