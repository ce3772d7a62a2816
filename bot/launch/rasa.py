"""Starts Rasa: ``python -m bot.launch.rasa run`` as the desk's server, any other Rasa command as Rasa knows it.

Rasa's own ``rasa run`` would not start with the installed Sanic, would log what customers write and would go on in
memory when its database fails.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.launch import quiet
from bot.launch.sanic_server import serve_in_one_process
from bot.settings import ROOT, Settings, SettingsError, settings
from bot.supervise.model import newest_model

if TYPE_CHECKING:
    from rasa.core.utils import AvailableEndpoints

_LOOPBACK = "127.0.0.1"
_RESPONSE_TIMEOUT_SECONDS = 60


class WrongStore(Exception):
    """Rasa could not use the configured tracker store."""


def serve(config: Settings, *, credentials: Path = ROOT / "credentials.yml") -> None:
    """Run the Rasa server, with the channels that a credentials file names, until it is told to end."""
    quiet.configure(config.log_level)
    from rasa.core.run import serve_application
    from rasa.utils.tensorflow.environment import setup_tf_environment

    from bot.launch import rasa_patches

    rasa_patches.apply()
    setup_tf_environment()
    quiet.catch_library_loggers()
    model = newest_model(config.models_dir)
    serve_application(
        str(model) if model else None,
        interface=_LOOPBACK,
        port=config.rasa_port,
        credentials=str(credentials),
        endpoints=endpoints(config),
        auth_token=config.rasa_token.get_secret_value(),
        enable_api=True,
        response_timeout=_RESPONSE_TIMEOUT_SECONDS,
        server_listeners=[(_started, "after_server_start")],
    )


def endpoints(config: Settings) -> AvailableEndpoints:
    """Return what endpoints.yml says, with the action server where the settings put it."""
    from rasa.core.utils import AvailableEndpoints

    read = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    read.action.url = f"{config.actions_url}/webhook"
    return read


async def _started(app: Any, loop: Any = None) -> None:
    from bot.dialogue.tracker_store import DeskTrackerStore

    # Rasa takes a store that can't be imported or built for a reason to keep trackers in memory.
    store = getattr(app.ctx.agent.tracker_store, "_tracker_store", None)
    if not isinstance(store, DeskTrackerStore):
        raise WrongStore("endpoints.yml: tracker_store: type must be bot.dialogue.tracker_store.DeskTrackerStore")
    quiet.withhold()


def main(arguments: Sequence[str]) -> int:
    """Serve for ``run``; hand every other command to Rasa."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.chdir(ROOT)
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    serve_in_one_process()
    if list(arguments) == ["run"]:
        try:
            serve(settings())
        except SettingsError as error:
            print(f"rasa: {error}", file=sys.stderr)
            return 1
        return 0
    if list(arguments[:2]) == ["data", "validate"]:
        from bot.launch import rasa_validation

        rasa_validation.apply()
    from rasa.__main__ import main as rasa_main

    sys.argv = ["rasa", *arguments]
    rasa_main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
