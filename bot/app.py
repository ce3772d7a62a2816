"""The front: one ASGI app with the widget, the chat API, the assist API and the health of the desk."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from types import FrameType

import uvicorn
import uvloop
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from bot.channels import assist, assist_suggest, health, web_chat, web_events
from bot.channels.addresses import Addresses
from bot.channels.api_description import ADDRESS as API_DESCRIPTION
from bot.channels.api_description import describe_problems
from bot.channels.body_guard import BodyGuard
from bot.channels.choice_ids import ChoiceIds
from bot.channels.deliveries import Deliveries
from bot.channels.error_handlers import add_error_handlers
from bot.channels.front import Front
from bot.channels.logs import configure_logs
from bot.channels.platforms import configured_platforms
from bot.channels.rates import RateLimit
from bot.channels.request_log import RequestLog
from bot.channels.security_headers import SecurityHeaders
from bot.channels.sentences import load_sentences
from bot.channels.session_tokens import SessionTokens
from bot.channels.static_files import add_static_files
from bot.desk.shell import create_desk
from bot.desk.warming import warming
from bot.dialogue.port import DialoguePort
from bot.dialogue.rasa_port import RasaPort
from bot.feed import Feed
from bot.gate import Gate, GateSentences
from bot.inbox import Inbox, Pace
from bot.knowledge import Knowledge, KnowledgeError, load_knowledge
from bot.messages import Language
from bot.nlu.language import detect_language
from bot.outbox import Outbox, SystemSentences
from bot.settings import ROOT, Settings, SettingsError, load_settings
from bot.store import Store, WaitingTurn
from bot.store.store import new_id, utc_now

_GRACE_SECONDS = 5


def create_app(
    settings: Settings,
    store: Store,
    dialogue: DialoguePort,
    knowledge: Knowledge,
    *,
    clock: Callable[[], datetime] = utc_now,
    ids: Callable[[], str] = new_id,
    pace: Pace | None = None,
) -> FastAPI:
    """The front over the given parts; its inbox works while the app's lifespan lasts."""
    front = _front(settings, store, dialogue, knowledge, clock, ids, pace)
    desk = create_desk(front)
    platforms = configured_platforms(front)
    deliveries = Deliveries(store, front.feed, [platform.sender for platform in platforms], clock)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        front.inbox.start()
        for platform in platforms:
            await platform.start()
        deliveries.start()
        await desk.start()
        yield
        front.feed.close()
        await desk.stop()
        for platform in platforms:
            await platform.stop()
        await deliveries.stop()
        await front.inbox.stop()

    app = FastAPI(
        title="Koshin Desk",
        version="1",
        description="Chat with the desk's assistant, and ask what the desk knows.",
        openapi_url=API_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.front = front
    for routes in (health, web_chat, web_events, assist, assist_suggest):
        app.include_router(routes.router)
    for platform in platforms:
        app.include_router(platform.router, include_in_schema=False)
    add_error_handlers(app)
    describe_problems(app)
    desk.add_to(app)
    add_static_files(app, ROOT / "web")
    # The last one added is the first to see a request.
    app.add_middleware(BodyGuard, most_bytes=settings.body_max_bytes)
    app.add_middleware(RequestLog, ids=ids)
    app.add_middleware(SecurityHeaders)
    if settings.allowed_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.allowed_origins,
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type", "Prefer", "Last-Event-ID", "X-Request-ID"],
            expose_headers=["Retry-After", "Preference-Applied", "X-Request-ID"],
        )
    return app


def main() -> None:
    """Run the front until it is told to stop."""
    try:
        settings = load_settings()
        configure_logs(settings.log_level)
        knowledge = load_knowledge(settings.knowledge_dir)
    except (SettingsError, KnowledgeError) as error:
        sys.exit(f"front: {error}")
    uvloop.run(_serve(settings, knowledge))


async def _serve(settings: Settings, knowledge: Knowledge) -> None:
    store = Store(settings.database, service=settings.service_levels)
    dialogue = RasaPort(settings.rasa_url, settings.rasa_token.get_secret_value(), settings.turn_timeout_seconds)
    app = create_app(settings, store, dialogue, knowledge)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    try:
        async with warming(app.state.front):
            await _Server(config, app.state.front).serve()
    finally:
        await dialogue.close()
        store.close()


class _Server(uvicorn.Server):
    """Ends the streams when it is told to stop; they would keep it waiting otherwise."""

    def __init__(self, config: uvicorn.Config, front: Front) -> None:
        super().__init__(config)
        self._front = front
        self._loop = asyncio.get_running_loop()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop accepting, and let everyone go who only waits."""
        self._loop.call_soon_threadsafe(self._front.feed.close)
        self._loop.call_soon_threadsafe(self._front.inbox.release)
        super().handle_exit(sig, frame)


def _front(
    settings: Settings,
    store: Store,
    dialogue: DialoguePort,
    knowledge: Knowledge,
    clock: Callable[[], datetime],
    ids: Callable[[], str],
    pace: Pace | None,
) -> Front:
    def language_of(turn: WaitingTurn) -> Language:
        written = detect_language(turn.text, knowledge) if turn.kind == "text" and turn.text else None
        return written or turn.language

    key = settings.signing_key.get_secret_value()
    feed = Feed()
    outbox = Outbox(store, feed, _system_sentences(), language_of)
    return Front(
        settings=settings,
        store=store,
        dialogue=dialogue,
        knowledge=knowledge,
        feed=feed,
        gate=Gate(store, feed.changed, _gate_sentences()),
        inbox=Inbox(store, dialogue, outbox, feed, pace or Pace(notice_after=settings.notice_after_seconds)),
        sessions=SessionTokens(key, timedelta(hours=settings.session_hours), clock),
        choices=ChoiceIds(key),
        addresses=Addresses(settings.trusted_proxies),
        address_rate=RateLimit(settings.address_rate_per_minute, clock),
        session_rate=RateLimit(settings.session_rate_per_minute, clock),
        clock=clock,
        ids=ids,
    )


def _gate_sentences() -> GateSentences:
    notices = load_sentences().notices
    return GateSentences(
        joined={"ja": notices.joined.ja, "en": notices.joined.en},
        left={"ja": notices.left.ja, "en": notices.left.en},
        relieved={"ja": notices.relieved.ja, "en": notices.relieved.en},
    )


def _system_sentences() -> SystemSentences:
    notices = load_sentences().notices
    return SystemSentences(
        slow={"ja": notices.slow.ja, "en": notices.slow.en},
        unanswerable={"ja": notices.unanswerable.ja, "en": notices.unanswerable.en},
    )


if __name__ == "__main__":
    main()
