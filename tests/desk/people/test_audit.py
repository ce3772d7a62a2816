"""The audit log: filtered, paged, exported, and never changed."""

from __future__ import annotations

import csv
import io

from bot.store import Agent
from bot.store.people_records import AuditFilter
from tests.desk.agents import AtDesk, SignIn, shown
from tests.front.desk import Desk

MORI = Agent("desk:mori", "森")


async def test_a_filter_shows_what_fits(desk: Desk, sign_in: SignIn) -> None:
    desk.store.audit(MORI, "case_merged", "case:K-1", {"into": "K-2"})
    desk.time.advance(86_400)
    desk.store.audit(MORI, "case_closed", "case:K-2", {})
    desk.store.audit(None, "case_closed", "case:K-3", {})
    admin = sign_in("admin", "鈴木")
    for query, there, gone in (
        ({"actor": "desk:mori"}, ["K-1", "K-2"], ["K-3"]),
        ({"action": "case_closed"}, ["K-2", "K-3"], ["K-1"]),
        ({"subject": "case:K-1"}, ["K-1"], ["case:K-2", "K-3"]),
        ({"since": "2026-11-23"}, ["K-2", "K-3"], ["K-1"]),
        ({"until": "2026-11-22"}, ["K-1"], ["case:K-2", "K-3"]),
        ({"since": "no date", "before": "x"}, ["K-1", "K-2", "K-3"], []),
    ):
        said = shown(await admin.get("/desk/audit", **query))
        for word in there:
            assert word in said, query
        for word in gone:
            assert word not in said, query
    assert "該当する記録はありません" in shown(await admin.get("/desk/audit", subject="%"))


async def test_days_are_japans_days(desk: Desk, sign_in: SignIn) -> None:
    desk.time.advance((15 - 9) * 3600 - 1)
    desk.store.audit(MORI, "case_closed", "case:before-midnight", {})
    desk.time.advance(1)
    desk.store.audit(MORI, "case_closed", "case:after-midnight", {})
    admin = sign_in("admin", "鈴木")
    today = shown(await admin.get("/desk/audit", until="2026-11-22"))
    tomorrow = shown(await admin.get("/desk/audit", since="2026-11-23"))
    assert ("before-midnight" in today, "after-midnight" in today) == (True, False)
    assert ("before-midnight" in tomorrow, "after-midnight" in tomorrow) == (False, True)


async def test_every_line_is_on_exactly_one_page(desk: Desk, admin: AtDesk) -> None:
    for number in range(230):
        desk.store.audit(MORI, "case_closed", f"case:K-{number:03}", {})
    found: list[str] = []
    path = "/desk/audit?action=case_closed"
    for _ in range(3):
        page = await admin.get(path)
        found += [word for word in shown(page).split() if word.startswith("case:")]
        older = page.text.partition('href="/desk/audit?action=case_closed&amp;before=')[2].partition('"')[0]
        path = f"/desk/audit?action=case_closed&before={older}"
    assert older == ""
    assert found == [f"case:K-{number:03}" for number in reversed(range(230))]


async def test_an_export_holds_the_same_lines_and_is_itself_on_record(desk: Desk, admin: AtDesk) -> None:
    desk.store.audit(Agent("desk:x", "=cmd()"), "case_merged", "case:K-1", {"into": "K-2"})
    response = await admin.get("/desk/audit.csv", action="case_merged")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows == [
        ["日時", "実行者", "操作", "対象", "詳細"],
        ["2026-11-22T18:00:00+09:00", "'=cmd()", "case_merged", "case:K-1", "into=K-2"],
    ]
    assert desk.store.audit_lines(AuditFilter(action="audit_exported"))[0].actor == admin.agent
