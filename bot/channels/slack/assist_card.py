"""The card that answers ``/assist``: provider and rule, the guide in both languages with its source, what to do next."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict
from slack_sdk.models.blocks import ButtonElement

from bot.channels.slack.assist import Finding, guide_of
from bot.channels.slack.mrkdwn import escaped
from bot.channels.slack.pieces import Piece, actions, context, cut, divider, section
from bot.channels.slack.rendering import rendered
from bot.channels.slack.wording import say
from bot.knowledge import Knowledge
from bot.messages import Language

DRAFT, OPEN_CASE, WRONG = "assist:draft", "assist:case", "assist:wrong"

_ASKED = 300


class Asked(BaseModel):
    """What the buttons of a card stand for."""

    model_config = ConfigDict(frozen=True)

    question: str
    provider: str | None
    intent: str | None
    guide: str | None
    variant: str | None = None
    language: Language


def assist_card(finding: Finding, knowledge: Knowledge, language: Language) -> Iterator[Piece]:
    """The card in the agent's language; the guide is in both."""
    quoted = cut(" ".join(finding.question.split()), _ASKED)
    yield section(f"*{escaped(say('assist_title', language))}*\n> {escaped(quoted)}", quoted)
    yield from _provider(finding, knowledge, language)
    if finding.intent is not None and finding.provider is None:
        topic = knowledge.topics.get(finding.intent)
        label = topic.label.in_(language) if topic else finding.intent
        understood = say("understood_as", language, topic=label, percent=round(finding.confidence * 100))
        yield context(escaped(understood), understood)
    if not finding.understood:
        away = say("assistant_away", language)
        yield context(escaped(away), away)
    guide = guide_of(finding, knowledge)
    if guide is None:
        nothing = say("no_guide", language)
        yield section(escaped(nothing), nothing)
    else:
        tongues: tuple[Language, Language] = ("ja", "en")
        for tongue in tongues:
            yield divider()
            message = guide.message(tongue, knowledge, variant=finding.variant)
            yield from rendered(message, name=f"{guide.id}:{tongue}", id_of=str)
    yield divider()
    yield actions(_buttons(finding, language), block_id="assist")


def asked(finding: Finding) -> str:
    """What the buttons stand for, as their value."""
    return Asked(
        question=cut(finding.question, 600),
        provider=finding.provider,
        intent=finding.intent,
        guide=finding.guide,
        variant=finding.variant,
        language=finding.language,
    ).model_dump_json()


def _provider(finding: Finding, knowledge: Knowledge, language: Language) -> Iterator[Piece]:
    found = finding.identification
    if found.provider is None and not found.near_misses:
        return
    said = found.explanation(language)
    if found.provider is not None:
        name = knowledge.providers[found.provider].name.in_(language)
        yield section(f"✅ *{escaped(name)}*\n{escaped(said)}", f"{name}: {said}")
    else:
        yield section(f"❓ {escaped(said)}", said)
    misses = [miss.reason.in_(language) for miss in found.near_misses]
    left = [reason for reason in dict.fromkeys(misses) if reason not in said]
    if left:
        lines = "\n".join(f"• {reason}" for reason in left)
        yield section(f"*{escaped(say('near_misses', language))}*\n{escaped(lines)}", lines)


def _buttons(finding: Finding, language: Language) -> list[ButtonElement]:
    value = asked(finding)
    buttons = [
        ButtonElement(text=say("open_case", language), action_id=OPEN_CASE, value=value),
        ButtonElement(text=say("wrong_answer", language), action_id=WRONG, value=value),
    ]
    if finding.guide is not None:
        post = ButtonElement(text=say("post_as_draft", language), action_id=DRAFT, value=value, style="primary")
        buttons.insert(0, post)
    return buttons
