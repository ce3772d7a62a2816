"""A small Rasa for tests: speaks the desk's channel and keeps what it answered in a file, like a tracker store.

Run as a process: ``python fake_rasa.py PORT LEDGER``. Texts steer it: ``slow 1.5`` takes 1.5 seconds; everything else
is echoed. While the file ``LEDGER.down`` exists, it answers 503.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse


def create_fake_rasa(ledger: Path) -> FastAPI:
    """The app; turns are appended to ``ledger``, one JSON object a line."""
    app = FastAPI(openapi_url=None)
    down = Path(f"{ledger}.down")
    lock = asyncio.Lock()

    @app.post("/webhooks/desk/turn")
    async def turn(request: Request) -> JSONResponse:
        asked = await request.json()
        if request.headers["authorization"] != "Bearer rasa-token":
            return JSONResponse({"reason": "token"}, 401)
        if down.exists():
            return JSONResponse({"reason": "actions"}, 503)
        said = asked["text"] or asked["payload"] or f"switched to {asked['language_switch']}"
        if said.startswith("slow "):
            await asyncio.sleep(float(said.split()[1]))
        async with lock:
            known = {entry["message_id"] for entry in turns(ledger)}
            if asked["message_id"] not in known:
                with ledger.open("a") as file:
                    file.write(json.dumps(asked, ensure_ascii=False) + "\n")
        language = asked["language_switch"] or asked["language_hint"] or "ja"
        blocks = [
            {"type": "paragraph", "text": f"answer to {said}"},
            {"type": "choices", "items": [{"label": "はい", "payload": "/affirm"}]},
        ]
        message = {"language": language, "blocks": blocks}
        trace = {"intent": "inform", "confidence": 0.9, "ranking": [], "actions": ["utter"]}
        return JSONResponse({"language": language, "messages": [message], "trace": trace})

    @app.get("/webhooks/desk/ready")
    async def ready() -> dict[str, object]:
        problems = ["actions_unreachable"] if down.exists() else []
        return {"ready": not problems, "problems": problems}

    return app


def turns(ledger: Path) -> list[dict[str, str]]:
    """Everything that became a turn, in order."""
    return [json.loads(line) for line in ledger.read_text().splitlines()] if ledger.exists() else []


if __name__ == "__main__":
    uvicorn.run(create_fake_rasa(Path(sys.argv[2])), host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
