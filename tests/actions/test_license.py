"""Putting licenses and evaluations on record."""

from dataclasses import replace
from datetime import date

import pytest

from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.license import record_license, record_rating
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.domain.renewal.cycle import Cycle
from longleaf.records.models import audit
from longleaf.records.models import credit as rows
from longleaf.records.models import organization as people
from tests.cycles import BEGAN, EXPIRES, a_license
from tests.people import NOW, TODAY, Cast

CYCLE = Cycle("teacher", "K-5", BEGAN, EXPIRES, "Elementary Education")


def record(
    cast: Cast,
    by: people.Person,
    person: people.Person,
    cycle: Cycle = CYCLE,
    license: rows.License | None = None,
) -> rows.License:
    recorded = record_license(
        by=cast.acting(by),
        person=person.pk,
        cycle=cycle,
        license=license.pk if license else None,
        now=NOW,
    )
    return rows.License.objects.get(pk=recorded)


def test_a_recorded_license_has_a_standing_at_once(cast: Cast) -> None:
    held = record(cast, cast.amina, cast.amina)
    assert rows.StandingSummary.objects.get(license=held).outcome == "unmet"
    assert audit.AuditEvent.objects.filter(verb="license.recorded").count() == 1


def test_the_same_again_changes_nothing(cast: Cast) -> None:
    assert record(cast, cast.amina, cast.amina) == record(cast, cast.amina, cast.amina)
    assert audit.AuditEvent.objects.filter(verb="license.recorded").count() == 1


def test_a_correction_changes_the_cycle_and_its_standing(cast: Cast) -> None:
    held = record(cast, cast.amina, cast.amina)
    changed = record(cast, cast.amina, cast.amina, replace(CYCLE, grade_span="6-12"), held)
    assert changed == held
    names = [one["name"] for one in rows.StandingSummary.objects.get(license=held).categories]
    assert names == ["academic", "general"]


def test_a_coordinator_records_for_their_own_people_only(cast: Cast) -> None:
    assert record(cast, cast.chloe, cast.amina).person == cast.amina
    with pytest.raises(NoSuchRecordError):
        record(cast, cast.eve, cast.amina)


def test_a_colleague_records_no_license_for_an_educator(cast: Cast) -> None:
    with pytest.raises(NoSuchRecordError):
        record(cast, cast.ben, cast.amina)


def test_somebody_else_s_license_cannot_be_corrected_as_one_s_own(cast: Cast) -> None:
    with pytest.raises(NoSuchRecordError):
        record(cast, cast.amina, cast.amina, CYCLE, a_license(cast.ben))


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"kind": "pilot"}, "kind"),
        ({"grade_span": ""}, "grade_span"),
        ({"expires_on": BEGAN}, "expires_on"),
        ({"expires_on": date(2033, 7, 1)}, "cycle_began_on"),
    ],
)
def test_a_cycle_that_makes_no_sense_is_refused(
    cast: Cast, wrong: dict[str, object], where: str
) -> None:
    with pytest.raises(ProblemsError) as refused:
        record(cast, cast.amina, cast.amina, replace(CYCLE, **wrong))  # type: ignore[arg-type]  # the names are its fields
    assert [problem.where for problem in refused.value.problems] == [where]


def test_a_cycle_that_overlaps_another_by_one_day_is_refused(cast: Cast) -> None:
    a_license(cast.amina)
    late = replace(CYCLE, began_on=EXPIRES, expires_on=date(2032, 6, 30))
    with pytest.raises(ProblemsError):
        record(cast, cast.amina, cast.amina, late)


def test_a_cycle_that_begins_the_day_after_is_accepted(cast: Cast) -> None:
    a_license(cast.amina)
    next_cycle = replace(CYCLE, began_on=date(2027, 7, 1), expires_on=date(2032, 6, 30))
    assert record(cast, cast.amina, cast.amina, next_cycle).expires_on == date(2032, 6, 30)


def rate(
    cast: Cast, by: people.Person, rating: str = "proficient", on: date = date(2025, 5, 20)
) -> None:
    record_rating(by=cast.acting(by), person=cast.amina.pk, rating=rating, rated_on=on, now=NOW)


def test_a_rating_settles_what_was_unknown(cast: Cast) -> None:
    held = a_license(cast.amina, grade_span="6-12")
    rate(cast, cast.chloe)
    assert rows.EvaluationRating.objects.get().recorded_by == cast.chloe
    assert rows.StandingSummary.objects.get(license=held).outcome == "unmet"


def test_the_same_day_again_corrects_the_rating(cast: Cast) -> None:
    rate(cast, cast.chloe)
    rate(cast, cast.chloe, "accomplished")
    assert rows.EvaluationRating.objects.get().rating == "accomplished"


def test_educators_do_not_rate_themselves(cast: Cast) -> None:
    with pytest.raises(NotPermittedError):
        rate(cast, cast.amina)


def test_another_lea_s_coordinator_rates_nobody_here(cast: Cast) -> None:
    with pytest.raises(NoSuchRecordError):
        rate(cast, cast.eve)


def test_an_unknown_rating_and_a_day_to_come_are_both_named(cast: Cast) -> None:
    with pytest.raises(ProblemsError) as refused:
        rate(cast, cast.chloe, "splendid", date(2026, 2, 4))
    assert [problem.where for problem in refused.value.problems] == ["rating", "rated_on"]


def test_a_rating_of_today_is_accepted(cast: Cast) -> None:
    rate(cast, cast.chloe, on=TODAY)
    assert rows.EvaluationRating.objects.get().rated_on == TODAY
