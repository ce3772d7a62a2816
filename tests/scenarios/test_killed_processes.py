"""kill -9 of the front or of Rasa, in the middle of a conversation, loses and doubles nothing."""

from __future__ import annotations

import threading

import httpx
import pytest

from tests.scenarios.processes import FrontProcess, RasaProcess

pytestmark = pytest.mark.slow


def answered(*texts: str) -> list[tuple[str, str]]:
    return [pair for text in texts for pair in (("customer", text), ("assistant", f"answer to {text}"))]


def test_a_front_killed_while_rasa_works_answers_after_its_restart(front: FrontProcess, rasa: RasaProcess) -> None:
    who = front.session()
    front.say(who, "m1", "slow 0.3")
    front.say(who, "m2", "second")
    front.kill()
    front.start()
    assert front.say(who, "m2", "second", wait=20).json()["complete"] is True
    assert sorted(front.transcript(who)) == sorted(answered("slow 0.3", "second"))
    assert rasa.said() == ["slow 0.3", "second"]


def test_a_front_killed_again_and_again_under_load_keeps_every_transcript_whole(
    front: FrontProcess, rasa: RasaProcess
) -> None:
    customers = [front.session() for _ in range(3)]
    texts = [f"text {number}" for number in range(12)]
    done = threading.Event()

    def talk(who: dict[str, str]) -> None:
        for number, text in enumerate(texts):
            while True:
                try:
                    if front.say(who, f"m{number}", text, wait=20).json()["complete"]:
                        break
                except httpx.HTTPError:
                    done.wait(0.05)

    talking = [threading.Thread(target=talk, args=(who,)) for who in customers]
    for thread in talking:
        thread.start()
    for _ in range(3):
        done.wait(0.3)
        front.kill()
        front.start()
    for thread in talking:
        thread.join(60)
    for who in customers:
        assert front.transcript(who) == answered(*texts)
    assert sorted(rasa.said()) == sorted(texts * 3)


def test_a_killed_rasa_is_waited_for(front: FrontProcess, rasa: RasaProcess) -> None:
    who = front.session()
    assert front.say(who, "m1", "first", wait=20).json()["complete"]
    rasa.kill()
    waiting = front.say(who, "m2", "second", wait=6).json()
    assert waiting["complete"] is False
    assert [message["role"] for message in waiting["messages"]] == ["system"]
    not_ready = front.ready()
    assert not_ready.status_code == 503
    assert not_ready.json()["problems"][0]["part"] == "rasa"
    rasa.start()
    assert front.say(who, "m2", "second", wait=20).json()["complete"] is True
    assert [role for role, _ in front.transcript(who)] == ["customer", "assistant", "customer", "system", "assistant"]
    assert rasa.said() == ["first", "second"]


def test_a_front_that_is_told_to_stop_does_not_wait_for_its_streams(front: FrontProcess) -> None:
    who = front.session()
    address = f"http://127.0.0.1:{front.port}/api/v1/chat/events"
    with httpx.Client(trust_env=False) as http, http.stream("GET", address, headers=who) as response:
        assert response.status_code == 200
        assert front.stop() < 4
