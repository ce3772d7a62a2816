"""The assist API: what other systems of the desk may ask."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from bot.channels.api_access import bearer_scheme, scope_required
from bot.channels.customer_text import checked_text
from bot.channels.problems import ProblemError, problem_responses
from bot.channels.web_access import FrontPart
from bot.knowledge import Bilingual, identify
from bot.messages import Language
from bot.store import Case, CaseKind, CaseStatus

_ACCESS = ("token_missing", "token_invalid", "scope_missing", "database_unavailable")
_TEXT = (
    "invalid_json",
    "body_too_large",
    "wrong_content_type",
    "missing_field",
    "unknown_field",
    "invalid_field",
    "text_empty",
    "text_too_long",
    "text_unreadable",
)

router = APIRouter(prefix="/api/v1", tags=["assist"], dependencies=[Depends(bearer_scheme)])


class _Taken(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Shown(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class IdentifyRequest(_Taken):
    """A text that may hold an order number or a line of a card statement."""

    text: str
    kind: Literal["order_number", "card_statement"] | None = None


class InBothLanguages(_Shown):
    """The same sentence in Japanese and English."""

    ja: str
    en: str


class NearMissView(_Shown):
    """A rule that nearly fits, and why it doesn't."""

    provider: str | None
    rule: str
    reason: InBothLanguages


class IdentifyAnswer(_Shown):
    """The service provider, if the text tells it."""

    provider: str | None
    rule: str | None
    near_misses: list[NearMissView]
    settle_by: list[InBothLanguages]


class CaseView(_Shown):
    """A case as it was filed."""

    number: str
    kind: CaseKind
    conversation_id: str
    channel: str
    language: Language
    product_line: str | None
    problem: str | None
    purchase_date: date | None
    name: str | None
    email: str | None
    order_number: str | None
    provider: str | None
    status: CaseStatus
    created_at: datetime


class CaseList(BaseModel):
    """The cases of a conversation, oldest first."""

    cases: list[CaseView]


class ParseRequest(_Taken):
    """A text to understand, in a conversation or without one."""

    text: str
    conversation_id: str | None = Field(None, min_length=1, max_length=128)


class IntentView(BaseModel):
    """One reading of a text."""

    model_config = ConfigDict(extra="allow")

    name: str | None
    confidence: float


class ParseAnswer(BaseModel):
    """Rasa's parse format, as Rasa gives it."""

    model_config = ConfigDict(extra="allow")

    text: str
    intent: IntentView
    entities: list[dict[str, Any]]
    intent_ranking: list[IntentView]


@router.post(
    "/providers/identify",
    dependencies=[Depends(scope_required("providers"))],
    responses=problem_responses(*_ACCESS, *_TEXT),
)
def identify_provider(front: FrontPart, body: IdentifyRequest) -> IdentifyAnswer:
    """From which service provider a licence was bought."""
    text = checked_text(body.text, front.settings.message_max_chars)
    found = identify(text, front.knowledge, body.kind)
    return IdentifyAnswer(
        provider=found.provider,
        rule=found.rule,
        near_misses=[
            NearMissView(provider=miss.provider, rule=miss.rule, reason=_both(miss.reason))
            for miss in found.near_misses
        ],
        settle_by=[_both(sentence) for sentence in found.settle_by],
    )


@router.get(
    "/cases",
    dependencies=[Depends(scope_required("cases"))],
    responses=problem_responses(*_ACCESS, "missing_field", "invalid_field"),
)
def list_cases(
    front: FrontPart, conversation_id: Annotated[str, Query(min_length=1, max_length=128, pattern=r"^[^\x00]+$")]
) -> CaseList:
    """The cases of a conversation."""
    return CaseList(cases=[_shown(case) for case in front.store.cases_of(conversation_id)])


@router.get(
    "/cases/{number}",
    dependencies=[Depends(scope_required("cases"))],
    responses=problem_responses(*_ACCESS, "unknown_case", "invalid_field"),
)
def read_case(front: FrontPart, number: str) -> CaseView:
    """One case."""
    case = front.store.find_case(number)
    if case is None:
        raise ProblemError("unknown_case")
    return _shown(case)


@router.post(
    "/nlu/parse",
    dependencies=[Depends(scope_required("nlu"))],
    response_model=ParseAnswer,
    responses=problem_responses(*_ACCESS, *_TEXT, "assistant_unavailable"),
)
async def parse(front: FrontPart, body: ParseRequest) -> JSONResponse:
    """How a text is understood, in Rasa's own parse format."""
    text = checked_text(body.text, front.settings.message_max_chars)
    return JSONResponse(await front.dialogue.parse(text, body.conversation_id))


def _both(sentence: Bilingual) -> InBothLanguages:
    return InBothLanguages(ja=sentence.ja, en=sentence.en)


def _shown(case: Case) -> CaseView:
    return CaseView.model_validate(case)
