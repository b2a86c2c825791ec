"""Who is allowed to review, by the anchors of the micro-credential."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from longleaf.domain.review.conflict import Bar
from longleaf.records.facts.calibration import who_may_review
from longleaf.records.facts.review import candidates_for, is_barred
from longleaf.records.models import calibration as rows
from tests.people import NOW, TODAY, Cast
from tests.stories import a_published_microcredential, a_submitted_attempt

TOMORROW = TODAY + timedelta(days=1)


def a_set(cast: Cast, *, binding_on: date = TODAY) -> rows.CalibrationSet:
    version = a_published_microcredential(cast)
    return rows.CalibrationSet.objects.create(
        microcredential=version.microcredential,
        version=version,
        state="live",
        exact_share="0.700",
        adjacent_share="0.900",
        keep_exact_share="0.600",
        keep_adjacent_share="0.900",
        try_size=1,
        valid_days=365,
        seed_every=10,
        seed_window=5,
        shown_after_days=14,
        shown_after_judgments=3,
        binding_on=binding_on,
        begun_by=cast.ash,
        begun_at=NOW,
        published_by=cast.asa,
        published_at=NOW,
    )


def a_try(cast: Cast, found: rows.CalibrationSet, state: str = "passed") -> rows.CalibrationTry:
    return rows.CalibrationTry.objects.create(
        set=found, person=cast.ben, number=1, state=state, begun_at=NOW, finished_at=NOW,
        judged=10, exact=7, adjacent=9,
    )  # fmt: skip


def qualified(cast: Cast, found: rows.CalibrationSet) -> rows.Qualification:
    return rows.Qualification.objects.create(
        set=found,
        person=cast.ben,
        earned_by=a_try(cast, found),
        first_on=TODAY,
        last_on=TOMORROW,
    )


def test_everyone_appointed_may_review_where_no_anchors_are_in_use(cast: Cast) -> None:
    version = a_published_microcredential(cast)
    assert who_may_review(version.microcredential_id, TODAY) == {
        cast.ben.pk, cast.bea.pk, cast.bo.pk, cast.sam.pk
    }  # fmt: skip


def test_a_set_binds_from_its_first_day(cast: Cast) -> None:
    found = a_set(cast, binding_on=TOMORROW)
    assert cast.bea.pk in who_may_review(found.microcredential_id, TODAY)
    assert who_may_review(found.microcredential_id, TOMORROW) == frozenset()


def test_whoever_passed_may_review_from_the_first_day_through_the_last(cast: Cast) -> None:
    found = a_set(cast)
    qualified(cast, found)
    assert who_may_review(found.microcredential_id, TODAY) == {cast.ben.pk}
    assert who_may_review(found.microcredential_id, TOMORROW) == {cast.ben.pk}
    assert not who_may_review(found.microcredential_id, TOMORROW + timedelta(days=1))


def test_a_qualification_that_ended_allows_nothing_from_that_day_on(cast: Cast) -> None:
    found = a_set(cast)
    held = qualified(cast, found)
    held.ended_on, held.ended_because = TODAY, "Too far from the anchors."
    held.save()
    assert not who_may_review(found.microcredential_id, TODAY)


def test_nobody_qualifies_by_a_try_that_was_not_passed(cast: Cast) -> None:
    found = a_set(cast)
    with pytest.raises(IntegrityError, match="try that was passed"), transaction.atomic():
        rows.Qualification.objects.create(
            set=found,
            person=cast.ben,
            earned_by=a_try(cast, found, "not_yet"),
            first_on=TODAY,
            last_on=TOMORROW,
        )


def test_the_rule_of_a_set_in_use_cannot_change(cast: Cast) -> None:
    found = a_set(cast)
    with pytest.raises(IntegrityError, match="begin another set"), transaction.atomic():
        rows.CalibrationSet.objects.filter(pk=found.pk).update(exact_share="0.100")


def test_only_those_who_passed_are_asked_once_anchors_bind(cast: Cast) -> None:
    found = a_set(cast)
    attempt = a_submitted_attempt(cast, version=found.version)
    qualified(cast, found)
    named = {one.person: one.decision.bars for one in candidates_for(attempt, on=TODAY)}
    assert named[cast.ben.pk] == ()
    assert Bar.NOT_QUALIFIED in named[cast.bea.pk]
    assert not is_barred(attempt, cast.bea.pk, on=TODAY)
