"""Session tokens and choice ids can't be made, changed or moved by anyone without the key."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.channels.choice_ids import ChoiceIds
from bot.channels.problems import ProblemError
from bot.channels.session_tokens import SessionTokens

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=timezone.utc)
TOKENS = SessionTokens("key", timedelta(hours=1), lambda: NOW)
CHOICES = ChoiceIds("key")
PRINTABLE = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=120)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=64))
def test_a_token_opens_its_conversation(conversation: str) -> None:
    assert TOKENS.conversation_of(TOKENS.issue(conversation)[0]) == conversation


# "/" and "+" are "_" and "-" in the other alphabet of base64, and so the same token.
@given(place=st.integers(0, 200), character=st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="/+"))
def test_a_token_with_one_character_changed_opens_nothing_else(place: int, character: str) -> None:
    token = TOKENS.issue("conversation-1")[0]
    place %= len(token)
    changed = token[:place] + character + token[place + 1 :]
    assume(changed != token)
    if place == len(token) - 1:
        # The last character of base64 has bits that mean nothing.
        with suppress(ProblemError):
            assert TOKENS.conversation_of(changed) == "conversation-1"
        return
    with pytest.raises(ProblemError, match="session_invalid"):
        TOKENS.conversation_of(changed)


@given(PRINTABLE)
def test_an_invented_token_opens_nothing(token: str) -> None:
    with pytest.raises(ProblemError):
        TOKENS.conversation_of(token)


def test_a_token_of_another_key_or_another_time_opens_nothing() -> None:
    foreign = SessionTokens("other", timedelta(hours=1), lambda: NOW).issue("c")[0]
    old = SessionTokens("key", timedelta(hours=1), lambda: NOW - timedelta(hours=1, seconds=2)).issue("c")[0]
    for token, code in ((foreign, "session_invalid"), (old, "session_expired")):
        with pytest.raises(ProblemError) as raised:
            TOKENS.conversation_of(token)
        assert raised.value.code == code


@given(st.integers(1, 10**9), st.integers(0, 999))
def test_a_choice_id_names_its_choice_in_its_conversation_only(seq: int, place: int) -> None:
    issued = CHOICES.issue("one", seq, place)
    assert CHOICES.read("one", issued) == (seq, place)
    assert CHOICES.issue("one", seq, place) == issued
    assert CHOICES.read("two", issued) is None
    assert ChoiceIds("other").read("one", issued) is None


@given(seq=st.integers(1, 9999), place=st.integers(0, 9), other=st.integers(1, 9999))
def test_a_signature_does_not_move_to_another_choice(seq: int, place: int, other: int) -> None:
    assume(seq != other)
    signature = CHOICES.issue("one", seq, place).partition(".")[2]
    assert CHOICES.read("one", f"{other}-{place}.{signature}") is None


@given(st.one_of(PRINTABLE, st.text(max_size=60)))
def test_an_invented_choice_id_names_nothing(choice: str) -> None:
    assert CHOICES.read("one", choice) is None
