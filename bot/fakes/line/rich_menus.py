"""The platform's rich menus: definitions, pictures, aliases, and who sees which."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, UnidentifiedImageError

from bot.fakes.line.messages import faults_of
from bot.fakes.line.phones import Json
from bot.fakes.line.platform import Answer, Platform

_PICTURE_BYTES = 1024 * 1024
_MOST_MENUS = 1000


class RichMenus:
    """The rich menus of one account."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self.menus: dict[str, Json] = {}
        self.pictures: dict[str, bytes] = {}
        self.aliases: dict[str, str] = {}
        self.default: str | None = None
        self._made = 0

    def create(self, body: Any) -> Answer:
        """``POST /v2/bot/richmenu``."""
        faults = faults_of("rich menu", body)
        if not faults:
            width, height = body["size"]["width"], body["size"]["height"]
            if width / height < 1.45:
                faults.append(("size", "the width must be at least 1.45 times the height"))
            for place, area in enumerate(body["areas"]):
                bounds = area["bounds"]
                if bounds["x"] + bounds["width"] > width or bounds["y"] + bounds["height"] > height:
                    faults.append((f"areas[{place}].bounds", "is outside the menu"))
        if len(self.menus) >= _MOST_MENUS:
            faults.append(("", "too many rich menus"))
        if faults:
            return self._platform.refuse("rich menu", faults)
        self._made += 1
        menu_id = f"richmenu-{self._made:032x}"
        self.menus[menu_id] = body
        return Answer(200, {"richMenuId": menu_id})

    def upload(self, menu_id: str, picture: bytes, content_type: str) -> Answer:
        """``POST /v2/bot/richmenu/{richMenuId}/content`` on the data host."""
        if menu_id not in self.menus:
            return Answer(404, {"message": "Not found"})
        if menu_id in self.pictures:
            return Answer(400, {"message": "An image has already been uploaded to the richmenu"})
        faults: list[tuple[str, str]] = []
        if len(picture) > _PICTURE_BYTES:
            faults.append(("image", "may have at most 1 MB"))
        try:
            with Image.open(io.BytesIO(picture)) as opened:
                size, kind = opened.size, (opened.format or "").lower()
        except UnidentifiedImageError:
            return self._platform.refuse("picture", [("image", "is no picture")])
        wanted = self.menus[menu_id]["size"]
        if size != (wanted["width"], wanted["height"]):
            faults.append(("image", f"is {size[0]}x{size[1]}, not the size of the menu"))
        if content_type != f"image/{kind}":
            faults.append(("Content-Type", f"does not fit a {kind} picture"))
        if faults:
            return self._platform.refuse("picture", faults)
        self.pictures[menu_id] = picture
        return Answer(200)

    def delete(self, menu_id: str) -> Answer:
        """``DELETE /v2/bot/richmenu/{richMenuId}``."""
        if self.menus.pop(menu_id, None) is None:
            return Answer(404, {"message": "Not found"})
        self.pictures.pop(menu_id, None)
        self.aliases = {alias: linked for alias, linked in self.aliases.items() if linked != menu_id}
        self.default = None if self.default == menu_id else self.default
        return Answer(200)

    def list(self) -> Answer:
        """``GET /v2/bot/richmenu/list``."""
        return Answer(200, {"richmenus": [{"richMenuId": menu_id, **menu} for menu_id, menu in self.menus.items()]})

    def make_default(self, menu_id: str) -> Answer:
        """``POST /v2/bot/user/all/richmenu/{richMenuId}``."""
        if menu_id not in self.pictures:
            return Answer(400, {"message": "must upload richmenu image before applying it to user"})
        self.default = menu_id
        return Answer(200)

    def link(self, user_id: str, menu_id: str) -> Answer:
        """``POST /v2/bot/user/{userId}/richmenu/{richMenuId}``."""
        if menu_id not in self.pictures:
            return Answer(400, {"message": "must upload richmenu image before applying it to user"})
        self._platform.phone(user_id).rich_menu = menu_id
        return Answer(200)

    def set_alias(self, body: Any, *, new: bool) -> Answer:
        """``POST /v2/bot/richmenu/alias`` and ``POST /v2/bot/richmenu/alias/{richMenuAliasId}``."""
        if faults := faults_of("alias", body):
            return self._platform.refuse("alias", faults)
        alias, menu_id = body["richMenuAliasId"], body["richMenuId"]
        if menu_id not in self.pictures:
            return Answer(400, {"message": "richmenu not found"})
        if new == (alias in self.aliases):
            return Answer(
                400 if new else 404, {"message": "conflict richmenu alias id" if new else "richmenu alias not found"}
            )
        self.aliases[alias] = menu_id
        return Answer(200)

    def alias(self, alias: str) -> Answer:
        """``GET /v2/bot/richmenu/alias/{richMenuAliasId}``."""
        if alias not in self.aliases:
            return Answer(404, {"message": "richmenu alias not found"})
        return Answer(200, {"richMenuAliasId": alias, "richMenuId": self.aliases[alias]})

    def alias_list(self) -> Answer:
        """``GET /v2/bot/richmenu/alias/list``."""
        found = [{"richMenuAliasId": alias, "richMenuId": menu_id} for alias, menu_id in self.aliases.items()]
        return Answer(200, {"aliases": found})

    def seen_by(self, user_id: str) -> str | None:
        """The menu that a user sees."""
        return self._platform.phone(user_id).rich_menu or self.default
