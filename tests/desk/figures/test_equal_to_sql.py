"""Each figure equals a plain count by SQL, for believable days and for anything that may happen."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from statistics import median

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.desk.figures.counting import Numbers, by_part, numbers_of
from bot.desk.figures.filters import FigureFilter
from bot.desk.figures.gathering import Gatherer
from bot.desk.figures.period import Period
from bot.service_levels import STANDARD
from bot.store import Store
from bot.store.models import Base
from tests.desk.figures.conftest import NOW
from tests.desk.figures.log import GUIDES, Log
from tests.desk.figures.plain_sql import counted_by_sql, times_by_sql

WEEK = Period(date(2026, 11, 16), date(2026, 11, 22))
LONG = Period(date(2026, 11, 1), date(2026, 11, 22))


def by_the_desk(store: Store, shown: FigureFilter, now: datetime = NOW) -> Numbers:
    material, before = Gatherer(store, STANDARD.hours).with_before(shown, now)
    alone = Gatherer(store, STANDARD.hours).of(shown, now)
    assert alone == material
    earlier = Gatherer(store, STANDARD.hours).of(
        FigureFilter(shown.period.before, "own", shown.channel, shown.language, shown.provider), now
    )
    assert (earlier.contacts, earlier.cases, earlier.uses) == (before.contacts, before.cases, before.uses)
    return numbers_of(material)


def comparable(numbers: Numbers, with_uses: bool = True) -> dict[str, int]:
    """Without what SQL is asked for separately: cases and their times, and uses by subject."""
    left_out = ("case", "response", "at_work", "resolution", "waiting")
    return {
        name: count
        for name, count in numbers.counts.items()
        if count
        and name.partition(":")[0] not in left_out
        and not (name.startswith("use") and (not with_uses or name.count(":") != 1 or name == "use:used"))
    }


def check(store: Store, shown: FigureFilter, now: datetime = NOW) -> Numbers:
    numbers, period = by_the_desk(store, shown, now), shown.period
    chosen = {"channel": shown.channel, "language": shown.language, "provider": shown.provider}
    expected = counted_by_sql(store, period.start, period.end, now, **chosen)
    assert comparable(numbers, with_uses=shown.provider is None) == expected
    response, resolution, cases = times_by_sql(store, period.start, period.end, **chosen)
    assert numbers["case"] == cases
    for times, seconds, name in (
        (numbers.response, response, "response"),
        (numbers.resolution, resolution, "resolution"),
    ):
        assert (times.count, times.median) == (len(seconds), median(seconds) if seconds else None)
        assert times.p90 == (seconds[math.ceil(len(seconds) * 0.9) - 1] if seconds else None)
        assert sum(numbers[f"{name}:{bar}"] for bar in range(6)) == numbers[name] == len(seconds)
        assert numbers[f"{name}:none"] == cases - len(seconds)
    assert sum(numbers[f"outcome:{name}"] for name in ("solved", "human", "unsolved", "open")) == numbers["all"]
    return numbers


@pytest.mark.parametrize("period", [LONG, Period(NOW.date(), NOW.date())])
@pytest.mark.parametrize(
    "chosen",
    [{}, {"channel": "line"}, {"language": "en"}, {"provider": "app_store"}, {"provider": "none", "channel": "web"}],
    ids=str,
)
def test_believable_days_are_counted_as_sql_counts_them(
    believed_store: Store, period: Period, chosen: dict[str, str]
) -> None:
    numbers = check(believed_store, FigureFilter(period, "own", **chosen))  # type: ignore[arg-type]
    if period == LONG and not chosen:
        for name in ("outcome:solved", "outcome:human", "outcome:unsolved", "lost", "step:off_ios:1", "use:edited"):
            assert numbers[name] > 0, name


def test_the_days_of_a_period_add_up_to_it(believed_store: Store) -> None:
    shown = FigureFilter(LONG)
    material = Gatherer(believed_store, STANDARD.hours).of(shown, NOW)
    parts = by_part(material.contacts, LONG.parts())
    for part, numbers in zip(LONG.parts(), parts, strict=True):
        assert comparable(numbers, with_uses=False) == {
            name: count
            for name, count in counted_by_sql(believed_store, part.start, part.end, NOW).items()
            if not name.startswith("use")
        }
    assert numbers_of(material, parts) == numbers_of(material)


def test_suggestions_agree_with_the_stores_own_figures(believed_store: Store) -> None:
    numbers = by_the_desk(believed_store, FigureFilter(LONG))
    kept = believed_store.suggestion_figures(LONG.start, LONG.end)
    assert numbers["use"] == sum(each.accepted + each.edited + each.rejected for each in kept.values()) > 0
    assert numbers["use:used"] == sum(each.accepted + each.edited for each in kept.values())


# ---- anything that may happen

MOMENTS = st.integers(0, 5 * 24 * 12).map(lambda fives: timedelta(minutes=5 * fives))
EVENTS = st.one_of(
    st.tuples(
        st.just("turn"),
        st.sampled_from(["renew_registration", "stop_auto_renew", "affirm", "thank", "nlu_fallback", "talk_to_human"]),
        st.sampled_from([None, *GUIDES]),
        st.sampled_from([None, 1, 2, 4]),
        st.sampled_from([None, "app_store"]),
    ),
    st.tuples(st.just("verdict"), st.sampled_from(list(GUIDES)), st.booleans(), st.sampled_from([None, None, 1, 4])),
    st.tuples(st.just("case"), st.sampled_from([None, "allsoft"])),
    st.tuples(st.just("line")),
    st.tuples(st.just("resolve")),
    st.tuples(st.just("use"), st.sampled_from(["accepted", "edited", "rejected"])),
)
LOGS = st.lists(st.tuples(MOMENTS, st.integers(0, 2), EVENTS), max_size=25)
BEGIN = datetime(2026, 11, 17, 9, 0, tzinfo=timezone.utc)


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, list[datetime]]]:
    """A store that all examples share, and the clock's hand."""
    hand = [BEGIN]
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('log') / 'koshin.db'}", clock=lambda: hand[0])
    store.upgrade()
    yield store, hand
    store.close()


