"""A customer in a real Chromium, on the demo shop's page of the running desk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from tests.browser.conftest import FLAGS, WATCH_CSP
from tests.stack.running import Stack

CASE_NUMBER = re.compile(r"KD-\d{8}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_chat(browser: Browser, stack: Stack) -> Iterator[Callable[..., Chat]]:
    opened: list[Chat] = []

    def make(width: int = 1280, height: int = 860, context: BrowserContext | None = None) -> Chat:
        context = context or browser.new_context(locale="ja-JP", viewport={"width": width, "height": height})
        context.add_init_script(WATCH_CSP)
        chat = Chat(context, context.new_page(), stack.url)
        opened.append(chat)
        return chat

    yield make
    for chat in opened:
        assert chat.complaints == []
        chat.context.close()


class Chat:
    """The widget as the customer sees it."""

    def __init__(self, context: BrowserContext, page: Page, url: str) -> None:
        self.context, self.page = context, page
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(url)

    @property
    def desk(self) -> Locator:
        return self.page.locator("koshin-desk")

    @property
    def answers(self) -> Locator:
        return self.desk.locator(".line:not(.customer) .bubble")

    @property
    def log(self) -> Locator:
        return self.desk.locator("[role=log]")

    def open(self) -> None:
        self.desk.locator(".launcher").click()
        expect(self.desk.locator(".panel")).to_be_visible()

    def say(self, text: str) -> None:
        """Send a message and wait until something new was answered."""
        before = self.answers.count()
        self.desk.locator("textarea").fill(text)
        self.desk.locator("textarea").press("Enter")
        expect(self.answers.nth(before)).to_be_visible()

    def pick(self, label: str) -> None:
        before = self.answers.count()
        self.desk.get_by_role("button", name=label).last.click()
        expect(self.answers.nth(before)).to_be_visible()


def test_the_huawei_guide_comes_as_numbered_steps(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat()
    chat.open()
    chat.say("Huaweiのスマホでカスペルスキーの自動更新を止めるには？")
    expect(chat.log).to_contain_text("アカウントセンター")
    expect(chat.log).to_contain_text("支払と購入")
    assert chat.answers.first.locator("ol li").count() >= 4


def test_a_pasted_order_number_tells_the_provider(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat()
    chat.open()
    chat.say("注文番号 ２０５６４７７８８１０ なんだけど、どこで買ったことになってる？")
    expect(chat.log).to_contain_text("Digital River")


def test_an_escalation_with_a_correction_ends_in_a_filed_case(open_chat: Callable[..., Chat], stack: Stack) -> None:
    chat = open_chat()
    chat.open()
    chat.say("担当者と話したい")
    chat.say("マイ カスペルスキーに自動更新サービスをキャンセルする項目が出てきません")
    chat.say("2026年5月3日です")
    chat.say("山田花子と申します")
    chat.say("hanako@example.com")
    chat.say("20564778810")
    chat.say("メールアドレスが違いました、hanako.yamada@example.com です")
    expect(chat.log).to_contain_text("hanako.yamada@example.com")
    chat.pick("この内容で送信")
    expect(chat.log).to_contain_text(CASE_NUMBER)
    number = CASE_NUMBER.search(chat.log.inner_text())
    assert number
    with stack.api() as api:
        case = api.get(f"/cases/{number[0]}").json()
    assert case["email"] == "hanako.yamada@example.com"
    assert case["name"] == "山田花子"
    assert case["purchase_date"] == "2026-05-03"
    assert case["order_number"] == "20564778810"
    assert case["provider"] == "digital_river"
    assert case["status"] == "open"


def test_a_reload_in_the_middle_keeps_the_conversation(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat()
    chat.open()
    chat.say("担当者と話したい")
    chat.say("登録完了のメールが三日たっても届かないので困っています")
    chat.page.reload()
    expect(chat.desk.locator(".panel")).to_be_visible()
    expect(chat.log).to_contain_text("登録完了のメールが三日たっても")
    chat.say("昨日")
    expect(chat.answers.last).to_contain_text("名前")


def test_a_second_tab_shows_the_same_conversation(open_chat: Callable[..., Chat]) -> None:
    first = open_chat()
    first.open()
    first.say("更新登録に必要なものは何ですか")
    second = open_chat(context=first.context)
    second.open()
    expect(second.log).to_contain_text("更新登録に必要なものは何ですか")
    second.say("ありがとう")
    expect(first.log).to_contain_text("ありがとう")


def test_english_on_a_phone(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(width=390, height=800)
    chat.open()
    chat.say("how do I turn off auto renewal on my iphone?")
    expect(chat.log).to_contain_text("Apple ID")
    chat.pick("Step by step")
    chat.pick("Done")
    expect(chat.answers.last).to_contain_text("2")
    width = chat.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
