"""How long the agents have for a case: deadlines in opening hours, which pause while the customer is waited for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.service_levels import CasePriority, ServiceLevels


@dataclass(frozen=True)
class CaseClock:
    """Where a case stands in time.

    Args:
        first_response_at: when somebody first answered the customer.
        resolved_at: when the work ended; None while it goes on.
        paused_at: since when the customer is waited for.
        paused_seconds: opening time that has not counted so far: waiting for the customer, or ended and opened again.
    """

    created_at: datetime
    priority: CasePriority = "normal"
    first_response_at: datetime | None = None
    first_response_due_at: datetime | None = None
    resolved_at: datetime | None = None
    resolution_due_at: datetime | None = None
    paused_at: datetime | None = None
    paused_seconds: int = 0

    @property
    def due_at(self) -> datetime | None:
        """The next deadline; None while the clock stands still."""
        if self.paused_at is not None or self.resolved_at is not None:
            return None
        if self.first_response_at is None and self.first_response_due_at is not None:
            if self.resolution_due_at is None:
                return self.first_response_due_at
            return min(self.first_response_due_at, self.resolution_due_at)
        return self.resolution_due_at

    @property
    def answers_due(self) -> bool:
        """Whether the next deadline is that of the first answer."""
        return self.first_response_at is None and self.due_at == self.first_response_due_at

    def answered(self, now: datetime) -> CaseClock:
        """After the customer was answered; only the first time counts."""
        return self if self.first_response_at is not None else replace(self, first_response_at=now)

    def paused(self, now: datetime, service: ServiceLevels) -> CaseClock:
        """While the customer is waited for; asking them for something is an answer."""
        return self if self.paused_at is not None else replace(self.running(now, service).answered(now), paused_at=now)

    def ended(self, now: datetime, service: ServiceLevels) -> CaseClock:
        """After the work has ended."""
        return self if self.resolved_at is not None else replace(self.running(now, service), resolved_at=now)

    def running(self, now: datetime, service: ServiceLevels) -> CaseClock:
        """While the agents work: what passed since it stood still doesn't count."""
        since = self.paused_at or self.resolved_at
        stood = service.hours.between(since, now) if since is not None else timedelta()
        seconds = self.paused_seconds + round(stood.total_seconds())
        return replace(self, paused_at=None, resolved_at=None, paused_seconds=seconds).with_deadlines(service)

    def prioritised(self, priority: CasePriority, service: ServiceLevels) -> CaseClock:
        """With another priority, as if it had always been that one."""
        return replace(self, priority=priority).with_deadlines(service)

    def with_deadlines(self, service: ServiceLevels) -> CaseClock:
        """With the deadlines that its priority and its pauses give."""
        unpaid = timedelta(seconds=self.paused_seconds)
        return replace(
            self,
            first_response_due_at=service.hours.after(self.created_at, service.first_response[self.priority] + unpaid),
            resolution_due_at=service.hours.after(self.created_at, service.resolution[self.priority] + unpaid),
        )
