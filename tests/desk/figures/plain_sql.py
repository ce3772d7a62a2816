"""The same figures counted another way: by plain SQL over the tables, from the traces and not from the digests."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import Connection, text

from bot.desk.figures.entries import REPLIES
from bot.store import Store

_CONTACTS = """
WITH said AS (
  SELECT inbox.*, CAST(strftime('%s', received_at) AS INTEGER) AS second FROM inbox WHERE kind IN ('text', 'choice')
), marked AS (
  SELECT said.*, CASE WHEN second - LAG(second) OVER (PARTITION BY conversation_id ORDER BY position) < 86400
                      THEN 0 ELSE 1 END AS fresh FROM said
), turn AS (
  SELECT marked.*, SUM(fresh) OVER (PARTITION BY conversation_id ORDER BY position) AS contact FROM marked
), bare AS (
  SELECT turn.conversation_id, contact, MIN(received_at) AS began, MIN(second) AS first, MAX(second) AS last,
         MAX(received_at) AS last_at, channel_of.channel, channel_of.language, channel_of.closed_at
  FROM turn JOIN conversations AS channel_of ON channel_of.id = turn.conversation_id GROUP BY 1, 2
), known AS (
  SELECT bare.*,
    COALESCE((SELECT json_extract(trace, '$.provider') FROM turn WHERE turn.conversation_id = bare.conversation_id
        AND turn.contact = bare.contact AND json_extract(trace, '$.provider') IS NOT NULL ORDER BY position DESC LIMIT 1),
      (SELECT provider FROM cases WHERE cases.conversation_id = bare.conversation_id AND kind = 'escalation'
        AND merged_into IS NULL AND provider IS NOT NULL AND strftime('%s', created_at) >= CAST(first AS TEXT)
        AND strftime('%s', created_at) < CAST(last + 86400 AS TEXT) ORDER BY created_at DESC, number DESC LIMIT 1),
      'none') AS provider,
    EXISTS (SELECT 1 FROM cases WHERE cases.conversation_id = bare.conversation_id AND kind = 'escalation'
        AND merged_into IS NULL AND CAST(strftime('%s', created_at) AS INTEGER) BETWEEN first AND last + 86399)
    OR EXISTS (SELECT 1 FROM messages WHERE messages.conversation_id = bare.conversation_id AND role = 'agent'
        AND CAST(strftime('%s', created_at) AS INTEGER) BETWEEN first AND last + 86399) AS human,
    (SELECT received_at FROM turn WHERE turn.conversation_id = bare.conversation_id AND turn.contact = bare.contact
        AND {sign} IS NOT NULL ORDER BY position DESC LIMIT 1) AS told_at,
    (SELECT {sign} FROM turn WHERE turn.conversation_id = bare.conversation_id AND turn.contact = bare.contact
        AND {sign} IS NOT NULL ORDER BY position DESC LIMIT 1) AS told,
    (SELECT id FROM feedback WHERE feedback.conversation_id = bare.conversation_id
        AND CAST(strftime('%s', created_at) AS INTEGER) BETWEEN first AND last + 86399
        ORDER BY created_at DESC, id DESC LIMIT 1) AS verdict
  FROM bare
), judged AS (
  SELECT known.*, feedback.helped, feedback.step AS of_step,
    feedback.id IS NOT NULL AND (told_at IS NULL OR feedback.created_at >= told_at) AS verdict_counts,
    (closed_at IS NOT NULL AND closed_at >= last_at) OR {now} - last >= 3600 AS is_over
  FROM known LEFT JOIN feedback ON feedback.id = known.verdict
), contacts AS (
  SELECT judged.*, CASE
    WHEN human THEN 'human'
    WHEN verdict_counts AND helped AND of_step IS NULL THEN 'solved'
    WHEN NOT is_over THEN 'open'
    WHEN verdict_counts AND helped THEN 'solved'
    WHEN NOT verdict_counts AND told = 'answered' THEN 'solved'
    ELSE 'unsolved' END AS outcome
  FROM judged
), picked AS (
  SELECT * FROM contacts WHERE began >= :start AND began < :end
    AND (:channel IS NULL OR channel = :channel) AND (:language IS NULL OR language = :language)
    AND (:provider IS NULL OR provider = :provider)
), picked_turn AS (
  SELECT turn.*, json_extract(trace, '$.intent') AS t_intent, json_extract(trace, '$.guide') AS t_guide,
         COALESCE(json_extract(trace, '$.guide_step'), 0) AS t_step
  FROM turn JOIN picked ON picked.conversation_id = turn.conversation_id AND picked.contact = turn.contact
), picked_verdict AS (
  SELECT feedback.*, picked.contact FROM feedback JOIN picked ON picked.conversation_id = feedback.conversation_id
    AND CAST(strftime('%s', feedback.created_at) AS INTEGER) BETWEEN first AND last + 86399
), reached AS (
  SELECT conversation_id, contact, t_guide, MAX(t_step) AS furthest FROM picked_turn
  WHERE t_guide IS NOT NULL GROUP BY 1, 2, 3
)
"""
_SIGN = """
  CASE WHEN json_extract(trace, '$.intent') = 'nlu_fallback' THEN 'not_understood'
       WHEN json_extract(trace, '$.intent') = 'talk_to_human' OR json_extract(trace, '$.actions') LIKE '%"escalation_form"%'
         THEN 'asked_person'
       WHEN json_extract(trace, '$.guide') IS NOT NULL THEN 'answered' END
