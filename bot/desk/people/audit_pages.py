"""The audit log: shown, filtered, exported."""

from __future__ import annotations

import asyncio
import unicodedata
from datetime import date, datetime, time, timedelta

from fastapi import APIRouter, Request, Response

from bot.channels.front import front_of
from bot.desk.access import AdminPerson
from bot.desk.people.audit_subjects import subject_link, subject_name
from bot.desk.people.audit_words import action_name, detail_name, detail_value, known_actions
from bot.desk.rendering import page
from bot.desk.rendering_csv import csv_response
from bot.desk.rendering_times import JAPAN
from bot.desk.strings import text
from bot.store.people_records import AuditFilter

router = APIRouter()

_PAGE = 100
_MOST_EXPORTED = 200_000


@router.get("/desk/audit")
async def show_audit(
    request: Request,
    person: AdminPerson,
    actor: str = "",
    action: str = "",
    subject: str = "",
    since: str = "",
    until: str = "",
    before: str = "",
) -> Response:
    """The lines that fit, a page at a time."""
    store = front_of(request).store
    wanted = _filter(actor, action, subject, since, until)
    start = int(before) if before.isascii() and before.isdecimal() and len(before) < 19 else None
    lines = await asyncio.to_thread(store.audit_lines, wanted, before=start, most=_PAGE + 1)
    everybody = {each.agent.id: each.name for each in await asyncio.to_thread(store.people)}
    actors = {agent.id: agent.name for agent in await asyncio.to_thread(store.audit_actors)} | everybody
    typed = {"actor": actor, "action": action, "subject": subject, "since": since, "until": until}
    return page(
        request,
        person,
        "people/audit.html",
        lines=lines[:_PAGE],
        older=lines[_PAGE - 1].id if len(lines) > _PAGE else None,
        first=start is None,
        typed={key: value for key, value in typed.items() if value},
        actors=sorted(actors.items(), key=lambda each: each[1]),
        actions=known_actions(person.language),
        action_name=lambda each: action_name(each, person.language),
        detail_name=lambda key: detail_name(key, person.language),
        detail_value=lambda key, value: detail_value(key, value, person.language, front_of(request).clock()),
        subject_link=subject_link,
        subject_name=lambda each: subject_name(each, person.language),
        names={f"person:{key.removeprefix('desk:')}": name for key, name in everybody.items()},
    )


@router.get("/desk/audit.csv")
async def export_audit(
    request: Request,
    person: AdminPerson,
    actor: str = "",
    action: str = "",
    subject: str = "",
    since: str = "",
    until: str = "",
) -> Response:
    """The lines that fit, as a file; the export is a line of its own."""
    store = front_of(request).store
    wanted = _filter(actor, action, subject, since, until)
    lines = await asyncio.to_thread(store.audit_lines, wanted, most=_MOST_EXPORTED)
    await asyncio.to_thread(store.audit, person.agent, "audit_exported", "audit", {"lines": str(len(lines))})
    language = person.language
    header = [text(f"people.audit_{column}", language) for column in ("at", "actor", "action", "subject", "details")]
    rows = (
        [
            line.at.astimezone(JAPAN).isoformat(timespec="seconds"),
            line.actor.name if line.actor else "",
            line.action,
            line.subject,
            "; ".join(f"{key}={value}" for key, value in line.details.items()),
        ]
        for line in lines
    )
    return csv_response("audit.csv", header, rows)


def _filter(actor: str, action: str, subject: str, since: str, until: str) -> AuditFilter:
    first, last = _day(since), _day(until)
    return AuditFilter(
        actor=actor[:100],
        action=action[:64],
        subject=unicodedata.normalize("NFKC", subject).strip()[:128],
        since=_midnight(first) if first else None,
        until=_midnight(last + timedelta(days=1)) if last else None,
    )


def _day(typed: str) -> date | None:
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return None
    return found if 2000 <= found.year < 3000 else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), JAPAN)
