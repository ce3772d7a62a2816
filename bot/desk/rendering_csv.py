"""Tables as CSV files that spreadsheets open as they are, in Japanese too."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from fastapi import Response

_RUNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""Spreadsheets in Japanese take the full-width signs for the others."""


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A CSV file to be saved under a name."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(header)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    # Excel takes a file without the mark for Shift_JIS.
    content = ("\ufeff" + file.getvalue()).encode("utf-8", "replace")
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, 200, headers, "text/csv; charset=utf-8")


def _cell(value: object) -> object:
    if value is None:
        return ""
    # What begins like a formula would be run as one.
    return f"'{value}" if isinstance(value, str) and value.startswith(_RUNS) else value
