"""Destroying contents: logged, never under a hold, and by a schedule that is data."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.notice import notify
from longleaf.basis.ports import FileStore
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import Section
from longleaf.domain.evidence.keeping import (
    OWNER_ASKED,
    CountedFrom,
    KeepingClass,
    KeepingRule,
    due_on,
)
from longleaf.domain.evidence.text import storable
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import authorize, may, person_acting
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.records.facts.consent import is_held, keeping_class_of, kept
from longleaf.records.models import evidence, locker
from longleaf.records.models import organization as people

_LONGEST_REASON: Final = 2000
_LONGEST_KEPT_DAYS: Final = 36_525  # a hundred years


def destroy(
    artifact: evidence.Artifact,
    state: evidence.ArtifactState,
    files: FileStore,
    *,
    by: Actor,
    rule: str = OWNER_ASKED,
    now: datetime,
) -> bool:
    """Empty an artifact, in the caller's transaction; whether it went, or is kept under a hold.

    Its file goes when the transaction has succeeded. Should the process be killed in between, the
    key still stands here and the nightly sweep removes the file. What a hold keeps is hidden from
    everyone, and goes when the hold is lifted.
    """
    was_let_in = artifact.state == evidence.ArtifactState.READY
    if was_let_in and is_held(artifact.owner_id):
        if artifact.removal_asked_at is None:
            artifact.removal_asked_at, artifact.removed_because = now, rule[:20]
            artifact.save(update_fields=["removal_asked_at", "removed_because"])
            record_event("artifact.removal_asked", by=by, subject=_subject(artifact), now=now)
        return False
    if was_let_in:
        note_destruction(artifact, by=by, rule=rule, now=now)
    artifact.state = state
    artifact.removed_at = now
    artifact.removed_because = rule[:20]
    artifact.text, artifact.url = "", ""
    if state == evidence.ArtifactState.REFUSED:
        artifact.removed_because = ""
    artifact.save(update_fields=["state", "removed_at", "removed_because", "text", "url"])
    locker.TextPrint.objects.filter(place=str(artifact.pk)).delete()
    # Whoever sent a refused one may still ask how far it is.
    if state == evidence.ArtifactState.REMOVED:
        evidence.Upload.objects.filter(artifact=artifact).delete()
    if artifact.file_key:
        transaction.on_commit(_removal(artifact.pk, artifact.file_key, files))
    return True


def note_destruction(artifact: evidence.Artifact, *, by: Actor, rule: str, now: datetime) -> None:
    """Write down that a content was destroyed: never the content, nor what it was called."""
    digest = artifact.sha256 or hashlib.sha256((artifact.text or artifact.url).encode()).hexdigest()
    line = locker.Destruction.objects.create(
        artifact=artifact.pk,
        owner_id=artifact.owner_id,
        organization_id=home_of(artifact.owner_id),
        sha256=digest,
        length=artifact.length or len(artifact.text.encode()),
        keeping_class=keeping_class_of(artifact),
        rule=rule,
        by_id=by.person,
        agent=by.agent or "",
        on=legal_day(now),
        at=now,
    )
    record_event(
        "artifact.destroyed",
        by=by,
        subject=_subject(artifact),
        organization=line.organization_id,
        details={"sha256": digest, "class": line.keeping_class, "rule": rule},
        now=now,
    )


def _subject(artifact: evidence.Artifact) -> tuple[str, object]:
    return ("artifact", artifact.pk)


def _removal(artifact: UUID, key: str, files: FileStore) -> Callable[[], None]:
    def remove() -> None:
        files.remove(key)
        evidence.Artifact.objects.filter(pk=artifact, file_key=key).update(file_key="")

    return remove


def home_of(person: UUID) -> UUID | None:
    """The LEA whose schedule is a person's: where they last began to teach."""
    role = (
        people.Role.objects.filter(person=person, kind="educator")
        .select_related("organization")
        .order_by("-began_on")
        .first()
    )
    if role is None:
        return None
    where = role.organization
    return where.parent_id if where.kind == people.OrganizationKind.SCHOOL else where.pk


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """What an administrator says of one class of things; texts as they were typed."""

    keeping_class: str
    code: str
    source: str
    counted_from: str
    days: str


