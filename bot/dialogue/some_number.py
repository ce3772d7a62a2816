"""A customer looks for "the number" without saying which: asks which of the numbers it is."""

from __future__ import annotations

import re

from bot.dialogue import answers
from bot.dialogue.phrases import fold, says
from bot.dialogue.turn import Memory, Outcome, respond
from bot.knowledge import Knowledge

_NUMBER = re.compile(r"番号|ナンバー|コード|\b(?:number|code)\b")
_WHICH = re.compile(
    r"注文|購入|シリアル|製品認証|認証|アクティ|受付|電話|カード|暗証|口座|郵便|会員|確認番号|order|purchase|serial|authentication|activation|case|ticket|phone|card|pin|zip|post|account|licen"
)
_WHICH_ONES = ("find_order_number", "find_purchase_code", "find_serial_number", "check_ticket_status")
_LONGEST = 40


def asks_for_some_number(text: str, memory: Memory) -> bool:
    """Whether the message looks for a number, where neither it nor the conversation tells which."""
    said = fold(text)
    told = memory.topic is not None or memory.guide is not None or memory.awaiting not in (None, "human")
    sought = says("no_luck", text) or says("refuse", text) or says("asks", text)
    bare = bool(_NUMBER.search(said)) and not _WHICH.search(said) and not any(map(str.isdigit, said))
    return not told and bare and sought and len(text) <= _LONGEST


def ask_which(memory: Memory, knowledge: Knowledge) -> Outcome:
    """Ask which number is looked for, with a button for each kind."""
    return Outcome(say=(respond("utter_which_kind_of_number"), answers.menu(memory, knowledge, _WHICH_ONES))).plus(
        awaiting=None, fallbacks=0
    )
