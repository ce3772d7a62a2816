"""Serves Rasa with its REST channel beside the desk's own: ``python -m benchmarks.rasa_with_rest``. Never for customers."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from bot.launch.rasa import serve
from bot.launch.sanic_server import serve_in_one_process
from bot.settings import ROOT, settings


def main() -> None:
    """Serve until told to end."""
    os.chdir(ROOT)
    serve_in_one_process()
    with tempfile.TemporaryDirectory() as folder:
        credentials = Path(folder) / "credentials.yml"
        credentials.write_text("rest:\nbot.dialogue.rasa_channel.DeskInput:\n", encoding="utf-8")
        serve(settings(), credentials=credentials)


if __name__ == "__main__":
    main()
