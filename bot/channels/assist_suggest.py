"""The assist API's suggestions: replies for other tools, every sentence with its receipt."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from bot.assist.conversation import Assistant, read_talk
from bot.assist.lines import Line
from bot.assist.receipts import KnowledgeReceipt, Receipt
from bot.assist.suggesting import Suggestion
from bot.channels.api_access import bearer_scheme, scope_required
from bot.channels.customer_text import checked_text
from bot.channels.problems import ProblemError, problem_responses
from bot.channels.web_access import FrontPart
from bot.messages import Language

router = APIRouter(prefix="/api/v1/assist", tags=["assist"], dependencies=[Depends(bearer_scheme)])

_PROBLEMS = (
    "token_missing",
    "token_invalid",
    "scope_missing",
    "unknown_conversation",
    "invalid_json",
    "body_too_large",
    "wrong_content_type",
    "missing_field",
    "unknown_field",
    "invalid_field",
    "text_empty",
    "text_too_long",
    "text_unreadable",
    "database_unavailable",
    "assistant_unavailable",
)


class SuggestRequest(BaseModel):
    """A customer's text to be answered, in a conversation of the desk or without one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    language: Language | None = Field(None, description="The language to answer in; without one, the text's own.")
    conversation_id: str | None = Field(None, min_length=1, max_length=128, pattern=r"^[^\x00]+$")


class KnowledgeSource(BaseModel):
    """A sentence that a paragraph of the knowledge base says."""

    type: Literal["knowledge"] = "knowledge"
    sentence: str
    record: str = Field(description="The record of the knowledge base, such as `guides/off_ios`.")
    part: str = Field(description="The paragraph within the record, such as `steps/2`.")
    page: str
    section: str
    captured_on: date


class TranscriptSource(BaseModel):
    """A sentence that rests on what the customer wrote; `seq` is null for the text of the request."""

    type: Literal["transcript"] = "transcript"
    sentence: str
    seq: int | None


SourceView = Annotated[KnowledgeSource | TranscriptSource, Field(discriminator="type")]


class SuggestionView(BaseModel):
    """A reply; every line of `text` is the `sentence` of at least one source."""

    text: str
    sources: list[SourceView]


class SuggestAnswer(BaseModel):
    """Up to three replies, the best first; none where the knowledge base holds nothing."""

    suggestions: list[SuggestionView]
    provider: str | None = None
    intent: str | None
    confidence: float


@router.post("/suggest", dependencies=[Depends(scope_required("assist"))], responses=problem_responses(*_PROBLEMS))
async def suggest_replies(front: FrontPart, body: SuggestRequest) -> SuggestAnswer:
    """Suggest replies to a customer's text, made only from the knowledge base and the customer's own words."""
    text = checked_text(body.text, front.settings.message_max_chars)
    before: tuple[Line, ...] = ()
    language = body.language
    if body.conversation_id is not None:
        conversation = await asyncio.to_thread(front.store.conversation, body.conversation_id)
        if conversation is None:
            raise ProblemError("unknown_conversation")
        language = language or conversation.language
        before = (await asyncio.to_thread(read_talk, front.store, conversation.id)).lines
    assistant = Assistant(front.knowledge, front.dialogue, front.settings.timezone)
    understood = await assistant.understand(text, body.conversation_id)
    lines = (*before, Line(None, "customer", text))
    found = await asyncio.to_thread(assistant.suggest, lines, understood, language, front.clock())
    return SuggestAnswer(
        suggestions=[_shown(suggestion) for suggestion in found.suggestions],
        provider=found.provider,
        intent=found.intent,
        confidence=round(found.confidence, 4),
    )


def _shown(suggestion: Suggestion) -> SuggestionView:
    sources = [_source(sentence.text, receipt) for sentence in suggestion.sentences for receipt in sentence.receipts]
    return SuggestionView(text=suggestion.text, sources=sources)


def _source(sentence: str, receipt: Receipt) -> KnowledgeSource | TranscriptSource:
    if isinstance(receipt, KnowledgeReceipt):
        return KnowledgeSource(
            sentence=sentence,
            record=receipt.record,
            part=receipt.part,
            page=receipt.page,
            section=receipt.section,
            captured_on=receipt.captured_on,
        )
    return TranscriptSource(sentence=sentence, seq=receipt.seq)
