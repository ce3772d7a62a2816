"""Coming in: passwords, codes, too many tries, and how long it lasts."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.desk.access_cookie import COOKIE
from bot.desk.people.door import safe_next
from bot.desk.people.totp import TotpSecrets
from bot.store.people_records import AuditFilter
from tests.desk.agents import PAGE, browser, shown
from tests.desk.people.door import field, fill, sign_in, somebody
from tests.front.desk import Desk


@pytest.fixture
async def http(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(desk.app) as fresh:
        yield fresh


async def is_in(http: httpx.AsyncClient) -> bool:
    return (await http.get("/desk/profile", headers=PAGE)).status_code == 200


async def test_the_right_password_leads_to_the_page_that_was_wanted(desk: Desk, http: httpx.AsyncClient) -> None:
    await somebody(desk)
    response = await sign_in(http, next="/desk/profile")
    assert (response.status_code, response.headers["location"]) == (303, "/desk/profile")
    cookie = next(value for value in response.headers.get_list("set-cookie") if value.startswith(f"{COOKIE}="))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    assert await is_in(http)


async def test_behind_tls_the_cookie_stays_on_tls(desk: Desk, http: httpx.AsyncClient) -> None:
    await somebody(desk)
    http.headers["x-forwarded-proto"] = "https"
    form = await http.get("/desk/sign-in", headers=PAGE)
    assert all("Secure" in value for value in form.headers.get_list("set-cookie"))


@pytest.mark.parametrize("login", ["SATO@desk.example ", "ｓａｔｏ@desk.example"])
async def test_a_login_is_found_however_it_is_typed(desk: Desk, http: httpx.AsyncClient, login: str) -> None:
    await somebody(desk)
    assert (await sign_in(http, login)).status_code == 303


async def test_a_wrong_password_and_an_unknown_login_look_the_same(desk: Desk, http: httpx.AsyncClient) -> None:
    await somebody(desk)
    wrong = await sign_in(http, password="something else")
    unknown = await sign_in(http, "nobody@desk.example")
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert "ログインIDかパスワードが違います。" in shown(wrong)
    assert shown(wrong) == shown(unknown)
    assert not await is_in(http)


async def test_after_some_failures_even_the_right_password_waits_longer_and_longer(
    desk: Desk, http: httpx.AsyncClient
) -> None:
    await somebody(desk)
    for _ in range(4):
        assert (await sign_in(http, password="wrong")).status_code == 401
    waits = []
    for _ in range(3):
        response = await sign_in(http, password="wrong")
        assert response.status_code == 429
        waits.append(int(response.headers["retry-after"]))
        assert (await sign_in(http)).status_code == 429
        desk.time.advance(waits[-1])
    assert waits == [30, 60, 120]
    assert (await sign_in(http)).status_code == 303
    assert await is_in(http)


async def test_an_unknown_login_is_locked_like_a_known_one(desk: Desk, http: httpx.AsyncClient) -> None:
    await somebody(desk)
    answers = []
    for login in ("sato@desk.example", "nobody@desk.example"):
        answers.append([(await sign_in(http, login, "wrong")).status_code for _ in range(6)])
    assert answers[0] == answers[1] == [401, 401, 401, 401, 429, 429]


async def test_one_address_can_not_try_many_logins(desk: Desk, http: httpx.AsyncClient) -> None:
    codes = [(await sign_in(http, f"nobody{n}@desk.example", "wrong")).status_code for n in range(32)]
    assert codes[:30] == [401] * 30
    assert codes[30:] == [429, 429]


async def test_with_a_code_the_password_alone_is_not_enough(desk: Desk, http: httpx.AsyncClient) -> None:
    person = await somebody(desk)
    secret = pyotp.random_base32()
    box = TotpSecrets(desk.front.settings.signing_key.get_secret_value())
    desk.store.set_totp(person.id, box.seal(secret))
    asked = await sign_in(http, next="/desk/profile")
    assert asked.status_code == 200
    assert "6桁の確認コード" in shown(asked)
    assert not await is_in(http)
    hidden = {name: field(asked, name) for name in ("csrf", "ticket", "next")}

    async def give(code: str) -> httpx.Response:
        return await http.post("/desk/sign-in/code", data={**hidden, "code": code}, headers=PAGE)

    right = pyotp.TOTP(secret).at(desk.time.clock())
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    assert (await give(wrong)).status_code == 401
    assert not await is_in(http)
    full_width = right[3:].translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    spaced = f"{right[:3]}　{full_width}"
    response = await give(spaced)
    assert (response.status_code, response.headers["location"]) == (303, "/desk/profile")
    assert await is_in(http)
    http.cookies.delete(COOKIE)
    assert (await give(right)).status_code in (401, 403), "a code counts once"
    assert not await is_in(http)


async def test_the_way_to_the_code_ends_after_five_minutes(desk: Desk, http: httpx.AsyncClient) -> None:
    person = await somebody(desk)
    secret = pyotp.random_base32()
    box = TotpSecrets(desk.front.settings.signing_key.get_secret_value())
    desk.store.set_totp(person.id, box.seal(secret))
    asked = await sign_in(http)
    desk.time.advance(301)
    data = {name: field(asked, name) for name in ("csrf", "ticket")}
    data["code"] = pyotp.TOTP(secret).at(desk.time.clock())
    assert (await http.post("/desk/sign-in/code", data=data, headers=PAGE)).status_code == 401
    assert not await is_in(http)


async def test_a_session_ends_when_idle_and_in_any_case_after_half_a_day(desk: Desk, http: httpx.AsyncClient) -> None:
    await somebody(desk)
    await sign_in(http)
    for _ in range(7):
        desk.time.advance(100 * 60)
        assert await is_in(http)
    desk.time.advance(21 * 60)
    assert not await is_in(http), "twelve hours are over"
    await sign_in(http)
    desk.time.advance(121 * 60)
    assert not await is_in(http), "two hours without a request"


async def test_signing_out_ends_the_session_itself(desk: Desk, http: httpx.AsyncClient) -> None:
    await somebody(desk)
    await sign_in(http)
    secret = http.cookies[COOKIE]
    form = await http.get("/desk/profile", headers=PAGE)
    response = await http.post("/desk/sign-out", data={"csrf": field(form, "csrf")}, headers=PAGE)
    assert response.headers["location"].startswith("/desk/sign-in")
    assert not await is_in(http)
    async with browser(desk.app, {COOKIE: secret}) as thief:
        assert not await is_in(thief)


async def test_a_sign_in_form_of_another_site_is_refused(desk: Desk, http: httpx.AsyncClient) -> None:
    await somebody(desk)
    response = await http.post(
        "/desk/sign-in", data={"login": "sato@desk.example", "password": "x", "csrf": "0" * 64}, headers=PAGE
    )
    assert response.status_code == 403


async def test_the_audit_log_tells_who_came_and_who_failed(desk: Desk, http: httpx.AsyncClient) -> None:
    person = await somebody(desk)
    await sign_in(http, password="wrong")
    await sign_in(http)
    lines = desk.store.audit_lines(AuditFilter(subject=f"person:{person.id}"))
    assert [(line.action, line.actor) for line in lines] == [("signed_in", person.agent), ("sign_in_failed", None)]


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "https://evil.example",
        "/desk//evil",
        "/desk\\@evil",
        "/deskevil",
        "/desk/sign-in",
        "",
        "/other",
    ],
)
def test_signing_in_leads_nowhere_else(path: str) -> None:
    assert safe_next(path) == "/desk"


@given(some.text())
def test_wherever_it_leads_it_is_in_the_desk(path: str) -> None:
    assert safe_next(path) == "/desk" or safe_next("/desk" + path).startswith("/desk")
    assert "//" not in safe_next("/desk" + path)


async def test_the_page_of_who_is_in_already_leads_on(desk: Desk, http: httpx.AsyncClient) -> None:
    await somebody(desk)
    await sign_in(http)
    response = await http.get("/desk/sign-in?next=/desk/profile", headers=PAGE)
    assert (response.status_code, response.headers["location"]) == (303, "/desk/profile")
    response = await fill(http, "/desk/profile", name="佐藤", language="en", theme="dark")
    assert response.status_code == 303
