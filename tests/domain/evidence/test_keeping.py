"""For how long an artifact is kept."""

from dataclasses import replace
from datetime import date, timedelta

from longleaf.domain.evidence.completeness import Students
from longleaf.domain.evidence.keeping import (
    CountedFrom,
    KeepingClass,
    KeepingRule,
    Kept,
    class_of,
    due_on,
    words_of_rule,
)

DAY = date(2026, 2, 3)
RULE = KeepingRule("A schedule, 12", KeepingClass.STUDENTS, 365, CountedFrom.ADDED)
KEPT = Kept(KeepingClass.STUDENTS, DAY, None, is_in_use=False, is_held=False)


def test_what_shows_students_is_of_their_class_even_if_nobody_could_tell_who() -> None:
    for said in (Students.NOT_IDENTIFIABLE, Students.IDENTIFIABLE):
        assert class_of(said, "lesson_plan", recording=False) is KeepingClass.STUDENTS


def test_a_lesson_plan_is_the_educators() -> None:
    assert class_of(Students.UNSAID, "lesson_plan", recording=False) is KeepingClass.EDUCATOR


def test_a_recording_of_which_nothing_was_said_counts_as_showing_students() -> None:
    assert class_of(Students.UNSAID, "lesson_plan", recording=True) is KeepingClass.STUDENTS
    assert class_of(Students.UNSAID, "student_work", recording=False) is KeepingClass.STUDENTS
    assert class_of(Students.NONE, "student_work", recording=True) is KeepingClass.EDUCATOR


def test_signed_forms_are_of_the_students_class() -> None:
    assert class_of(Students.NONE, "consent_form", recording=False) is KeepingClass.STUDENTS


def test_a_rule_counts_its_days_from_the_day_of_adding() -> None:
    assert due_on(KEPT, RULE) == DAY + timedelta(days=365)


def test_a_rule_that_counts_from_a_decision_begins_with_the_last() -> None:
    decided = replace(KEPT, decided_on=DAY + timedelta(days=30))
    rule = replace(RULE, counted_from=CountedFrom.DECIDED)
    assert due_on(decided, rule) == DAY + timedelta(days=395)
    assert due_on(KEPT, rule) == DAY + timedelta(days=365)
    assert due_on(decided, RULE) == DAY + timedelta(days=365)


def test_what_is_in_use_held_or_of_another_class_stays() -> None:
    assert due_on(replace(KEPT, is_in_use=True), RULE) is None
    assert due_on(replace(KEPT, is_held=True), RULE) is None
    assert due_on(replace(KEPT, keeping_class=KeepingClass.EDUCATOR), RULE) is None


def test_a_rule_of_a_schedule_is_called_by_its_code() -> None:
    assert words_of_rule("A schedule, 12: 365 days") == "A schedule, 12: 365 days"
    assert words_of_rule("consent_ended") == "A consent that covered it ended"
