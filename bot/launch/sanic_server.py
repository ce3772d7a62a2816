"""Lets the Sanic release we install serve the applications that Rasa and its SDK build."""

from __future__ import annotations

import functools
from typing import Any

from sanic import Sanic


def serve_in_one_process() -> None:
    """Make ``Sanic.run`` serve in the calling process.

    Sanic from 22.9 on starts worker processes that import the application by its module; Rasa builds its application
    inside a function, where no import finds it.
    """
    run = Sanic.run

    @functools.wraps(run)
    def run_here(self: Any, *args: Any, **options: Any) -> None:
        if options.get("workers", 1) == 1:
            options.setdefault("single_process", True)
        options.setdefault("motd", False)
        options.setdefault("access_log", False)
        run(self, *args, **options)

    Sanic.run = run_here  # type: ignore[method-assign]
