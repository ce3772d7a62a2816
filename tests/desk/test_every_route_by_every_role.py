"""Every route of the desk is tried by every role, and by nobody; none answers who may not see it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from bot.desk.access import ROLES, Anyone, Role, RoleNeeded
from tests.desk.agents import PAGE, SignIn, browser
from tests.front.desk import Desk

OPEN = {
    ("/desk/sign-in", "GET"),
    ("/desk/sign-in", "POST"),
    ("/desk/sign-in/code", "POST"),
    ("/desk/set-password/{secret}", "GET"),
    ("/desk/set-password/{secret}", "POST"),
}
"""What answers also who isn't signed in."""


def routes(desk: Desk) -> list[tuple[str, str, APIRoute]]:
    found = [
        (route.path, method, route)
        for route in desk.app.router.routes
        if isinstance(route, APIRoute) and (route.path == "/desk" or route.path.startswith("/desk/"))
        for method in sorted(route.methods)
    ]
    assert len(found) > 30
    return found


def guards(dependant: Dependant) -> Iterator[RoleNeeded | Anyone]:
    for each in dependant.dependencies:
        if isinstance(each.call, (RoleNeeded, Anyone)):
            yield each.call
        yield from guards(each)


def role_of(route: APIRoute) -> Role | None:
    (guard,) = guards(route.dependant)
    return guard.role if isinstance(guard, RoleNeeded) else None


def address(path: str) -> str:
    return re.sub(r"\{[^}]+\}", "nothing-here", path)


def test_each_route_asks_exactly_once_who_comes(desk: Desk) -> None:
    for path, method, route in routes(desk):
        assert len(list(guards(route.dependant))) == 1, f"{method} {path}"


def test_only_the_doors_are_open(desk: Desk) -> None:
    assert {(path, method) for path, method, route in routes(desk) if role_of(route) is None} == OPEN


def test_there_is_nothing_else_below_the_desk(desk: Desk) -> None:
    others = {
        getattr(route, "path", "")
        for route in desk.app.router.routes
        if not isinstance(route, APIRoute) and str(getattr(route, "path", "")).startswith("/desk")
    }
    assert others == {"/desk/static"}


async def test_nobody_gets_in_without_signing_in(desk: Desk) -> None:
    async with browser(desk.app) as stranger:
        for path, method, route in routes(desk):
            if role_of(route) is None:
                continue
            response = await stranger.request(method, address(path), headers=PAGE)
            assert response.status_code == 303, f"{method} {path}"
            assert response.headers["location"].startswith("/desk/sign-in")
            response = await stranger.request(method, address(path), headers={"Accept": "application/json"})
            assert response.status_code == 401, f"{method} {path}"
            assert response.json()["code"] == "sign_in_needed"


@pytest.mark.parametrize("role", ROLES)
async def test_a_role_gets_what_it_may_see_and_nothing_else(desk: Desk, sign_in: SignIn, role: Role) -> None:
    someone = sign_in(role, "誰か")
    for path, method, route in routes(desk):
        needed = role_of(route)
        if needed is None or ROLES.index(role) >= ROLES.index(needed):
            continue
        for headers in (PAGE, {"Accept": "application/json"}):
            response = await someone.http.request(
                method, address(path), headers={**headers, "X-CSRF-Token": someone.csrf}
            )
            assert response.status_code == 403, f"{method} {path} answers {role}"


@pytest.mark.parametrize("role", ROLES)
async def test_nothing_changes_without_the_pages_own_token(desk: Desk, sign_in: SignIn, role: Role) -> None:
    someone = sign_in(role, "誰か")
    other = sign_in("admin", "別人")
    for path, method, route in routes(desk):
        needed = role_of(route)
        if method in ("GET", "HEAD") or needed is None or ROLES.index(role) < ROLES.index(needed):
            continue
        for token in ({}, {"X-CSRF-Token": "x" * 64}, {"X-CSRF-Token": other.csrf}):
            response = await someone.http.request(
                method, address(path), headers={"Accept": "application/json", **token}, data={"name": "x"}
            )
            assert (response.status_code, response.json()["code"]) == (403, "csrf_invalid"), f"{method} {path}"
    assert desk.store.person(someone.person.id) is not None


async def test_a_person_who_left_or_lost_a_role_is_out_at_once(desk: Desk, sign_in: SignIn) -> None:
    admin, someone = sign_in("admin", "鈴木"), sign_in("lead", "田中")
    assert (await someone.get("/desk/profile")).status_code == 200
    desk.store.set_role(admin.person.id, "admin")
    assert (await admin.get("/desk/people")).status_code == 200
    second = sign_in("admin", "伊藤")
    desk.store.set_role(admin.person.id, "agent")
    assert (await admin.get("/desk/people")).status_code == 403
    await second.post(f"/desk/people/{someone.person.id}/deactivate")
    assert (await someone.get("/desk/profile")).status_code == 303
