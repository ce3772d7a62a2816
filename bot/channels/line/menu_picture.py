"""Draws the rich menus' pictures from their definition: ``python -m bot.channels.line.menu_picture``.

The drawn files are part of the project, because an operator's machine may have no Japanese font.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from bot.channels.line import colours
from bot.channels.line.menu_icons import draw_icon
from bot.channels.line.rich_menu import ALIASES, FOLDER, MenuField, Menus, load_menus, picture_of
from bot.messages import Language

_FONTS = (
    Path("/usr/share/fonts/opentype/noto"),
    Path("/usr/share/fonts/noto-cjk"),
    Path("/usr/share/fonts/google-noto-cjk"),
)
_FINER = 2
"""Drawn so many times larger, then reduced: smooth edges."""

_GAP = 14
_ROUND = 36
_ICON = 226
_HINT = 58
"""A phone shows the picture at about a sixth of its size: 58 pixels are 9 points there."""

_CANVAS = "#EEF2F5"
_FIRST = 0
"""The field that is set off by colour: what most customers come for."""


def draw_menu(menus: Menus, language: Language) -> bytes:
    """One language's picture as a PNG."""
    picture = Image.new("RGB", (menus.width * _FINER, menus.height * _FINER), _CANVAS)
    pen = ImageDraw.Draw(picture)
    fields = menus.of(language).fields
    size_of_labels = min(_fitting(field.label, field.width - 110) for field in fields)
    for place, field in enumerate(fields):
        _draw_field(pen, field, size_of_labels, strong=place == _FIRST)
    small = picture.resize((menus.width, menus.height), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    small.save(file, "PNG", optimize=True)
    return file.getvalue()


def main() -> None:
    """Draw both pictures anew."""
    menus = load_menus()
    for language in ALIASES:
        path = picture_of(language, FOLDER)
        path.write_bytes(draw_menu(menus, language))
        sys.stdout.write(f"{path.name}: {path.stat().st_size // 1024} KB\n")


def _draw_field(pen: ImageDraw.ImageDraw, field: MenuField, label_size: int, *, strong: bool) -> None:
    left, top = field.x + _GAP, field.y + _GAP
    right, bottom = field.x + field.width - _GAP, field.y + field.height - _GAP
    ground, ink, muted = (
        (colours.ACCENT, colours.ON_ACCENT, "#D5E4EE") if strong else ("#FFFFFF", colours.INK, colours.MUTED)
    )
    shadow = [_finer(value) for value in (left, top + 5, right, bottom + 5)]
    pen.rounded_rectangle(shadow, _finer(_ROUND), fill="#D9E1E8")
    pen.rounded_rectangle([_finer(value) for value in (left, top, right, bottom)], _finer(_ROUND), fill=ground)
    middle = _finer((left + right) / 2)
    disc = "#2E6690" if strong else colours.ACCENT_SOFT
    icon_ink = colours.ON_ACCENT if strong else colours.ACCENT
    draw_icon(pen, field.icon, (middle, _finer(top + 62 + _ICON / 2)), _finer(_ICON), ink=icon_ink, disc=disc)
    label_font, hint_font = _font(label_size, bold=True), _font(_HINT, bold=False)
    pen.text((middle, _finer(bottom - 200)), field.label, font=label_font, fill=ink, anchor="mm")
    pen.text((middle, _finer(bottom - 98)), field.hint, font=hint_font, fill=muted, anchor="mm")


def _fitting(label: str, room: int) -> int:
    """The largest type that fits the room."""
    for size in range(86, 54, -2):
        if _font(size, bold=True).getlength(label) <= _finer(room):
            return size
    return 54


def _font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    name = f"NotoSansCJK-{'Bold' if bold else 'Regular'}.ttc"
    for folder in _FONTS:
        if (folder / name).exists():
            return ImageFont.truetype(str(folder / name), _finer(size), index=0)
    raise SystemExit(f"{name} is missing: install Noto Sans CJK (Debian: fonts-noto-cjk) to draw the menus")


def _finer(value: float) -> int:
    return round(value * _FINER)


if __name__ == "__main__":
    main()
