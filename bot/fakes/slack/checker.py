"""Refuses the blocks, messages and views that Slack would refuse: its own table of limits, then the SDK's models."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

logging.getLogger("slack_sdk.models").setLevel(logging.ERROR)

MOST_TEXT = 10_000
"""Text over all blocks of a posted message; undocumented, between 9,600 (taken) and 11,300 (refused)."""

_MESSAGE_BLOCKS, _VIEW_BLOCKS, _FALLBACK = 50, 100, 40_000
_MESSAGE_ONLY = frozenset({"chat.postMessage", "chat.update", "chat.postEphemeral", "response_url"})

Check = Callable[[Any, str], Iterator[str]]
"""Gives what is wrong with a value, each with its JSON pointer."""


@dataclass(frozen=True)
class _Shape:
    """The fields of an object; ``one_of`` are fields of which at least one has to be there."""

    needed: Mapping[str, Check]
    optional: Mapping[str, Check] = field(default_factory=dict)
    one_of: tuple[str, ...] = ()

    def __call__(self, value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"must be an object [json-pointer:{at}]"
            return
        for name in self.needed.keys() - value.keys():
            yield f"missing required field: {name} [json-pointer:{at}]"
        if self.one_of and not any(name in value for name in self.one_of):
            yield f"missing required field: {' or '.join(self.one_of)} [json-pointer:{at}]"
        for name, inside in value.items():
            check = self.needed.get(name) or self.optional.get(name)
            if check is None:
                yield f"no more fields allowed: {name} [json-pointer:{at}]"
            else:
                yield from check(inside, f"{at}/{name}")


def _text(most: int, least: int = 1) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield f"must be a string [json-pointer:{at}]"
        elif len(value) > most:
            yield f"must be less than {most + 1} characters [json-pointer:{at}]"
        elif len(value.strip()) < least:
            yield f"must be more than {least - 1} characters [json-pointer:{at}]"
        elif any("\ud800" <= sign <= "\udfff" or sign == "\0" for sign in value):
            yield f"invalid characters [json-pointer:{at}]"

    return check


def _flag(value: Any, at: str) -> Iterator[str]:
    if not isinstance(value, bool):
        yield f"must be a boolean [json-pointer:{at}]"


def _number(value: Any, at: str) -> Iterator[str]:
    if not isinstance(value, int) or isinstance(value, bool):
        yield f"must be an integer [json-pointer:{at}]"


def _one(*allowed: str) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:
        if value not in allowed:
            yield f"must be one of {', '.join(allowed)} [json-pointer:{at}]"

    return check


def _list(check: Check, most: int, least: int = 1) -> Check:
    def check_all(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"must be an array [json-pointer:{at}]"
            return
        if len(value) > most:
            yield f"no more than {most} items allowed [json-pointer:{at}]"
        if len(value) < least:
            yield f"no less than {least} items allowed [json-pointer:{at}]"
        for place, item in enumerate(value):
            yield from check(item, f"{at}/{place}")

    return check_all


def _by_type(shapes: Callable[[], Mapping[str, _Shape]]) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:
        shape = shapes().get(value.get("type", "")) if isinstance(value, dict) else None
        if shape is None:
            yield f"unsupported type [json-pointer:{at}]"
        else:
            yield from shape(value, at)

    return check


def _plain(most: int) -> _Shape:
    return _Shape({"type": _one("plain_text"), "text": _text(most)}, {"emoji": _flag})


def _any_text(most: int) -> Check:
    markdown = _Shape({"type": _one("mrkdwn"), "text": _text(most)}, {"verbatim": _flag})
    return _by_type(lambda: {"plain_text": _plain(most), "mrkdwn": markdown})


def _address(value: Any, at: str) -> Iterator[str]:
    yield from _text(3000)(value, at)
    if isinstance(value, str) and not value.startswith(("https://", "http://")):
        yield f"must be a valid url [json-pointer:{at}]"


_ID: dict[str, Check] = {"action_id": _text(255)}
_STYLE: dict[str, Check] = {"style": _one("primary", "danger")}
_CONFIRM = _Shape(
    {"title": _plain(100), "text": _any_text(300), "confirm": _plain(30), "deny": _plain(30)}, dict(_STYLE)
)
_OPTION = _Shape({"text": _any_text(75), "value": _text(150)}, {"description": _any_text(75)})
_FOCUS: dict[str, Check] = {"focus_on_load": _flag}
_MENU: dict[str, Check] = {**_ID, "placeholder": _plain(150), "confirm": _CONFIRM, **_FOCUS}
_CHOICE: dict[str, Check] = {"options": _list(_OPTION, 10)}
_WRITTEN: dict[str, Check] = {**_ID, "initial_value": _text(3000, 0), "placeholder": _plain(150), **_FOCUS}
_TYPE: Mapping[str, Check] = {"type": _text(50)}

_ELEMENTS: Mapping[str, _Shape] = {
    "button": _Shape(
        {**_TYPE, "text": _plain(75)},
        {**_ID, **_STYLE, "value": _text(2000), "url": _address, "confirm": _CONFIRM, "accessibility_label": _text(75)},
    ),
    "static_select": _Shape({**_TYPE, "options": _list(_OPTION, 100)}, {**_MENU, "initial_option": _OPTION}),
    "users_select": _Shape(_TYPE, {**_MENU, "initial_user": _text(50)}),
    "radio_buttons": _Shape({**_TYPE, **_CHOICE}, {**_ID, "initial_option": _OPTION, "confirm": _CONFIRM, **_FOCUS}),
    "plain_text_input": _Shape(_TYPE, {**_WRITTEN, "multiline": _flag, "min_length": _number, "max_length": _number}),
    "email_text_input": _Shape(_TYPE, _WRITTEN),
    "datepicker": _Shape(_TYPE, {**_MENU, "initial_date": _text(10)}),
}
_CLICKED = frozenset({"button", "static_select", "users_select", "radio_buttons", "datepicker"})
_ASKED = frozenset(_ELEMENTS) - {"button"}


def _elements(names: frozenset[str]) -> Check:
    return _by_type(lambda: {name: _ELEMENTS[name] for name in names})


_BLOCK_ID: dict[str, Check] = {"block_id": _text(255)}
_BLOCKS: Mapping[str, _Shape] = {
    "header": _Shape({**_TYPE, "text": _plain(150)}, dict(_BLOCK_ID)),
    "divider": _Shape(_TYPE, _BLOCK_ID),
    "section": _Shape(
        _TYPE,
        {
            **_BLOCK_ID,
            "text": _any_text(3000),
            "fields": _list(_any_text(2000), 10),
            "accessory": _elements(_CLICKED),
            "expand": _flag,
        },
        one_of=("text", "fields"),
    ),
    "context": _Shape({**_TYPE, "elements": _list(_any_text(2000), 10)}, _BLOCK_ID),
    "actions": _Shape({**_TYPE, "elements": _list(_elements(_CLICKED), 25)}, _BLOCK_ID),
    "input": _Shape(
        {**_TYPE, "label": _plain(2000), "element": _elements(_ASKED)},
        {**_BLOCK_ID, "hint": _plain(2000), "optional": _flag, "dispatch_action": _flag},
    ),
}
_BLOCK = _by_type(lambda: _BLOCKS)
_VIEW = _Shape(
    {"type": _one("modal", "home"), "blocks": _list(_BLOCK, _VIEW_BLOCKS)},
    {
        "title": _plain(24),
        "submit": _plain(24),
        "close": _plain(24),
        "private_metadata": _text(3000, 0),
        "callback_id": _text(255),
        "external_id": _text(255),
        "clear_on_close": _flag,
        "notify_on_close": _flag,
    },
)


def blocks_problems(blocks: Any, *, most: int = _MESSAGE_BLOCKS) -> list[str]:
    """What Slack would say against these blocks; empty when it would take them."""
    if isinstance(blocks, str):
        try:
            blocks = json.loads(blocks)
        except ValueError:
            return ["must be valid JSON [json-pointer:/blocks]"]
    problems = list(_list(_BLOCK, most, 0)(blocks, "/blocks"))
    return problems or [*_twice(blocks), *_by_the_sdk(blocks)]


def message_problem(method: str, body: Mapping[str, Any]) -> tuple[str, list[str]] | None:
    """The error code and the details with which Slack would refuse a message; None when it would take it."""
    text, blocks = body.get("text") or "", body.get("blocks") or []
    if not isinstance(text, str):
        return "invalid_arguments", ["must be a string [json-pointer:/text]"]
    if not text and not blocks:
        return "no_text", []
    if not text:
        return "invalid_arguments", ["the desk always sends a fallback text [json-pointer:/text]"]
    if len(text) > _FALLBACK:
        return "msg_too_long", []
    if problems := blocks_problems(blocks):
        return "invalid_blocks", problems
    if any(block["type"] == "input" for block in blocks) and method in _MESSAGE_ONLY:
        return "invalid_blocks", ["input blocks belong into views [json-pointer:/blocks]"]
    if method == "chat.postMessage" and sum(len(said) for said in texts_in(blocks)) > MOST_TEXT:
        return "msg_blocks_too_long", []
    metadata = body.get("metadata")
    if metadata is not None and (
        not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"} or len(str(metadata)) > 8000
    ):
        return "invalid_metadata_format", []
    return None


def view_problems(view: Any, *, kind: str) -> list[str]:
    """What Slack would say against a modal or a home."""
    problems = list(_VIEW(view, "/view"))
    if problems:
        return problems
    if view["type"] != kind:
        return [f"must be a {kind} [json-pointer:/view/type]"]
    asks = any(block["type"] == "input" for block in view["blocks"])
    if kind == "modal" and "title" not in view:
        problems.append("missing required field: title [json-pointer:/view]")
    if kind == "home" and {"title", "submit", "close"} & view.keys():
        problems.append("a home has no title and no buttons of its own [json-pointer:/view]")
    if kind == "modal" and asks and "submit" not in view:
        problems.append("missing required field: submit [json-pointer:/view]")
    try:
        View(**view).validate_json()
    except SlackObjectFormationError as error:
        problems.append(str(error))
    return [*problems, *_too_long_already(view["blocks"]), *_twice(view["blocks"]), *_by_the_sdk(view["blocks"])]


def texts_in(value: Any) -> Iterator[str]:
    """Every text that somebody reads in blocks."""
    if isinstance(value, dict):
        for name, inside in value.items():
            if name == "text" and isinstance(inside, str):
                yield inside
            else:
                yield from texts_in(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from texts_in(inside)


def _too_long_already(blocks: list[dict[str, Any]]) -> Iterator[str]:
    for place, element in enumerate(block.get("element", {}) for block in blocks):
        if len(element.get("initial_value", "")) > element.get("max_length", 3000):
            yield f"initial_value is longer than max_length [json-pointer:/view/blocks/{place}/element]"


def _twice(blocks: list[dict[str, Any]]) -> Iterator[str]:
    names = [block["block_id"] for block in blocks if "block_id" in block]
    if len(set(names)) < len(names):
        yield "block_id already exists [json-pointer:/blocks]"
    for place, block in enumerate(blocks):
        ids = [element["action_id"] for element in block.get("elements", []) if "action_id" in element]
        if len(set(ids)) < len(ids):
            yield f"action_id already exists [json-pointer:/blocks/{place}]"


def _by_the_sdk(blocks: list[dict[str, Any]]) -> Iterator[str]:
    for place, given in enumerate(blocks):
        try:
            parsed = Block.parse(given)
            if parsed is None:
                yield f"unknown to the SDK [json-pointer:/blocks/{place}]"
            else:
                parsed.to_dict()
        except (SlackObjectFormationError, TypeError) as error:
            yield f"{error} [json-pointer:/blocks/{place}]"
