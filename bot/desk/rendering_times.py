"""Moments and spans as people of the desk read them: in their language, on Japan's clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.desk.strings import text
from bot.messages import Language

JAPAN = ZoneInfo("Asia/Tokyo")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def when(moment: datetime, now: datetime, language: Language) -> str:
    """Date and time; the date is left out today, the year in this one."""
    local, today = moment.astimezone(JAPAN), now.astimezone(JAPAN)
    clock = f"{local:%H:%M}"
    if local.date() == today.date():
        return clock
    return f"{day(local.date(), today.date(), language)} {clock}"


def day(date_: date, today: date, language: Language) -> str:
    """A date; the year is left out in this one."""
    if language == "ja":
        short = f"{date_.month}月{date_.day}日"
        return short if date_.year == today.year else f"{date_.year}年{short}"
    short = f"{date_.day} {_MONTHS[date_.month - 1]}"
    return short if date_.year == today.year else f"{short} {date_.year}"


def span(seconds: float, language: Language) -> str:
    """How long something takes, in its largest unit that counts."""
    whole = max(0, int(seconds))
    for name, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if whole >= size:
            amount = whole // size
            return text(f"base.span_{name if amount != 1 else name[:-1]}", language, n=amount)
    return text("base.span_seconds", language, n=whole)


def ago(moment: datetime, now: datetime, language: Language) -> str:
    """How long something is past; the date when that is more than a week."""
    passed = now - moment
    if passed > timedelta(days=7):
        return day(moment.astimezone(JAPAN).date(), now.astimezone(JAPAN).date(), language)
    if passed < timedelta(minutes=1):
        return text("base.just_now", language)
    return text("base.ago", language, span=span(passed.total_seconds(), language))


def time_tag(moment: datetime, shown: str, language: Language, *, runs: bool = False) -> Markup:
    """The ``time`` element around it; ``runs`` lets the page keep it up to date."""
    local = moment.astimezone(JAPAN)
    full = f"{local:%Y-%m-%d %H:%M:%S}"
    attribute = Markup(" data-ago") if runs else Markup("")
    return Markup('<time datetime="{}" title="{}"{}>{}</time>').format(
        local.isoformat(timespec="seconds"), full, attribute, shown
    )
