"""Reads what a platform sends otherwise than it says it does, so that nobody's words are lost over it."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError, ValidatorFunctionWrapHandler, WrapValidator

ID_PATTERN = r"^[!-~]{1,128}$"
"""A platform's name for something: printable, without blanks, and short enough to be kept."""


def otherwise(default: Any) -> WrapValidator:
    """What an optional property counts as when it can't be read."""

    def read(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
        try:
            return handler(value)
        except ValidationError:
            return default

    return WrapValidator(read)


def whole_characters(text: str) -> str:
    """The text with a sign in the place of each half of a character, which JSON can name and no database can hold."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
