"""Draws the pictures of docs/slack.md: ``python -m tests.slack.pictures`` plays a few scenes and photographs them."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import Page as Tab
from playwright.async_api import async_playwright
from pydantic import SecretStr

from bot.dialogue.port import TurnReply, TurnRequest, TurnTrace
from bot.fakes.slack import FakeSlack
from bot.fakes.slack.page import Page
from bot.knowledge import load_knowledge
from bot.messages import Choice, Choices, Message, Paragraph
from bot.settings import ROOT, Settings
from bot.store import Store
from tests.slack import desk as desks
from tests.slack.desk import (
    CUSTOMER,
    SATO,
    SMITH,
    SUPPORT,
    SlackDesk,
    SlackTime,
    UnderstandingDialogue,
    open_slack_desk,
)

IMAGES = ROOT / "docs" / "images"
FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run".split()
KNOWLEDGE = load_knowledge(ROOT / "knowledge")


def answer(request: TurnRequest) -> TurnReply:
    text = request.text or request.payload or ""
    blocks: tuple[object, ...]
    if "allsoft" in text:
        blocks = (*KNOWLEDGE.guides["off_allsoft"].message("ja", KNOWLEDGE).blocks, *yes_no("解決した", "解決しない"))
    elif "自動更新" in text:
        names = [provider.name.ja for provider in KNOWLEDGE.providers.values()][:6]
        choices = Choices(items=tuple(Choice(label=name, payload=f"/inform{name.lower()}") for name in names))
        blocks = (Paragraph(text="自動更新を止める手順は、購入先によって違います。どちらで購入されましたか?"), choices)
    else:
        blocks = (
            Paragraph(
                text="かしこまりました。担当者におつなぎします。受付番号をお伝えしますので、しばらくお待ちください。"
            ),
        )
    message = Message(language="ja", blocks=blocks)  # type: ignore[arg-type]
    return TurnReply(language="ja", messages=(message,), trace=TurnTrace(intent="inform", confidence=0.9))


def yes_no(yes: str, no: str) -> tuple[Choices]:
    return (Choices(items=(Choice(label=yes, payload="/affirm"), Choice(label=no, payload="/deny"))),)


class Photographer:
    def __init__(self, tab: Tab, address: str) -> None:
        self._tab, self._address = tab, address

    async def take(self, name: str, user: str, *, width: int = 1180, height: int = 760, **place: str) -> None:
        await self._tab.set_viewport_size({"width": width, "height": height})
        query = "&".join(f"{key}={value}" for key, value in {"user": user, **place}.items())
        await self._tab.goto(f"{self._address}/?{query}")
        await self._tab.wait_for_selector("nav button")
        await asyncio.sleep(0.5)
        await self._tab.screenshot(path=IMAGES / f"slack-{name}.png")


async def scenes(desk: SlackDesk, camera: Photographer) -> None:
    slack = desk.slack
    await slack.says(CUSTOMER, desk.dm(CUSTOMER), "カスペルスキーの自動更新を止めたいです")
    await desk.quiet()
    await camera.take("customer-choices", CUSTOMER, channel=desk.dm(CUSTOMER), height=420)
    await slack.clicks(CUSTOMER, desk.last(CUSTOMER), "Allsoft")
    await desk.quiet()
    await camera.take("customer-guide", CUSTOMER, channel=desk.dm(CUSTOMER), height=560)

    desk.time.advance(minutes=1)
    web = await desk.web_conversation("自動更新を止めたい", "担当者と話したいです")
    case = await desk.case(
        web, problem="解約ページにログインできず、自動更新を止められません。メールは taro.yamada@example.com です。"
    )
    desk.time.advance(minutes=6)
    desk.channel.board.refresh(web)
    await desk.quiet()
    await camera.take("card", SATO, channel=SUPPORT, height=530)
    card = desk.card(case.number)
    await slack.clicks(SATO, card, "引き受ける")
    await desk.quiet()
    await slack.says(SATO, SUPPORT, "確認しました。注文番号の末尾をもう一度お知らせいただけますか。", thread_ts=card.ts)
    await desk.quiet()
    await camera.take("note", SATO, channel=SUPPORT, thread=card.ts, width=1280, height=820)
    await slack.clicks(SATO, desk.whisper(SATO), "お客様に送信")
    await desk.quiet()
    await slack.clicks(SATO, card, "詳細を表示")
    await desk.quiet()
    await camera.take("details", SATO, channel=SUPPORT, height=900)
    await slack.clicks(SATO, card, "理由を付けて終了")
    await desk.quiet()
    await camera.take("close", SATO, channel=SUPPORT, height=720)
    slack.world.modals.clear()
    await slack.commands(SMITH, "C0GENERAL1", "/assist", "ALLSOFT-22123406")
    await desk.quiet()
    await camera.take("assist", SMITH, channel="C0GENERAL1", height=860)
    await desk.case(
        await desk.web_conversation("登録メールが届かない"), key="b", problem="更新登録の完了メールが届きません。"
    )
    desk.time.advance(minutes=20)
    await slack.opens_home(SATO)
    await desk.quiet()
    await camera.take("home", SATO, channel="home", height=620)
    message = await slack.says(CUSTOMER, "C0GENERAL1", "更新登録はどこからできますか?")
    await slack.uses_shortcut(SMITH, message, "draft_reply")
    await desk.quiet()
    await camera.take("draft", SMITH, channel="C0GENERAL1", height=760)


async def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    plain_slack = desks.new_slack

    def with_page(time: SlackTime) -> FakeSlack:
        slack = plain_slack(time)
        start = slack.start

        async def start_with_page() -> str:
            return await start(extra=Page(slack).routes)

        slack.start = start_with_page  # type: ignore[method-assign, assignment]
        return slack

    desks.new_slack = with_page
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(_env_file=None, var_dir=Path(folder), signing_key=SecretStr("pictures only " * 3))
        time = SlackTime()
        store = Store(settings.database, clock=time.clock)
        store.upgrade()
        dialogue = UnderstandingDialogue(answer)
        async with (
            open_slack_desk(settings, store, dialogue, KNOWLEDGE, time) as desk,
            async_playwright() as playwright,
        ):
            browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            context = await browser.new_context(timezone_id="Asia/Tokyo", locale="ja-JP")
            await scenes(desk, Photographer(await context.new_page(), desk.slack.server.address))
            await browser.close()
        store.close()


if __name__ == "__main__":
    asyncio.run(main())
