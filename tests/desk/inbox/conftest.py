from __future__ import annotations

from tests.store.conftest import empty_store, empty_url, postgres_server, postgres_url, store

__all__ = ["empty_store", "empty_url", "postgres_server", "postgres_url", "store"]
