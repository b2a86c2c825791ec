"""The Department's review: taken up, marked element by element, questions, completed."""

import hashlib
import json
from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError, StaleTextError
from longleaf.actions.plan.rows import (
    aside_words,
    decide,
    kind_of_plan,
    locked_review,
    plan_event,
    readers_of,
    said,
    tell,
    writers_of,
)
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import person_acting
from longleaf.domain.plan import life as lives
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.records.models import plan as rows

MARKS = ("there", "unclear", "missing")


def assign_plan_reviewers(
    *, by: Actor, review: UUID, persons: Collection[UUID], due_on: date | None, now: datetime
) -> None:
    """Say who reviews a plan and by when; the first time, the review begins with it.

    Raises:
        NoSuchRecordError: If the review is not within reach.
        AlreadyDoneError: If it is over.
        ProblemsError: If nobody is named, someone does not serve the Department, or the day has
            passed.
    """
    with transaction.atomic():
        row = locked_review(review, by=by, verb="review_plan")
        _under_way(row)
        staff = readers_of(row.plan, now=now)
        if not persons:
            raise ProblemsError([Problem("persons", "Nobody is named.", "Choose who reviews it.")])
        if set(persons) - staff:
            reason = "A reviewer serves the Department."
            raise ProblemsError([Problem("persons", reason, "Choose from its staff.")])
        if due_on is not None and due_on < legal_day(now):
            reason = "This day has passed."
            raise ProblemsError([Problem("due_on", reason, "Choose a later day.")])
        if row.stage == "submitted":
            decide(row.plan, lives.take_up)
            row.stage = "under_review"
        before = set(row.reviewers.values_list("person_id", flat=True))
        row.reviewers.exclude(person__in=persons).delete()
        for person in set(persons) - before:
            rows.PlanReviewer.objects.create(
                review=row, person_id=person, assigned_by_id=person_acting(by), assigned_at=now
            )
        told_due = due_on is not None and due_on != row.due_on
        row.due_on = due_on or row.due_on
        row.save()
        details = {"review": str(row.pk), "reviewers": sorted(map(str, persons))}
        plan_event("plan.reviewers_assigned", row.plan, by=by, details=details, now=now)
        until = f" It is due on {_day(row.due_on)}." if row.due_on else ""
        tell(
            set(persons) - before,
            by=by,
            kind="plan_review_assigned",
            subject=f"Yours to review: {row.plan.title}",
            body=f"{by.name} asks you to review “{row.plan.title}” of"
            f" {row.plan.organization.name}.{until}",
            path=f"/department/plans/{row.pk}",
            now=now,
        )
        if not before or told_due:
            tell(
                writers_of(row.plan, now=now),
                by=by,
                kind="plan_under_review",
                subject=f"Under review: {row.plan.title}",
                body=f"The Department reviews version {row.version.number} of"
                f" “{row.plan.title}”.{until}",
                path=f"/coordinator/plans/{row.plan_id}",
                now=now,
            )


def mark_element(
    *,
    by: Actor,
    review: UUID,
    element: str,
    mark: str,
    note: str = "",
    seen: int | None = None,
    now: datetime,
) -> int:
    """Put a line on the checklist; the last one of each element counts, all stay on record.

    Args:
        by: Who marks.
        review: The review.
        element: Key of the element.
        mark: One of MARKS.
        note: Why, for colleagues.
        seen: The line that the page showed for this element; 0 for none, None not to ask.
        now: The present moment.

    Raises:
        NoSuchRecordError: If the review or element is not within reach.
        AlreadyDoneError: If the review is over.
        StaleTextError: If a colleague marked the element meanwhile.
        ProblemsError: If there is no such mark.
    """
    with transaction.atomic():
        row = locked_review(review, by=by, verb="review_plan")
        _begun(row)
        if element not in kind_of_plan(row.plan).titles:
            raise NoSuchRecordError
        if mark not in MARKS:
            raise ProblemsError([Problem("mark", "Choose how the element was found.")])
        last = row.marks.filter(element=element).order_by("-pk").first()
        if seen is not None and seen != (last.pk if last else 0):
            raise StaleTextError(last.get_mark_display() if last else "", last.pk if last else 0)
        made = rows.PlanMark.objects.create(
            review=row,
            version=row.version,
            element=element,
            mark=mark,
            note=aside_words(note, "note"),
            by_id=person_acting(by),
            at=now,
        )
        details = {"review": str(row.pk), "element": element, "mark": mark}
        plan_event("plan.element_marked", row.plan, by=by, details=details, now=now)
    return made.pk


def ask_question(
    *, by: Actor, review: UUID, element: str, text: str, due_on: date | None = None, now: datetime
) -> UUID:
    """Ask the LEA something about a section.

    Raises:
        NoSuchRecordError: If the review or element is not within reach.
        AlreadyDoneError: If the review has not begun or is over.
        ProblemsError: If there are no words, or the day has passed.
    """
    with transaction.atomic():
        row = locked_review(review, by=by, verb="review_plan")
        if element not in kind_of_plan(row.plan).titles:
            raise NoSuchRecordError
        words = said(text, "text", of="The question")
        if due_on is not None and due_on < legal_day(now):
            reason = "This day has passed."
            raise ProblemsError([Problem("due_on", reason, "Choose a later day.")])
        decide(row.plan, lives.ask)
        made = rows.PlanRemark.objects.create(
            plan=row.plan,
            review=row,
            version=row.version,
            element=element,
            kind="question",
            side="department",
            text=words,
            by_id=person_acting(by),
            at=now,
            due_on=due_on,
        )
        row.stage = "questions"
        row.save()
        details = {"review": str(row.pk), "question": str(made.pk), "element": element}
        plan_event("plan.question_asked", row.plan, by=by, details=details, now=now)
        until = f" An answer is asked for by {_day(due_on)}." if due_on else ""
        tell(
            writers_of(row.plan, now=now),
            by=by,
            kind="plan_question",
            subject=f"A question on {row.plan.title}",
            body=f"{by.name} asks about “{kind_of_plan(row.plan).titles[element]}”.{until}",
            path=f"/coordinator/plans/{row.plan_id}/questions",
            now=now,
        )
    return made.pk


