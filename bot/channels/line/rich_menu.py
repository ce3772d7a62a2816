"""The rich menu in both languages: what its fields do, and how it is installed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from linebot.v3.messaging import (
    ApiClient,
    ApiException,
    Configuration,
    CreateRichMenuAliasRequest,
    MessageAction,
    MessagingApi,
    MessagingApiBlob,
    RichMenuArea,
    RichMenuBounds,
    RichMenuRequest,
    RichMenuSize,
    RichMenuSwitchAction,
    UpdateRichMenuAliasRequest,
    URIAction,
)
from pydantic import BaseModel, ConfigDict, Field

from bot.channels.line.postbacks import language_data
from bot.messages import Language
from bot.settings import ROOT, Settings

ALIASES: Mapping[Language, str] = {"ja": "koshin-ja", "en": "koshin-en"}
"""The names by which the menus are switched."""

FOLDER = ROOT / "web" / "line"
_SECONDS = 30


class MenuField(BaseModel):
    """One field: its words on the picture, where it is, and what it says in the customer's name or opens."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str = Field(max_length=20)
    hint: str = ""
    icon: str
    x: int
    y: int
    width: int
    height: int
    says: str | None = Field(None, max_length=300)
    opens: str | None = None
    switches_to: Language | None = None


class Menu(BaseModel):
    """One language's menu."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bar: str = Field(max_length=14)
    fields: tuple[MenuField, ...] = Field(max_length=20)


class Menus(BaseModel):
    """Both menus and the size of their pictures in pixels."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    width: int
    height: int
    ja: Menu
    en: Menu

    def of(self, language: Language) -> Menu:
        """One language's menu."""
        return self.ja if language == "ja" else self.en


@dataclass(frozen=True)
class InstalledMenu:
    """A menu as LINE has it now."""

    language: Language
    menu_id: str


def load_menus(folder: Path = FOLDER) -> Menus:
    """The definition beside the pictures."""
    return Menus.model_validate(yaml.safe_load((folder / "menu.yml").read_text("utf-8")))


def picture_of(language: Language, folder: Path = FOLDER) -> Path:
    """The drawn menu."""
    return folder / f"menu-{language}.png"


def request_for(menus: Menus, language: Language) -> RichMenuRequest:
    """The menu as the API takes it."""
    menu = menus.of(language)
    return RichMenuRequest(
        size=RichMenuSize(width=menus.width, height=menus.height),
        selected=True,
        name=f"Koshin Desk ({language})",
        chatBarText=menu.bar,
        areas=[
            RichMenuArea(
                bounds=RichMenuBounds(x=field.x, y=field.y, width=field.width, height=field.height),
                action=_action(field),
            )
            for field in menu.fields
        ],
    )


def install_rich_menu(settings: Settings, folder: Path = FOLDER) -> Sequence[InstalledMenu]:
    """Put both menus in place and take away those that an earlier run had put there. Blocks.

    Raises:
        RichMenuError: LINE turned something down; the text says what.
    """
    menus = load_menus(folder)
    token = settings.line_channel_access_token.get_secret_value()
    try:
        with (
            ApiClient(Configuration(access_token=token, host=settings.line_api_url)) as client,
            ApiClient(Configuration(access_token=token, host=settings.line_data_api_url)) as data_client,
        ):
            api, blobs = MessagingApi(client), MessagingApiBlob(data_client)
            before = {alias.rich_menu_alias_id: alias.rich_menu_id for alias in _aliases(api)}
            installed = [InstalledMenu(language, _create(api, blobs, menus, language, folder)) for language in ALIASES]
            for menu in installed:
                _name(api, ALIASES[menu.language], menu.menu_id, known=ALIASES[menu.language] in before)
            default = next(menu for menu in installed if menu.language == settings.default_language)
            api.set_default_rich_menu(default.menu_id, _request_timeout=_SECONDS)
            for alias in ALIASES.values():
                if alias in before:
                    _forget(api, before[alias])
    except ApiException as error:
        raise RichMenuError(f"LINE answered {error.status} ({error.reason}): {(error.body or '')[:300]}") from None
    return installed


class RichMenuError(Exception):
    """The menu could not be installed."""


def _action(field: MenuField) -> MessageAction | URIAction | RichMenuSwitchAction:
    if field.switches_to is not None:
        return RichMenuSwitchAction(
            label=field.label, richMenuAliasId=ALIASES[field.switches_to], data=language_data(field.switches_to)
        )
    if field.opens is not None:
        return URIAction(label=field.label, uri=field.opens)
    return MessageAction(label=field.label, text=field.says or field.label)


def _create(api: MessagingApi, blobs: MessagingApiBlob, menus: Menus, language: Language, folder: Path) -> str:
    made = api.create_rich_menu(request_for(menus, language), _request_timeout=_SECONDS)
    blobs.set_rich_menu_image(
        made.rich_menu_id,
        body=picture_of(language, folder).read_bytes(),
        _headers={"Content-Type": "image/png"},
        _request_timeout=_SECONDS,
    )
    return str(made.rich_menu_id)


def _aliases(api: MessagingApi) -> Sequence[Any]:
    return list(api.get_rich_menu_alias_list(_request_timeout=_SECONDS).aliases or [])


def _name(api: MessagingApi, alias: str, menu_id: str, *, known: bool) -> None:
    if known:
        api.update_rich_menu_alias(alias, UpdateRichMenuAliasRequest(richMenuId=menu_id), _request_timeout=_SECONDS)
    else:
        request = CreateRichMenuAliasRequest(richMenuAliasId=alias, richMenuId=menu_id)
        api.create_rich_menu_alias(request, _request_timeout=_SECONDS)


def _forget(api: MessagingApi, menu_id: str) -> None:
    try:
        api.delete_rich_menu(menu_id, _request_timeout=_SECONDS)
    except ApiException as error:
        if error.status != 404:
            raise
