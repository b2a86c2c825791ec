"""Attempts that are used up, and the coach who opens one more."""

from pathlib import Path

import pytest

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError, StaleTextError
from longleaf.actions.evidence.begin import begin_next_attempt
from longleaf.actions.review import (
    keep_program,
    name_coach,
    open_attempt,
    share_program,
    write_coaching_note,
)
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.domain.review.program import Program, Scoring
from longleaf.gateways.vault import FileVault
from longleaf.records.facts.gate import program_of
from longleaf.records.facts.review import is_barred
from longleaf.records.models import evidence, gate, notice
from tests.gates import a_coaching, a_decided_attempt, settle
from tests.people import NOW, TODAY, Cast
from tests.stories import a_published_microcredential


@pytest.fixture
def vault(tmp_path: Path) -> FileVault:
    return FileVault(tmp_path / "vault.key")


@pytest.fixture
def attempt(cast: Cast, vault: FileVault) -> evidence.Attempt:
    settle(cast, most_attempts=1)
    return a_decided_attempt(cast, vault)


def test_with_the_last_attempt_used_a_coach_is_asked_for_and_nobody_revises(
    cast: Cast, attempt: evidence.Attempt
) -> None:
    assert notice.Notice.objects.get(person=cast.chloe, kind="coach.needed")
    told = notice.Notice.objects.get(person=cast.amina, kind="submission.decided")
    assert "a coach is named" in told.body
    with pytest.raises(ProblemsError, match="used all 1 attempts"):
        begin_next_attempt(by=cast.acting(cast.amina), submission=attempt.submission_id, now=NOW)


def test_the_coach_and_the_educator_write_and_one_attempt_more_is_opened(
    cast: Cast, attempt: evidence.Attempt
) -> None:
    ash, amina = cast.acting(cast.ash), cast.acting(cast.amina)
    coaching = a_coaching(cast, attempt)
    first = write_coaching_note(by=amina, coaching=coaching, text="Where is it?", now=NOW)
    again = write_coaching_note(by=amina, coaching=coaching, text="Where is it?", now=NOW)
    assert first == again
    write_coaching_note(by=ash, coaching=coaching, text="Count aloud.", now=NOW)
    open_attempt(by=ash, coaching=coaching, now=NOW)
    with pytest.raises(AlreadyDoneError):
        open_attempt(by=ash, coaching=coaching, now=NOW)
    begin_next_attempt(by=amina, submission=attempt.submission_id, now=NOW)
    assert attempt.submission.attempts.latest("number").open_criteria == ["pause"]
    assert (
        "Ash Thornton wrote: Count aloud."
        in notice.Notice.objects.filter(person=cast.amina).get(kind="coach.note").body
    )


def test_nobody_else_reads_writes_or_opens(cast: Cast, attempt: evidence.Attempt) -> None:
    coaching = a_coaching(cast, attempt)
    for other in (cast.ben, cast.eve, cast.asa):
        with pytest.raises(NoSuchRecordError):
            write_coaching_note(by=cast.acting(other), coaching=coaching, text="Hm.", now=NOW)
        with pytest.raises(NoSuchRecordError):
            open_attempt(by=cast.acting(other), coaching=coaching, now=NOW)
    with pytest.raises(NoSuchRecordError):
        open_attempt(by=cast.acting(cast.amina), coaching=coaching, now=NOW)


def test_where_the_coach_cannot_the_coordinator_opens_it(
    cast: Cast, attempt: evidence.Attempt
) -> None:
    open_attempt(by=cast.acting(cast.chloe), coaching=a_coaching(cast, attempt), now=NOW)
    assert gate.CoachingNote.objects.get().kind == "opened"


def test_a_coach_is_of_the_organization_and_has_not_judged_the_work(
    cast: Cast, attempt: evidence.Attempt
) -> None:
    chloe = cast.acting(cast.chloe)
    for nobody in (cast.amina, cast.ben, cast.ezra):
        with pytest.raises(ProblemsError):
            name_coach(by=chloe, submission=attempt.submission_id, coach=nobody.pk, now=NOW)
    for other in (cast.eve, cast.ash, cast.amina):
        with pytest.raises(NotPermittedError):
            name_coach(
                by=cast.acting(other),
                submission=attempt.submission_id,
                coach=cast.asa.pk,
                now=NOW,
            )


def test_one_coach_is_named_and_none_where_attempts_are_left(
    cast: Cast, attempt: evidence.Attempt
) -> None:
    a_coaching(cast, attempt)
    with pytest.raises(AlreadyDoneError):
        a_coaching(cast, attempt)
    settle(cast, most_attempts=2)
    with pytest.raises(AlreadyDoneError, match="No coach is needed"):
        name_coach(
            by=cast.acting(cast.chloe),
            submission=attempt.submission_id,
            coach=cast.asa.pk,
            now=NOW,
        )


def test_whoever_coaches_an_educator_does_not_judge_them(
    cast: Cast, attempt: evidence.Attempt
) -> None:
    name_coach(
        by=cast.acting(cast.chloe), submission=attempt.submission_id, coach=cast.bo.pk, now=NOW
    )
    assert is_barred(attempt, cast.bo.pk, on=TODAY)


def test_a_program_holds_for_all_but_those_with_their_own_until_that_ends(cast: Cast) -> None:
    version = a_published_microcredential(cast)
    about = version.microcredential
    settle(cast, most_attempts=3, scoring=Scoring.SAMPLE)
    assert program_of(about).most_attempts == 3
    ash = cast.acting(cast.ash)
    own = {"organization": cast.northfield.pk, "microcredential": about.pk}
    keep_program(by=ash, **own, program=Program(most_attempts=1), read=0, now=NOW)
    assert program_of(about).most_attempts == 1
    with pytest.raises(StaleTextError):
        keep_program(by=ash, **own, program=Program(), read=0, now=NOW)
    share_program(by=ash, **own, now=NOW)
    assert program_of(about).most_attempts == 3
    with pytest.raises(AlreadyDoneError):
        share_program(by=ash, **own, now=NOW)


def test_programs_are_settled_by_those_who_answer_for_them(cast: Cast) -> None:
    about = a_published_microcredential(cast).microcredential
    for other in (cast.eve, cast.ben, cast.amina, cast.dev):
        with pytest.raises(NoSuchRecordError):
            keep_program(
                by=cast.acting(other), organization=cast.northfield.pk, program=Program(), now=NOW
            )
    with pytest.raises(NoSuchRecordError):
        keep_program(
            by=cast.acting(cast.eve),
            organization=cast.southfield.pk,
            microcredential=about.pk,
            program=Program(),
            now=NOW,
        )
    with pytest.raises(ProblemsError):
        settle(cast, most_attempts=0)
