"""How one concept is merged into another, by whoever may decide on it."""

from datetime import datetime
from uuid import UUID

from longleaf.actions.term.rows import note
from longleaf.actions.term.usage import add_usage
from longleaf.basis.problem import Problem
from longleaf.domain.organization.actor import Actor
from longleaf.domain.term.concept import folded
from longleaf.domain.term.life import problems_of_merging
from longleaf.records.models import term as rows


def problems_found(held: rows.Concept, goal: rows.Concept) -> list[Problem]:
    """What stands in the way of merging one concept into another; both are locked."""
    replaced = dict(
        rows.Concept.objects.exclude(replaced_by=None).values_list("key", "replaced_by__key")
    )
    return problems_of_merging(held.key, goal.key, replaced, held.status)


def merge(held: rows.Concept, goal: rows.Concept, *, by: Actor, home: UUID, now: datetime) -> None:
    """Its usages and words go over; its address stays, and says where it went."""
    for usage in rows.Usage.objects.filter(concept=held, retired_at=None):
        usage.is_basis = False  # the definition that stays rests on its own
        add_usage(goal, usage)
    taken = {folded(one.text) for one in goal.labels.all()}
    for label in held.labels.filter(organization=None).exclude(kind="avoided"):
        if folded(label.text) not in taken:
            taken.add(folded(label.text))
            goal.labels.create(text=label.text, kind="alternative")
    held.replaced_by, held.status, held.is_changed = goal, "deprecated", True
    held.save()
    note(held, "merged", by=by, organization=home, details={"into": goal.key}, now=now)
    note(goal, "took_in", by=by, organization=home, details={"from": held.key}, now=now)
