"""One turn inside Rasa, whole or not at all.

A turn whose actions failed is not saved, and a turn asked again is not run again.
"""

from __future__ import annotations

from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import SQLAlchemyError

from bot.dialogue.answers import is_question
from bot.dialogue.assembling import assemble
from bot.dialogue.context import obeyed, reweigh
from bot.dialogue.on_the_table import choices_of, picked
from bot.dialogue.port import RankedIntent, TurnReply, TurnTrace
from bot.dialogue.priors import prior
from bot.dialogue.tracker_store import DeskTrackerStore
from bot.dialogue.turn import Memory
from bot.dialogue.wishes import could_hold_two, parts_of, read_wishes
from bot.knowledge import Knowledge, load_knowledge
from bot.messages import Language
from bot.settings import settings

_failures: ContextVar[list[str] | None] = ContextVar("failed_actions", default=None)
_NOTHING_SAID = "utter_how_can_i_help"
_NO_PLACE = frozenset({"", "ask", "seller", "unknown"})
"""What stands for a place of purchase that is not known."""


class TurnFailed(Exception):
    """The turn could not be done and nothing of it was saved."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


async def run_turn(agent: Agent, message: UserMessage, message_id: str) -> TurnReply:
    """Run the turn, or give the same answer again if this ``message_id`` was answered before.

    Raises:
        TurnFailed: the tracker store or the action server is away; the same request may be sent again.
    """
    watch_actions()
    processor: MessageProcessor = agent.processor
    async with agent.lock_store.lock(message.sender_id):
        failed: list[str] = []
        mark = _failures.set(failed)
        try:
            tracker = await _tracker(processor, message.sender_id)
            done = _events_of(tracker, message_id)
            if done is None:
                output = message.output_channel = CollectingOutputChannel()
                await processor._update_tracker_session(tracker, output, message.metadata)
                _read_label(message, tracker)
                message.parse_data = await parse_in_context(processor, message, tracker)
                await processor._handle_message_with_tracker(message, tracker)
                await processor.run_action_extract_slots(output, tracker)
                if not failed:
                    await processor._run_prediction_loop(output, tracker)
                if failed:
                    raise TurnFailed(failed[0])
                done = _events_of(tracker, message_id) or []
                if not any(isinstance(event, BotUttered) for event in done):
                    await _say_something(processor, tracker, output)
                    done = _events_of(tracker, message_id) or []
                await _save(processor, tracker)
            return _reply(done, tracker)
        finally:
            _failures.reset(mark)


def _read_label(message: UserMessage, tracker: DialogueStateTracker) -> None:
    """Let a typed label of the last answer's buttons count as picking it."""
    metadata = message.metadata or {}
    if metadata.get("is_choice"):
        return
    payload = picked(message.text or "", choices_of(_uttered(_last_turn(tracker))))
    if payload is not None:
        message.text = payload
        message.metadata = {**metadata, "is_choice": True}


def _last_turn(tracker: DialogueStateTracker) -> list[Event]:
    events = list(tracker.events)
    start = next((index for index in range(len(events) - 1, -1, -1) if isinstance(events[index], UserUttered)), 0)
    return events[start:]


def _uttered(events: list[Event]) -> list[dict[str, Any]]:
    return [
        {"text": event.text, "buttons": (event.data or {}).get("buttons"), "custom": (event.data or {}).get("custom")}
        for event in events
        if isinstance(event, BotUttered)
    ]


def plain_text(text: str) -> str:
    """Typed text as plain text to Rasa, whatever it begins with.

    Rasa reads a leading "/" as a command; the full-width one stands for it, one character for one, so that offsets
    stay right.
    """
    stripped = text.strip()
    return "／" + stripped[1:] if stripped.startswith("/") else stripped


async def parse_in_context(
    processor: MessageProcessor, message: UserMessage, tracker: DialogueStateTracker
) -> dict[str, Any]:
    """Rasa's parse of the message, re-weighed by the state of the conversation."""
    parse = await processor.parse_message(message, tracker)
    if (message.metadata or {}).get("is_choice"):
        return dict(parse)
    slots = {name: slot.value for name, slot in tracker.slots.items()}
    memory, form = Memory.from_slots(slots), tracker.active_loop_name
    weighed = obeyed(reweigh(parse, prior(memory, form, slots.get("requested_slot"))), memory, form)
    if tracker.active_loop_name or not could_hold_two(message.text or ""):
        return weighed
    found = parts_of(message.text or "")
    parts = {part: await processor.parse_message(UserMessage(plain_text(part)), tracker) for part in found}
    return read_wishes(weighed, parts, _is_answerable)


def _is_answerable(intent: str) -> bool:
    return is_question(intent, _knowledge())


@lru_cache(maxsize=1)
def _knowledge() -> Knowledge:
    return load_knowledge(settings().knowledge_dir)


