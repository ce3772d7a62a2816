"""What Rasa utters becomes typed messages."""

from __future__ import annotations

import pytest

from bot.dialogue.assembling import assemble
from bot.messages import Bullets, Choice, Choices, Message, Note, Paragraph


def test_a_text_with_buttons_is_one_message() -> None:
    (message,) = assemble([{"text": "止めますか。", "buttons": [{"title": "はい", "payload": "/affirm"}]}], "ja")
    assert message.blocks == (Paragraph(text="止めますか。"), Choices(items=(Choice(label="はい", payload="/affirm"),)))
    assert message.plain_text == "止めますか。\n[はい]"


def test_blank_lines_part_paragraphs_and_dots_make_bullets() -> None:
    (message,) = assemble([{"text": "できること\n\n・更新\n・停止"}], "ja")
    assert message.blocks == (Paragraph(text="できること"), Bullets(items=("更新", "停止")))


def test_choices_alone_join_the_message_before_them() -> None:
    group = Message(language="en", blocks=(Choices(items=(Choice(label="Other", payload="/cancel"),)),))
    said = [
        {"text": "Did it help?", "buttons": [{"title": "Yes", "payload": "/affirm"}]},
        {"custom": group.model_dump()},
    ]
    (message,) = assemble(said, "en")
    assert [choice.label for block in message.blocks if isinstance(block, Choices) for choice in block.items] == [
        "Yes",
        "Other",
    ]


def test_a_typed_message_keeps_its_own_language() -> None:
    note = Message(language="ja", blocks=(Note(text="電源を切らないでください"),))
    assert assemble([{"custom": note.model_dump(mode="json")}], "en") == (note,)


def test_an_unreadable_typed_message_is_an_error_of_ours() -> None:
    with pytest.raises(ValueError, match="no typed message"):
        assemble([{"custom": {"language": "ja", "blocks": [{"type": "film"}]}}], "ja")