def emptied(store: Store) -> None:
    def work(connection: object) -> None:
        for table in reversed(Base.metadata.sorted_tables):
            if table.name not in ("alembic_version",):
                connection.execute(table.delete())  # type: ignore[attr-defined]

    store._database.write(work)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    events=LOGS, first=st.integers(0, 4), days=st.integers(1, 3), provider=st.sampled_from([None, "app_store", "none"])
)
def test_whatever_happens_is_counted_as_sql_counts_it(
    lasting: tuple[Store, list[datetime]],
    events: list[tuple[timedelta, int, tuple[str, ...]]],
    first: int,
    days: int,
    provider: str | None,
) -> None:
    store, hand = lasting
    emptied(store)

    def set_time(at: datetime) -> None:
        hand[0] = at

    log = Log(store, set_time)
    chats = [log.conversation(BEGIN, channel, "ja") for channel in ("web", "line", "slack")]
    shown_in: dict[str, str] = {}
    open_cases: list[str] = []
    for number, (after, chat, event) in enumerate(sorted(events, key=lambda each: each[0])):
        at = BEGIN + after + timedelta(seconds=number)
        conversation_id = chats[chat]
        kind, *values = event
        if kind == "turn":
            intent, guide, step, seller = values
            shown_in[conversation_id] = log.turn(
                conversation_id,
                at,
                intent,
                guide=guide,
                step=step if guide else None,
                provider=seller,  # type: ignore[arg-type]
            )
        elif kind == "verdict":
            guide, helped, step = values
            turn_id = shown_in.get(conversation_id, "earlier")
            log.verdict(conversation_id, at, guide, helped, turn_id, step)  # type: ignore[arg-type]
        elif kind == "case":
            open_cases.append(log.case(conversation_id, at, values[0]))
        elif kind == "line":
            log.line(conversation_id, at)
        elif kind == "resolve" and open_cases:
            log.resolve(open_cases.pop(), at)
        elif kind == "use":
            log.use(conversation_id, at, values[0])
    now = BEGIN + timedelta(days=5)
    start = date(2026, 11, 17) + timedelta(days=first)
    check(store, FigureFilter(Period(start, start + timedelta(days=days - 1)), provider=provider), now)
