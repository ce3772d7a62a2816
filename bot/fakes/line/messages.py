"""What the platform takes in a reply or a push: its own rules, and the SDK's models beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from linebot.v3.messaging import PushMessageRequest, ReplyMessageRequest, RichMenuRequest, ShowLoadingAnimationRequest
from pydantic.v1 import ValidationError

from bot.fakes.line.actions import action
from bot.fakes.line.checks import Check, Faults, by_type, fields, items, one_of, whole, words, yes_or_no
from bot.fakes.line.flex import CONTAINER

_TYPE: Mapping[str, Check] = {"type": lambda value, where, faults: None}
_SENDER = fields({"name": words(20, without="LINE"), "iconUrl": words(2000, pattern=r"https://\S+")})
_QUICK_REPLY = fields(
    {
        "items": items(
            fields(
                {
                    "type": one_of("action"),
                    "imageUrl": words(2000, pattern=r"https://\S+"),
                    "action": action(20, needed=True),
                },
                ("type", "action"),
            ),
            13,
            1,
        )
    },
    ("items",),
)
_COMMON: Mapping[str, Check] = {**_TYPE, "sender": _SENDER, "quickReply": _QUICK_REPLY}
_URL = words(2000, pattern=r"https://\S+")
_MESSAGE = by_type(
    {
        "text": fields({**_COMMON, "text": words(5000), "quoteToken": words(1000)}, ("type", "text")),
        "flex": fields({**_COMMON, "altText": words(400), "contents": CONTAINER}, ("type", "altText", "contents")),
        "sticker": fields(
            {**_COMMON, "packageId": words(20), "stickerId": words(20)}, ("type", "packageId", "stickerId")
        ),
        "image": fields(
            {**_COMMON, "originalContentUrl": _URL, "previewImageUrl": _URL},
            ("type", "originalContentUrl", "previewImageUrl"),
        ),
    }
)
_MESSAGES = items(_MESSAGE, 5, 1)
_REPLY = fields(
    {"replyToken": words(200), "messages": _MESSAGES, "notificationDisabled": yes_or_no}, ("replyToken", "messages")
)
_PUSH = fields(
    {
        "to": words(40, pattern=r"[UCR][0-9a-f]{32}"),
        "messages": _MESSAGES,
        "notificationDisabled": yes_or_no,
        "customAggregationUnits": items(words(30), 1),
    },
    ("to", "messages"),
)
_LOADING = fields({"chatId": words(40, pattern=r"U[0-9a-f]{32}"), "loadingSeconds": whole(5, 60, 5)}, ("chatId",))
_SIDE = whole(0, 2500)
_RICH_MENU = fields(
    {
        "size": fields({"width": whole(800, 2500), "height": whole(250, 2500)}, ("width", "height")),
        "selected": yes_or_no,
        "name": words(300),
        "chatBarText": words(14),
        "areas": items(
            fields(
                {
                    "bounds": fields(
                        {"x": _SIDE, "y": _SIDE, "width": _SIDE, "height": _SIDE}, ("x", "y", "width", "height")
                    ),
                    "action": action(20, needed=False),
                },
                ("bounds", "action"),
            ),
            20,
        ),
    },
    ("size", "selected", "name", "chatBarText", "areas"),
)
_ALIAS = fields(
    {"richMenuAliasId": words(32, pattern=r"[a-z0-9_-]+"), "richMenuId": words(100)}, ("richMenuAliasId", "richMenuId")
)

_KINDS: Mapping[str, tuple[Check, Any]] = {
    "reply": (_REPLY, ReplyMessageRequest),
    "push": (_PUSH, PushMessageRequest),
    "loading": (_LOADING, ShowLoadingAnimationRequest),
    "rich menu": (_RICH_MENU, RichMenuRequest),
    "alias": (_ALIAS, None),
}
RETRY_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def faults_of(kind: str, body: Any) -> list[tuple[str, str]]:
    """What the platform would turn down in a request body, as (property, message); empty when it takes it.

    Args:
        kind: ``reply``, ``push``, ``loading``, ``rich menu`` or ``alias``.
    """
    check, model = _KINDS[kind]
    faults = Faults()
    check(body, "", faults)
    if not faults.found and model is not None:
        try:
            model.from_dict(body)
        except (ValidationError, ValueError) as error:
            faults.add("", f"{type(error).__name__}: the SDK's own model turns it down")
    return faults.found
