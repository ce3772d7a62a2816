"""Where the subjects of the audit log lead."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.desk.people.audit_subjects import subject_link, subject_name
from bot.desk.people.audit_words import detail_value

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("subject", "link", "name"),
    [
        ("KD-12345678", "/desk/cases/KD-12345678", "KD-12345678"),
        ("case:KD-12345678", "/desk/cases/KD-12345678", "KD-12345678"),
        ("Zk3b_c-9mQ2rT7xw0aBcDeFg", "/desk/conversations/Zk3b_c-9mQ2rT7xw0aBcDeFg", "会話 Zk3b_c"),
        ("person:Zk3b_c-9mQ2rT7xw0aBcDeFg", None, "person:Zk3b_c-9mQ2rT7xw0aBcDeFg"),
        ("audit", None, "audit"),
        ("../../etc/passwd/../../../x", None, "../../etc/passwd/../../../x"),
    ],
)
def test_cases_and_conversations_are_found_and_nothing_else_is_a_link(
    subject: str, link: str | None, name: str
) -> None:
    assert subject_link(subject) == link
    assert subject_name(subject, "ja") == name


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("due", "2026-11-24T00:00:00+00:00", "11月24日 09:00"),
        ("due", "2026-11-24", "2026-11-24"),
        ("lines", "17", "17"),
    ],
)
def test_a_moment_is_told_on_japans_clock(key: str, value: str, shown: str) -> None:
    assert detail_value(key, value, "ja", NOW) == shown
