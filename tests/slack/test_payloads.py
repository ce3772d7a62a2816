"""The corpus: one file for each kind of request that Slack sends, as Slack sends it."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlencode

import pytest

from bot.fakes.slack import SIGNING_SECRET, signed
from tests.slack.desk import SlackDesk
from tests.slack.test_door import kept

PAYLOADS = sorted((Path(__file__).parent / "payloads").glob("*.json"))


@pytest.mark.parametrize("path", PAYLOADS, ids=lambda path: path.stem)
async def test_every_kind_of_request_is_acknowledged_and_worked_through(
    desk: SlackDesk, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = json.loads(path.read_text("utf-8"))
    if given["path"] == "events":
        body, form = json.dumps(given["body"]).encode(), "application/json"
    else:
        fields = given["body"] if given["path"] == "commands" else {"payload": json.dumps(given["body"])}
        body, form = urlencode(fields).encode(), "application/x-www-form-urlencoded"
    headers = {**signed(body, SIGNING_SECRET, desk.time.now), "Content-Type": form}
    response = await desk.http.post(f"/webhooks/slack/{given['path']}", content=body, headers=headers)
    assert response.status_code == 200
    await desk.quiet()
    assert kept(desk) == int(given["kept"])
    log = capsys.readouterr().out
    assert "event failed" not in log
    assert "自動更新を止めたい" not in log, "what people write is nobody's business in the log"
