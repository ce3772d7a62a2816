"""One-time links, the first admin, and what a good password is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.desk.people import passwords
from bot.desk.people.first_admin import first_admin_link
from bot.store.people_records import Person
from tests.desk.agents import PAGE, AtDesk, browser, shown
from tests.desk.people.door import PASSWORD, field, fill, sign_in, somebody
from tests.front.desk import Desk

PERSON = Person("p1", "haruka@desk.example", "佐藤はるか", "agent")


async def test_a_new_desk_has_one_way_in_and_then_none(desk: Desk) -> None:
    settings = desk.front.settings
    first = first_admin_link(desk.store, settings)
    assert first is not None
    second = first_admin_link(desk.store, settings)
    assert second is not None
    assert second.startswith(settings.front_url)
    assert len([person for person in desk.store.people() if person.role == "admin"]) == 1
    async with browser(desk.app) as http:
        old = await http.get(first.removeprefix(settings.front_url), headers=PAGE)
        assert old.status_code == 404
        path = second.removeprefix(settings.front_url)
        done = await fill(http, path, password=PASSWORD, again=PASSWORD)
        assert (done.status_code, done.headers["location"]) == (303, "/desk")
        assert (await http.get("/desk/people", headers=PAGE)).status_code == 200
        assert (await http.get(path, headers=PAGE)).status_code == 404
    assert first_admin_link(desk.store, settings) is None


async def test_behind_a_proxy_links_name_the_public_address(desk: Desk) -> None:
    settings = desk.front.settings.model_copy(update={"public_url": "https://desk.example"})
    link = first_admin_link(desk.store, settings)
    assert link is not None
    assert link.startswith("https://desk.example/desk/set-password/")


async def test_an_invited_person_sets_a_password_once_and_works(desk: Desk, admin: AtDesk) -> None:
    page = await admin.post(
        "/desk/people/new", login="Mori@Desk.example", name=" 森  太郎 ", role="lead", language="en"
    )
    assert page.status_code == 200
    link = (
        field(page, "link")
        if 'name="link"' in page.text
        else page.text.partition('readonly value="')[2].partition('"')[0]
    )
    assert link.startswith("http://desk/desk/set-password/")
    async with browser(desk.app) as http:
        path = link.removeprefix("http://desk")
        assert (await fill(http, path, password="short", again="short")).status_code == 422
        assert (await fill(http, path, password=PASSWORD, again=PASSWORD + "x")).status_code == 422
        assert (await fill(http, path, password=PASSWORD, again=PASSWORD)).status_code == 303
        profile = await http.get("/desk/profile", headers=PAGE)
        assert "Your profile" in shown(profile)
        assert "森 太郎" in profile.text
    async with browser(desk.app) as http:
        assert (await http.get(path, headers=PAGE)).status_code == 404
        assert (await sign_in(http, "mori@desk.example")).status_code == 303


async def test_a_link_ends_after_three_days(desk: Desk, admin: AtDesk) -> None:
    person = desk.store.add_person("mori", "森", "agent")
    page = await admin.post(f"/desk/people/{person.id}/link")
    path = page.text.partition('readonly value="http://desk')[2].partition('"')[0]
    async with browser(desk.app) as http:
        assert (await http.get(path, headers=PAGE)).status_code == 200
        desk.time.advance(72 * 3600)
        gone = await http.get(path, headers=PAGE)
        assert gone.status_code == 404
        assert "このリンクは使えません" in shown(gone)


async def test_setting_a_password_by_link_ends_every_session(desk: Desk, agent: AtDesk, admin: AtDesk) -> None:
    assert (await agent.get("/desk/profile")).status_code == 200
    page = await admin.post(f"/desk/people/{agent.person.id}/link")
    path = page.text.partition('readonly value="http://desk')[2].partition('"')[0]
    assert (await agent.get("/desk/profile")).status_code == 200, "the link alone changes nothing"
    async with browser(desk.app) as http:
        await fill(http, path, password=PASSWORD, again=PASSWORD)
    assert (await agent.get("/desk/profile")).status_code == 303


async def test_behind_tls_links_are_made_for_tls(desk: Desk, admin: AtDesk) -> None:
    person = desk.store.add_person("mori", "森", "agent")
    admin.http.headers["x-forwarded-proto"] = "https"
    assert 'value="https://desk/desk/set-password/' in (await admin.post(f"/desk/people/{person.id}/link")).text


@pytest.mark.parametrize(
    ("password", "flaw"),
    [
        ("short", "people.password_short"),
        ("aaaaaaaaaaaaaaa", "people.password_simple"),
        ("xX haruka 2026!!", "people.password_own"),
        ("佐藤はるかの長いパスワード", "people.password_own"),
        ("あ" * 201, "people.password_long"),
        ("correct horse battery", None),
        ("秘密の合言葉は海の向こう", None),
    ],
)
def test_what_a_good_password_is(password: str, flaw: str | None) -> None:
    assert passwords.flaw(password, PERSON) == flaw


async def test_a_password_fits_however_it_was_composed() -> None:
    kept = await passwords.hashed("ガラスの靴 glass shoe")
    assert kept.startswith("$argon2id$")
    assert await passwords.fits("ｶﾞﾗｽの靴 glass shoe", kept)
    assert not await passwords.fits("ガラスの靴 glass shoes", kept)
    assert not await passwords.fits("nobody has this password", None)


@given(some.text(max_size=60), some.text(max_size=60))
def test_a_flaw_never_depends_on_what_follows_the_limit(one: str, other: str) -> None:
    long = "abcdef1234567890" * 13
    assert passwords.flaw(long + one, PERSON) == passwords.flaw(long + other, PERSON) == "people.password_long"


async def test_changing_the_password_keeps_this_browser_alone(desk: Desk) -> None:
    await somebody(desk)
    async with browser(desk.app) as here, browser(desk.app) as there:
        await sign_in(here)
        await sign_in(there)
        wrong = await fill(here, "/desk/profile", name="佐藤")
        assert wrong.status_code == 303
        form = await here.get("/desk/profile", headers=PAGE)
        new = "another long phrase 7"
        data = {"csrf": field(form, "csrf"), "password": new, "again": new}
        refused = await here.post("/desk/profile/password", data={**data, "current": "nonsense"}, headers=PAGE)
        assert refused.status_code == 422
        assert "現在のパスワードが違います。" in shown(refused)
        done = await here.post("/desk/profile/password", data={**data, "current": PASSWORD}, headers=PAGE)
        assert done.status_code == 303
        assert (await here.get("/desk/profile", headers=PAGE)).status_code == 200
        assert (await there.get("/desk/profile", headers=PAGE)).status_code == 303
        assert (await sign_in(there)).status_code == 401
        assert (await sign_in(there, password=new)).status_code == 303
