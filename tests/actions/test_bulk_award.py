"""Awards from a file: read, approved by a second person, made batch by batch."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import IntegrityError, connection

from longleaf.actions.award import grant_award
from longleaf.actions.badge import choose_shown, sign_badge_anew
from longleaf.actions.bulk_award import (
    Assessed,
    approve_award_file,
    cancel_award_file,
    read_award_file,
)
from longleaf.actions.bulk_award_batch import Awarding, VersionWithdrawnError
from longleaf.actions.bulk_award_telling import tell_awarded
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.renewal import MISSING_TASK, compute_missing_standing, refresh_standing
from longleaf.actions.status_list import edition_at
from longleaf.basis.problem import ProblemsError
from longleaf.credential.document import members
from longleaf.credential.open_badges import is_awarded_to
from longleaf.credential.ports import GivenStatusLists, NoRegistry
from longleaf.credential.report import Overall
from longleaf.credential.verify import verify
from longleaf.domain.organization.actor import RoleKind, system
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.gateways.vault import FileVault
from longleaf.records.models import audit as audits
from longleaf.records.models import award as awards
from longleaf.records.models import badge as badges
from longleaf.records.models import bulk as rows
from longleaf.records.models import credit as credits
from longleaf.records.models import microcredential as definitions
from longleaf.records.models import notice as notices
from longleaf.records.models import organization as people
from tests.cycles import a_license
from tests.jobs.worker import jobs
from tests.people import NOW, Cast, person
from tests.stories import a_published_microcredential, a_submitted_attempt

BASE = "https://longleaf.example"
BY = Assessed("Pine College", "https://pine.example", "Our agreement of 2025.")
HEAD = (
    "email,name,earned_on,expires_on,narrative,evidence_name,evidence_url,evidence_description,"
    "level_pause\n"
)
AMINA = (
    "amina@example.org,,2026-01-10,2029-01-09,A year of pauses.,Film,https://film.example/1,"
    "Ten minutes,meets\n"
)
BO = "bo@example.org,,2026-01-11,,,,,,\n"


@pytest.fixture
def vault(tmp_path: Path) -> FileVault:
    return FileVault(tmp_path / "vault.key")


@pytest.fixture
def version(cast: Cast) -> definitions.Version:
    return a_published_microcredential(cast)


def read(
    cast: Cast,
    version: definitions.Version,
    *lines: str,
    by: people.Person | None = None,
    invites: bool = False,
    assessed: Assessed = BY,
) -> rows.AwardFile:
    file = read_award_file(
        by=cast.acting(by or cast.ash),
        version=version.pk,
        content=(HEAD + "".join(lines)).encode(),
        assessed=assessed,
        invites=invites,
        now=NOW,
    )
    return rows.AwardFile.objects.get(pk=file)


def approve(
    cast: Cast,
    file: rows.AwardFile,
    *,
    by: people.Person | None = None,
    all_good: bool = False,
    starts_at: datetime | None = None,
) -> UUID:
    return approve_award_file(
        by=cast.acting(by or cast.ada),
        file=file.pk,
        only_if_all_good=all_good,
        starts_at=starts_at,
        now=NOW,
    )


def awarding(cast: Cast, file: rows.AwardFile, vault: FileVault) -> Awarding:
    return Awarding(by=cast.acting(cast.ada), file=file.pk, vault=vault, base_url=BASE)


def make(cast: Cast, file: rows.AwardFile, vault: FileVault) -> None:
    approve(cast, file)
    awarding(cast, file, vault).next(after=0, now=NOW)


def results(file: rows.AwardFile) -> list[tuple[int, str]]:
    found = rows.AwardFileResult.objects.filter(row__file=file).order_by("row__number")
    return [(one.row.number, one.kind) for one in found]


def test_a_row_becomes_an_award_whose_badge_a_stranger_can_check(
    cast: Cast, version: definitions.Version, vault: FileVault
) -> None:
    make(cast, read(cast, version, AMINA), vault)
    badge = badges.Badge.objects.select_related("revocation_entry__status_list").get()
    address = badge.revocation_entry.status_list.address
    edition, _ = edition_at(address=address, vault=vault, now=NOW)
    report = verify(
        badge.document,
        trust=NoRegistry(),
        status=GivenStatusLists({address: json.loads(edition)}),
        now=NOW + timedelta(hours=1),
    )
    assert report.overall is Overall.GOOD, report.as_json()
    assert is_awarded_to(json.loads(badge.document), email=cast.amina.email)


def test_a_badge_from_a_file_says_who_decided_and_on_what_evidence(
    cast: Cast, version: definitions.Version, vault: FileVault
) -> None:
    make(cast, read(cast, version, AMINA), vault)
    document = json.loads(badges.Badge.objects.get().document)
    subject = members(document["credentialSubject"])
    assert members(subject["source"])["id"] == "https://pine.example"
    assert subject["narrative"] == "A year of pauses."
    assert document["evidence"] == [
        {
            "id": "https://film.example/1",
            "type": ["Evidence"],
            "name": "Film",
            "description": "Ten minutes",
        }
    ]
    assert document["awardedDate"] == "2026-01-10T17:00:00Z"
    assert document["validUntil"] == "2029-01-10T05:00:00Z"
    assert "result" not in subject  # until the educator wants it shown


def test_what_the_file_said_stays_when_a_badge_is_signed_anew(
    cast: Cast, version: definitions.Version, vault: FileVault
) -> None:
    make(cast, read(cast, version, AMINA), vault)
    award = awards.Award.objects.get()
    choose_shown(
        by=cast.acting(cast.amina),
        award=award.pk,
        artifacts=[],
        levels=True,
        vault=vault,
        base_url=BASE,
        now=NOW,
    )
    sign_badge_anew(by=system("reissue"), award=award, vault=vault, base_url=BASE, now=NOW)
    first, _, third = [
        json.loads(badge.document) for badge in badges.Badge.objects.order_by("number")
    ]
    assert third["evidence"] == first["evidence"]
    assert third["credentialSubject"]["source"] == first["credentialSubject"]["source"]
    [level] = third["credentialSubject"]["result"]
    assert level["achievedLevel"].endswith("#pause.meets")


def test_an_award_from_a_file_has_all_that_one_award_has(
    cast: Cast, version: definitions.Version, vault: FileVault
) -> None:
    """COPY passes by the models: each column must come out as they would write it."""
    attempt = a_submitted_attempt(cast, version=version, educator=cast.ben)
    attempt.state, attempt.outcome, attempt.decided_at = "decided", "earned", NOW
    attempt.save()
    single = grant_award(
        by=system("review"), attempt=attempt.pk, vault=vault, base_url=BASE, now=NOW
    )
    make(cast, read(cast, version, "amina@example.org,,2026-02-03,,,,,,\n"), vault)
    bulk = awards.Award.objects.exclude(pk=single).get()
    own = {"id", "award_id", "educator_id", "person_id", "submission_id", "granted_at", "index"}
    own |= {"revocation_entry_id", "document", "by_id", "posted_by_id"}
    for model, name in (
        (awards.Award, "pk"),
        (awards.AwardEvent, "award"),
        (badges.StatusEntry, "award"),
        (badges.Badge, "award"),
        (credits.CreditEntry, "award"),
    ):
        [first] = model._default_manager.filter(**{name: single}).values()
        [second] = model._default_manager.filter(**{name: bulk.pk}).values()
        assert {k: v for k, v in first.items() if k not in own} == {
            k: v for k, v in second.items() if k not in own
        }
    badge = badges.Badge.objects.get(award=bulk)
    assert badge.revocation_entry.award_id == bulk.pk
    assert str(badge.revocation_entry.index) in badge.document


def test_the_trail_says_of_each_award_that_it_was_decided_outside(
    cast: Cast, version: definitions.Version, vault: FileVault
) -> None:
    file = read(cast, version, AMINA)
    make(cast, file, vault)
    event = audits.AuditEvent.objects.get(verb="award.granted")
    assert (event.actor_id, event.details["decided"], event.details["file"]) == (
        cast.ada.pk,
        "outside",
        str(file.pk),
    )
    told = audits.AuditEvent.objects.filter(subject_kind="award_file").order_by("id")
    assert [(one.verb, one.actor_id) for one in told] == [
        ("award_file.read", cast.ash.pk),
        ("award_file.approved", cast.ada.pk),
        ("award_file.done", cast.ada.pk),
    ]


def test_a_standing_from_before_an_award_is_gone_with_it_and_computed_by_the_job_behind_it(
    cast: Cast, version: definitions.Version, vault: FileVault
) -> None:
    held, other = a_license(cast.amina), a_license(cast.ezra)
    refresh_standing(persons=[cast.amina.pk, cast.ezra.pk], on=NOW.date(), now=NOW)
    make(cast, read(cast, version, AMINA), vault)
    assert credits.CreditEntry.objects.get().earned_on == date(2026, 1, 10)
    assert list(credits.StandingSummary.objects.values_list("license", flat=True)) == [other.pk]
    assert MISSING_TASK in dict(jobs())
    later = NOW + timedelta(minutes=1)
    assert list(compute_missing_standing(on=NOW.date(), now=later)) == [1]
    assert credits.StandingSummary.objects.get(license=held).computed_at == later
    assert credits.StandingSummary.objects.get(license=other).computed_at == NOW


@pytest.mark.parametrize("who", ["amina", "ben", "chloe", "dev", "eve"])
def test_files_are_brought_by_authors_and_administrators_of_the_issuer(
    cast: Cast, version: definitions.Version, who: str
) -> None:
    with pytest.raises(NotPermittedError):
        read(cast, version, AMINA, by=getattr(cast, who))


@pytest.mark.parametrize("who", ["ash", "chloe", "eve", "dev"])
def test_files_are_approved_by_administrators_of_the_issuer(
    cast: Cast, version: definitions.Version, who: str
) -> None:
    with pytest.raises(NotPermittedError):
        approve(cast, read(cast, version, AMINA, by=cast.asa), by=getattr(cast, who))


def test_nobody_approves_the_file_that_they_brought(
    cast: Cast, version: definitions.Version
) -> None:
    file = read(cast, version, AMINA, by=cast.ada)
    with pytest.raises(ProblemsError, match="somebody else must approve"):
        approve(cast, file)
    file.approved_by, file.approved_at = cast.ada, NOW
    with pytest.raises(IntegrityError, match="second_person"):
        file.save()


def test_nobody_approves_a_file_in_which_they_stand(
    cast: Cast, version: definitions.Version
) -> None:
    file = read(cast, version, "ada@example.org,,2026-01-10,,,,,,\n")
    with pytest.raises(ProblemsError, match="stand in this file"):
        approve(cast, file)


def test_nobody_brings_their_own_award(cast: Cast, version: definitions.Version) -> None:
    file = read(cast, version, "ash@example.org,,2026-01-10,,,,,,\n", BO)
    assert [problem["row"] for problem in file.problems] == [2]


def test_whoever_handed_in_evidence_here_is_judged_here(
    cast: Cast, version: definitions.Version, vault: FileVault
) -> None:
    file = read(cast, version, AMINA, BO)
    assert not file.problems
    a_submitted_attempt(cast, version=version)  # Amina hands in, after the file was looked at
    make(cast, file, vault)
    assert results(file) == [(2, "refused"), (3, "awarded")]
    assert "reviewers here decide" in rows.AwardFileResult.objects.get(kind="refused").reason
    assert [one["row"] for one in read(cast, version, AMINA).problems] == [2]


def test_what_the_issuer_assesses_itself_is_not_awarded_by_a_file(
    cast: Cast, version: definitions.Version
) -> None:
    with pytest.raises(ProblemsError, match="reviewed here"):
        read(cast, version, AMINA, assessed=Assessed("northfield schools", BY.assessor_url, "x"))


def test_what_is_held_already_is_not_awarded_twice(
    cast: Cast, version: definitions.Version, vault: FileVault
) -> None:
    make(cast, read(cast, version, AMINA), vault)
    second = read(cast, version, AMINA, BO)
    make(cast, second, vault)
    assert results(second) == [(2, "already"), (3, "awarded")]
    assert awards.Award.objects.filter(educator=cast.amina).count() == 1


def test_the_same_file_is_read_once_until_it_is_cancelled(
    cast: Cast, version: definitions.Version
) -> None:
    first = read(cast, version, AMINA)
    assert read(cast, version, AMINA, by=cast.asa) == first
    cancel_award_file(by=cast.acting(cast.ash), file=first.pk, now=NOW)
    assert read(cast, version, AMINA) != first


def test_somebody_unknown_is_refused_or_invited_as_chosen(
    cast: Cast, version: definitions.Version, vault: FileVault
) -> None:
    new = "zoe@example.org,Zoe New,2026-01-10,,,,,,\n"
    assert [one["row"] for one in read(cast, version, new).problems] == [2]
    file = read(cast, version, new, BO, invites=True)
    make(cast, file, vault)
    assert results(file) == [(2, "invited"), (3, "awarded")]
    zoe = people.Person.objects.get(email="zoe@example.org")
    assert not zoe.has_usable_password()
    assert awards.Award.objects.filter(educator=zoe).exists()
    assert notices.Notice.objects.get(email=zoe.email).kind == "invitation"


def test_only_an_lea_invites(cast: Cast) -> None:
    cast.department.issues_badges = True
    cast.department.save()
    author = person("Ann Partner", (RoleKind.AUTHOR, cast.department))
    theirs = a_published_microcredential(cast, issuer=cast.department)
    with pytest.raises(ProblemsError, match="Only an LEA"):
        read(cast, theirs, AMINA, by=author, invites=True)


def test_a_bad_row_keeps_out_the_others_only_if_all_had_to_be_good(
    cast: Cast, version: definitions.Version
) -> None:
    file = read(cast, version, AMINA, "=1+1,,2026-01-10,,,,,,\n")
    with pytest.raises(ProblemsError, match="formula"):
        approve(cast, file, all_good=True)
    approve(cast, file)


def test_a_second_click_joins_the_work_that_is_under_way(
    cast: Cast, version: definitions.Version
) -> None:
    file = read(cast, version, AMINA)
    assert approve(cast, file) == approve(cast, file)


def test_a_start_can_be_set_for_later(cast: Cast, version: definitions.Version) -> None:
    later = datetime(2026, 2, 9, 5, tzinfo=UTC)
    approve(cast, read(cast, version, AMINA), starts_at=later)
    with connection.cursor() as cursor:
        cursor.execute("SELECT scheduled_at FROM procrastinate_jobs WHERE task_name LIKE '%bulk%'")
        assert cursor.fetchall() == [(later,)]


def test_nothing_more_is_awarded_after_a_file_is_cancelled(
    cast: Cast, version: definitions.Version, vault: FileVault
) -> None:
    file = read(cast, version, AMINA, BO)
    approve(cast, file)
    work = awarding(cast, file, vault)
    first = work.next(after=0, limit=1, now=NOW)
    assert cancel_award_file(by=cast.acting(cast.ada), file=file.pk, now=NOW)
    assert not cancel_award_file(by=cast.acting(cast.ada), file=file.pk, now=NOW)
    assert work.next(after=first.last, limit=1, now=NOW).is_last
    assert results(file) == [(2, "awarded")]
    with pytest.raises(AlreadyDoneError):
        approve(cast, file)


def test_a_file_that_is_done_cannot_be_cancelled_or_approved(
    cast: Cast, version: definitions.Version, vault: FileVault
) -> None:
    file = read(cast, version, AMINA)
    make(cast, file, vault)
    with pytest.raises(AlreadyDoneError):
        cancel_award_file(by=cast.acting(cast.ada), file=file.pk, now=NOW)


def test_a_file_that_nobody_approved_is_not_awarded(
    cast: Cast, version: definitions.Version, vault: FileVault
) -> None:
    with pytest.raises(NoSuchRecordError):
        awarding(cast, read(cast, version, AMINA), vault).next(after=0, now=NOW)


def test_a_version_that_was_withdrawn_is_not_awarded(
    cast: Cast, version: definitions.Version, vault: FileVault
) -> None:
    file = read(cast, version, AMINA)
    approve(cast, file)
    definitions.Version.objects.filter(pk=version.pk).update(state="withdrawn")
    with pytest.raises(VersionWithdrawnError):
        awarding(cast, file, vault).next(after=0, now=NOW)


def test_a_worker_that_begins_anew_passes_by_all_that_is_done(
    cast: Cast, version: definitions.Version, vault: FileVault
) -> None:
    file = read(cast, version, AMINA, BO)
    approve(cast, file)
    awarding(cast, file, vault).next(after=0, limit=1, now=NOW)
    second = awarding(cast, file, vault).next(after=0, limit=1, now=NOW)
    assert (second.last, second.rows, second.awarded) == (3, 1, 1)
    assert results(file) == [(2, "awarded"), (3, "awarded")]


def test_educators_are_told_once(
    cast: Cast, version: definitions.Version, vault: FileVault
) -> None:
    file = read(cast, version, AMINA, BO)
    make(cast, file, vault)
    assert not notices.Notice.objects.filter(kind="award.granted").exists()
    job = system("bulk_award")
    assert tell_awarded(by=job, file=file.pk, first=2, last=3, now=NOW) == 2
    assert tell_awarded(by=job, file=file.pk, first=2, last=3, now=NOW) == 0
    told = notices.Notice.objects.get(person=cast.amina, kind="award.granted")
    assert "Pine College decided" in told.body


def test_what_was_read_cannot_be_changed_afterwards(
    cast: Cast, version: definitions.Version
) -> None:
    file = read(cast, version, AMINA)
    file.assessor = "Somebody else"
    with pytest.raises(IntegrityError, match="stays as it was read"):
        file.save()
