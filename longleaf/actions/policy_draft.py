"""Verbs on drafts of a policy: begin one, save its text, simulate it, note a vote on it.

No verb here changes the rules in force: those come with the pack of the jurisdiction.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.job import begin_job
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.organization.permission import authorize, person_acting
from longleaf.domain.renewal.draft import continued, path_of, text_hash, with_values
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.policy.document import Json
from longleaf.records.facts.policy import rules_from_text, rules_of, text_of_rules
from longleaf.records.models import organization as people
from longleaf.records.models import policy_draft as rows
from longleaf.records.models.renewal import PolicyEdition
from longleaf.records.queries.job import OpenJob, open_job

TASK: Final = "longleaf.jobs.policy_draft.simulate"
JOB_KIND: Final = "policy_draft"
LONGEST_FILE: Final = 512 * 1024
_STAFF: Final = (RoleKind.DEPARTMENT_STAFF,)


@transaction.atomic
def begin_policy_draft(*, by: Actor, title: str, now: datetime) -> UUID:
    """Start a draft from the rules in force in the jurisdiction of the actor's department.

    Raises:
        NoSuchRecordError: If the actor serves no department.
        ProblemsError: If it has no title.
    """
    home = by.home(_STAFF)
    department = people.Organization.objects.filter(pk__in=[home] if home else []).first()
    if department is None:
        raise NoSuchRecordError
    authorize(by, "draft_policy", organization=department.pk)
    if not title.strip():
        raise ProblemsError([Problem("title", "The draft has no name.", "Give it one.")])
    rules = rules_of(department.jurisdiction)
    files = text_of_rules(department.jurisdiction)
    baseline, _ = PolicyEdition.objects.get_or_create(
        hash=rules.policy.hash,
        defaults={
            "jurisdiction": rules.policy.jurisdiction,
            "version": rules.policy.version,
            "files": files,
            "kept_at": now,
        },
    )
    made = rows.PolicyDraft.objects.create(
        department=department,
        title=title.strip()[:200],
        baseline=baseline,
        begun_by_id=person_acting(by),
        begun_at=now,
    )
    rows.DraftVersion.objects.create(
        draft=made,
        number=1,
        files=baseline.files,
        text_hash=text_hash(baseline.files),
        policy_hash=baseline.hash,
        saved_by_id=person_acting(by),
        saved_at=now,
    )
    record_event(
        "policy_draft.begun",
        by=by,
        subject=("policy_draft", made.pk),
        organization=department.pk,
        details={"baseline": baseline.hash},
        now=now,
    )
    return made.pk


def save_policy_fields(
    *, by: Actor, draft: UUID, based_on: int, file: str, typed: Mapping[str, str], now: datetime
) -> int:
    """Save values typed into fields of one file; gives the version's number.

    Args:
        by: Who edits.
        draft: The draft.
        based_on: The version that was on the page; a newer one is not overwritten.
        file: Folder and name, as "policy/licenses.yaml".
        typed: Values by the keys of their fields.
        now: The present moment.

    Raises:
        NoSuchRecordError: If there is no such draft or file in the actor's reach.
        AlreadyDoneError: If someone saved a newer version meanwhile.
        ProblemsError: If the file is not YAML just now.
    """
    return _change(
        by, draft, lambda text: with_values(text, typed), based_on=based_on, file=file, now=now
    )


def save_policy_text(
    *, by: Actor, draft: UUID, based_on: int, file: str, text: str, now: datetime
) -> int:
    """Save a file as it was typed, whether it loads or not; gives the version's number.

    Raises:
        NoSuchRecordError: If there is no such draft or file in the actor's reach.
        AlreadyDoneError: If someone saved a newer version meanwhile.
        ProblemsError: If it is too long to be a policy.
    """
    if len(text.encode()) > LONGEST_FILE:
        fix = "Split the file; half a megabyte is the most."
        raise ProblemsError([Problem("text", "The file is too long.", fix)])
    typed = text.replace("\r\n", "\n")
    return _change(by, draft, lambda _: typed, based_on=based_on, file=file, now=now)


def change_policy_from(
    *, by: Actor, draft: UUID, based_on: int, file: str, dated: str, first: date, now: datetime
) -> int:
    """End the last row of a dated list the day before `first`, and begin a copy of it then.

    Raises:
        NoSuchRecordError: If there is no such draft or file in the actor's reach.
        AlreadyDoneError: If someone saved a newer version meanwhile.
        ProblemsError: If there is no such list.
    """
    return _change(
        by,
        draft,
        lambda text: continued(text, dated, first),
        based_on=based_on,
        file=file,
        now=now,
    )


@transaction.atomic
def begin_simulation(*, by: Actor, draft: UUID, version: int, on: date, now: datetime) -> UUID:
    """Have a version compared with the rules it was begun from, in the background.

    A second click gives the same work.

    Raises:
        NoSuchRecordError: If there is none in the actor's reach.
        ProblemsError: If its text does not load.
        AlreadyDoneError: If a colleague has it computed just now.
    """
    held = _locked(by, draft, "simulate_policy")
    found = rows.DraftVersion.objects.filter(draft=held, number=version).first()
    if found is None:
        raise NoSuchRecordError
    if not found.policy_hash:
        raise ProblemsError([Problem(**each) for each in found.problems])
    if under_way := open_job(JOB_KIND, "version", found.pk):
        return _joined(by, under_way)
    return begin_job(
        by=by,
        kind=JOB_KIND,
        task=TASK,
        organization=held.department_id,
        arguments={"version": str(found.pk), "on": on.isoformat()},
        total=0,
        path=f"/department/drafts/{held.pk}/versions/{version}",
        now=now,
    )


@transaction.atomic
def keep_simulation(
    *,
    by: Actor,
    version: UUID,
    on: date,
    figures: Mapping[str, Json],
    cases: Sequence[Mapping[str, Json]],
    now: datetime,
) -> UUID:
    """Keep what a version would change; computing the same again gives what was kept first.

    Raises:
        NoSuchRecordError: If there is none in the actor's reach.
    """
    found = rows.DraftVersion.objects.filter(pk=version).first()
    if found is None:
        raise NoSuchRecordError
    held = _locked(by, found.draft_id, "simulate_policy")
    made = rows.DraftSimulation.objects.create(
        version=found,
        on=on,
        figures=dict(figures),
        cases=[dict(one) for one in cases],
        made_by_id=person_acting(by),
        made_at=now,
    )
    record_event(
        "policy_draft.simulated",
        by=by,
        subject=("policy_draft", held.pk),
        organization=held.department_id,
        details={"version": found.number, "hash": found.policy_hash, "on": on.isoformat()},
        now=now,
    )
    return made.pk


@transaction.atomic
def cite_policy_draft(
    *,
    by: Actor,
    draft: UUID,
    version: int,
    body: str,
    voted_on: date,
    outcome: str,
    note: str,
    now: datetime,
) -> UUID:
    """Note that a body voted on a version; the note is never changed. It puts nothing in force.

    Raises:
        NoSuchRecordError: If there is none in the actor's reach.
        ProblemsError: If the version does not load, the vote lies ahead, or what is needed lacks.
        AlreadyDoneError: If this vote was noted already.
    """
    held = _locked(by, draft, "cite_policy_draft")
    found = rows.DraftVersion.objects.filter(draft=held, number=version).first()
    if found is None:
        raise NoSuchRecordError
    problems = _problems_with_vote(found, body, voted_on, outcome, now)
    if problems:
        raise ProblemsError(problems)
    if rows.DraftCitation.objects.filter(
        version=found, body=body.strip(), voted_on=voted_on
    ).exists():
        message = "This vote was noted already."
        raise AlreadyDoneError(message)
    made = rows.DraftCitation.objects.create(
        version=found,
        body=body.strip()[:200],
        voted_on=voted_on,
        outcome=outcome,
        note=note.strip(),
        noted_by_id=person_acting(by),
        noted_at=now,
    )
    record_event(
        "policy_draft.cited",
        by=by,
        subject=("policy_draft", held.pk),
        organization=held.department_id,
        details={"version": version, "hash": found.text_hash, "outcome": outcome},
        now=now,
    )
    return made.pk


def _problems_with_vote(
    found: rows.DraftVersion, body: str, voted_on: date, outcome: str, now: datetime
) -> list[Problem]:
    problems = []
    if not found.policy_hash:
        fix = "Mend it first, and cite the version that loads."
        problems.append(Problem("", "This version does not load as a policy.", fix))
    if not body.strip():
        problems.append(Problem("body", "Nobody is named who voted.", "Name the board."))
    if outcome not in {"adopted", "rejected", "deferred"}:
        problems.append(Problem("outcome", "It is not said how the vote ended.", "Choose one."))
    if voted_on > legal_day(now):
        fix = "Note the vote on its day or later."
        problems.append(Problem("voted_on", "That day has not come yet.", fix))
    return problems


def _locked(by: Actor, draft: UUID, verb: str) -> rows.PolicyDraft:
    found = (
        rows.PolicyDraft.objects.select_for_update()
        .filter(pk=draft, department__in=by.reach(_STAFF))
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    authorize(by, verb, organization=found.department_id)
    return found


def _joined(by: Actor, job: OpenJob) -> UUID:
    if job.person == by.person:
        return job.id
    message = "A colleague has this version computed just now. Its page shows what came of it."
    raise AlreadyDoneError(message)


@transaction.atomic
def _change(
    by: Actor,
    draft: UUID,
    change: Callable[[str], str],
    *,
    based_on: int,
    file: str,
    now: datetime,
) -> int:
    """Save the text with one file changed as a new version; the same text again makes none."""
    held = _locked(by, draft, "draft_policy")
    last = rows.DraftVersion.objects.filter(draft=held)[:1].get()
    files: list[dict[str, str]] = [dict(one) for one in last.files]
    place = next((at for at, one in enumerate(files) if path_of(one) == file), None)
    if place is None:
        raise NoSuchRecordError
    if last.number != based_on:
        message = (
            f"Version {last.number} was saved meanwhile. Nothing was overwritten; what you typed "
            "stands below. Open the newest version and put it in there."
        )
        raise AlreadyDoneError(message)
    try:
        files[place]["text"] = change(files[place]["text"])
    except ValueError as error:
        raise ProblemsError([Problem("", str(error))]) from error
    if text_hash(files) == last.text_hash:
        return last.number
    _save(by, held, last.number + 1, files, now)
    record_event(
        "policy_draft.saved",
        by=by,
        subject=("policy_draft", held.pk),
        organization=held.department_id,
        details={"version": last.number + 1},
        now=now,
    )
    return last.number + 1


def _save(
    by: Actor, draft: rows.PolicyDraft, number: int, files: list[dict[str, str]], now: datetime
) -> None:
    """Keep a text with what the loader says of it."""
    policy_hash, problems = "", []
    try:
        policy_hash = rules_from_text(files).policy.hash
    except ProblemsError as error:
        problems = [asdict(one) for one in error.problems[:200]]
    rows.DraftVersion.objects.create(
        draft=draft,
        number=number,
        files=files,
        text_hash=text_hash(files),
        policy_hash=policy_hash,
        problems=problems,
        saved_by_id=person_acting(by),
        saved_at=now,
    )
