"""Writes the demonstration's activities; their lines in the ledger come with the year's order."""

from collections.abc import Sequence
from decimal import Decimal

from longleaf.actions.demo.plan import ActivityPlan
from longleaf.records.models import credit as rows

_PROOF = {"semester_hour": "official_transcript"}


def write_activities(plans: Sequence[ActivityPlan]) -> None:
    """All activities, in whatever state they are."""
    rows.Activity.objects.bulk_create(
        [
            rows.Activity(
                id=plan.id,
                person_id=plan.person,
                organization_id=plan.organization,
                kind=plan.kind,
                title=plan.title,
                provider=plan.provider,
                quantity=Decimal(plan.quantity),
                unit=plan.unit,
                completed_on=plan.completed_on,
                categories=list(plan.categories),
                evidence_kinds=[
                    "official_transcript" if plan.unit == "semester_hour" else "certificate"
                ],
                state=plan.state,
                recorded_by_id=plan.recorded_by,
                recorded_at=plan.recorded_at,
                decided_by_id=plan.decided_by,
                decided_at=plan.decided_at,
                reason=plan.reason,
            )
            for plan in plans
        ],
        batch_size=2000,
    )
