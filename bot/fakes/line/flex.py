"""What the platform takes as Flex messages, by its reference."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.fakes.line.actions import action
from bot.fakes.line.checks import Check, Faults, by_type, fields, items, later, one_of, whole, words, yes_or_no

_BUBBLE_BYTES = 30 * 1024
_CAROUSEL_BYTES = 50 * 1024
_TEXT = 2000

_COLOUR = words(9, pattern=r"#[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?")
_PIXELS = r"\d+(\.\d+)?px"
_SPACE = words(10, pattern=rf"none|xs|sm|md|lg|xl|xxl|{_PIXELS}")
_FONT = words(10, pattern=rf"xxs|xs|sm|md|lg|xl|xxl|3xl|4xl|5xl|{_PIXELS}")
_LENGTH = words(10, pattern=rf"{_PIXELS}|\d+(\.\d+)?%")
_RADIUS = words(10, pattern=rf"none|xs|sm|md|lg|xl|xxl|{_PIXELS}")
_BORDER = words(10, pattern=rf"none|light|normal|medium|semi-bold|bold|{_PIXELS}")
_URL = words(2000, pattern=r"https://\S+")
_PLACE: Mapping[str, Check] = {
    "position": one_of("relative", "absolute"),
    **{f"offset{side}": _SPACE for side in ("Top", "Bottom", "Start", "End")},
}
_ACTION = action(40, needed=False)
_TYPE: Mapping[str, Check] = {"type": lambda value, where, faults: None}
_FACE: Mapping[str, Check] = {
    "size": _FONT,
    "color": _COLOUR,
    "weight": one_of("regular", "bold"),
    "style": one_of("normal", "italic"),
    "decoration": one_of("none", "underline", "line-through"),
}


def _says_something(value: Mapping[str, Any], where: str, faults: Faults) -> None:
    if not value.get("text") and not value.get("contents"):
        faults.add(where, "must specify text or contents")


_SPAN = fields({**_TYPE, **_FACE, "text": words(_TEXT)}, ("type", "text"))
_TEXT_COMPONENT = fields(
    {
        **_TYPE,
        **_FACE,
        **_PLACE,
        "text": words(_TEXT),
        "contents": items(by_type({"span": _SPAN}), 50),
        "adjustMode": one_of("shrink-to-fit"),
        "flex": whole(0, 100),
        "margin": _SPACE,
        "align": one_of("start", "end", "center"),
        "gravity": one_of("top", "bottom", "center"),
        "wrap": yes_or_no,
        "lineSpacing": words(10, pattern=_PIXELS),
        "maxLines": whole(0, 1000),
        "action": _ACTION,
        "scaling": yes_or_no,
    },
    ("type",),
    _says_something,
)
_BUTTON = fields(
    {
        **_TYPE,
        **_PLACE,
        "action": action(40, needed=True),
        "flex": whole(0, 100),
        "margin": _SPACE,
        "height": one_of("sm", "md"),
        "style": one_of("primary", "secondary", "link"),
        "color": _COLOUR,
        "gravity": one_of("top", "bottom", "center"),
        "adjustMode": one_of("shrink-to-fit"),
        "scaling": yes_or_no,
    },
    ("type", "action"),
)
_IMAGE = fields(
    {
        **_TYPE,
        **_PLACE,
        "url": _URL,
        "flex": whole(0, 100),
        "margin": _SPACE,
        "align": one_of("start", "end", "center"),
        "gravity": one_of("top", "bottom", "center"),
        "size": words(10),
        "aspectRatio": words(15, pattern=r"\d{1,6}:\d{1,6}"),
        "aspectMode": one_of("cover", "fit"),
        "backgroundColor": _COLOUR,
        "action": _ACTION,
        "animated": yes_or_no,
    },
    ("type", "url"),
)
_SEPARATOR = fields({**_TYPE, "margin": _SPACE, "color": _COLOUR}, ("type",))


def _fits_layout(value: Mapping[str, Any], where: str, faults: Faults) -> None:
    kinds = {item.get("type") for item in value.get("contents") or [] if isinstance(item, dict)}
    if value.get("layout") == "baseline":
        if kinds - {"text", "icon", "filler"}:
            faults.add(f"{where}.contents", "baseline boxes hold text and icons only")
    elif "icon" in kinds:
        faults.add(f"{where}.contents", "icons need a baseline box")


_BOX = fields(
    {
        **_TYPE,
        **_PLACE,
        "layout": one_of("horizontal", "vertical", "baseline"),
        "contents": items(later(lambda: _COMPONENT), 500),
        "backgroundColor": _COLOUR,
        "borderColor": _COLOUR,
        "borderWidth": _BORDER,
        "cornerRadius": _RADIUS,
        "width": _LENGTH,
        "maxWidth": _LENGTH,
        "height": _LENGTH,
        "maxHeight": _LENGTH,
        "flex": whole(0, 100),
        "spacing": _SPACE,
        "margin": _SPACE,
        **{f"padding{side}": _SPACE for side in ("All", "Top", "Bottom", "Start", "End")},
        "justifyContent": one_of("center", "flex-start", "flex-end", "space-between", "space-around", "space-evenly"),
        "alignItems": one_of("center", "flex-start", "flex-end"),
        "action": _ACTION,
    },
    ("type", "layout", "contents"),
    _fits_layout,
)
_COMPONENT: Check = by_type(
    {"text": _TEXT_COMPONENT, "box": _BOX, "button": _BUTTON, "image": _IMAGE, "separator": _SEPARATOR}
)
_ONLY_BOX = by_type({"box": _BOX})
_BLOCK_STYLE = fields({"backgroundColor": _COLOUR, "separator": yes_or_no, "separatorColor": _COLOUR})


def _light_enough(most: int) -> Check:
    def check(value: Any, where: str, faults: Faults) -> None:
        if len(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")) > most:
            faults.add(where, f"may have at most {most} bytes")
        if value.get("type") == "bubble" and not any(value.get(name) for name in ("header", "hero", "body", "footer")):
            faults.add(where, "at least one block must be specified")

    return check


_BUBBLE = fields(
    {
        **_TYPE,
        "size": one_of("nano", "micro", "deca", "hecto", "kilo", "mega", "giga"),
        "direction": one_of("ltr", "rtl"),
        "header": _ONLY_BOX,
        "hero": by_type({"box": _BOX, "image": _IMAGE}),
        "body": _ONLY_BOX,
        "footer": _ONLY_BOX,
        "styles": fields(dict.fromkeys(("header", "hero", "body", "footer"), _BLOCK_STYLE)),
        "action": _ACTION,
    },
    ("type",),
    _light_enough(_BUBBLE_BYTES),
)
CONTAINER = by_type(
    {
        "bubble": _BUBBLE,
        "carousel": fields(
            {**_TYPE, "contents": items(by_type({"bubble": _BUBBLE}), 12, 1)},
            ("type", "contents"),
            _light_enough(_CAROUSEL_BYTES),
        ),
    }
)
"""A bubble or a carousel of bubbles."""
