"""Finds out in which encoding a saved Japanese page is."""

from __future__ import annotations

import codecs
import re
from typing import Literal

_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.I)
_HEAD = 4096
_AS_BROWSERS_READ = {
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ms_kanji": "cp932",
    "euc-jp": "euc_jp",
    "x-euc-jp": "euc_jp",
    "utf8": "utf-8",
}
_NAMES = {"cp932": "Shift_JIS", "euc_jp": "EUC-JP", "utf-8": "UTF-8", "iso2022_jp": "ISO-2022-JP"}
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_OTHER_FILES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")
_ARCHIVES = (b"PK\x03\x04", b"bplist00")


class Undecodable(Exception):
    """A file is no text that can be read; ``reason`` says why."""

    def __init__(self, reason: Literal["empty", "not_text", "archive", "encoding"]) -> None:
        super().__init__(reason)
        self.reason: Literal["empty", "not_text", "archive", "encoding"] = reason


def decoded(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding.

    Raises:
        Undecodable: it is another kind of file, or in an encoding that is none of Japanese pages.
    """
    if not content.strip():
        raise Undecodable("empty")
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding), encoding.removesuffix("-sig").upper()
    if content.startswith(_ARCHIVES) or _is_web_archive(content):
        raise Undecodable("archive")
    if content.startswith(_OTHER_FILES) or b"\0" in content:
        raise Undecodable("not_text")
    for encoding in _candidates(content):
        try:
            return content.decode(encoding), _NAMES.get(encoding, encoding)
        except UnicodeDecodeError:
            continue
    raise Undecodable("encoding")


def _candidates(content: bytes) -> list[str]:
    """The encodings to try, the surest first: UTF-8 is hardly ever right by accident, the others often are."""
    found = ["iso2022_jp"] if b"\x1b$" in content else []
    found.append("utf-8")
    declared = _DECLARED.search(content[:_HEAD])
    if declared:
        name = declared[1].decode("ascii").lower()
        name = _AS_BROWSERS_READ.get(name, name)
        if name in _NAMES:
            found.append(name)
    return [*found, *sorted(("cp932", "euc_jp"), key=lambda each: -_japanese(content, each))]


def _japanese(content: bytes, encoding: str) -> int:
    """How much a text looks like Japanese: hiragana count for it, half-width katakana against it."""
    text = content.decode(encoding, "replace")
    hiragana = sum("ぁ" <= character <= "ん" for character in text)
    return hiragana - sum("｡" <= character <= "ﾟ" or character == "\ufffd" for character in text)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Undecodable("encoding") from None


def _is_web_archive(content: bytes) -> bool:
    """Whether it is the single file that some browsers save a page with its pictures in."""
    head = content[:_HEAD].lower()
    return b"mime-version:" in head and b"multipart/related" in head
