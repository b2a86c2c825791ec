"""Recording, approving, declining and withdrawing activities."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from longleaf.actions.activity import (
    approve_activity,
    decline_activity,
    record_activity,
    withdraw_activity,
)
from longleaf.actions.approval import approve_activities
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.basis.problem import ProblemsError
from longleaf.domain.credit.activity import Recorded
from longleaf.domain.organization.actor import NOBODY, Actor, RoleKind
from longleaf.records.models import audit, notice
from longleaf.records.models import credit as rows
from longleaf.records.models import organization as people
from tests.cycles import a_license, a_waiting_activity, an_approved_activity, said
from tests.people import NOW, TODAY, Cast


def record(by: Actor, person: people.Person, what: Recorded | None = None) -> rows.Activity:
    recorded = record_activity(by=by, person=person.pk, said=what or said(), now=NOW)
    return rows.Activity.objects.get(pk=recorded)


def events(verb: str) -> int:
    return audit.AuditEvent.objects.filter(verb=verb).count()


def summary_of(person: people.Person) -> rows.StandingSummary:
    return rows.StandingSummary.objects.get(license__person=person)


def test_a_recorded_activity_waits_and_counts_for_nothing(cast: Cast) -> None:
    a_license(cast.amina)
    held = record(cast.acting(cast.amina), cast.amina)
    assert held.state == "recorded"
    assert not rows.CreditEntry.objects.exists()
    assert summary_of(cast.amina).counted == "0"
    assert events("activity.recorded") == 1


def test_recording_the_same_twice_gives_the_first(cast: Cast) -> None:
    by = cast.acting(cast.amina)
    assert record(by, cast.amina) == record(by, cast.amina)
    assert events("activity.recorded") == 1


def test_the_same_again_after_the_first_was_decided_is_a_new_one(cast: Cast) -> None:
    first = an_approved_activity(cast)
    assert record(cast.acting(cast.amina), cast.amina) != first


def test_a_coordinator_records_for_an_educator_of_their_lea(cast: Cast) -> None:
    held = record(cast.acting(cast.chloe), cast.amina)
    assert (held.person, held.recorded_by) == (cast.amina, cast.chloe)


def test_the_activity_belongs_to_the_school_where_the_educator_works(cast: Cast) -> None:
    assert record(cast.acting(cast.amina), cast.amina).organization == cast.elementary


def test_nobody_records_for_an_educator_of_another_lea(cast: Cast) -> None:
    with pytest.raises(NoSuchRecordError):
        record(cast.acting(cast.eve), cast.amina)


def test_a_colleague_records_nothing_for_an_educator(cast: Cast) -> None:
    with pytest.raises(NoSuchRecordError):
        record(cast.acting(cast.ben), cast.amina)


def test_nobody_is_refused(cast: Cast) -> None:
    with pytest.raises(NoSuchRecordError):
        record(NOBODY, cast.amina)


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"title": "  "}, "title"),
        ({"kind": "nap"}, "kind"),
        ({"unit": "furlong"}, "unit"),
        ({"quantity": "a few"}, "quantity"),
        ({"quantity": "0"}, "quantity"),
        ({"quantity": "2000.001"}, "quantity"),
        ({"quantity": "1.0001"}, "quantity"),
        ({"completed_on": None}, "completed_on"),
        ({"completed_on": date(2026, 2, 4)}, "completed_on"),
        ({"categories": ["gardening"]}, "categories"),
    ],
)
def test_what_is_wrong_is_named_with_its_field(
    cast: Cast, wrong: dict[str, object], where: str
) -> None:
    with pytest.raises(ProblemsError) as refused:
        record(cast.acting(cast.amina), cast.amina, replace(said(), **wrong))  # type: ignore[arg-type]  # the names are its fields
    assert [problem.where for problem in refused.value.problems] == [where]
    assert not rows.Activity.objects.exists()


def test_an_amount_given_as_a_fraction_is_kept_exactly(cast: Cast) -> None:
    held = record(cast.acting(cast.amina), cast.amina, said(quantity="1/2", unit="ceu"))
    assert held.quantity == Decimal("0.5")


def test_an_activity_completed_today_is_accepted(cast: Cast) -> None:
    held = record(cast.acting(cast.amina), cast.amina, said(completed_on=TODAY))
    assert held.completed_on == TODAY


def test_approval_enters_one_line_that_counts(cast: Cast) -> None:
    a_license(cast.amina)
    held = an_approved_activity(cast, "literacy")
    line = rows.CreditEntry.objects.get(activity=held)
    assert (line.kind, line.credit, line.categories) == ("activity", "1.5", ["literacy"])
    assert summary_of(cast.amina).counted == "1.5"
    assert (events("activity.approved"), events("credit.entered")) == (1, 1)
    assert notice.Notice.objects.filter(person=cast.amina, kind="activity.approved").count() == 1


def test_approving_twice_enters_nothing_twice(cast: Cast) -> None:
    held = an_approved_activity(cast)
    with pytest.raises(AlreadyDoneError):
        approve_activity(
            by=cast.acting(cast.chloe), activity=held.pk, categories=["literacy"], now=NOW
        )
    assert rows.CreditEntry.objects.count() == 1


@pytest.mark.parametrize("categories", [[], ["gardening"], ["literacy", "gardening"]])
def test_an_approval_names_categories_of_the_policy(cast: Cast, categories: list[str]) -> None:
    held = a_waiting_activity(cast)
    with pytest.raises(ProblemsError):
        approve_activity(
            by=cast.acting(cast.chloe), activity=held.pk, categories=categories, now=NOW
        )
    assert not rows.CreditEntry.objects.exists()


def approve(by: Actor, held: rows.Activity) -> None:
    approve_activity(by=by, activity=held.pk, categories=["literacy"], now=NOW)


def decline(by: Actor, held: rows.Activity) -> None:
    decline_activity(by=by, activity=held.pk, reason="No proof of attendance.", now=NOW)


DECISIONS = pytest.mark.parametrize("decide", [approve, decline])


@DECISIONS
def test_another_lea_s_coordinator_finds_nothing_to_decide(
    cast: Cast, decide: Callable[[Actor, rows.Activity], None]
) -> None:
    with pytest.raises(NoSuchRecordError):
        decide(cast.acting(cast.eve), a_waiting_activity(cast))


@DECISIONS
def test_an_educator_decides_on_no_activity(
    cast: Cast, decide: Callable[[Actor, rows.Activity], None]
) -> None:
    held = a_waiting_activity(cast)
    for person in (cast.amina, cast.ben, cast.ada):
        with pytest.raises(NoSuchRecordError):
            decide(cast.acting(person), held)


@DECISIONS
def test_a_coordinator_who_teaches_does_not_decide_on_their_own(
    cast: Cast, decide: Callable[[Actor, rows.Activity], None]
) -> None:
    people.Role.objects.create(
        person=cast.chloe,
        organization=cast.northfield,
        kind=RoleKind.EDUCATOR,
        began_on=date(2024, 7, 1),
    )
    held = a_waiting_activity(cast, cast.chloe)
    with pytest.raises(ProblemsError):
        decide(cast.acting(cast.chloe), held)


def test_declining_needs_a_reason(cast: Cast) -> None:
    held = a_waiting_activity(cast)
    with pytest.raises(ProblemsError):
        decline_activity(by=cast.acting(cast.chloe), activity=held.pk, reason=" ", now=NOW)


def test_a_declined_activity_never_counts_and_its_owner_reads_why(cast: Cast) -> None:
    a_license(cast.amina)
    decline(cast.acting(cast.chloe), a_waiting_activity(cast))
    assert not rows.CreditEntry.objects.exists()
    assert summary_of(cast.amina).counted == "0"
    assert "No proof of attendance." in notice.Notice.objects.get(person=cast.amina).body
    assert events("activity.declined") == 1


def test_withdrawing_takes_the_credit_back_by_a_new_line(cast: Cast) -> None:
    a_license(cast.amina)
    held = an_approved_activity(cast)
    withdraw_activity(by=cast.acting(cast.amina), activity=held.pk, now=NOW)
    lines = list(rows.CreditEntry.objects.values_list("kind", "credit"))
    assert lines == [("activity", "1.5"), ("reversal", "1.5")]
    assert summary_of(cast.amina).counted == "0"


def test_withdrawing_twice_takes_back_once(cast: Cast) -> None:
    held = an_approved_activity(cast)
    for _ in range(2):
        withdraw_activity(by=cast.acting(cast.amina), activity=held.pk, now=NOW)
    assert rows.CreditEntry.objects.filter(kind="reversal").count() == 1
    assert events("activity.withdrawn") == 1


def test_only_its_owner_withdraws_an_activity(cast: Cast) -> None:
    held = a_waiting_activity(cast)
    for person in (cast.ben, cast.chloe, cast.eve):
        with pytest.raises(NoSuchRecordError):
            withdraw_activity(by=cast.acting(person), activity=held.pk, now=NOW)


def test_many_are_approved_each_where_it_was_asked_for(cast: Cast) -> None:
    first = a_waiting_activity(cast, title="One", categories=["academic"])
    second = a_waiting_activity(cast, title="Two", categories=[])
    told = approve_activities(
        by=cast.acting(cast.chloe), activities=[first.pk, second.pk, first.pk], now=NOW
    )
    assert (told.done, told.passed_over) == (2, ())
    lines = dict(rows.CreditEntry.objects.values_list("activity__title", "categories"))
    assert lines == {"One": ["academic"], "Two": ["general"]}


def test_one_that_was_decided_meanwhile_stops_none_of_the_others(cast: Cast) -> None:
    decided = an_approved_activity(cast, title="Decided")
    waiting = a_waiting_activity(cast, title="Waiting")
    told = approve_activities(
        by=cast.acting(cast.chloe), activities=[decided.pk, waiting.pk], now=NOW
    )
    assert (told.done, told.passed_over) == (1, ("Decided",))


def test_one_out_of_reach_among_many_approves_none(cast: Cast) -> None:
    own = a_waiting_activity(cast)
    foreign = a_waiting_activity(cast, cast.ezra)
    with pytest.raises(NoSuchRecordError):
        approve_activities(by=cast.acting(cast.chloe), activities=[own.pk, foreign.pk], now=NOW)
    assert not rows.CreditEntry.objects.exists()
