"""The pages and scripts that browsers load, and what they are told about them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from bot.channels.security_headers import PAGE_POLICY, SecurityHeaders
from bot.channels.static_files import add_static_files
from bot.dialogue.memory import MemoryDialogue
from bot.knowledge import Knowledge
from bot.settings import Settings
from bot.store import Store
from tests.front.desk import FakeTime, open_desk


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    for name, content in (
        ("widget/koshin-desk.js", "export {}"),
        ("widget/koshin.css", ""),
        ("demo/index.html", "<title>店</title>"),
        ("secret.txt", "secret"),
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    app = FastAPI()
    add_static_files(app, tmp_path)
    app.add_middleware(SecurityHeaders)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk") as http:
        yield http


async def test_the_widget_is_a_script_that_is_asked_about_each_time(browser: httpx.AsyncClient) -> None:
    response = await browser.get("/widget/koshin-desk.js")
    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["cache-control"] == "no-cache"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    again = await browser.get("/widget/koshin-desk.js", headers={"If-None-Match": response.headers["etag"]})
    assert again.status_code == 304


async def test_pages_run_under_the_strict_policy(browser: httpx.AsyncClient) -> None:
    response = await browser.get("/")
    assert response.status_code == 200
    assert "店" in response.text
    assert response.headers["content-security-policy"] == PAGE_POLICY
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "cross-origin-resource-policy" not in response.headers
    assert (await browser.get("/widget/koshin.css")).headers["content-type"].startswith("text/css")


@pytest.mark.parametrize(
    "path", ["/widget/../secret.txt", "/widget/%2e%2e/secret.txt", "/..%2fsecret.txt", "/widget//etc/passwd"]
)
async def test_nothing_outside_the_folders_is_served(browser: httpx.AsyncClient, path: str) -> None:
    assert (await browser.get(path)).status_code == 404


@pytest.fixture
async def shop_desk(
    settings: Settings, store: Store, dialogue: MemoryDialogue, knowledge: Knowledge, time: FakeTime
) -> AsyncIterator[httpx.AsyncClient]:
    allowed = settings.model_copy(update={"widget_origins": "https://shop.example"})
    async with open_desk(allowed, store, dialogue, knowledge, time) as desk:
        yield desk.http


async def test_a_configured_shop_may_use_the_api_from_its_pages(shop_desk: httpx.AsyncClient) -> None:
    shop = {"Origin": "https://shop.example"}
    asked = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type,prefer",
    }
    preflight = await shop_desk.options("/api/v1/chat/messages", headers={**shop, **asked})
    assert preflight.headers["access-control-allow-origin"] == "https://shop.example"
    for response in (
        await shop_desk.post("/api/v1/chat/sessions", headers=shop),
        await shop_desk.post("/api/v1/chat/messages", json={}, headers=shop),
        await shop_desk.post("/api/v1/chat/messages", content=b"x", headers={**shop, "Content-Type": "text/plain"}),
    ):
        assert response.headers["access-control-allow-origin"] == "https://shop.example"


async def test_another_website_may_not(shop_desk: httpx.AsyncClient) -> None:
    foreign = {"Origin": "https://evil.example"}
    assert "access-control-allow-origin" not in (await shop_desk.post("/api/v1/chat/sessions", headers=foreign)).headers
    preflight = await shop_desk.options(
        "/api/v1/chat/messages", headers={**foreign, "Access-Control-Request-Method": "POST"}
    )
    assert "access-control-allow-origin" not in preflight.headers


async def test_without_configured_shops_no_website_may(
    settings: Settings, store: Store, dialogue: MemoryDialogue, knowledge: Knowledge, time: FakeTime
) -> None:
    async with open_desk(settings, store, dialogue, knowledge, time) as desk:
        response = await desk.http.post("/api/v1/chat/sessions", headers={"Origin": "https://shop.example"})
    assert "access-control-allow-origin" not in response.headers


async def test_the_widget_travels_compressed(browser: httpx.AsyncClient, tmp_path: Path) -> None:
    (tmp_path / "widget" / "large.js").write_text("export const words = 'desk';\n" * 100, encoding="utf-8")
    script = await browser.get("/widget/large.js", headers={"Accept-Encoding": "gzip"})
    assert script.headers["content-encoding"] == "gzip"
    plain = await browser.get("/widget/large.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert script.text == plain.text
