"""The rich menu: drawn as defined, taken by the platform, and every field leads where it says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest
from aiohttp.test_utils import TestServer
from PIL import Image
from pydantic import SecretStr

from bot.channels.line.menu_icons import ICONS
from bot.channels.line.rich_menu import ALIASES, RichMenuError, install_rich_menu, load_menus, picture_of
from bot.fakes.line.platform import Platform
from bot.fakes.line.server import Server
from bot.messages import Language
from bot.settings import Settings
from tests.dialogue.understanding import Understanding
from tests.line.desk import TOKEN, LineDesk, user

LANGUAGES: tuple[Language, ...] = get_args(Language)
_LEADS_TO = {
    "register": "renew_registration",
    "stop": "stop_auto_renew",
    "charge": "unknown_charge",
    "number": "find_order_number",
    "person": "talk_to_human",
}


@dataclass
class Console:
    """An account without a desk."""

    server: Server
    settings: Settings

    async def install(self) -> None:
        await asyncio.to_thread(install_rich_menu, self.settings)


@pytest.fixture
async def console(settings: Settings) -> AsyncIterator[Console]:
    server = Server(Platform(), TOKEN)
    async with TestServer(server.app()) as api:
        address = str(api.make_url("")).rstrip("/")
        yield Console(
            server,
            settings.model_copy(
                update={
                    "line_channel_access_token": SecretStr(TOKEN),
                    "line_api_url": address,
                    "line_data_api_url": address,
                }
            ),
        )


async def test_both_menus_are_installed_and_the_desks_language_is_the_default(console: Console) -> None:
    await console.install()
    menus = console.server.menus
    assert set(menus.aliases) == set(ALIASES.values())
    assert menus.default == menus.aliases["koshin-ja"]
    assert menus.menus[menus.aliases["koshin-en"]]["chatBarText"] == "Menu"
    assert console.server.platform.refused == []


async def test_installing_again_replaces_the_menus_and_leaves_others_alone(console: Console) -> None:
    menus = console.server.menus
    await console.install()
    first = dict(menus.aliases)
    other = menus.create(
        {"size": {"width": 2500, "height": 843}, "selected": True, "name": "other", "chatBarText": "x", "areas": []}
    ).body["richMenuId"]
    await console.install()
    assert set(menus.menus) == {other, *menus.aliases.values()}
    assert not set(first.values()) & set(menus.menus)


async def test_a_wrong_token_is_told_in_words(console: Console) -> None:
    console.settings = console.settings.model_copy(update={"line_channel_access_token": SecretStr("wrong")})
    with pytest.raises(RichMenuError, match="401"):
        await console.install()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_is_as_the_platform_wants_it(language: Language) -> None:
    menus, path = load_menus(), picture_of(language)
    assert path.stat().st_size <= 1024 * 1024
    with Image.open(path) as picture:
        assert picture.size == (menus.width, menus.height)
        assert picture.format == "PNG"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fields_cover_the_menu_without_overlap(language: Language) -> None:
    menus = load_menus()
    fields = menus.of(language).fields
    assert sum(field.width * field.height for field in fields) == menus.width * menus.height
    assert {field.icon for field in fields} <= set(ICONS)
    for number, one in enumerate(fields):
        for other in fields[number + 1 :]:
            assert (
                one.x + one.width <= other.x
                or other.x + other.width <= one.x
                or one.y + one.height <= other.y
                or other.y + other.height <= one.y
            )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_is_understood_as_it_is_meant(language: Language, understanding: Understanding) -> None:
    fields = [field for field in load_menus().of(language).fields if field.says]
    assert len(fields) == len(_LEADS_TO)
    for field in fields:
        assert understanding.parse(field.says or "")["intent"]["name"] == _LEADS_TO[field.icon], field.says


async def test_a_new_friend_gets_the_menu_of_their_language(desk: LineDesk, tmp_path: Path) -> None:
    await asyncio.to_thread(install_rich_menu, desk.front.settings)
    desk.phone(1, language="en")
    desk.phone(2, language="ja")
    await desk.account.follows(user(1))
    await desk.account.follows(user(2))
    await desk.settled()
    menus = desk.server.menus
    assert menus.seen_by(user(1)) == menus.aliases["koshin-en"]
    assert menus.seen_by(user(2)) == menus.aliases["koshin-ja"]
