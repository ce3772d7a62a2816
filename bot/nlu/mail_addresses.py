"""Tells mail addresses from other words."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email


def is_mail_address(text: str) -> bool:
    """Whether the text is a mail address and nothing else; nobody is asked whether it exists."""
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True
