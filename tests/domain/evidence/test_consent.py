"""Whether an artifact may be shown: consents, their days and scopes, and what the owner wants."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longleaf.domain.evidence.completeness import Students
from longleaf.domain.evidence.consent import (
    Audience,
    Covering,
    Guarded,
    Purpose,
    Reason,
    Scope,
    decide,
)

DAY = date(2026, 2, 3)
NEXT = DAY + timedelta(days=1)
SHOWN = [Purpose.REVIEW, Purpose.BADGE, Purpose.SHARING]
FOR_ALL = Covering(frozenset(Scope), DAY)
PLAIN = Guarded(True, "photo", Students.NONE)
CLASS = replace(PLAIN, students=Students.IDENTIFIABLE, coverings=(FOR_ALL,))


@pytest.mark.parametrize("purpose", Purpose)
def test_what_shows_no_student_may_be_shown_for_everything(purpose: Purpose) -> None:
    assert decide(PLAIN, purpose, on=DAY) is Reason.OPEN


@pytest.mark.parametrize("purpose", Purpose)
def test_what_is_gone_is_shown_for_nothing(purpose: Purpose) -> None:
    assert decide(replace(PLAIN, is_there=False), purpose, on=DAY) is Reason.GONE


@pytest.mark.parametrize("purpose", SHOWN)
def test_students_who_can_be_identified_are_shown_to_nobody_without_a_consent(
    purpose: Purpose,
) -> None:
    assert decide(replace(CLASS, coverings=()), purpose, on=DAY) is Reason.NO_CONSENT


def test_its_owner_sees_it_without_a_consent() -> None:
    assert decide(replace(CLASS, coverings=()), Purpose.OWN, on=DAY) is Reason.OPEN


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("purpose", SHOWN)
def test_a_consent_reaches_as_far_as_its_scope_and_no_further(
    scope: Scope, purpose: Purpose
) -> None:
    limited = replace(CLASS, coverings=(replace(FOR_ALL, scopes=frozenset({scope})),))
    fits = scope.value == purpose.value
    assert decide(limited, purpose, on=DAY) is (Reason.OPEN if fits else Reason.OUTSIDE_SCOPE)


def test_a_consent_holds_on_its_first_day_and_not_before() -> None:
    assert decide(CLASS, Purpose.REVIEW, on=DAY) is Reason.OPEN
    assert decide(CLASS, Purpose.REVIEW, on=DAY - timedelta(days=1)) is Reason.NOT_YET_GIVEN


def test_a_consent_holds_on_its_last_day_and_not_after() -> None:
    ending = replace(CLASS, coverings=(replace(FOR_ALL, last_on=DAY),))
    assert decide(ending, Purpose.REVIEW, on=DAY) is Reason.OPEN
    assert decide(ending, Purpose.REVIEW, on=NEXT) is Reason.CONSENT_OVER


def test_a_consent_is_over_on_the_day_it_is_withdrawn() -> None:
    withdrawn = replace(CLASS, coverings=(replace(FOR_ALL, withdrawn_on=DAY),))
    assert decide(withdrawn, Purpose.REVIEW, on=DAY) is Reason.CONSENT_OVER


def test_one_familys_no_is_enough() -> None:
    both = (FOR_ALL, replace(FOR_ALL, withdrawn_on=DAY))
    assert not decide(replace(CLASS, coverings=both), Purpose.REVIEW, on=DAY).allows


def test_signed_forms_are_for_their_owner_alone() -> None:
    forms = replace(PLAIN, kind="consent_form")
    assert decide(forms, Purpose.OWN, on=DAY) is Reason.OPEN
    assert {decide(forms, one, on=DAY) for one in SHOWN} == {Reason.PROOF}


def test_what_was_not_said_is_shown_to_reviewers_and_not_to_strangers() -> None:
    unsaid = replace(PLAIN, students=Students.UNSAID)
    assert decide(unsaid, Purpose.REVIEW, on=DAY) is Reason.OPEN
    assert decide(unsaid, Purpose.BADGE, on=DAY) is Reason.UNSAID


def test_its_owner_may_keep_it_to_reviewers_or_to_themselves() -> None:
    kept = replace(PLAIN, audience=Audience.REVIEWERS)
    assert decide(kept, Purpose.REVIEW, on=DAY) is Reason.OPEN
    assert decide(kept, Purpose.SHARING, on=DAY) is Reason.KEPT_BACK
    assert decide(replace(kept, audience=Audience.NOBODY), Purpose.REVIEW, on=DAY) is (
        Reason.KEPT_BACK
    )


def test_others_see_it_until_the_day_its_owner_named() -> None:
    until = replace(PLAIN, seen_until=DAY)
    assert decide(until, Purpose.REVIEW, on=DAY) is Reason.OPEN
    assert decide(until, Purpose.REVIEW, on=NEXT) is Reason.TIME_OVER


def test_every_reason_but_the_open_one_has_a_sentence() -> None:
    assert {one for one in Reason if not one.sentence} == {Reason.OPEN}


DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
COVERINGS = st.builds(
    Covering,
    st.frozensets(st.sampled_from(Scope), min_size=1),
    DAYS,
    st.none() | DAYS,
    st.none() | DAYS,
)
GUARDED = st.builds(
    Guarded,
    st.booleans(),
    st.sampled_from(["photo", "lesson_plan", "consent_form"]),
    st.sampled_from(Students),
    st.sampled_from(Audience),
    st.none() | DAYS,
    st.lists(COVERINGS, max_size=3).map(tuple),
)


@given(GUARDED, COVERINGS, st.sampled_from(Purpose), DAYS)
def test_another_consent_to_reckon_with_never_opens_what_was_barred_by_one(
    artifact: Guarded, more: Covering, purpose: Purpose, on: date
) -> None:
    """Only where none covered it at all can one more open it."""
    after = decide(replace(artifact, coverings=(*artifact.coverings, more)), purpose, on=on)
    if after.allows and artifact.coverings:
        assert decide(artifact, purpose, on=on).allows


@given(GUARDED, st.sampled_from(SHOWN), DAYS, st.integers(1, 400))
def test_what_a_consent_that_is_over_barred_stays_barred(
    artifact: Guarded, purpose: Purpose, on: date, later: int
) -> None:
    if decide(artifact, purpose, on=on) is Reason.CONSENT_OVER:
        assert not decide(artifact, purpose, on=on + timedelta(days=later)).allows


@given(GUARDED, st.sampled_from(SHOWN), DAYS)
def test_what_others_may_see_its_owner_may_see(
    artifact: Guarded, purpose: Purpose, on: date
) -> None:
    if decide(artifact, purpose, on=on).allows:
        assert decide(artifact, Purpose.OWN, on=on).allows
