"""One of everything that belongs to a plan, all of Northfield's."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from longleaf.actions import plan as verbs
from longleaf.records.models import plan as rows
from tests.people import NOW, Cast
from tests.plans import a_plan_in_force, mark_all


@dataclass(frozen=True)
class PlanOfAll:
    """A plan in force and published, whose amendment is reviewed and asked about."""

    plan: UUID
    decision: UUID
    review: UUID
    question: UUID
    comment: UUID
    text: int
    line: int
    report: UUID
    first: str


def a_plan_with_everything(cast: Cast) -> PlanOfAll:
    """Needs Amina's license, so that the plan covers her."""
    chloe, dev = cast.acting(cast.chloe), cast.acting(cast.dev)
    begun = NOW - timedelta(days=400)
    plan = a_plan_in_force(
        cast,
        coverage={"people": cast.amina.email, "consent": "consent"},
        first=begun.date(),
        now=begun,
    )
    verbs.publish_plan(by=chloe, plan=plan.pk, now=NOW)
    decision = plan.reviews.get()
    save: dict[str, Any] = {"plan": plan.pk, "key": "connection", "revision": 2, "now": NOW}
    verbs.save_section(by=chloe, changes={"goals[g1].title": ["One title"]}, **save)
    with suppress(verbs.SectionChangedError):
        verbs.save_section(by=chloe, changes={"goals[g1].title": ["Another"]}, **save)
    comment = verbs.comment_on_plan(
        by=chloe, plan=plan.pk, element="connection", text="A second goal?", now=NOW
    )
    verbs.submit_plan(by=chloe, plan=plan.pk, now=NOW)
    review = plan.reviews.get(stage="submitted")
    verbs.assign_plan_reviewers(
        by=dev, review=review.pk, persons=[cast.dev.pk], due_on=None, now=NOW
    )
    mark_all(cast, review.pk)
    question = verbs.ask_question(
        by=dev, review=review.pk, element="measures", text="Whose tests?", now=NOW
    )
    return PlanOfAll(
        plan.pk,
        decision.pk,
        review.pk,
        question,
        comment,
        rows.PlanText.objects.get(base__isnull=False).pk,
        *_reported(cast, plan.pk, begun.date()),
    )


def _reported(cast: Cast, plan: UUID, first: date) -> tuple[int, UUID, str]:
    """A figure of its measure, and the report of its first year."""
    chloe = cast.acting(cast.chloe)
    line = verbs.report_figure(
        by=chloe, plan=plan, measure="m1", day="2025-12-19", figure="20", size="1200", now=NOW
    )
    words = {"practice": "Lessons turn on what students answered."}
    report = verbs.send_year_report(
        by=chloe, plan=plan, first=first, revision=0, words=words, now=NOW
    )
    return line, report, first.isoformat()
