"""The whole demonstration year, planned: the same for the same day; no database, no clock."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from longleaf.actions.demo import people as cast
from longleaf.actions.demo.activities import activities
from longleaf.actions.demo.fates import Fates
from longleaf.actions.demo.judging import Reviewers
from longleaf.actions.demo.plan import PersonPlan, Place, SubmissionPlan, Year
from longleaf.actions.demo.sources import Sources
from longleaf.actions.demo.submissions import Office

# What happened to a few awards of the LEA whose administrator acts, and the reason given.
_AFTERWARD = (
    (
        "suspended",
        "A family has asked us to look again at a consent form. Lifted once that is done.",
    ),
    ("suspended", "Two artifacts are the same as a colleague's; both have been asked about it."),
    ("revoked", "The educator told us that the recording shows someone else's lesson."),
)


def plan_year(sources: Sources, *, today: date, size: float = 1.0) -> Year:
    """Plan a year that ends the day before `today`.

    Args:
        sources: The banks and the pack's micro-credentials.
        today: The day that counts as today; everything happens before it.
        size: How large, 1 being the whole demonstration.
    """
    places = tuple(cast.places(sources))
    named = tuple(cast.named_people(sources, places, today))
    drawn = cast.educators(sources, places, named, today, size)
    people = (*named, *drawn)
    live_since = cast.live_since(today)
    office = Office(
        sources,
        {place.id: place for place in places},
        {
            slug: cast.identifier_of(places, issuer)
            for slug, issuer in sources.issuer_of.items()
            if slug in sources.definitions
        },
        Reviewers(places, people),
        live_since,
        today,
    )
    fates = Fates(sources, office, people, size)
    submissions = (*fates.told(), *fates.drawn(), *fates.checked_first())
    return Year(
        today,
        live_since,
        places,
        people,
        tuple(cast.supervision(places, people)),
        tuple(
            activities(
                sources,
                people,
                _coordinators(sources, places, people),
                live_since=live_since,
                today=today,
            )
        ),
        _with_afterward(sources, submissions),
    )


def _coordinators(
    sources: Sources, places: Sequence[Place], people: Sequence[PersonPlan]
) -> dict[UUID, UUID]:
    by_key = {person.key: person.id for person in people}
    return {
        cast.identifier_of(places, entry["slug"]): by_key[entry["coordinator"]]
        for entry in sources.organizations
        if "coordinator" in entry
    }


def _with_afterward(
    sources: Sources, submissions: Sequence[SubmissionPlan]
) -> tuple[SubmissionPlan, ...]:
    lea = sources.issuer_of["hinge-questions"]
    stories = len(sources.stories)
    candidates = [
        at
        for at, one in enumerate(submissions)
        if at >= stories and one.state == "earned" and sources.issuer_of[one.slug] == lea
    ]
    found = list(submissions)
    for at, (what, because) in zip(candidates[1::3], _AFTERWARD, strict=False):
        found[at] = replace(found[at], afterward=what, because=because)
    return tuple(found)


def summary(year: Year) -> dict[str, object]:
    """Counts, and a digest over who did what and what came of it; equal for equal years."""
    lines = [
        *(f"{person.name} {person.email} {person.license_key}" for person in year.people),
        *(
            f"{one.title} {one.quantity} {one.unit} {one.state} {one.completed_on}"
            for one in year.activities
        ),
        *(
            f"{one.number} {one.slug} {one.state} {attempt.outcome} {attempt.submitted_at}"
            f" {sorted(attempt.responses.items())}"
            f" {[(use.artifact.title, use.artifact.text) for use in attempt.uses]}"
            f" {[(review.reviewer, review.outcome, review.scores) for review in attempt.reviews]}"
            for one in year.submissions
            for attempt in one.attempts
        ),
    ]
    return {
        "organizations": len(year.places),
        "people": len(year.people),
        "educators": sum(1 for person in year.people if person.lea),
        "activities": Counter(one.state for one in year.activities),
        "submissions": Counter(one.state for one in year.submissions),
        "attempts": sum(len(one.attempts) for one in year.submissions),
        "digest": hashlib.sha256(json.dumps(lines).encode()).hexdigest(),
    }
