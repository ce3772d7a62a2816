"""The colours of our cards, the same as the web widget's."""

from __future__ import annotations

ACCENT = "#1D4F73"
ACCENT_SOFT = "#E7EFF5"
ON_ACCENT = "#FFFFFF"
INK = "#1B2530"
MUTED = "#56626E"
LINE = "#DBE1E6"
NOTE = "#FBF3DF"
NOTE_EDGE = "#C08A1E"
NOTE_INK = "#5A4209"
