"""Trains or runs NLU pipelines inside Rasa, in a process of its own so that nothing else is counted.

``python -m benchmarks.nlu_worker train CONFIG DATA FOLDER`` or ``... parse TEXTS MODEL MODEL``; prints one JSON object.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

_WARM_UP = 20


def train(config: str, data: str, folder: str) -> dict[str, Any]:
    """Train one model; imports are not counted, which is to the advantage of the one that trains longer."""
    from rasa.model_training import train_nlu

    began, clock = time.process_time(), time.monotonic()
    model = train_nlu(config, data, folder)
    spent = {"cpu_seconds": time.process_time() - began, "seconds": time.monotonic() - clock}
    return {**spent, "model": model, "megabytes": Path(str(model)).stat().st_size / 1e6}


async def parse(texts: list[str], models: list[str]) -> dict[str, Any]:
    """Parse every text with each model, taking turns, so that what else the machine does meets them alike."""
    from rasa.core.agent import Agent

    agents = [Agent.load(model) for model in models]
    for text in texts[:_WARM_UP]:
        for agent in agents:
            await agent.parse_message(text)
    answers: list[list[dict[str, Any]]] = [[] for _ in agents]
    for turn, text in enumerate(texts):
        order = range(len(agents)) if turn % 2 else reversed(range(len(agents)))
        for index in order:
            began, clock = time.process_time(), time.monotonic()
            parsed = await agents[index].parse_message(text)
            cpu, wall = time.process_time() - began, time.monotonic() - clock
            ranking = [one["name"] for one in parsed["intent_ranking"] if one["name"] != "nlu_fallback"]
            answers[index].append({"ranking": ranking[:10], "cpu_ms": 1000 * cpu, "ms": 1000 * wall})
    return {"answers": answers}


def main(arguments: list[str]) -> None:
    """Do what the first argument says."""
    task, *rest = arguments
    output = os.dup(1)
    os.dup2(2, 1)  # what libraries print must not get into the answer
    if task == "train":
        found = train(*rest)
    else:
        texts, *models = rest
        found = asyncio.run(parse(json.loads(Path(texts).read_text(encoding="utf-8")), models))
    with os.fdopen(output, "w", encoding="utf-8") as answer:
        json.dump(found, answer, ensure_ascii=False)


if __name__ == "__main__":
    main(sys.argv[1:])
