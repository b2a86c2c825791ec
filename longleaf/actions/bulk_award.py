"""Awards from a file: read, approved by a second person, begun, and cancelled."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.job import begin_job
from longleaf.actions.notice import notify
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.award.outside import RowFate, decide_outside, problems_of_assessor
from longleaf.domain.award.outside_file import OutsideFile, read_outside
from longleaf.domain.microcredential.definition import parse_definition
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import authorize, person_acting
from longleaf.domain.organization.row_file import RowProblem, decode
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.records.facts.bulk import educators_known
from longleaf.records.models import bulk as rows
from longleaf.records.models import microcredential as definitions
from longleaf.records.models import organization as people
from longleaf.records.queries.job import open_job

TASK: Final = "longleaf.jobs.bulk_award.award"
JOB_KIND: Final = "award_file"


@dataclass(frozen=True, slots=True)
class Assessed:
    """Who decided outside, their page, and what the decisions rest on."""

    assessor: str
    assessor_url: str
    basis: str


def read_award_file(
    *,
    by: Actor,
    version: UUID,
    content: bytes,
    assessed: Assessed,
    invites: bool,
    now: datetime,
) -> UUID:
    """Read a file of awards and keep what it says, for a second person to approve.

    The same file for the same version is kept once, until it is cancelled.

    Args:
        by: Who brings it.
        version: What is awarded; it must be published.
        content: The file.
        assessed: Who decided, and on what grounds.
        invites: Whether somebody without an account gets one, with an invitation.
        now: The present moment.

    Raises:
        NoSuchRecordError: If there is no such version of an organization the actor acts for.
        ProblemsError: If the file as a whole cannot be read, or it is not said who decided; faults
            of rows are kept with it.
    """
    with transaction.atomic():
        held = _version(version)
        issuer = held.microcredential.issuer
        authorize(by, "read_award_file", organization=issuer.pk)
        _refuse(assessed, invites, issuer, held)
        digest = hashlib.sha256(content).hexdigest()
        same = rows.AwardFile.objects.filter(version=held, digest=digest, cancelled_at=None).first()
        if same is not None:
            return same.pk
        text, encoding = decode(content)
        rubric = parse_definition(held.definition).rubric
        file = read_outside(text, rubric=rubric, on=legal_day(now))
        file = _decided(file, held, by, invites)
        made = rows.AwardFile.objects.create(
            organization=issuer,
            version=held,
            digest=digest,
            encoding=encoding,
            assessor=assessed.assessor.strip(),
            assessor_url=assessed.assessor_url.strip(),
            basis=assessed.basis.strip(),
            invites=invites,
            problems=[asdict(problem) for problem in file.problems],
            row_count=len(file.rows),
            read_by_id=person_acting(by),
            read_at=now,
        )
        _keep_rows(made, file)
        _note("award_file.read", by, made, now, problems=len(file.problems))
    return made.pk


def approve_award_file(
    *, by: Actor, file: UUID, only_if_all_good: bool, starts_at: datetime | None, now: datetime
) -> UUID:
    """Approve a file that somebody else brought, and have it awarded; gives the work to watch.

    After a stop, the same goes on where it stopped.

    Args:
        by: A second person.
        file: Which.
        only_if_all_good: Whether one bad row keeps out the others.
        starts_at: When it begins; None for at once.
        now: The present moment.

    Raises:
        NoSuchRecordError: If there is no such file in the actor's reach.
        AlreadyDoneError: If it was cancelled or has ended.
        ProblemsError: If the actor brought it, stands in it, or all rows had to be good.
    """
    with transaction.atomic():
        held = _locked(by, file, "approve_award_file")
        if held.cancelled_at or held.ended_at:
            raise AlreadyDoneError("This file of awards has come to its end already.")
        if under_way := open_job(JOB_KIND, "file", file):
            if under_way.person != by.person:
                raise AlreadyDoneError("A colleague of yours has these awards made just now.")
            return under_way.id
        _refuse_approval(by, held, only_if_all_good=only_if_all_good)
        if held.approved_by_id is None:
            held.approved_by_id, held.approved_at = person_acting(by), now
            _note("award_file.approved", by, held, now, rows=held.row_count)
        held.starts_at = starts_at
        held.save(update_fields=["approved_by", "approved_at", "starts_at"])
        return begin_job(
            by=by,
            kind=JOB_KIND,
            task=TASK,
            organization=held.organization_id,
            arguments={"file": str(held.pk)},
            total=held.row_count,
            path=path_of(held.pk),
            at=starts_at,
            now=now,
        )


def cancel_award_file(*, by: Actor, file: UUID, now: datetime) -> bool:
    """Stop a file: nothing more is awarded, and what was awarded stays; gives whether it was news.

    Raises:
        NoSuchRecordError: If there is no such file in the actor's reach.
        AlreadyDoneError: If all of it was done already.
    """
    with transaction.atomic():
        held = _locked(by, file, "cancel_award_file")
        if held.cancelled_at is not None:
            return False
        if held.ended_at is not None:
            raise AlreadyDoneError("All rows of this file are done already.")
        held.cancelled_at, held.cancelled_by_id = now, person_acting(by)
        held.save(update_fields=["cancelled_at", "cancelled_by"])
        _note("award_file.cancelled", by, held, now)
    return True


def end_award_file(*, by: Actor, held: rows.AwardFile, words: str, now: datetime) -> None:
    """Note that all rows are done, in the caller's transaction, and tell both who vouched."""
    held.ended_at = now
    held.save(update_fields=["ended_at"])
    _note("award_file.done", by, held, now)
    for person in sorted({held.read_by_id, person_acting(by)}):
        notify(
            person,
            kind="award_file_done",
            subject=f"Awards from a file are made: {held.version.title}",
            body=words,
            path=path_of(held.pk),
            now=now,
        )


