"""The environment that the desk's processes are started with."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_DROPPED = ("PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV")
# Without bytecode every start compiles TensorFlow's and Rasa's modules anew, four times as long.


def child_environment() -> dict[str, str]:
    """Return this process's environment with the project's own Python first and nothing that slows or reports it."""
    environment = {name: value for name, value in os.environ.items() if name not in _DROPPED}
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment.get("PATH", os.defpath)])
    environment["PYTHONUNBUFFERED"] = "1"
    environment["RASA_TELEMETRY_ENABLED"] = "false"
    environment.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    return environment