async def forget(agent: Agent, conversation_id: str, message_id: str) -> None:
    """Let one turn's words vanish from the tracker store; the conversation goes on without them.

    Raises:
        TurnFailed: the tracker store is away, or is none that can forget.
    """
    store = getattr(agent.tracker_store, "_tracker_store", agent.tracker_store)
    if not isinstance(store, DeskTrackerStore):
        raise TurnFailed("tracker_store")
    async with agent.lock_store.lock(conversation_id):
        try:
            store.forget_turn(conversation_id, message_id)
        except SQLAlchemyError as error:
            raise TurnFailed("tracker_store") from error


async def store_problem(agent: Agent) -> str | None:
    """Why conversations can't be kept now, if they can't."""
    store = getattr(agent.tracker_store, "_tracker_store", agent.tracker_store)
    if isinstance(store, InMemoryTrackerStore):
        return "tracker_in_memory"
    try:
        await store.retrieve("readiness")
    except Exception:
        return "tracker_store"
    return None


def watch_actions() -> None:
    """Note every action call that fails for another reason than a rejection; Rasa itself swallows them."""
    original = RemoteAction.run
    if getattr(original, "_watched", False):
        return

    @wraps(original)
    async def run(self: RemoteAction, *args: Any, **kwargs: Any) -> Any:
        try:
            return await original(self, *args, **kwargs)
        except Exception as error:
            noted = _failures.get()
            if noted is not None and type(error).__name__ != "ActionExecutionRejection":
                noted.append("actions" if "Couldn't connect" in str(error) else "action_failed")
            raise

    run._watched = True  # type: ignore[attr-defined]
    RemoteAction.run = run


async def _tracker(processor: MessageProcessor, conversation_id: str) -> DialogueStateTracker:
    try:
        return await processor.get_tracker(conversation_id)
    except Exception as error:
        raise TurnFailed("tracker_store") from error


async def _save(processor: MessageProcessor, tracker: DialogueStateTracker) -> None:
    try:
        await processor.save_tracker(tracker)
    except Exception as error:
        raise TurnFailed("tracker_store") from error


def _events_of(tracker: DialogueStateTracker, message_id: str) -> list[Event] | None:
    """The events of the turn with this message id, or None if it has not been run."""
    events = list(tracker.events)
    starts = [index for index, event in enumerate(events) if isinstance(event, UserUttered)]
    for position, start in enumerate(starts):
        if events[start].message_id == message_id or (events[start].metadata or {}).get("message_id") == message_id:
            end = starts[position + 1] if position + 1 < len(starts) else len(events)
            return events[start:end]
    return None


async def _say_something(
    processor: MessageProcessor, tracker: DialogueStateTracker, output: CollectingOutputChannel
) -> None:
    """No turn stays without an answer."""
    said = await processor.nlg.generate(_NOTHING_SAID, tracker, output.name())
    if said:
        tracker.update(BotUttered(said.get("text"), {"buttons": said.get("buttons")}), processor.domain)


def _policies(events: list[Event]) -> tuple[str, ...]:
    """Who decided what to do, without the place in Rasa's own list: ``policy_2_RulePolicy`` is ``RulePolicy``."""
    decided = (event for event in events if isinstance(event, ActionExecuted) and event.action_name != "action_listen")
    return tuple(dict.fromkeys(event.policy.rpartition("_")[2] for event in decided if event.policy))


def _set_last(slot: str, events: list[Event]) -> Any:
    """What a turn set a slot to in the end; None when it did not touch it."""
    return next((event.value for event in reversed(events) if isinstance(event, SlotSet) and event.key == slot), None)


def _provider(tracker: DialogueStateTracker) -> str | None:
    """The provider that is known of, also where only the place of purchase was picked."""
    place = str(tracker.get_slot("purchase_place") or "").partition(":")[0]
    return tracker.get_slot("provider") or (None if place in _NO_PLACE else place)


def _reply(events: list[Event], tracker: DialogueStateTracker) -> TurnReply:
    language: Language = "en" if tracker.get_slot("language") == "en" else "ja"
    user = next(event for event in events if isinstance(event, UserUttered))
    parsed = user.parse_data or {}
    trace = TurnTrace(
        intent=user.intent_name,
        confidence=(user.intent or {}).get("confidence"),
        ranking=tuple(
            RankedIntent(name=item.get("name"), confidence=item.get("confidence") or 0.0)
            for item in (parsed.get("intent_ranking") or [])[:3]
        ),
        actions=tuple(event.action_name for event in events if isinstance(event, ActionExecuted) and event.action_name),
        policies=_policies(events),
        guide=_set_last("guide", events),
        guide_step=_set_last("guide_step", events),
        provider=_provider(tracker),
    )
    return TurnReply(language=language, messages=assemble(_uttered(events), language), trace=trace)
