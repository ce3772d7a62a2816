"""Passwords: what a good one is, and how it is kept."""

from __future__ import annotations

import asyncio
import hashlib
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from bot.store.people_records import Person

SHORTEST = 12
LONGEST = 200
_FEWEST_CHARACTERS = 6

# Each hash takes 64 MB and a core while it is made.
_AT_ONCE = 2


def flaw(password: str, person: Person) -> str | None:
    """The key of the text that says why a password is no good; None when it is good."""
    plain = _normalised(password)
    if len(plain) < SHORTEST:
        return "people.password_short"
    if len(plain) > LONGEST:
        return "people.password_long"
    if len(set(plain.casefold())) < _FEWEST_CHARACTERS:
        return "people.password_simple"
    own = {person.login, person.login.partition("@")[0], person.name}
    if any(len(word) > 3 and word.casefold() in plain.casefold() for word in own):
        return "people.password_own"
    return None


async def hashed(password: str) -> str:
    """What is kept of a password."""
    return await asyncio.get_running_loop().run_in_executor(_hashing(), _hasher().hash, _normalised(password))


async def fits(password: str, kept: str | None) -> bool:
    """Whether it is the password; takes as long when there is none."""
    return await asyncio.get_running_loop().run_in_executor(_hashing(), _verify, _normalised(password), kept)


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with weaker parameters than are used today."""
    return _hasher().check_needs_rehash(kept)


def _verify(password: str, kept: str | None) -> bool:
    try:
        return _hasher().verify(kept or _decoy(), password) and kept is not None
    except (VerifyMismatchError, VerificationError, InvalidHashError):
        return False


def _normalised(password: str) -> str:
    # The same keys give other characters on other machines, in Japanese above all.
    return unicodedata.normalize("NFKC", password[: LONGEST * 2])


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@lru_cache(maxsize=1)
def _decoy() -> str:
    return _hasher().hash("nobody has this password")


@lru_cache(maxsize=1)
def _hashing() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_AT_ONCE, "hashing")


def mark_of(kept: str) -> str:
    """Tells one kept password from the next without giving anything of it away."""
    return hashlib.sha256(kept.encode()).hexdigest()[:16]