@transaction.atomic
def set_keeping_rule(*, by: Actor, organization: UUID, said: ScheduleLine, now: datetime) -> UUID:
    """Write an organization's rule for one class; the one before it ends. Returns the rule.

    Raises:
        NotPermittedError: If the actor does not administer the organization.
        ProblemsError: If something is missing or cannot be understood.
    """
    authorize(by, "keep_schedule", organization=organization)
    problems: list[Problem] = []
    section = Section.of(
        {
            "keeping_class": said.keeping_class,
            "code": storable(said.code),
            "source": storable(said.source),
            "counted_from": said.counted_from,
        },
        problems=problems,
    )
    values = {
        "keeping_class": section.choice("keeping_class", [one.value for one in KeepingClass]),
        "code": section.text("code", longest=60, one_line=True),
        "source": section.text("source", longest=300, one_line=True),
        "counted_from": section.choice("counted_from", [one.value for one in CountedFrom]),
    }
    days = said.days.strip()
    is_number = days.isascii() and days.isdigit() and len(days) < 6  # noqa: PLR2004 - a century
    if not is_number or not 1 <= int(days) <= _LONGEST_KEPT_DAYS:
        problems.append(
            Problem("days", "The days are not a whole number from 1 to 36,525.", "Correct them.")
        )
    if problems:
        raise ProblemsError(problems)
    _end_rules(organization, values["keeping_class"], now)
    rule = locker.KeepingRule.objects.create(
        organization_id=organization,
        days=int(days),
        made_by_id=person_acting(by),
        made_at=now,
        **values,
    )
    _note_rule("keeping_rule.set", by, organization, rule.pk, now)
    return rule.pk


