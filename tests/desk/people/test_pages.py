"""Every page of the people part opens, in both languages."""

from __future__ import annotations

import pytest

from bot.messages import Language
from tests.desk.agents import SignIn, browser, shown
from tests.front.desk import Desk


@pytest.mark.parametrize("language", ["ja", "en"])
async def test_an_admin_opens_every_page(sign_in: SignIn, language: Language) -> None:
    admin = sign_in("admin", "Ito Mai", language)
    for path in (
        "/desk/people",
        "/desk/people/new",
        f"/desk/people/{admin.person.id}",
        "/desk/profile",
        "/desk/audit",
        "/desk/tokens",
    ):
        response = await admin.get(path)
        assert response.status_code == 200, path
        assert f'<html lang="{language}"' in response.text
        assert response.headers["cache-control"] == "no-store"


async def test_who_is_not_signed_in_is_asked_to_and_comes_back(desk: Desk) -> None:
    async with browser(desk.app) as stranger:
        response = await stranger.get("/desk/audit?subject=a%26b", headers={"Accept": "text/html"})
        assert response.status_code == 303
        assert response.headers["location"] == "/desk/sign-in?next=%2Fdesk%2Faudit%3Fsubject%3Da%2526b"
        form = await stranger.get(response.headers["location"], headers={"Accept": "text/html"})
        assert 'name="next" value="/desk/audit?subject=a%26b"' in form.text
        assert "サインイン" in shown(form)