def answer_question(*, by: Actor, question: UUID, text: str, now: datetime) -> UUID:
    """Answer a question of the Department; after the last one its review goes on.

    Raises:
        NoSuchRecordError: If the question is not within reach.
        AlreadyDoneError: If it was answered already, or the review is over.
        ProblemsError: If there are no words.
    """
    with transaction.atomic():
        asked = rows.PlanRemark.objects.filter(pk=question, kind="question").first()
        if asked is None or asked.review_id is None:
            raise NoSuchRecordError
        row = locked_review(asked.review_id, by=by, verb="answer_plan_question")
        asked.refresh_from_db()
        if asked.settled_at is not None:
            raise AlreadyDoneError("This question was answered already.")
        words = said(text, "text", of="The answer")
        life = decide(row.plan, lives.answer)
        made = rows.PlanRemark.objects.create(
            plan=row.plan,
            review=row,
            version=row.version,
            element=asked.element,
            kind="answer",
            side="lea",
            to=asked,
            text=words,
            by_id=person_acting(by),
            at=now,
        )
        asked.settled_by_id, asked.settled_at = person_acting(by), now
        asked.save()
        assert life.review is not None  # noqa: S101 - an answered review is under way
        row.stage = life.review.stage.value
        row.save()
        details = {"review": str(row.pk), "question": str(asked.pk)}
        plan_event("plan.question_answered", row.plan, by=by, details=details, now=now)
        tell(
            {asked.by_id, *row.reviewers.values_list("person_id", flat=True)},
            by=by,
            kind="plan_answer",
            subject=f"Answered: {row.plan.title}",
            body=f"{row.plan.organization.name} answered the question about"
            f" “{kind_of_plan(row.plan).titles[asked.element]}”.",
            path=f"/department/plans/{row.pk}",
            now=now,
        )
    return made.pk


def complete_review(
    *,
    by: Actor,
    review: UUID,
    version: int,
    conditions: str = "",
    statement: str = "",
    now: datetime,
) -> str:
    """Complete the review of the version that was read, with or without conditions.

    Whether that is an approval is the state's own setting on that day.

    Returns:
        The hash of the decision.

    Raises:
        NoSuchRecordError: If the review is not within reach.
        AlreadyDoneError: If it is over, waits for answers, or is about another version now.
        ProblemsError: If an element has not been looked at in this version.
    """
    with transaction.atomic():
        row = locked_review(review, by=by, verb="review_plan")
        on = legal_day(now)
        life = decide(row.plan, lambda one: lives.complete(one, version=version, on=on))
        kind = kind_of_plan(row.plan)
        looked_at = set(row.marks.filter(version=row.version).values_list("element", flat=True))
        unseen = [one for one in kind.elements if one.key not in looked_at]
        if unseen:
            raise ProblemsError(
                [
                    Problem(one.key, f"“{one.title}” has no mark in this version yet.", "Mark it.")
                    for one in unseen
                ]
            )
        assert life.review is not None  # noqa: S101 - a completed life has one
        row.stage = "complete"
        row.is_approval = kind.is_approval
        row.conditions = aside_words(conditions, "conditions")
        row.statement = aside_words(statement, "statement")
        row.completed_by_id, row.completed_at, row.completed_on = person_acting(by), now, on
        row.decision_hash = decision_hash(row, signer=by.name)
        row.save()
        details = {
            "review": str(row.pk),
            "version": version,
            "hash": row.version.content_hash,
            "decision": row.decision_hash,
            "conditions": bool(row.conditions),
        }
        plan_event("plan.review_completed", row.plan, by=by, details=details, now=now)
        word = "approved" if row.is_approval else "reviewed"
        more = " with conditions" if row.conditions else ""
        tell(
            writers_of(row.plan, now=now),
            by=by,
            kind="plan_review_complete",
            subject=f"Review complete{more}: {row.plan.title}",
            body=f"The Department has {word} version {version} of “{row.plan.title}”{more}."
            " You can now say from which day it is in force.",
            path=f"/coordinator/plans/{row.plan_id}",
            now=now,
        )
    return row.decision_hash


def decision_hash(review: rows.PlanReview, *, signer: str) -> str:
    """SHA-256 over what was decided, about which text, by whom and when."""
    said_there = {
        "plan": str(review.plan_id),
        "version": review.version.number,
        "content_hash": review.version.content_hash,
        "is_approval": review.is_approval,
        "conditions": review.conditions,
        "statement": review.statement,
        "signer": signer,
        "completed_at": review.completed_at.isoformat() if review.completed_at else "",
    }
    return hashlib.sha256(json.dumps(said_there, sort_keys=True).encode()).hexdigest()


def _under_way(review: rows.PlanReview) -> None:
    if review.stage in {"complete", "withdrawn"}:
        raise AlreadyDoneError("This review is over.")


def _begun(review: rows.PlanReview) -> None:
    _under_way(review)
    if review.stage == "submitted":
        raise AlreadyDoneError("Take the review up first.")


def _day(day: date | None) -> str:
    return f"{day:%B} {day.day}, {day.year}" if day else ""
