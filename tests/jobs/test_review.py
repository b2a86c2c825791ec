"""The job that finds reviewers for what waits."""

from longleaf.domain.organization.actor import RoleKind
from longleaf.jobs.review import assign_waiting
from longleaf.records.models import organization as people
from longleaf.records.models import review as reviews
from tests.people import Cast, person
from tests.stories import a_submitted_attempt


def test_seats_are_filled_when_somebody_joins_who_may_judge(cast: Cast) -> None:
    attempt = a_submitted_attempt(cast)
    people.Role.objects.filter(kind="reviewer").update(ended_on="2021-01-01")
    assign_waiting(0)
    assert reviews.Review.objects.count() == 0
    for name in ("Nia Newcomer", "Noor Alsoone"):
        person(name, (RoleKind.REVIEWER, cast.northfield))
    assign_waiting(0)
    assign_waiting(0)
    assert sorted(attempt.reviews.values_list("seat", flat=True)) == [1, 2]
