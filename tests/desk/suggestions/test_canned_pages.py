"""The pages of the canned replies."""

from __future__ import annotations

import re

from tests.desk.agents import AtDesk, SignIn, shown
from tests.front.desk import Desk

PAIR = {"name": "お礼", "ja": "{name} 様、ありがとうございます。", "en": "Thank you, {name}."}


async def test_a_lead_writes_a_pair_and_every_agent_reads_it(lead: AtDesk, agent: AtDesk, desk: Desk) -> None:
    saved = await lead.post("/desk/replies/new", **PAIR)
    assert saved.status_code == 303
    text = shown(await agent.get("/desk/replies"))
    assert PAIR["name"] in text
    assert PAIR["ja"] in text
    assert PAIR["en"] in text


async def test_an_agent_does_not_write(agent: AtDesk) -> None:
    assert (await agent.get("/desk/replies/new")).status_code == 403
    assert (await agent.post("/desk/replies/new", **PAIR)).status_code == 403
    assert "追加" not in shown(await agent.get("/desk/replies"))


async def test_a_pair_with_a_fault_stays_in_the_form(lead: AtDesk, desk: Desk) -> None:
    response = await lead.post("/desk/replies/new", **{**PAIR, "en": "Thank you."})
    assert response.status_code == 422
    assert "項目が違います" in shown(response)
    assert PAIR["ja"] in response.text
    assert desk.store.canned_replies() == []


async def test_a_name_is_given_once(lead: AtDesk, desk: Desk) -> None:
    await lead.post("/desk/replies/new", **PAIR)
    response = await lead.post("/desk/replies/new", **PAIR)
    assert response.status_code == 422
    assert "同じ名前" in shown(response)
    assert len(desk.store.canned_replies()) == 1


async def test_two_leads_do_not_overwrite_each_other(lead: AtDesk, sign_in: SignIn, desk: Desk) -> None:
    other = sign_in("lead", "高橋")
    await lead.post("/desk/replies/new", **PAIR)
    (reply,) = desk.store.canned_replies()
    path, version = (
        f"/desk/replies/{reply.id}",
        re.search(r'name="version" value="(\d+)"', (await lead.get(f"/desk/replies/{reply.id}")).text),
    )
    assert version is not None
    assert (await lead.post(path, **{**PAIR, "en": "Thanks, {name}."}, version=version[1])).status_code == 303
    late = await other.post(path, **{**PAIR, "en": "Cheers, {name}."}, version=version[1])
    assert "ほかの人が先に" in shown(late)
    assert desk.store.canned_replies()[0].en == "Thanks, {name}."


async def test_a_removed_reply_is_gone_and_the_removal_is_written_down(lead: AtDesk, desk: Desk) -> None:
    await lead.post("/desk/replies/new", **PAIR)
    (reply,) = desk.store.canned_replies()
    await lead.post(f"/desk/replies/{reply.id}/remove")
    assert desk.store.canned_replies() == []
    assert (await lead.get(f"/desk/replies/{reply.id}")).status_code == 404
