"""Where and when something was measured, without which its figures say little."""

from __future__ import annotations

import os
import platform
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path

_KIB_PER_GIB = 1024 * 1024


def measured_here(*packages: str) -> str:
    """One sentence with date, processor, memory, Python and the packages' versions."""
    versions = ", ".join(f"{package} {version(package)}" for package in packages)
    return (
        f"Measured {datetime.now(timezone.utc):%Y-%m-%d} on {_processor()}, {len(os.sched_getaffinity(0))} cores, "
        f"{_memory()}; Python {platform.python_version()}{', ' if versions else ''}{versions}."
    )


def _processor() -> str:
    return _field("/proc/cpuinfo", "model name") or platform.machine()


def _memory() -> str:
    total = _field("/proc/meminfo", "MemTotal").removesuffix(" kB")
    return f"{int(total) / _KIB_PER_GIB:.0f} GB of memory" if total.isdigit() else "memory unknown"


def _field(path: str, name: str) -> str:
    """The value of the first line ``name: value`` of a file of the kernel's; empty when there is none."""
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")
