"""Serves the failing actions: ``serve_failing_actions.py PORT``."""

import sys

from bot.launch import quiet
from bot.launch.actions import create_app
from bot.launch.sanic_server import serve_in_one_process

if __name__ == "__main__":
    quiet.configure("info")
    serve_in_one_process()
    create_app("tests.launch.failing_actions").run(host="127.0.0.1", port=int(sys.argv[1]))
