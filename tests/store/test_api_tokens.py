from __future__ import annotations

from pathlib import Path

import pytest

from bot.store import Store
from bot.store.api_tokens import TokenNameTaken


def test_a_token_is_recognised_until_it_is_revoked(store: Store) -> None:
    secret = store.create_api_token("crm", ["nlu", "cases"])
    token = store.find_api_token(secret)
    assert token is not None
    assert (token.name, token.scopes) == ("crm", ("cases", "nlu"))
    assert store.find_api_token(secret + "x") is None
    assert store.revoke_api_token("crm")
    assert store.find_api_token(secret) is None
    assert not store.revoke_api_token("crm")
    assert [known.revoked_at is not None for known in store.api_tokens()] == [True]


def test_a_name_is_free_again_after_it_was_revoked(store: Store) -> None:
    store.create_api_token("crm", ["nlu"])
    with pytest.raises(TokenNameTaken):
        store.create_api_token("crm", ["nlu"])
    store.revoke_api_token("crm")
    assert store.find_api_token(store.create_api_token("crm", ["nlu"])) is not None


def test_the_secret_is_not_in_the_database(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'koshin.db'}")
    store.upgrade()
    secret = store.create_api_token("crm", ["nlu"])
    store.close()
    assert all(secret.encode() not in file.read_bytes() for file in tmp_path.iterdir())


def test_feedback_counts_once_for_a_message(store: Store) -> None:
    from sqlalchemy import func, select

    from bot.store.models import FeedbackRow

    for _ in range(2):
        store.add_feedback("c", "off_huawei", 2, False, "m1")
    store.add_feedback("c", "off_huawei", None, True, "m2")
    count = store._database.read(lambda connection: connection.scalar(select(func.count(FeedbackRow.id))))
    assert count == 2
