"""Processes under test: what they write, whether they live."""

import socket
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
KEEP = "python -m bot.supervise.keep"


def until(condition: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Wait for something to become true; False when it doesn't in time."""
    end = time.monotonic() + seconds
    pause = threading.Event()
    while not condition():
        if time.monotonic() > end:
            return False
        pause.wait(0.02)
    return True


@dataclass
class Running:
    """A process under test and what it has written so far."""

    process: "subprocess.Popen[str]"
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.lines)

    def says(self, part: str, seconds: float = 20.0) -> bool:
        return until(lambda: part in self.text, seconds)

    def ends(self, seconds: float = 20.0) -> int:
        code = self.process.wait(seconds)
        until(lambda: not self.reader.is_alive(), 5.0)
        return code

    def __post_init__(self) -> None:
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line)


Start = Callable[..., Running]


def alive(pid: int) -> bool:
    """Return whether a process exists and is not only a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def pid_in(path: Path) -> int:
    """Return the pid that a test process wrote into a file, waiting for it.

    Each look is one reading: the next process empties the file before it writes.
    """
    pids: list[int] = []

    def written() -> bool:
        text = path.read_text().strip() if path.exists() else ""
        pids.extend([int(text)] if text.isdigit() else [])
        return bool(pids)

    assert until(written), f"{path} was not written"
    return pids[0]


def free_ports(count: int) -> list[int]:
    """Return ports of this machine that nobody listens on."""
    listeners = [socket.socket() for _ in range(count)]
    try:
        for listener in listeners:
            listener.bind(("127.0.0.1", 0))
        return [listener.getsockname()[1] for listener in listeners]
    finally:
        for listener in listeners:
            listener.close()
