"""Messages worth learning from, and what people say they mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, String, and_, delete, exists, insert, or_, select, update
from sqlalchemy import cast as sql_cast
from sqlalchemy.exc import IntegrityError

from bot.store.agent_models import FlagRow
from bot.store.errors import StoreError
from bot.store.models import FeedbackRow, InboxRow
from bot.store.parts import StorePart
from bot.store.quality_models import LabelRow, QualityOptionRow
from bot.store.quality_records import Doubt, DoubtKind, Label, LabelState
from bot.store.records import Agent

_FALLBACK = "nlu_fallback"
_REVIEW = "second_person_reviews"


class AlreadyLabelled(StoreError):
    """Somebody has labelled this message meanwhile."""


class LabelMoved(StoreError):
    """The label is not in the state that this needs, or its own author would review it."""


class Quality(StorePart):
    """The part of the store that holds doubts and labels."""

    def doubts(self, since: datetime, limit: int = 500) -> list[Doubt]:
        """Messages of customers without a label that were not understood, not helped or called wrong; newest first."""

        def work(connection: Connection) -> list[Doubt]:
            turns = [_doubtful(row) for row in connection.execute(_not_understood(since, limit))]
            turns += [_doubtful(row) for row in connection.execute(_not_helped(since, limit))]
            # What was both not understood and no help is one message.
            found = {doubt.origin_id: doubt for doubt in reversed(turns)}
            flags = [_flagged(row) for row in connection.execute(_called_wrong(since, limit))]
            return sorted([*found.values(), *flags], key=lambda doubt: doubt.happened_at, reverse=True)[:limit]

        return self._database.read(work)

    def doubt(self, origin: str, origin_id: str) -> Doubt | None:
        """One message, labelled or not; None when its words are gone."""

        def work(connection: Connection) -> Doubt | None:
            if origin == "flag":
                flag = connection.execute(_flag_columns().where(FlagRow.id == int(origin_id))).one_or_none()
                return None if flag is None else _flagged(flag)
            query = _turn_columns().where(InboxRow.turn_id == origin_id, InboxRow.text.is_not(None))
            row = connection.execute(query.limit(1)).one_or_none()
            return None if row is None else _doubtful(row)

        return self._database.read(work) if origin == "turn" or origin_id.isdecimal() else None

    def label(self, doubt: Doubt, text: str, intent: str | None, by: Agent) -> Label:
        """Say what a message means, or with ``intent`` None that there is nothing to learn from it.

        Args:
            text: what is trained on, without anything personal.

        Raises:
            AlreadyLabelled: somebody was first.
        """

        def work(connection: Connection) -> Label:
            state: LabelState = "dismissed"
            if intent is not None:
                state = "proposed" if _is_on(connection, _REVIEW) else "approved"
            values = {
                "origin": doubt.origin,
                "origin_id": doubt.origin_id,
                "text": text if intent is not None else "",
                "intent": intent,
                "state": state,
                "labelled_by": by.id,
                "labelled_by_name": by.name,
                "labelled_at": self._clock(),
            }
            same = and_(LabelRow.origin == doubt.origin, LabelRow.origin_id == doubt.origin_id)
            # What was sent back may be labelled anew.
            connection.execute(delete(LabelRow).where(same, LabelRow.state == "refused"))
            made = connection.execute(insert(LabelRow).values(**values)).inserted_primary_key
            return _label(connection.execute(_LABELS.where(LabelRow.id == (made[0] if made else 0))).one())

        try:
            return self._database.write(work)
        except IntegrityError:
            raise AlreadyLabelled(doubt.origin_id) from None

    def review_label(self, label_id: int, by: Agent, *, approve: bool) -> None:
        """Agree with somebody else's label, or send it back.

        Raises:
            LabelMoved: it waits for no review, or it is the reviewer's own.
        """
        query = (
            update(LabelRow)
            .where(LabelRow.id == label_id, LabelRow.state == "proposed", LabelRow.labelled_by != by.id)
            .values(
                state="approved" if approve else "refused",
                reviewed_by=by.id,
                reviewed_by_name=by.name,
                reviewed_at=self._clock(),
            )
        )
        if not self._database.write(lambda connection: connection.execute(query).rowcount):
            raise LabelMoved(str(label_id))

    def withdraw_label(self, label_id: int) -> None:
        """Take a label back that is not exported yet; its message is open again.

        Raises:
            LabelMoved: it is exported, or gone.
        """
        query = delete(LabelRow).where(LabelRow.id == label_id, LabelRow.state != "exported")
        if not self._database.write(lambda connection: connection.execute(query).rowcount):
            raise LabelMoved(str(label_id))

    def labels(self, *states: LabelState) -> list[Label]:
        """The labels in these states whose message still exists, oldest first."""
        query = _LABELS.where(LabelRow.state.in_(states), or_(LabelRow.origin != "turn", _has_words())).order_by(
            LabelRow.id
        )
        return self._database.read(lambda connection: [_label(row) for row in connection.execute(query)])

    def export_labels(self, labels: Sequence[Label], write: Callable[[Sequence[Label]], None]) -> None:
        """Hand approved labels to ``write`` and note that they are exported, if it ends without an error."""
        ids = [label.id for label in labels]

        def work(connection: Connection) -> None:
            where = and_(LabelRow.id.in_(ids), LabelRow.state == "approved")
            moved = connection.execute(
                update(LabelRow).where(where).values(state="exported", exported_at=self._clock())
            ).rowcount
            if moved != len(ids):
                raise LabelMoved("export")
            write(labels)

        self._database.write(work)

    def second_person_reviews(self) -> bool:
        """Whether a label needs a second person."""
        return self._database.read(lambda connection: _is_on(connection, _REVIEW))

    def set_second_person_reviews(self, is_on: bool) -> None:
        """Switch the second person's review on or off; labels that wait for one go on waiting."""

        def work(connection: Connection) -> None:
            connection.execute(delete(QualityOptionRow).where(QualityOptionRow.name == _REVIEW))
            connection.execute(insert(QualityOptionRow).values(name=_REVIEW, is_on=is_on))

        self._database.write(work)