@transaction.atomic
def end_keeping_rule(*, by: Actor, organization: UUID, rule: UUID, now: datetime) -> None:
    """End a rule: nothing is destroyed by age any more. One that has ended stays ended.

    Raises:
        NotPermittedError: If the actor does not administer the organization.
        NoSuchRecordError: If it has no such rule.
    """
    authorize(by, "keep_schedule", organization=organization)
    found = (
        locker.KeepingRule.objects.select_for_update()
        .filter(pk=rule, organization=organization)
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    if found.ended_at is None:
        found.ended_at = now
        found.save(update_fields=["ended_at"])
        _note_rule("keeping_rule.ended", by, organization, rule, now)


def _end_rules(organization: UUID, keeping_class: str, now: datetime) -> None:
    locker.KeepingRule.objects.filter(
        organization=organization, keeping_class=keeping_class, ended_at=None
    ).update(ended_at=now)


def _note_rule(verb: str, by: Actor, organization: UUID, rule: UUID, now: datetime) -> None:
    record_event(verb, by=by, subject=("keeping_rule", rule), organization=organization, now=now)


def carry_out_schedule(*, by: Actor, files: FileStore, now: datetime) -> int:
    """Destroy what its rule wants destroyed by today, and what a hold no longer keeps: how many."""
    authorize(by, "carry_out_schedule")
    done = sum(_release(by, pk, files, now) for pk in _asked_for())
    for rule in locker.KeepingRule.objects.filter(ended_at=None):
        line = KeepingRule(
            rule.code, KeepingClass(rule.keeping_class), rule.days, CountedFrom(rule.counted_from)
        )
        teaching = people.Role.objects.filter(kind="educator", organization__in=_under(rule))
        owned = evidence.Artifact.objects.filter(
            state=evidence.ArtifactState.READY, owner__in=teaching.values("person")
        )
        for pk in list(owned.values_list("pk", flat=True)):
            done += _by_rule(by, pk, rule, line, files=files, now=now)
    return done


def _asked_for() -> list[UUID]:
    waiting = evidence.Artifact.objects.filter(
        state=evidence.ArtifactState.READY, removal_asked_at__isnull=False
    )
    return list(waiting.values_list("pk", flat=True))


def _under(rule: locker.KeepingRule) -> list[UUID]:
    under = people.Organization.objects.filter(parent=rule.organization_id)
    return [rule.organization_id, *under.values_list("pk", flat=True)]


@transaction.atomic
def _release(by: Actor, pk: UUID, files: FileStore, now: datetime) -> bool:
    artifact = evidence.Artifact.objects.select_for_update().get(pk=pk)
    if artifact.state != evidence.ArtifactState.READY or is_held(artifact.owner_id):
        return False
    rule = artifact.removed_because or OWNER_ASKED
    return destroy(artifact, evidence.ArtifactState.REMOVED, files, by=by, rule=rule, now=now)


@transaction.atomic
def _by_rule(
    by: Actor,
    pk: UUID,
    rule: locker.KeepingRule,
    line: KeepingRule,
    *,
    files: FileStore,
    now: datetime,
) -> bool:
    artifact = evidence.Artifact.objects.select_for_update().get(pk=pk)
    if home_of(artifact.owner_id) != rule.organization_id:
        return False
    due = due_on(kept(artifact, held=is_held(artifact.owner_id), now=now), line)
    if due is None or due > legal_day(now) or artifact.state != evidence.ArtifactState.READY:
        return False
    return destroy(
        artifact,
        evidence.ArtifactState.REMOVED,
        files,
        by=by,
        rule=f"{rule.code}: {rule.days} days",
        now=now,
    )


@transaction.atomic
def place_hold(*, by: Actor, organization: UUID, person: UUID, reason: str, now: datetime) -> UUID:
    """Keep all that a person's locker holds as it is, for a reason; returns the hold.

    The person is told that a hold is in force, not why.

    Raises:
        NotPermittedError: If the actor does not administer the organization.
        NoSuchRecordError: If the person does not teach there.
        AlreadyDoneError: If the organization holds them already.
        ProblemsError: If there is no reason.
    """
    authorize(by, "place_hold", organization=organization)
    if home_of(person) != organization:
        raise NoSuchRecordError
    words = _reason(reason)
    people.Person.objects.select_for_update(no_key=True).get(pk=person)
    if locker.LegalHold.objects.filter(
        organization=organization, person=person, lifted_at=None
    ).exists():
        raise AlreadyDoneError("This person is under a hold of yours already.")
    hold = locker.LegalHold.objects.create(
        organization_id=organization,
        person_id=person,
        reason=words,
        placed_by_id=person_acting(by),
        placed_at=now,
    )
    _note_hold("legal_hold.placed", by, hold, now)
    notify(
        person,
        kind="legal_hold.placed",
        subject="What is in your locker has to be kept for now",
        body=(
            f"{hold.organization.name} has to keep your artifacts as they are until further"
            " notice. You can use them as before. What you remove is hidden at once, and destroyed"
            " when it no longer has to be kept."
        ),
        path="/my-locker",
        now=now,
    )
    return hold.pk


@transaction.atomic
def lift_hold(*, by: Actor, hold: UUID, reason: str, now: datetime) -> None:
    """End a hold; what its person removed meanwhile is destroyed by the next nightly run.

    Raises:
        NoSuchRecordError: If there is none that the actor may lift.
        AlreadyDoneError: If it was lifted already.
        ProblemsError: If there is no reason.
    """
    found = locker.LegalHold.objects.select_for_update(of=("self",)).filter(pk=hold).first()
    if found is None or not may(by, "place_hold", organization=found.organization_id):
        raise NoSuchRecordError
    if found.lifted_at is not None:
        raise AlreadyDoneError("This hold was lifted already.")
    found.lifted_because = _reason(reason)
    found.lifted_by_id, found.lifted_at = person_acting(by), now
    found.save(update_fields=["lifted_because", "lifted_by", "lifted_at"])
    _note_hold("legal_hold.lifted", by, found, now)


def _reason(reason: str) -> str:
    problems: list[Problem] = []
    words = Section.of({"reason": storable(reason)}, problems=problems).text(
        "reason", longest=_LONGEST_REASON
    )
    if problems:
        raise ProblemsError(problems)
    return words


def _note_hold(verb: str, by: Actor, hold: locker.LegalHold, now: datetime) -> None:
    record_event(
        verb,
        by=by,
        subject=("legal_hold", hold.pk),
        organization=hold.organization_id,
        details={"person": str(hold.person_id)},
        now=now,
    )
