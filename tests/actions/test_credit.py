"""The ledger: entered once, corrected by new lines, and always what standing sees."""

from fractions import Fraction
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from longleaf.actions.activity import withdraw_activity
from longleaf.actions.credit import correct_credit, enter_award
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.basis.amount import parse_amount
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import system
from longleaf.policy.evaluate import Evaluation, evaluate
from longleaf.records.facts.policy import rules_of
from longleaf.records.facts.renewal import facts_of
from longleaf.records.models import audit
from longleaf.records.models import credit as rows
from longleaf.records.models import organization as people
from tests.cycles import a_license, an_approved_activity, an_award
from tests.people import NOW, TODAY, Cast


def correct(cast: Cast, by: people.Person, line: rows.CreditEntry, reason: str = "Twice.") -> None:
    correct_credit(by=cast.acting(by), entry=line.pk, reason=reason, on=TODAY, now=NOW)


def evaluated(license: rows.License) -> Evaluation:
    facts = facts_of([license], on=TODAY)[license.pk]
    return evaluate(rules_of("north_carolina"), facts, TODAY)


@pytest.fixture
def line(cast: Cast) -> rows.CreditEntry:
    a_license(cast.amina)
    return rows.CreditEntry.objects.get(activity=an_approved_activity(cast))


def test_a_correction_is_a_new_line_and_the_old_one_stays(
    cast: Cast, line: rows.CreditEntry
) -> None:
    correct(cast, cast.chloe, line)
    taken = rows.CreditEntry.objects.get(kind="reversal")
    assert (taken.reverses, taken.credit, taken.reason) == (line, "1.5", "Twice.")
    assert rows.CreditEntry.objects.get(pk=line.pk).kind == "activity"
    assert audit.AuditEvent.objects.filter(verb="credit.reversed").count() == 1


def test_a_line_that_was_taken_back_no_longer_counts(cast: Cast, line: rows.CreditEntry) -> None:
    held = rows.License.objects.get()
    assert evaluated(held).counted == Fraction(3, 2)
    correct(cast, cast.chloe, line)
    assert evaluated(held).counted == 0
    assert rows.StandingSummary.objects.get().counted == "0"


def test_a_line_is_taken_back_once(cast: Cast, line: rows.CreditEntry) -> None:
    correct(cast, cast.chloe, line)
    with pytest.raises(AlreadyDoneError):
        correct(cast, cast.chloe, line)


def test_a_correction_needs_a_reason(cast: Cast, line: rows.CreditEntry) -> None:
    with pytest.raises(ProblemsError):
        correct(cast, cast.chloe, line, "  ")


def test_a_correction_cannot_itself_be_taken_back(cast: Cast, line: rows.CreditEntry) -> None:
    correct(cast, cast.chloe, line)
    with pytest.raises(NoSuchRecordError):
        correct(cast, cast.chloe, rows.CreditEntry.objects.get(kind="reversal"))


def test_only_the_lea_s_own_coordinator_corrects(cast: Cast, line: rows.CreditEntry) -> None:
    for person in (cast.amina, cast.ben, cast.eve, cast.ada, cast.dev):
        with pytest.raises(NoSuchRecordError):
            correct(cast, person, line)


def test_withdrawing_after_a_correction_takes_nothing_back_again(
    cast: Cast, line: rows.CreditEntry
) -> None:
    correct(cast, cast.chloe, line)
    assert line.activity_id is not None
    withdraw_activity(by=cast.acting(cast.amina), activity=line.activity_id, now=NOW)
    assert rows.CreditEntry.objects.filter(kind="reversal").count() == 1


@pytest.mark.usefixtures("demo_rules")
def test_an_award_is_entered_at_what_the_lea_s_crosswalk_says(cast: Cast, tmp_path: Path) -> None:
    award = an_award(cast, tmp_path)
    entered = rows.CreditEntry.objects.get(award=award)
    assert (entered.credit, entered.categories) == ("1", ["academic"])


def test_an_award_without_a_value_is_entered_without_a_number(cast: Cast, tmp_path: Path) -> None:
    rules_of.cache_clear()
    assert rows.CreditEntry.objects.get(award=an_award(cast, tmp_path)).credit == ""


@pytest.mark.usefixtures("demo_rules")
def test_the_same_award_is_never_entered_twice(cast: Cast, tmp_path: Path) -> None:
    award = an_award(cast, tmp_path)
    with pytest.raises(IntegrityError), transaction.atomic():
        enter_award(by=system("review"), award=award, on=TODAY, now=NOW)
    assert rows.CreditEntry.objects.filter(award=award).count() == 1


def test_the_database_itself_forbids_changing_a_line(line: rows.CreditEntry) -> None:
    line.credit = "15"
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        line.delete()


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["approve", "correct", "withdraw"]),
        st.integers(0, 5),
        st.sampled_from(["0.5", "3", "7.25", "10", "25"]),
        st.sampled_from(["academic", "literacy", "general"]),
    ),
    max_size=12,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
def test_lines_less_what_was_taken_back_are_what_standing_counts(
    cast: Cast, steps: list[tuple[str, int, str, str]]
) -> None:
    """Whatever happens to a ledger: nothing is lost, nothing counts twice."""
    with transaction.atomic():
        held = a_license(cast.amina)
        try:
            for number, (step, chosen, quantity, category) in enumerate(steps):
                _take(cast, step, chosen, (f"{number}", quantity, category))
            found = evaluated(held)
            assert found.counted + found.surplus == _balance()
        finally:
            transaction.set_rollback(True)


def _take(cast: Cast, step: str, chosen: int, activity: tuple[str, str, str]) -> None:
    standing = rows.CreditEntry.objects.filter(kind="activity")
    if step == "approve" or not standing:
        title, quantity, category = activity
        an_approved_activity(cast, category, title=title, quantity=quantity)
        return
    line = standing[chosen % standing.count()]
    assert line.activity_id is not None
    if step == "withdraw":
        withdraw_activity(by=cast.acting(cast.amina), activity=line.activity_id, now=NOW)
    elif not rows.CreditEntry.objects.filter(reverses=line).exists():
        correct(cast, cast.chloe, line)


def _balance() -> Fraction:
    amounts = rows.CreditEntry.objects.values_list("kind", "credit")
    return sum(
        (-parse_amount(credit) if kind == "reversal" else parse_amount(credit))
        for kind, credit in amounts
    ) or Fraction(0)