_LABELS = select(
    LabelRow.id,
    LabelRow.origin,
    LabelRow.origin_id,
    LabelRow.text,
    LabelRow.intent,
    LabelRow.state,
    LabelRow.labelled_by,
    LabelRow.labelled_by_name,
    LabelRow.labelled_at,
    LabelRow.reviewed_by,
    LabelRow.reviewed_by_name,
    LabelRow.reviewed_at,
    LabelRow.exported_at,
)


def _label(row: Row[Any]) -> Label:
    reviewer = Agent(row.reviewed_by, row.reviewed_by_name or "") if row.reviewed_by else None
    return Label(
        id=row.id,
        origin=row.origin,
        origin_id=row.origin_id,
        text=row.text,
        intent=row.intent,
        state=row.state,
        labelled_by=Agent(row.labelled_by, row.labelled_by_name),
        labelled_at=row.labelled_at,
        reviewed_by=reviewer,
        reviewed_at=row.reviewed_at,
        exported_at=row.exported_at,
    )


def _is_on(connection: Connection, name: str) -> bool:
    return bool(connection.scalar(select(QualityOptionRow.is_on).where(QualityOptionRow.name == name)))


def _has_words() -> Any:
    return exists().where(InboxRow.turn_id == LabelRow.origin_id, InboxRow.text.is_not(None))


def _unlabelled(origin: str, origin_id: Any) -> Any:
    done = exists().where(
        LabelRow.origin == origin, LabelRow.origin_id == origin_id, LabelRow.state.not_in(("refused",))
    )
    return ~done


def _turn_columns() -> Any:
    return select(
        InboxRow.turn_id,
        InboxRow.text,
        InboxRow.language,
        InboxRow.received_at,
        InboxRow.conversation_id,
        InboxRow.seq,
        InboxRow.trace,
        FeedbackRow.guide_id,
        FeedbackRow.step,
    ).outerjoin(
        FeedbackRow,
        and_(
            FeedbackRow.conversation_id == InboxRow.conversation_id,
            FeedbackRow.message_id == InboxRow.turn_id,
            FeedbackRow.helped.is_(False),
        ),
    )


def _typed(since: datetime) -> Any:
    return and_(
        InboxRow.received_at >= since,
        InboxRow.kind == "text",
        InboxRow.text.is_not(None),
        _unlabelled("turn", InboxRow.turn_id),
    )


def _not_understood(since: datetime, limit: int) -> Any:
    said = InboxRow.trace["intent"].as_string() == _FALLBACK
    return _turn_columns().where(_typed(since), said).order_by(InboxRow.position.desc()).limit(limit)


def _not_helped(since: datetime, limit: int) -> Any:
    return (
        _turn_columns()
        .where(_typed(since), FeedbackRow.id.is_not(None))
        .order_by(InboxRow.position.desc())
        .limit(limit)
    )


def _flag_columns() -> Any:
    return select(FlagRow.id, FlagRow.question, FlagRow.intent, FlagRow.guide, FlagRow.created_at)


def _called_wrong(since: datetime, limit: int) -> Any:
    fresh = _unlabelled("flag", sql_cast(FlagRow.id, String))
    return _flag_columns().where(FlagRow.created_at >= since, fresh).order_by(FlagRow.id.desc()).limit(limit)


def _doubtful(row: Row[Any]) -> Doubt:
    trace = row.trace or {}
    kind: DoubtKind = "not_understood" if trace.get("intent") == _FALLBACK else "not_helped"
    readings = [*(trace.get("ranking") or ()), {"name": trace.get("intent"), "confidence": trace.get("confidence")}]
    found = {str(r["name"]): float(r.get("confidence") or 0.0) for r in reversed(readings) if r.get("name")}
    found.pop(_FALLBACK, None)
    return Doubt(
        origin="turn",
        origin_id=row.turn_id,
        kind=kind,
        text=row.text,
        language=row.language,
        happened_at=row.received_at,
        conversation_id=row.conversation_id,
        seq=row.seq,
        ranking=tuple(sorted(found.items(), key=lambda item: -item[1])),
        guide=row.guide_id,
        step=row.step,
    )


def _flagged(row: Row[Any]) -> Doubt:
    return Doubt(
        origin="flag",
        origin_id=str(row.id),
        kind="called_wrong",
        text=row.question,
        # An agent's question has no conversation that names its language; its letters do.
        language="ja" if any(ord(letter) > 0x3000 for letter in row.question) else "en",
        happened_at=row.created_at,
        ranking=((row.intent, 0.0),) if row.intent else (),
        guide=row.guide,
    )