def path_of(file: UUID) -> str:
    """The page of a file of awards."""
    return f"/awards/files/{file}"


def _version(version: UUID) -> definitions.Version:
    held = (
        definitions.Version.objects.select_related("microcredential__issuer")
        .filter(pk=version)
        .first()
    )
    if held is None:
        raise NoSuchRecordError
    return held


def _refuse(
    assessed: Assessed, invites: bool, issuer: people.Organization, held: definitions.Version
) -> None:
    own = {issuer.name.lower(), issuer.slug.lower()}
    problems = problems_of_assessor(
        assessor=assessed.assessor,
        assessor_url=assessed.assessor_url.strip(),
        basis=assessed.basis,
        own_names=own.__contains__,
    )
    if held.state != definitions.VersionState.PUBLISHED:
        problems.append(
            Problem("version", "Only a published version is awarded.", "Choose another one.")
        )
    if not issuer.issues_badges:
        problems.append(Problem("version", "This organization issues no badges.", ""))
    if invites and issuer.kind != people.OrganizationKind.LEA:
        problems.append(
            Problem(
                "invites",
                "Only an LEA invites the educators of a file.",
                "Ask their LEAs to invite them first.",
            )
        )
    if problems:
        raise ProblemsError(problems)


def _decided(file: OutsideFile, held: definitions.Version, by: Actor, invites: bool) -> OutsideFile:
    """The file with the rows that are no good beside those that cannot be read.

    What is on record is looked at once more when a row is awarded.
    """
    known = educators_known(
        {row.email for row in file.rows},
        file_version=held.pk,
        microcredential=held.microcredential_id,
        vouching=[person_acting(by)],
    )
    problems = list(file.problems)
    good = []
    for row in file.rows:
        _, facts = known.get(row.email, (None, None))
        decision = decide_outside(row, facts, invites=invites)
        if decision.fate is RowFate.REFUSE:
            problems.append(RowProblem(row.number, "email", decision.reason, decision.fix))
        else:
            good.append(row)
    return OutsideFile(tuple(good), tuple(sorted(problems, key=lambda problem: problem.row)))


def _keep_rows(made: rows.AwardFile, file: OutsideFile) -> None:
    rows.AwardFileRow.objects.bulk_create(
        [
            rows.AwardFileRow(
                file=made,
                number=row.number,
                email=row.email,
                name=row.name,
                earned_on=row.earned_on,
                expires_on=row.expires_on,
                narrative=row.narrative,
                evidence=[asdict(piece) for piece in row.evidence],
                levels=dict(row.levels),
            )
            for row in file.rows
        ],
        batch_size=1000,
    )


def _refuse_approval(by: Actor, held: rows.AwardFile, *, only_if_all_good: bool) -> None:
    if held.read_by_id == by.person:
        raise ProblemsError(
            [
                Problem(
                    "approval",
                    "You brought this file, so somebody else must approve it.",
                    "Ask another administrator.",
                )
            ]
        )
    own = people.Person.objects.values_list("email", flat=True).get(pk=person_acting(by))
    if held.rows.filter(email=own.lower()).exists():
        raise ProblemsError(
            [
                Problem(
                    "approval",
                    "You stand in this file yourself.",
                    "Ask another administrator.",
                )
            ]
        )
    if only_if_all_good and held.problems:
        raise ProblemsError(
            [
                Problem(f"row {each['row']}, {each['column']}", each["reason"], each["fix"])
                for each in held.problems
            ]
        )


def _locked(by: Actor, file: UUID, verb: str) -> rows.AwardFile:
    held = (
        rows.AwardFile.objects.select_for_update(of=("self",))
        .select_related("version__microcredential", "organization")
        .filter(pk=file)
        .first()
    )
    if held is None:
        raise NoSuchRecordError
    authorize(by, verb, organization=held.organization_id)
    return held


def _note(verb: str, by: Actor, held: rows.AwardFile, now: datetime, **details: object) -> None:
    record_event(
        verb,
        by=by,
        subject=("award_file", held.pk),
        organization=held.organization_id,
        details={"version": str(held.version_id), "decided": "outside", **details},
        now=now,
    )
