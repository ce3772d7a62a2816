"""The one error of the knowledge base: a file that can't be used."""

from __future__ import annotations


class KnowledgeError(Exception):
    """A knowledge file is wrong; the text reads ``file: key: reason`` and is meant for the operator."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}")
        self.file = file
        self.key = key
        self.reason = reason
