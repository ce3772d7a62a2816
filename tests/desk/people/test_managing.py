"""What admins do about people, and what everybody does about themselves."""

from __future__ import annotations

import pyotp
import pytest

from bot.desk.people import passwords
from bot.store.people import LastAdmin
from bot.store.people_records import AuditFilter
from tests.desk.agents import PAGE, AtDesk, SignIn, browser, shown
from tests.desk.people.door import PASSWORD, field, sign_in, somebody
from tests.front.desk import Desk


async def test_a_role_and_a_name_are_changed_and_the_change_is_on_record(
    desk: Desk, admin: AtDesk, agent: AtDesk
) -> None:
    path = f"/desk/people/{agent.person.id}"
    assert (await admin.post(path, name="佐藤 遥", role="lead")).status_code == 303
    changed = desk.store.person(agent.person.id)
    assert changed is not None
    assert (changed.name, changed.role) == ("佐藤 遥", "lead")
    lines = desk.store.audit_lines(AuditFilter(subject=f"person:{agent.person.id}"))
    assert [line.action for line in lines] == ["person_renamed", "role_changed"]
    assert dict(lines[1].details) == {"before": "agent", "after": "lead"}
    assert lines[1].actor == admin.agent


async def test_there_is_always_an_admin(desk: Desk, admin: AtDesk) -> None:
    path = f"/desk/people/{admin.person.id}"
    response = await admin.post(path, name="鈴木", role="agent")
    assert response.status_code == 409
    assert "最後の管理者" in shown(response)
    assert (await admin.post(f"{path}/deactivate")).status_code == 409
    with pytest.raises(LastAdmin):
        desk.store.set_active(admin.person.id, False)
    invited = desk.store.add_person("new", "新人", "admin")
    with pytest.raises(LastAdmin):
        desk.store.set_role(admin.person.id, "lead")
    desk.store.set_role(invited.id, "agent")
    assert (await admin.get("/desk/people")).status_code == 200


async def test_who_was_deactivated_can_not_sign_in_until_activated(desk: Desk, admin: AtDesk) -> None:
    person = await somebody(desk)
    await admin.post(f"/desk/people/{person.id}/deactivate")
    async with browser(desk.app) as http:
        assert (await sign_in(http)).status_code == 401
        assert (await admin.post(f"/desk/people/{person.id}/link")).status_code == 404
        await admin.post(f"/desk/people/{person.id}/activate")
        assert (await sign_in(http)).status_code == 303


@pytest.mark.parametrize(
    ("login", "name", "said"),
    [
        ("", "森", "使える文字"),
        ("森", "森", "使える文字"),
        ("mori", " \u200b ", "必須"),
        ("mori", "森" * 61, "60文字"),
        ("agent-佐藤@desk.example", "森", "使える文字"),
        ("taken@desk.example", "森", "すでに使われています"),
    ],
)
async def test_a_wrong_invitation_says_what_is_wrong_and_keeps_the_rest(
    desk: Desk, admin: AtDesk, login: str, name: str, said: str
) -> None:
    desk.store.add_person("taken@desk.example", "先客", "agent")
    before = len(desk.store.people())
    response = await admin.post("/desk/people/new", login=login, name=name, role="lead", language="en")
    assert response.status_code == 422
    assert said in shown(response)
    assert 'value="lead" checked' in response.text
    assert len(desk.store.people()) == before


async def test_names_are_shown_as_text(desk: Desk, admin: AtDesk) -> None:
    desk.store.add_person("x1", "<script>alert(1)</script>", "agent")
    page = await admin.get("/desk/people")
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text


async def test_a_code_is_set_up_only_by_showing_one(desk: Desk, sign_in: SignIn) -> None:
    me = sign_in("agent", "佐藤")
    desk.store.set_password(me.person.id, await passwords.hashed(PASSWORD))
    assert (await me.post("/desk/profile/code", current="nonsense")).status_code == 422
    offered = await me.post("/desk/profile/code", current=PASSWORD)
    assert '<svg class="qr"' in offered.text
    sealed = field(offered, "sealed")
    secret = offered.text.partition('id="key" class="code" readonly value="')[2].partition('"')[0].replace(" ", "")
    right = pyotp.TOTP(secret).at(desk.time.clock())
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    assert (await me.post("/desk/profile/code/confirm", sealed=sealed, code=wrong)).status_code == 422
    assert not desk.store.person(me.person.id).totp  # type: ignore[union-attr]
    assert (await me.post("/desk/profile/code/confirm", sealed=sealed, code=right)).status_code == 303
    assert desk.store.person(me.person.id).totp  # type: ignore[union-attr]
    found = desk.store.credentials(person_id=me.person.id)
    assert found is not None
    assert found.totp_secret is not None
    assert secret not in found.totp_secret, "the database alone gives no codes"
    assert (await me.post("/desk/profile/no-code", current="nonsense")).status_code == 422
    assert (await me.post("/desk/profile/no-code", current=PASSWORD)).status_code == 303
    assert not desk.store.person(me.person.id).totp  # type: ignore[union-attr]


async def test_signing_out_elsewhere_leaves_this_browser_in(desk: Desk) -> None:
    await somebody(desk)
    async with browser(desk.app) as here, browser(desk.app) as there:
        await sign_in(here)
        await sign_in(there)
        form = await here.get("/desk/profile", headers=PAGE)
        await here.post("/desk/profile/sign-out-others", data={"csrf": field(form, "csrf")}, headers=PAGE)
        assert (await here.get("/desk/profile", headers=PAGE)).status_code == 200
        assert (await there.get("/desk/profile", headers=PAGE)).status_code == 303


async def test_preferences_show_at_once(agent: AtDesk) -> None:
    saved = await agent.post("/desk/profile", name="佐藤 遥", language="en", theme="dark")
    assert saved.headers["location"] == "/desk/profile?said=base.saved"
    page = await agent.get("/desk/profile", said="base.saved")
    assert '<html lang="en" data-theme="dark" data-shortcuts="off">' in page.text
    assert "Saved." in shown(page)


async def test_an_address_can_not_make_a_page_say_anything_else(agent: AtDesk) -> None:
    page = await agent.get("/desk/profile", said="<b>send your password</b>")
    assert "send your password" not in page.text


async def test_a_token_is_shown_once_and_works_until_revoked(desk: Desk, admin: AtDesk) -> None:
    assert (await admin.post("/desk/tokens", name="CRM")).status_code == 422
    page = await admin.post("/desk/tokens", name="CRM", scope=["providers", "root"])
    secret = page.text.partition('id="secret" class="code" readonly value="')[2].partition('"')[0]
    token = desk.store.find_api_token(secret)
    assert token is not None
    assert token.scopes == ("providers",)
    again = await admin.get("/desk/tokens")
    assert secret not in again.text
    assert "CRM" in shown(again)
    assert (await admin.post("/desk/tokens", name="CRM", scope="cases")).status_code == 422
    assert (await admin.post("/desk/tokens/revoke", name="CRM")).status_code == 303
    assert desk.store.find_api_token(secret) is None
    assert (await admin.post("/desk/tokens/revoke", name="CRM")).status_code == 404
    actions = [line.action for line in desk.store.audit_lines(AuditFilter(subject="token:"))]
    assert actions == ["token_revoked", "token_made"]
