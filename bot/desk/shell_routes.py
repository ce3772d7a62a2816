"""Every route of a router, also of the routers included in it."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter
from fastapi.routing import APIRoute


def routes_of(router: APIRouter, prefix: str = "") -> Iterator[tuple[str, APIRoute]]:
    """The routes with their whole paths."""
    for route in router.routes:
        if isinstance(route, APIRoute):
            yield prefix + route.path, route
            continue
        included = getattr(route, "original_router", None)
        if isinstance(included, APIRouter):
            yield from routes_of(included, prefix + route.include_context.prefix)  # type: ignore[attr-defined]
