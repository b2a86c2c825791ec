"""Stories of the two gates: a program's settings, decisions, appeals, attempts used up."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from longleaf.actions.review import finish_review, keep_program, name_coach, save_comment
from longleaf.basis.ports import KeyVault
from longleaf.domain.review.program import Program
from longleaf.records.models import evidence, gate, organization
from longleaf.records.models import microcredential as definitions
from longleaf.records.models import review as rows
from tests.people import NOW, Cast
from tests.stories import a_published_microcredential, a_review, a_submitted_attempt, two_criteria

BASE = "https://longleaf.example"
GROUNDS = "The transcript shows pauses of two seconds in minutes three and four."
ANSWER = "Minute four has three pauses of more than two seconds, which is the level asked for."
PASSED = {"pause": "meets", "follow": "strong"}
SHORT = {"pause": "not_yet", "follow": "strong"}
DEFAULT = Program(review_days=10)


def settle(cast: Cast, *, now: datetime = NOW, **settings: Any) -> int:
    """Northfield's program with these settings."""
    return keep_program(
        by=cast.acting(cast.chloe),
        organization=cast.northfield.pk,
        program=replace(DEFAULT, **settings),
        now=now,
    )


def a_decided_attempt(
    cast: Cast,
    vault: KeyVault,
    *,
    version: definitions.Version | None = None,
    now: datetime = NOW,
    educator: organization.Person | None = None,
    levels: Mapping[str, str] | None = None,
) -> evidence.Attempt:
    """Amina's first attempt, judged "not yet" on "pause" by Ben and Bea."""
    attempt = a_submitted_attempt(cast, version=version, educator=educator, now=now)
    for seat, reviewer in ((1, cast.ben), (2, cast.bea)):
        review = a_review(attempt, reviewer, seat=seat, levels=levels or SHORT, now=now)
        finish_review(
            by=cast.acting(reviewer), review=review.pk, vault=vault, base_url=BASE, now=now
        )
    return evidence.Attempt.objects.select_related("submission").get(pk=attempt.pk)


def answer_appeal(
    cast: Cast,
    attempt: evidence.Attempt,
    level: str,
    vault: KeyVault,
    *,
    answer: str = ANSWER,
    now: datetime = NOW,
) -> Any:
    """Whoever was asked answers the appeal with this level on "pause"."""
    review = rows.Review.objects.exclude(state="released").get(attempt=attempt, seat=4)
    rows.CriterionScore.objects.create(
        review=review,
        criterion="pause",
        level=level,
        reason="The transcript has pauses of two seconds in three places.",
        saved_at=now,
    )
    reviewer = cast.acting(review.reviewer)
    if answer:
        save_comment(by=reviewer, review=review.pk, comment=answer, revision=0, now=now)
    return finish_review(by=reviewer, review=review.pk, vault=vault, base_url=BASE, now=now)


def a_check(cast: Cast, *, slug: str = "wait-time", title: str = "Wait Time") -> UUID:
    """A submission of Amina's that waits for its check of completeness."""
    attempt = a_submitted_attempt(
        cast, version=a_published_microcredential(cast, definition=two_criteria(slug, title))
    )
    return gate.CompletenessCheck.objects.create(
        attempt=attempt, opened_at=NOW, due_on=NOW.date()
    ).pk


def a_coaching(cast: Cast, attempt: evidence.Attempt) -> UUID:
    """Ash coaches Amina, whose one attempt is used up."""
    settle(cast, most_attempts=1)
    return name_coach(
        by=cast.acting(cast.chloe),
        submission=attempt.submission_id,
        coach=cast.ash.pk,
        note="Look at the pauses together.",
        now=NOW,
    )