"""
_COUNTS = (
    "SELECT 'all', COUNT(*) FROM picked",
    "SELECT 'outcome:' || outcome, COUNT(*) FROM picked GROUP BY 1",
    "SELECT 'channel:' || channel, COUNT(*) FROM picked GROUP BY 1",
    "SELECT 'language:' || language, COUNT(*) FROM picked GROUP BY 1",
    "SELECT 'provider:' || provider, COUNT(*) FROM picked GROUP BY 1",
    "SELECT 'intent:' || t_intent, COUNT(DISTINCT conversation_id || contact) FROM picked_turn GROUP BY 1",
    "SELECT 'lost', COUNT(DISTINCT conversation_id || contact) FROM picked_turn WHERE t_intent = 'nlu_fallback'",
    "SELECT 'message', COUNT(*) FROM picked_turn WHERE kind = 'text' AND t_intent IS NOT NULL",
    "SELECT 'message:lost', COUNT(*) FROM picked_turn WHERE kind = 'text' AND t_intent = 'nlu_fallback'",
    "SELECT 'guide:' || t_guide, COUNT(DISTINCT conversation_id || contact) FROM picked_turn WHERE t_guide IS NOT NULL GROUP BY 1",
    "SELECT 'verdict:' || CASE WHEN helped THEN 'yes' ELSE 'no' END, COUNT(*) FROM picked_verdict WHERE step IS NULL GROUP BY 1",
    "SELECT 'verdict:' || CASE WHEN helped THEN 'yes:' ELSE 'no:' END || guide_id, COUNT(*) FROM picked_verdict WHERE step IS NULL GROUP BY 1",
    "SELECT 'verdict:' || CASE WHEN helped THEN 'yes:' ELSE 'no:' END || guide_id || ':' || step, COUNT(*) FROM picked_verdict WHERE step IS NOT NULL GROUP BY 1",
    *(
        f"SELECT 'step:' || t_guide || ':' || {step}, COUNT(*) FROM reached WHERE furthest >= {step} GROUP BY 1"
        for step in range(1, 6)
    ),
    """SELECT CASE WHEN done THEN 'past:' ELSE 'left:' END || t_guide || ':' || furthest, COUNT(*) FROM (
         SELECT reached.*, EXISTS (SELECT 1 FROM picked_verdict AS v WHERE v.conversation_id = reached.conversation_id
           AND v.contact = reached.contact AND v.guide_id = t_guide AND v.step = furthest AND v.helped) AS done
         FROM reached WHERE furthest > 0) GROUP BY 1""",
)
_CASES = """
SELECT cases.number, CAST(strftime('%s', cases.created_at) AS INTEGER) AS filed,
  (SELECT MIN(CAST(strftime('%s', m.created_at) AS INTEGER)) FROM messages AS m WHERE m.role = 'agent'
     AND m.conversation_id = cases.conversation_id AND m.created_at >= cases.created_at
     AND (COALESCE(cases.resolved_at, cases.closed_at) IS NULL
          OR m.created_at <= COALESCE(cases.resolved_at, cases.closed_at))) AS answered,
  CAST(strftime('%s', COALESCE(cases.resolved_at, cases.closed_at)) AS INTEGER) AS resolved
FROM cases JOIN conversations ON conversations.id = cases.conversation_id
WHERE kind = 'escalation' AND merged_into IS NULL AND cases.created_at >= :start AND cases.created_at < :end
  AND (:channel IS NULL OR conversations.channel = :channel)
  AND (:language IS NULL OR conversations.language = :language)
  AND (:provider IS NULL OR COALESCE(cases.provider, 'none') = :provider)
"""
_USES = """
SELECT 'use:' || outcome, COUNT(*) FROM suggestion_uses JOIN conversations ON conversations.id = conversation_id
WHERE suggestion_uses.created_at >= :start AND suggestion_uses.created_at < :end
  AND (:channel IS NULL OR channel = :channel) AND (:language IS NULL OR language = :language) GROUP BY 1
"""


def counted_by_sql(
    store: Store,
    start: datetime,
    end: datetime,
    now: datetime,
    *,
    channel: str | None = None,
    language: str | None = None,
    provider: str | None = None,
) -> dict[str, int]:
    """Every figure of contacts, and of uses when no provider is asked for, that isn't nought."""
    filters = _filters(start, end, channel, language, provider)
    contacts = _CONTACTS.replace("{sign}", _SIGN).replace("{now}", str(int(now.timestamp())))

    def work(connection: Connection) -> dict[str, int]:
        found: dict[str, int] = {}
        for count in _COUNTS:
            found.update(_pairs(connection, contacts + count, filters))
        if provider is None:
            found.update(_pairs(connection, _USES, filters))
        return found

    found = store._database.read(work)
    return {name: count for name, count in found.items() if count and name.removeprefix("intent:") not in REPLIES}


def times_by_sql(
    store: Store, start: datetime, end: datetime, **filters: str | None
) -> tuple[list[int], list[int], int]:
    """Seconds to the first response, seconds to the resolution, and how many cases there are."""
    values = _filters(start, end, filters.get("channel"), filters.get("language"), filters.get("provider"))
    rows = store._database.read(lambda connection: connection.execute(text(_CASES), values).all())
    response = sorted(row.answered - row.filed for row in rows if row.answered is not None)
    return response, sorted(row.resolved - row.filed for row in rows if row.resolved is not None), len(rows)


def _filters(
    start: datetime, end: datetime, channel: str | None, language: str | None, provider: str | None
) -> dict[str, Any]:
    def stored(moment: datetime) -> str:
        return f"{moment.astimezone(timezone.utc):%Y-%m-%d %H:%M:%S.%f}"

    return {"start": stored(start), "end": stored(end), "channel": channel, "language": language, "provider": provider}


def _pairs(connection: Connection, query: str, filters: dict[str, Any]) -> dict[str, int]:
    return {str(row[0]): int(row[1]) for row in connection.execute(text(query), filters) if row[0] is not None}
