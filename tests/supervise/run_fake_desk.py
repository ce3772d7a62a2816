"""Supervises the processes of a Procfile given as text: ``run_fake_desk.py PROCFILE_TEXT``."""

import sys

from bot.settings import load_settings
from bot.supervise.processes import run_processes
from bot.supervise.progress import Progress

if __name__ == "__main__":
    sys.exit(run_processes(load_settings(), Progress(5), sys.argv[1]))
