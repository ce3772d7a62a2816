"""Puts a candidate to use: among the desk's models, and in the running Rasa."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from urllib.parse import quote

from bot.dialogue.wire import HttpWire, WireDown, WireTimeout
from bot.settings import Settings

_LOADING_SECONDS = 60.0


class CannotActivate(Exception):
    """The model can't be put to use; the message is a machine word."""


def install(candidate: Path, settings: Settings) -> Path:
    """Make the candidate the newest of the desk's models: the one that Rasa loads from now on.

    Raises:
        CannotActivate: the file is gone, or the models' folder can't be written.
    """
    target = settings.models_dir / candidate.name
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        shutil.copyfile(candidate, draft)
        draft.replace(target)
    except OSError:
        draft.unlink(missing_ok=True)
        raise CannotActivate("not_installed") from None
    return target


async def load_in_rasa(model: Path, settings: Settings) -> bool:
    """Let the running Rasa take the model without a pause; false when it has to wait for Rasa's next start."""
    wire = HttpWire(settings.rasa_url, {})
    body = json.dumps({"model_file": str(model.resolve())}).encode()
    try:
        token = quote(settings.rasa_token.get_secret_value(), safe="")
        answer = await wire.send("PUT", f"/model?token={token}", body, _LOADING_SECONDS)
        return answer.status == 204
    except (WireDown, WireTimeout):
        return False
    finally:
        await wire.close()
