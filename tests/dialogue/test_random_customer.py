"""A customer who says anything at any time: no dead end, no crash, nothing lost, always a way to a person."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from actions.services import Services
from bot.dialogue.phrases import command
from bot.dialogue.turn import FIELDS
from tests.dialogue.in_memory import Conversation
from tests.dialogue.understanding import Understanding

JAPANESE = """
こんにちは|自動更新を止めたい|Huaweiです|iPhoneじゃなくてAndroidです|Nexwayで買いました|カスペルスキー プラス|22122857|205647788|DR*Kaspersky Lab|Kaspersky Lab
どこで買ったか覚えてない|わかりません|はい|いいえ|解決しました|できない|次へ|戻る|もう一度|全部見せて|一つずつ教えて|担当者と話したい|キャンセル|続ける|やめます
更新登録のやり方|完了メールが届かない|購入コードはどこ|シリアル番号がわからない|登録したメールアドレスがもう使えない|期限が切れるとどうなりますか|覚えのない請求があります
山田太郎です|taro@example.com|taro@example|2026年5月3日|来年の1月1日|先月|03/05/2026|注文番号は20564778810です|メールが違います|名前は山口です|その日付は間違いです
ボタンを押してもエラーになって解約できません|受付の状況を知りたい|KD-12345679|データを消してください|今日の天気は|あああ|😀|英語でお願いします|ありがとう|大丈夫です|結構です|解約したい
""".replace("\n", "|")
ENGLISH = """
hello|stop auto renewal|I use an iPhone|not Android but iPhone|bought from 2Checkout|A221234065|2A123BEC45D|I don't know|yes|no|that helped|it doesn't work|next|back
talk to a human|cancel|carry on|how do I register my renewal|the mail never came|May 3rd 2026|next year|my name is Ken Tanaka|ken@example.org|the mail is wrong|what happens after expiry
where is the order number|delete my data|what's the weather|switch to Japanese|thanks|how is my case going|step by step please|show all steps|I'm fine|asdfgh
""".replace("\n", "|")
SAYINGS = [text for text in itertools.chain(JAPANESE.split("|"), ENGLISH.split("|")) if text.strip()]
UNREAD = ("nlu_fallback", "inform", "out_of_scope")
"""Readings of messages that were not understood; they are never answered alike twice in a row."""

KEPT = ("problem", "purchase_date", "person_name", "email")
QUESTION = {"ja": "有効期限が切れるとどうなりますか？", "en": "What happens when the licence expires?"}
HUMAN = {"ja": "担当者と話したい", "en": "I want to talk to a human"}
_names: Iterator[int] = itertools.count()


@pytest.fixture(scope="session", autouse=True)
def _desk(services: Services, understanding: Understanding) -> None:
    Wanderer.services, Wanderer.understanding = services, understanding


class Wanderer(RuleBasedStateMachine):
    """Wanders through the dialogue at random."""

    services: Services
    understanding: Understanding

    @initialize()
    def begin(self) -> None:
        self.talk = Conversation(self.understanding.parse, self.services, name=f"wanderer-{next(_names)}")
        self.answers: list[str] = []
        self.said: list[str] = []
        self.intent = ""

    @rule(text=st.sampled_from(SAYINGS))
    def say(self, text: str) -> None:
        self._heard(text, self.talk.say(text))

    @precondition(lambda self: self.talk.labels)
    @rule(data=st.data())
    def pick(self, data: st.DataObject) -> None:
        label = data.draw(st.sampled_from(self.talk.labels))
        self._heard(label, self.talk.pick(f"^{re.escape(label)}$"))

    def _heard(self, said: str, answer: str) -> None:
        # Who asks for a guide or for the seller again gets the same again; questions are another thing.
        guide = "2026-11-22" in answer or self.talk.intent == "identify_provider" and self.talk.slots["provider"]
        repeated = bool(self.answers) and answer == self.answers[-1] and not guide
        same_wish = self.talk.intent not in UNREAD and self.talk.intent == self.intent
        thrice = self.answers[-2:] == [answer, answer]
        expected = (
            bool(command(said))
            or same_wish
            or (self.said[-1:] == [said] and (self.talk.intent == "inform" or not thrice))
        )
        assert not repeated or expected, f"{said!r} was answered as before:\n{answer}"
        self.answers.append(answer)
        self.intent = self.talk.intent
        self.said.append(said)

    @invariant()
    def nothing_given_is_lost(self) -> None:
        if not getattr(self, "talk", None):
            return
        now = {name: self.talk.slots[name] for name in KEPT}
        refused = self.talk.slots["refused"] or ()
        lost = {name for name, value in getattr(self, "before", {}).items() if value and not now[name]} - set(refused)
        filed = len(self.services.store.cases_of(self.talk.name))
        assert lost <= ({"problem"} if filed > getattr(self, "filed", 0) else set()), f"{lost} after {self.said[-1:]}"
        self.before, self.filed = now, filed

    @invariant()
    def a_form_always_asks_something(self) -> None:
        if getattr(self, "talk", None) and self.talk.form:
            assert self.talk.slots["requested_slot"]

    @invariant()
    def one_language_at_a_time(self) -> None:
        if getattr(self, "talk", None) and self.talk.last:
            assert len({message.language for message in self.talk.last}) == 1

    @invariant()
    def at_most_one_case_for_each_confirmation(self) -> None:
        if getattr(self, "talk", None):
            numbers = [case.number for case in self.services.store.cases_of(self.talk.name)]
            assert len(numbers) == len(set(numbers))

    def teardown(self) -> None:
        if not getattr(self, "talk", None):
            return
        language = "en" if self.talk.slots["language"] == "en" else "ja"
        answer = self.talk.say(QUESTION[language])
        told = self.talk.slots["problem"] and QUESTION[language] in self.talk.slots["problem"]
        assert told or "2026-11-22" in answer, f"a dead end after {self.said[-3:]}: {answer}"
        before = {name: self.talk.slots[name] for name in FIELDS}
        for _ in range(2):
            if self.talk.form == "escalation_form":
                break
            self.talk.say(HUMAN[language])
        assert self.talk.form == "escalation_form", f"no way to a human after {self.answers[-3:]}"
        for name, value in before.items():
            assert value is None or self.talk.slots[name] is not None, f"{name} was lost"


Wanderer.TestCase.settings = settings(
    max_examples=40, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
)
TestWanderer = Wanderer.TestCase
