"""What the conversation so far already says about the problem, so that it isn't asked again."""

from __future__ import annotations

from bot.dialogue.answers import TROUBLES
from bot.dialogue.phrases import says
from bot.dialogue.told_problem import told_problem
from bot.dialogue.turn import Memory, Turn
from bot.dialogue.wording import word
from bot.knowledge import Knowledge

_SHORTEST_STORY = 15
_SHORTEST_COMPLAINT = 6


def proposed_problem(turn: Turn, memory: Memory, knowledge: Knowledge) -> str | None:
    """The problem as far as the customer has told it, or None where it has to be asked.

    A complaint about a guide is filed with the guide's topic and step; the customer sees it in the summary and can
    change it there.
    """
    if not turn.is_choice and turn.intent in TROUBLES and len(turn.text) >= _SHORTEST_STORY:
        return told_problem(turn.text) or turn.text.strip()
    if not turn.is_choice and turn.intent == "talk_to_human":
        told = told_problem(turn.text)
        if told:
            return told
    if memory.topic in TROUBLES and memory.topic_text and len(memory.topic_text) >= _SHORTEST_STORY:
        return memory.topic_text
    complaint = turn.text.strip() if turn.intent == "problem_not_solved" and not turn.is_choice else memory.complaint
    if memory.topic and memory.topic in knowledge.topics and complaint and len(complaint) >= _SHORTEST_COMPLAINT:
        label = knowledge.topics[memory.topic].label.in_(memory.language)
        step = f" ({word('step', memory.language)} {memory.guide_step})" if memory.guide_step else ""
        return f"{label}{step}: {complaint}"
    told_before = told_problem(memory.topic_text or "") if says("no_luck", memory.topic_text or "") else None
    return told_before if memory.topic == "stop_auto_renew" else None
