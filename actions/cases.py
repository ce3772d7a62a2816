"""Files cases: the escalation and the request for erasure."""

from __future__ import annotations

from datetime import date

from actions.base import DeskAction, Scene
from bot.dialogue.after_agent import offer_to_resume
from bot.dialogue.escalation_summary import summary
from bot.dialogue.phrases import says
from bot.dialogue.turn import Memory, Outcome, respond
from bot.dialogue.wording import word
from bot.knowledge import Knowledge, identify
from bot.messages import Message, Receipt
from bot.store import Case, CaseKind, NewCase


class FinishEscalation(DeskAction):
    """Files the confirmed escalation once, however often it is confirmed."""

    action_name = "action_finish_escalation"

    def decide(self, scene: Scene) -> Outcome:
        memory = scene.memory
        if memory.form_outcome == "cancelled":
            return Outcome(say=(respond("utter_escalation_paused"),)).plus(form_outcome=None, awaiting=None)
        if memory.form_outcome != "confirmed":
            return Outcome().plus(form_outcome=None)
        filed = scene.desk.store.file_case(
            _case(
                scene,
                kind="escalation",
                key=f"{memory.escalation_id}",
                problem=memory.problem,
                purchase_date=date.fromisoformat(memory.purchase_date) if memory.purchase_date else None,
                provider=_provider(memory, scene.desk.knowledge),
            )
        )
        outcome = Outcome(say=(_receipt(filed.number, memory), respond("utter_case_filed"))).plus(
            case_number=filed.number,
            awaiting="filed",
            problem=None,
            escalation_id=None,
            to_correct=(),
            last_given=(),
            form_outcome=None,
            failures={},
            refused=(),
            identification=None,
            topic=None,
            topic_text=None,
            complaint=None,
            correcting=None,
            date_hint=None,
            fallbacks=0,
        )
        return offer_to_resume(outcome, memory)


class RequestErasure(DeskAction):
    """Files the wish to have the data erased and says what will happen."""

    action_name = "action_request_erasure"

    def decide(self, scene: Scene) -> Outcome:
        memory, turn = scene.memory, scene.turn
        if not turn.is_choice and says("keep_data", turn.text):
            return self._keep(scene)
        filed = next(iter(_waiting_erasures(scene)), None) or scene.desk.store.file_case(
            _case(
                scene,
                kind="erasure",
                key=f"erasure:{turn.message_id}",
                problem=turn.text or None,
                purchase_date=None,
                provider=memory.provider,
            )
        )
        receipt = Receipt(title=word("erasure_title", memory.language), rows=(), number=filed.number)
        return Outcome(
            say=(respond("utter_erasure_explained"), Message(language=memory.language, blocks=(receipt,)))
        ).plus(awaiting="erasure", form_outcome=None, fallbacks=0)

    def _keep(self, scene: Scene) -> Outcome:
        """The customer wants the data kept after all: an erasure not yet done is withdrawn."""
        waiting = _waiting_erasures(scene)
        for case in waiting:
            scene.desk.store.amend_case(case.number, "status", "closed")
        said = respond("utter_erasure_withdrawn" if waiting else "utter_nothing_is_erased")
        return Outcome(say=(said,)).plus(awaiting=None, fallbacks=0)


def _case(
    scene: Scene, *, kind: CaseKind, key: str, problem: str | None, purchase_date: date | None, provider: str | None
) -> NewCase:
    """A case with what the conversation knows; the same ``key`` in a conversation is the same case."""
    memory, turn = scene.memory, scene.turn
    return NewCase(
        idempotency_key=f"{turn.conversation_id}:{key}",
        kind=kind,
        conversation_id=turn.conversation_id,
        channel=turn.channel,
        language=memory.language,
        product_line=memory.product_line,
        problem=problem,
        purchase_date=purchase_date,
        name=memory.person_name,
        email=memory.email,
        order_number=memory.order_number,
        provider=provider,
    )


def _waiting_erasures(scene: Scene) -> list[Case]:
    """The requests for erasure of this conversation that nobody has carried out yet."""
    cases = scene.desk.store.cases_of(scene.turn.conversation_id)
    return [case for case in cases if case.kind == "erasure" and case.status == "open"]


def _provider(memory: Memory, knowledge: Knowledge) -> str | None:
    if memory.order_number:
        found = identify(memory.order_number, knowledge, "order_number").provider
        if found:
            return found
    return memory.provider


def _receipt(number: str, memory: Memory) -> Message:
    rows = next(block.rows for block in summary(memory).blocks if isinstance(block, Receipt))
    receipt = Receipt(title=word("receipt_title", memory.language), rows=rows, number=number)
    return Message(language=memory.language, blocks=(receipt,))
