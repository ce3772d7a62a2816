"""Trains or runs NLU pipelines inside Rasa, in a process of its own so that nothing else is counted.

``python -m benchmarks.nlu_worker train CONFIG DATA FOLDER`` or ``... parse TEXTS ROUNDS MODEL MODEL``; prints one JSON object.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.workers import answer, keep_output

_WARM_UP = 20


def train(config: str, data: str, folder: str) -> dict[str, Any]:
    """Train one model; imports are not counted, which is to the advantage of the one that trains longer."""
    from rasa.model_training import train_nlu

    began, clock = time.process_time(), time.monotonic()
    model = train_nlu(config, data, folder)
    spent = {"cpu_seconds": time.process_time() - began, "seconds": time.monotonic() - clock}
    return {**spent, "model": model, "megabytes": Path(str(model)).stat().st_size / 1e6}


async def parse(texts: list[str], rounds: int, models: list[str]) -> dict[str, Any]:
    """Parse every text with each model, taking turns, so that what else the machine does meets them alike."""
    from rasa.core.agent import Agent

    agents = [Agent.load(model) for model in models]
    for text in texts[:_WARM_UP]:
        for agent in agents:
            await agent.parse_message(text)
    answers: list[list[dict[str, Any]]] = [[] for _ in agents]
    for number in range(rounds):
        for turn, text in enumerate(texts):
            order = range(len(agents)) if (turn + number) % 2 else reversed(range(len(agents)))
            for index in order:
                began = time.process_time()
                parsed = await agents[index].parse_message(text)
                spent = 1000 * (time.process_time() - began)
                if number == 0:
                    answers[index].append({**_understood(parsed), "cpu_ms": []})
                answers[index][turn]["cpu_ms"].append(spent)
    return {"answers": answers}


def _understood(parsed: dict[str, Any]) -> dict[str, Any]:
    ranking = [one["name"] for one in parsed["intent_ranking"] if one["name"] != "nlu_fallback"]
    entities = [{key: one[key] for key in ("entity", "value", "start", "end")} for one in parsed["entities"]]
    return {"ranking": ranking[:10], "entities": entities}


def main(arguments: list[str]) -> None:
    """Do what the first argument says."""
    task, *rest = arguments
    output = keep_output()
    if task == "train":
        answer(train(*rest), output)
    else:
        texts, rounds, *models = rest
        answer(asyncio.run(parse(json.loads(Path(texts).read_text(encoding="utf-8")), int(rounds), models)), output)


if __name__ == "__main__":
    main(sys.argv[1:])
