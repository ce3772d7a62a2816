"""What all tests share."""

from __future__ import annotations

import os

from hypothesis import settings

# A change is judged by the same examples every time; KOSHIN_EXPLORE=1 looks for new ones.
settings.register_profile("steady", derandomize=True, database=None)
settings.register_profile("explore")
settings.load_profile("explore" if os.environ.get("KOSHIN_EXPLORE") else "steady")
