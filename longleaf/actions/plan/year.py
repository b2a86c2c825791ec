"""The yearly report of a plan: words added to what was put together, and sent for good."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError, StaleTextError
from longleaf.actions.plan.rows import locked_plan, plan_event, readers_of, tell
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import person_acting
from longleaf.domain.plan.outcome import Slot
from longleaf.domain.plan.yearly import check_ready, read_words, report_hash
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.records.facts.plan_outcome import year_data, years_begun
from longleaf.records.models import plan as rows
from longleaf.records.models import plan_outcome as outcomes

_VERB = "report_plan_outcome"


def save_year_words(
    *,
    by: Actor,
    plan: UUID,
    first: date,
    revision: int,
    words: Mapping[str, str],
    now: datetime,
) -> int:
    """Save what the plan's people say about a year; returns the revision.

    Args:
        by: Who writes.
        plan: The plan.
        first: The first day of the year.
        revision: The revision that the writer had read; 0 where nothing was written yet.
        words: By the keys of `longleaf.domain.plan.yearly.PROMPTS`.
        now: The present moment.

    Raises:
        NoSuchRecordError: If the plan or year is not within reach.
        StaleTextError: If somebody saved other words meanwhile.
        ProblemsError: If a text is too long or cannot be stored.
    """
    with transaction.atomic():
        row = locked_plan(plan, by=by, verb=_VERB)
        _year(row, first, legal_day(now))
        return _save(row, first, revision, read_words(words), by=by, now=now).revision


def _save(
    plan: rows.Plan,
    first: date,
    revision: int,
    words: dict[str, str],
    *,
    by: Actor,
    now: datetime,
) -> outcomes.PlanYear:
    there = plan.years.select_for_update().filter(first_on=first).first()
    if there is None:
        there = outcomes.PlanYear(plan=plan, first_on=first, revision=0, words={})
    if there.words == words:
        if there.revision:
            return there
    elif there.revision != revision:
        raise StaleTextError("", there.revision)
    there.words, there.revision = words, there.revision + 1
    there.changed_by_id, there.changed_at = person_acting(by), now
    there.save()
    details = {"year": first.isoformat(), "revision": there.revision}
    plan_event("plan.year_written", plan, by=by, details=details, now=now)
    return there


def send_year_report(
    *,
    by: Actor,
    plan: UUID,
    first: date,
    revision: int,
    words: Mapping[str, str],
    digest: str = "",
    now: datetime,
) -> UUID:
    """Send a year's report to the Department as it stands; returns the report.

    One that was sent before stays; a corrected one comes after it, with the next number.

    Args:
        by: Who sends.
        plan: The plan.
        first: The first day of the year.
        revision: As in `save_year_words`.
        words: What the plan's people say, saved along with it.
        digest: Of the figures that the sender had before them; "" takes them as they are.
        now: The present moment.

    Raises:
        NoSuchRecordError: If the plan or year is not within reach.
        StaleTextError: If somebody saved other words meanwhile, or a figure changed.
        AlreadyDoneError: If this was sent already.
        ProblemsError: If the year is not over, or the question of practice has no answer.
    """
    with transaction.atomic():
        row = locked_plan(plan, by=by, verb=_VERB)
        on = legal_day(now)
        year = _year(row, first, on)
        given = read_words(words)
        check_ready(year, given, on)
        data = year_data(row, year)
        if digest and digest != report_hash(data, {}):
            raise StaleTextError("", revision)
        kept = _save(row, first, revision, given, by=by, now=now)
        found = report_hash(data, given)
        last = kept.reports.order_by("-number").first()
        if last is not None and last.content_hash == found:
            raise AlreadyDoneError("The Department has this report already.")
        made = outcomes.PlanYearReport.objects.create(
            year=kept,
            number=last.number + 1 if last else 1,
            last_on=year.last,
            due_on=year.due_on,
            data=data,
            words=given,
            content_hash=found,
            sent_by_id=person_acting(by),
            sent_at=now,
            sent_on=on,
        )
        details = {"year": first.isoformat(), "number": made.number, "hash": found}
        plan_event("plan.year_sent", row, by=by, details=details, now=now)
        again = ", corrected" if made.number > 1 else ""
        tell(
            readers_of(row, now=now),
            by=by,
            kind="plan_year",
            subject=f"Yearly report{again}: {row.title}",
            body=f"{row.organization.name} sent the report of “{row.title}” for the year that"
            f" ended on {year.last:%B} {year.last.day}, {year.last.year}{again}.",
            path=f"/department/plan-reports/{made.pk}",
            now=now,
        )
    return made.pk


def _year(plan: rows.Plan, first: date, on: date) -> Slot:
    found = next((one for one in years_begun(plan, on) if one.first == first), None)
    if found is None:
        raise NoSuchRecordError
    return found
