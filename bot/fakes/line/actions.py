"""What the platform takes as actions."""

from __future__ import annotations

from bot.fakes.line.checks import Check, by_type, fields, one_of, words

_URI = words(1000, pattern=r"(https?|line|tel):\S+")
_DATA = words(300)


def action(label: int, *, needed: bool) -> Check:
    """An action whose label has at most so many characters."""
    common = {"type": one_of("postback", "message", "uri", "richmenuswitch"), "label": words(label)}
    named = ("type", "label") if needed else ("type",)
    return by_type(
        {
            "postback": fields(
                {
                    **common,
                    "data": _DATA,
                    "displayText": words(300),
                    "inputOption": one_of("closeRichMenu", "openRichMenu", "openKeyboard", "openVoice"),
                    "fillInText": words(300),
                },
                (*named, "data"),
            ),
            "message": fields({**common, "text": words(300)}, (*named, "text")),
            "uri": fields(
                {**common, "uri": _URI, "altUri": fields({"desktop": _URI}, ("desktop",))},
                (*named, "uri"),
            ),
            "richmenuswitch": fields(
                {**common, "richMenuAliasId": words(32, pattern=r"[a-z0-9_-]+"), "data": _DATA},
                (*named, "richMenuAliasId", "data"),
            ),
        }
    )
