"""Runs the platform as a process: ``python -m bot.fakes.line``."""

from bot.fakes.line.running import main

main()
