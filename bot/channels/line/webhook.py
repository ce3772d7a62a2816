"""Where LINE tells what happened: checked before it is read, kept before it is acknowledged."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timezone

import structlog
from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from bot.channels.line.counters import Counters
from bot.channels.line.received import WebhookEvent, reference_of, webhook_of
from bot.channels.line.signatures import Signatures
from bot.store import NewEvent, StoreUnavailable

log = structlog.get_logger("koshin.line")

Keep = Callable[[Sequence[NewEvent]], Awaitable[int]]
_MOST_ADDRESS = 200


def webhook_router(signatures: Signatures, keep: Keep, counters: Counters, clock: Callable[[], datetime]) -> APIRouter:
    """The route of the webhook."""
    router = APIRouter()

    @router.post("/webhooks/line", include_in_schema=False)
    async def webhook(request: Request) -> Response:
        body = await request.body()
        if not signatures.good(body, request.headers.get("x-line-signature")):
            counters.count("unsigned")
            log.warning("webhook without a good signature", count=counters.value("unsigned"))
            return Response(status_code=401)
        try:
            events = webhook_of(body).events
        except ValidationError:
            counters.count("unreadable")
            log.warning("webhook can't be read")
            return Response(status_code=400)
        now = clock()
        found = [kept for event in events if (kept := _kept(event, now)) is not None]
        try:
            new = await keep(found)
        except StoreUnavailable:
            # LINE delivers it again.
            return Response(status_code=503, headers={"Retry-After": "5"})
        counters.count("events", new)
        counters.count("redelivered", len(found) - new)
        return Response(status_code=200)

    return router


def _kept(raw: object, now: datetime) -> NewEvent | None:
    """An event as it is kept; None for what has no id or place."""
    try:
        event = WebhookEvent.model_validate(raw)
    except ValidationError:
        log.warning("webhook event can't be read")
        return None
    address = event.source.address if event.source else None
    if event.deliveryContext.isRedelivery:
        log.info("event was delivered again", kind=event.type[:40])
    if address is None or len(address) > _MOST_ADDRESS:
        log.info("event was dropped", kind=event.type[:40])
        return None
    return NewEvent(
        event_id=event.webhookEventId,
        address=address,
        payload=json.dumps(raw, ensure_ascii=False),
        ticket=event.replyToken,
        happened_at=now if event.timestamp is None else datetime.fromtimestamp(event.timestamp / 1000, timezone.utc),
        reference=reference_of(event),
    )
