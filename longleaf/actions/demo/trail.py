"""The demonstration's year in the order in which it happened: events, credit, awards, badges."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from uuid import UUID

from longleaf.actions.award import grant_award, revoke_award, suspend_award
from longleaf.actions.badge import publish_badge
from longleaf.actions.demo.chance import identifier, moment, stream
from longleaf.actions.demo.plan import (
    ActivityPlan,
    AttemptPlan,
    PersonPlan,
    ReviewPlan,
    SubmissionPlan,
    Year,
)
from longleaf.actions.demo.rows_people import rated_on
from longleaf.basis.amount import show_amount
from longleaf.basis.ports import KeyVault
from longleaf.domain.award.reason import PublicReason
from longleaf.domain.organization.actor import Actor, system
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.policy.facts import Activity
from longleaf.policy.rules import Rules
from longleaf.policy.worth import activity_worth
from longleaf.records.models import audit
from longleaf.records.models import credit as ledger
from longleaf.records.queries.organization import actor

_SAY_EVERY = 50
_OVERSIGHT = "ada"  # who acts on the few awards that do not stand
Happening = tuple[datetime, int, Callable[[], None]]


@dataclass(slots=True)
class Trail:
    """Writes what happened, oldest first, so that the audit trail and the ledger read in order.

    What is only noted is kept back and written in bulk before anything is done by a verb.
    """

    year: Year
    issuers: Mapping[str, UUID]
    rules: Rules
    vault: KeyVault
    base_url: str
    say: Callable[[str], None]
    _events: list[audit.AuditEvent] = field(default_factory=list)
    _lines: list[ledger.CreditEntry] = field(default_factory=list)
    _lines_of: dict[UUID, ledger.CreditEntry] = field(default_factory=dict)
    _awards: dict[UUID, UUID] = field(default_factory=dict)
    _licenses: dict[UUID, PersonPlan] = field(default_factory=dict)

    def write(self) -> None:
        """All of it."""
        self._licenses = {person.id: person for person in self.year.people}
        happenings = [
            *self._people(),
            *(one for plan in self.year.activities for one in self._activity(plan)),
            *(one for plan in self.year.submissions for one in self._submission(plan)),
        ]
        happenings.sort(key=lambda one: one[:2])
        for _, _, happen in happenings:
            happen()
        self._flush()

    # What happened to whom.

    def _people(self) -> Iterator[Happening]:
        at = moment(self.year.live_since, stream("people begin"), first=8, last=8)
        for person in self.year.people:
            yield self._event(at, None, "person.joined", ("person", person.id), None)
            for role in person.roles:
                subject = ("role", identifier("role", person.id, role.kind, role.at))
                details = {"role": role.kind, "person": str(person.id)}
                yield self._event(at, None, "role.granted", subject, role.at, **details)
            for cycle in person.cycles:
                details = {"kind": cycle.kind, "expires_on": str(cycle.expires_on)}
                yield self._event(
                    at, None, "license.recorded", ("license", cycle.id), person.lea, **details
                )
            if person.rating:
                closed = rated_on(self.year.today)
                rated_at = max(at, moment(closed, stream("rated", person.id)))
                subject = ("person", person.id)
                yield self._event(
                    rated_at,
                    None,
                    "evaluation.recorded",
                    subject,
                    person.lea,
                    rated_on=str(closed),
                )

    def _activity(self, plan: ActivityPlan) -> Iterator[Happening]:
        subject, where = ("activity", plan.id), plan.organization
        yield self._event(plan.recorded_at, plan.recorded_by, "activity.recorded", subject, where)
        if plan.state == "withdrawn":
            at = plan.recorded_at + timedelta(hours=1)
            yield self._event(at, plan.person, "activity.withdrawn", subject, where)
        if plan.decided_at is None:
            return
        verb = f"activity.{plan.state}"
        yield self._event(plan.decided_at, plan.decided_by, verb, subject, where)
        if plan.state == "approved":
            yield self._next(plan.decided_at, lambda: self._enter(plan))
        if plan.corrected_at is not None:
            yield self._next(plan.corrected_at, lambda: self._correct(plan))

    def _submission(self, plan: SubmissionPlan) -> Iterator[Happening]:
        subject, where = ("submission", plan.id), plan.organization
        yield self._event(plan.begun_at, plan.educator, "submission.begun", subject, where)
        for attempt in plan.attempts:
            yield from self._attempt(plan, attempt)
        if plan.state == "withdrawn":
            yield self._event(
                plan.changed_at, plan.educator, "submission.withdrawn", subject, where
            )

    def _attempt(self, plan: SubmissionPlan, attempt: AttemptPlan) -> Iterator[Happening]:
        subject, where = ("submission", plan.id), plan.organization
        if attempt.number > 1:
            yield self._event(
                attempt.begun_at,
                plan.educator,
                "submission.revised",
                subject,
                where,
                attempt=attempt.number,
            )
        if attempt.submitted_at is None:
            return
        yield self._event(
            attempt.submitted_at,
            plan.educator,
            "submission.submitted",
            subject,
            where,
            attempt=attempt.number,
        )
        for review in attempt.reviews:
            yield from self._review(plan, attempt, review)
        if attempt.decided_at is not None:
            last = max(attempt.reviews, key=lambda one: one.finished_at or one.assigned_at)
            yield self._event(
                attempt.decided_at,
                last.reviewer,
                "attempt.decided",
                ("attempt", attempt.id),
                self.issuers[plan.slug],
                submission=plan.number,
                outcome=attempt.outcome,
            )
            if attempt.outcome == "earned":
                yield self._next(attempt.decided_at, lambda: self._grant(plan, attempt))
                yield from self._afterward(plan, attempt.decided_at)

    def _review(
        self, plan: SubmissionPlan, attempt: AttemptPlan, review: ReviewPlan
    ) -> Iterator[Happening]:
        subject, where = ("review", review.id), self.issuers[plan.slug]
        details = {"attempt": str(attempt.id), "seat": review.seat}
        yield self._event(review.assigned_at, None, "review.assigned", subject, where, **details)
        if review.finished_at is not None:
            yield self._event(
                review.finished_at,
                review.reviewer,
                "review.finished",
                subject,
                where,
                **details,
                outcome=review.outcome,
            )
        if review.state == "released":
            yield self._event(plan.changed_at, plan.educator, "review.ended", subject, where)

    def _afterward(self, plan: SubmissionPlan, decided_at: datetime) -> Iterator[Happening]:
        rng = stream("afterward", plan.id)
        latest = moment(self.year.today - timedelta(days=1), rng, first=21, last=22)
        if plan.published:
            at = min(decided_at + timedelta(hours=rng.randint(2, 200)), latest)
            yield self._next(at, lambda: self._publish(plan, at))
        if plan.afterward:
            later = min(decided_at + timedelta(days=rng.randint(10, 40)), latest)
            yield self._next(later, lambda: self._take_back(plan, later))

    # What is done by the verbs themselves, and what is noted.

    def _grant(self, plan: SubmissionPlan, attempt: AttemptPlan) -> None:
        self._flush()
        assert attempt.decided_at is not None  # noqa: S101 - only decided attempts come here
        self._awards[plan.id] = grant_award(
            by=system("review"),
            attempt=attempt.id,
            vault=self.vault,
            base_url=self.base_url,
            now=attempt.decided_at,
        )
        if len(self._awards) % _SAY_EVERY == 0:
            in_all = sum(one.state == "earned" for one in self.year.submissions)
            self.say(f"Awards: {len(self._awards)} of {in_all}")

    def _publish(self, plan: SubmissionPlan, at: datetime) -> None:
        self._flush()
        owner = Actor(person=plan.educator, name=self._licenses[plan.educator].name)
        publish_badge(by=owner, award=self._awards[plan.id], now=at)

    def _take_back(self, plan: SubmissionPlan, at: datetime) -> None:
        self._flush()
        is_for_now = plan.afterward == "suspended"
        take_back = suspend_award if is_for_now else revoke_award
        take_back(
            by=actor(self.year.person(_OVERSIGHT).id, on=legal_day(at)),
            award=self._awards[plan.id],
            reason=plan.because,
            category=PublicReason.UNDER_REVIEW if is_for_now else PublicReason.EVIDENCE,
            vault=self.vault,
            base_url=self.base_url,
            now=at,
        )

    def _enter(self, plan: ActivityPlan) -> None:
        assert plan.decided_at is not None  # noqa: S101 - only decided ones come here
        line = self._line(plan, kind="activity", posted_at=plan.decided_at, reason=plan.reason)
        self._lines_of[plan.id] = line
        self._lines.append(line)

    def _correct(self, plan: ActivityPlan) -> None:
        self._flush()
        assert plan.corrected_at is not None  # noqa: S101 - only corrected ones come here
        line = self._line(
            plan, kind="reversal", posted_at=plan.corrected_at, reason=plan.correction
        )
        line.reverses = self._lines_of[plan.id]
        line.save(force_insert=True)
        self._events.append(
            self._row(
                line.posted_at,
                plan.decided_by,
                "credit.reversed",
                ("credit_entry", self._lines_of[plan.id].pk),
                by_line=line.pk,
            )
        )

    def _line(
        self, plan: ActivityPlan, *, kind: str, posted_at: datetime, reason: str
    ) -> ledger.CreditEntry:
        done = Activity(
            id=str(plan.id),
            kind=plan.kind,
            quantity=Fraction(plan.quantity),
            unit=plan.unit,
            categories=plan.categories,
            completed_on=plan.completed_on,
            approved=True,
        )
        cycles = self._licenses[plan.person].cycles
        expires_on = next(
            (
                one.expires_on
                for one in cycles
                if one.began_on <= plan.completed_on <= one.expires_on
            ),
            None,
        )
        credits = activity_worth(self.rules, done, expires_on=expires_on, demands=()).credits
        return ledger.CreditEntry(
            person_id=plan.person,
            kind=kind,
            activity_id=plan.id,
            credit="" if credits is None else show_amount(credits),
            categories=list(plan.categories),
            earned_on=plan.completed_on,
            posted_at=posted_at,
            posted_by_id=plan.decided_by,
            policy_version=self.rules.policy.version,
            policy_hash=self.rules.policy.hash,
            reason=reason,
        )

    def _flush(self) -> None:
        if self._lines:
            ledger.CreditEntry.objects.bulk_create(self._lines)
        self._events += [
            self._row(
                line.posted_at,
                line.posted_by_id,
                "credit.entered",
                ("credit_entry", line.pk),
                kind=line.kind,
                credit=line.credit,
            )
            for line in self._lines
        ]
        self._events.sort(key=lambda event: event.at)
        audit.AuditEvent.objects.bulk_create(self._events, batch_size=2000)
        self._lines, self._events = [], []

    def _event(
        self,
        at: datetime,
        who: UUID | None,
        verb: str,
        subject: tuple[str, object],
        where: UUID | None,
        **details: object,
    ) -> Happening:
        row = self._row(at, who, verb, subject, where, **details)
        return self._next(at, lambda: self._events.append(row), order=0)

    @staticmethod
    def _next(at: datetime, happen: Callable[[], None], *, order: int = 1) -> Happening:
        return at, order, happen

    @staticmethod
    def _row(
        at: datetime,
        who: UUID | None,
        verb: str,
        subject: tuple[str, object],
        where: UUID | None = None,
        **details: object,
    ) -> audit.AuditEvent:
        kind, identity = subject
        return audit.AuditEvent(
            at=at,
            actor_id=who,
            agent="" if who else "demonstration",
            organization_id=where,
            verb=verb,
            subject_kind=kind,
            subject_id=str(identity),
            details=dict(details),
        )
