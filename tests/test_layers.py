"""Imports run one way: the contracts are in .importlinter, drawn in docs/development.md."""

import subprocess
import sys
from pathlib import Path

from bot.settings import ROOT


def test_every_import_keeps_its_layer() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    checked = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert checked.returncode == 0, checked.stdout
