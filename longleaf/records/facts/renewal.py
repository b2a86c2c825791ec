"""Rows → the facts of one license cycle."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from longleaf.basis.amount import parse_amount
from longleaf.policy.crosswalk import Microcredential
from longleaf.policy.facts import (
    Activity,
    Assignment,
    AwardFact,
    Employer,
    Facts,
    License,
    PlanInForce,
    Rating,
    Recognized,
    StandingFacts,
)
from longleaf.records.facts.mastery import Earned, competencies_of, handed_in_of, judged_of
from longleaf.records.facts.plan import plans_of
from longleaf.records.models import credit as rows
from longleaf.records.models import organization as people
from longleaf.records.models.organization import in_force


def runs(on: date, *, of: str = "") -> Q:
    """The licenses that are not over on a day: not expired, or extended by a grant.

    Args:
        on: The day.
        of: The way to the license in a query on something else, such as "licenses__".
    """
    return Q(**{f"{of}expires_on__gte": on}) | Q(**{f"{of}extended_to__gte": on})


def facts_of(licenses: Iterable[rows.License], *, on: date) -> dict[UUID, Facts]:
    """The facts of each of these licenses, by its identifier; a handful of queries for all.

    Only what stands in the ledger and was not reversed counts as approved; an activity that still
    waits is given as not approved, so that the reason it does not count can be shown.
    """
    cycles = list(licenses)
    persons = {cycle.person_id for cycle in cycles}
    employers = employers_of(persons, on=on)
    activities = _activities(persons)
    awards = _awards(persons)
    recognized = _recognized(persons)
    ratings = _ratings(persons, on)
    assignments = _assignments([cycle.pk for cycle in cycles])
    plans: Mapping[UUID, PlanInForce] = plans_of(persons, on=on)
    return {
        cycle.pk: Facts(
            license=license_fact(cycle),
            employer=employers.get(cycle.person_id, Employer()),
            evaluation=ratings.get(cycle.person_id),
            activities=tuple(activities.get(cycle.person_id, ())),
            awards=tuple(awards.get(cycle.person_id, ())),
            standing_facts=StandingFacts(
                national_board=cycle.national_board_on or cycle.national_board,
                legislator=cycle.legislator,
                lifetime=cycle.lifetime,
            ),
            recognized=tuple(recognized.get(cycle.person_id, ())),
            assignments=tuple(assignments.get(cycle.pk, ())),
            plan=plans.get(cycle.person_id),
        )
        for cycle in cycles
    }


def license_fact(cycle: rows.License) -> License:
    """A license as the rules look at it."""
    years = cycle.years_employed
    return License(
        kind=cycle.kind,
        grade_span=cycle.grade_span or None,
        cycle_began_on=cycle.cycle_began_on,
        expires_on=cycle.expires_on,
        extended_to=cycle.extended_to,
        years_employed=None if years is None else Fraction(years),
    )


def _assignments(licenses: Iterable[UUID]) -> Mapping[UUID, list[Assignment]]:
    found: dict[UUID, list[Assignment]] = defaultdict(list)
    for one in rows.Assignment.objects.filter(license__in=licenses):
        found[one.license_id].append(
            Assignment(one.kind, one.grade_span or None, Fraction(one.share))
        )
    return found


def employers_of(persons: Iterable[UUID], *, on: date) -> dict[UUID, Employer]:
    """Where each person works as an educator: the state, and the LEA whose local rules hold."""
    held = (
        people.Role.objects.filter(in_force(on), person__any_of=persons, kind="educator")
        .order_by("person", "-began_on", "organization__name")
        .values_list(
            "person_id",
            "organization__jurisdiction",
            "organization__local_policy",
            "organization__parent__local_policy",
        )
    )
    found: dict[UUID, Employer] = {}
    for person, jurisdiction, own, parents in held:
        found.setdefault(person, Employer(jurisdiction, own or parents or None))
    return found


def _activities(persons: Iterable[UUID]) -> Mapping[UUID, list[Activity]]:
    taken_back = rows.CreditEntry.objects.filter(
        activity=OuterRef("pk"), kind="activity", reversed_by__isnull=False
    )
    lines = (
        rows.Activity.objects.filter(
            ~Exists(taken_back), person__in=persons, state__in=["recorded", "approved"]
        )
        .order_by("completed_on", "pk")
        .values(
            "id",
            "person_id",
            "kind",
            "quantity",
            "unit",
            "categories",
            "completed_on",
            "state",
            "evidence_kinds",
            "began_on",
            "approved_on",
            "approved_by",
            "banked",
        )
    )
    found: dict[UUID, list[Activity]] = defaultdict(list)
    for line in lines:
        found[line["person_id"]].append(activity_fact(line))
    return found


def activity_fact(line: Mapping[str, Any]) -> Activity:
    """An activity as the rules look at it, from its columns by name."""
    return Activity(
        id=f"activity:{line['id']}",
        kind=line["kind"],
        quantity=Fraction(line["quantity"]),
        unit=line["unit"],
        categories=tuple(line["categories"]),
        completed_on=line["completed_on"],
        approved=line["state"] == "approved",
        evidence=tuple(line["evidence_kinds"]) or None,
        began_on=line["began_on"],
        approved_on=line["approved_on"],
        approved_by=line["approved_by"] or None,
        banked=line["banked"],
    )


def _awards(persons: Iterable[UUID]) -> Mapping[UUID, list[AwardFact]]:
    """Awards that hold and whose line in the ledger was not reversed."""
    lines = (
        rows.CreditEntry.objects.filter(
            person__in=persons,
            kind="award",
            reversed_by__isnull=True,
            award__state="active",
        )
        .order_by("earned_on", "pk")
        .values(
            "person_id",
            "earned_on",
            "award_id",
            "award__version_id",
            "award__submission_id",
            "award__issuer__kind",
            "award__microcredential__slug",
            "award__version__renewal_categories",
            "award__version__effort_hours",
            judged=judged_of("award__submission"),
            handed_in=handed_in_of("award__submission"),
        )
    )
    shown = competencies_of(
        Earned(
            line["award_id"],
            line["award__version_id"],
            line["award__issuer__kind"],
            line["judged"],
            line["handed_in"],
            is_reviewed=line["award__submission_id"] is not None,
        )
        for line in lines
    )
    found: dict[UUID, list[AwardFact]] = defaultdict(list)
    for line in lines:
        hours = line["award__version__effort_hours"]
        found[line["person_id"]].append(
            AwardFact(
                id=f"award:{line['award_id']}",
                microcredential=line["award__microcredential__slug"],
                granted_on=line["earned_on"],
                competencies=shown.get(line["award_id"], ()),
                definition=Microcredential(
                    slug=line["award__microcredential__slug"],
                    renewal_categories=tuple(line["award__version__renewal_categories"]),
                    effort_hours=None if hours is None else Fraction(hours),
                ),
            )
        )
    return found


def _recognized(persons: Iterable[UUID]) -> Mapping[UUID, list[Recognized]]:
    """Badges from elsewhere whose line in the ledger was not reversed."""
    lines = (
        rows.CreditEntry.objects.filter(
            person__in=persons, kind="imported", reversed_by__isnull=True
        )
        .order_by("earned_on", "pk")
        .values(
            "person_id",
            "earned_on",
            "proposal__badge_id",
            "proposal__rule__quantity",
            "proposal__rule__unit",
            "proposal__rule__categories",
            "proposal__rule__kinds",
        )
    )
    found: dict[UUID, list[Recognized]] = defaultdict(list)
    for line in lines:
        found[line["person_id"]].append(
            Recognized(
                id=f"recognized:{line['proposal__badge_id']}",
                quantity=parse_amount(line["proposal__rule__quantity"]),
                unit=line["proposal__rule__unit"],
                categories=tuple(line["proposal__rule__categories"]),
                earned_on=line["earned_on"],
                kinds=tuple(line["proposal__rule__kinds"]),
            )
        )
    return found


def _ratings(persons: Iterable[UUID], on: date) -> Mapping[UUID, Rating]:
    return {
        person: Rating(rating, rated_on)
        for person, rating, rated_on in rows.EvaluationRating.objects.filter(
            person__in=persons, rated_on__lte=on
        )
        .order_by("rated_on")
        .values_list("person_id", "rating", "rated_on")
    }
