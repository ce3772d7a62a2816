"""Tokens of the assist API: made, listed, revoked, recognised."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sqlalchemy import Connection, insert, select, update

from bot.store.errors import StoreError
from bot.store.models import ApiTokenRow
from bot.store.parts import StorePart
from bot.store.records import ApiToken

_PREFIX = "kd_"


class TokenNameTaken(StoreError):
    """A token of this name is in use."""


class ApiTokens(StorePart):
    """The part of the store that holds API tokens."""

    def create_api_token(self, name: str, scopes: Sequence[str]) -> str:
        """Make a token and return its secret, which can't be had again.

        Raises:
            TokenNameTaken: a token of this name is in use.
        """
        secret = _PREFIX + self._new_id() + self._new_id()

        def work(connection: Connection) -> None:
            if connection.scalar(select(ApiTokenRow.digest).where(_in_use(name))) is not None:
                raise TokenNameTaken(name)
            connection.execute(
                insert(ApiTokenRow).values(
                    digest=_digest(secret), name=name, scopes=sorted(set(scopes)), created_at=self._clock()
                )
            )

        self._database.write(work)
        return secret

    def api_tokens(self) -> list[ApiToken]:
        """Every token, the revoked ones too, oldest first."""
        query = select(ApiTokenRow.name, ApiTokenRow.scopes, ApiTokenRow.created_at, ApiTokenRow.revoked_at).order_by(
            ApiTokenRow.created_at, ApiTokenRow.name
        )
        return self._database.read(
            lambda connection: [
                ApiToken(row.name, tuple(row.scopes), row.created_at, row.revoked_at)
                for row in connection.execute(query)
            ]
        )

    def revoke_api_token(self, name: str) -> bool:
        """Revoke the token of this name; false when none was in use."""
        query = update(ApiTokenRow).where(_in_use(name)).values(revoked_at=self._clock())
        return self._database.write(lambda connection: connection.execute(query).rowcount > 0)

    def find_api_token(self, secret: str) -> ApiToken | None:
        """The token in use that has this secret."""
        query = select(ApiTokenRow.name, ApiTokenRow.scopes, ApiTokenRow.created_at).where(
            ApiTokenRow.digest == _digest(secret), ApiTokenRow.revoked_at.is_(None)
        )
        row = self._database.read(lambda connection: connection.execute(query).one_or_none())
        return None if row is None else ApiToken(row.name, tuple(row.scopes), row.created_at)


def _in_use(name: str):  # type: ignore[no-untyped-def]
    return (ApiTokenRow.name == name) & ApiTokenRow.revoked_at.is_(None)


def _digest(secret: str) -> str:
    # The secret is long and random, so a plain digest can't be searched.
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
