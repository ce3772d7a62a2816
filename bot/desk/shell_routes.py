"""Every route of a part of the desk, also of the routers included in it."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter
from fastapi.routing import APIRoute


def own_routes(router: APIRouter) -> Iterator[APIRoute]:
    """The routes of a router and of those included in it, which are pages and so in no description of the API.

    Raises:
        ValueError: a router was included with a prefix or dependencies of its own, which these routes don't know.
    """
    for route in router.routes:
        if isinstance(route, APIRoute):
            route.include_in_schema = False
            yield route
            continue
        included = getattr(route, "original_router", None)
        if isinstance(included, APIRouter):
            context = route.include_context  # type: ignore[attr-defined]
            if context.prefix or context.dependencies:
                raise ValueError(
                    f"give prefix and dependencies to the router itself, not where it is included: {route}"
                )
            yield from own_routes(included)
