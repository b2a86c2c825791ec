"""Verbs on the registry of issuers: who is on record, and what the Department says of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.credential.registry import Saying
from longleaf.domain.badge.recognition import (
    WITHDRAWN,
    Draft,
    IssuerFacts,
    check_withdrawal,
    checked_draft,
    checked_issuer,
    tidied,
)
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import authorize, person_acting
from longleaf.records.models import organization as people
from longleaf.records.models import trust as rows
from longleaf.records.queries.registry import statement_of

VERB = "keep_registry"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That a statement no longer counts from a day on, and why."""

    since: date
    because: str
    citation: str = ""
    citation_url: str = ""


@transaction.atomic
def register_issuer(
    *,
    by: Actor,
    department: UUID,
    facts: IssuerFacts,
    organization: UUID | None = None,
    draft: Draft,
    owner: UUID | None = None,
    on: date,
    now: datetime,
) -> UUID:
    """Put an issuer on record, with the first statement about it.

    Args:
        by: Whoever does it.
        department: Whose registry it is.
        facts: The issuer.
        organization: The organization of this site that it is, if it is one.
        draft: What is said of it.
        owner: Of a permission: the organization of this site whose achievement it is.
        on: Today.
        now: The present moment.

    Raises:
        ProblemsError: With all that is wrong, an identifier that is another's too.
    """
    authorize(by, VERB, organization=department)
    _lock(department)
    tidy = checked_issuer(facts, is_here=organization is not None)
    first = checked_draft(draft, on=on)
    if organization is not None:
        _refuse_twice(department, organization)
    made = rows.KnownIssuer.objects.create(
        department_id=department, organization_id=organization, made_at=now
    )
    _describe(by, made, tidy, now)
    _change_identifiers(by, made, tidy.identifiers, now)
    record_event(
        "issuer.registered",
        by=by,
        subject=("issuer", made.pk),
        organization=department,
        details={"identifiers": list(tidy.identifiers)},
        now=now,
    )
    _say(by, made, first, owner=owner, about=None, now=now)
    return made.pk


@transaction.atomic
def describe_issuer(*, by: Actor, issuer: UUID, facts: IssuerFacts, now: datetime) -> bool:
    """Amend an issuer's name or identifiers; False if nothing is new.

    An identifier that is left out is no longer the issuer's; badges under it are then of an
    unknown issuer, also earlier ones.

    Raises:
        NoSuchRecordError: If there is no such issuer in the actor's registry.
        ProblemsError: With all that is wrong.
    """
    held = _issuer(by, issuer)
    tidy = checked_issuer(facts, is_here=held.organization_id is not None)
    described = _describe(by, held, tidy, now)
    changed = _change_identifiers(by, held, tidy.identifiers, now)
    if not described and not changed:
        return False
    record_event(
        "issuer.described",
        by=by,
        subject=("issuer", held.pk),
        organization=held.department_id,
        details={"identifiers": list(tidy.identifiers)},
        now=now,
    )
    return True


@transaction.atomic
def make_statement(
    *,
    by: Actor,
    issuer: UUID,
    draft: Draft,
    owner: UUID | None = None,
    about: int | None = None,
    on: date,
    now: datetime,
) -> int:
    """Say something of an issuer; gives the statement's number.

    Args:
        by: Whoever says it.
        issuer: Of whom.
        draft: What is said.
        owner: Of a permission: the organization of this site whose achievement it is.
        about: The number of the statement that this one amends: then that one counts no more.
        on: Today.
        now: The present moment.

    Raises:
        NoSuchRecordError: If there is no such issuer, or no such statement.
        AlreadyDoneError: If the statement was amended or withdrawn meanwhile, or if this very
            statement holds already.
        ProblemsError: With all that is wrong.
    """
    held = _issuer(by, issuer)
    tidy = checked_draft(draft, on=on)
    amended = None if about is None else _open_statement(held, about)
    return _say(by, held, tidy, owner=owner, about=amended, now=now)


@transaction.atomic
def withdraw_statement(
    *, by: Actor, issuer: UUID, number: int, withdrawal: Withdrawal, now: datetime
) -> int:
    """End a statement from a day on; it stays on record, and counts for the days before.

    Raises:
        NoSuchRecordError: If there is no such issuer, or no such statement.
        AlreadyDoneError: If the statement was amended or withdrawn meanwhile.
        ProblemsError: With all that is wrong.
    """
    held = _issuer(by, issuer)
    ended = _open_statement(held, number)
    because, citation = tidied(withdrawal.because), tidied(withdrawal.citation)
    citation_url = withdrawal.citation_url.strip()
    check_withdrawal(
        of=statement_of(ended, department="", base_url=""),
        since=withdrawal.since,
        because=because,
        citation=citation,
        citation_url=citation_url,
    )
    made = rows.IssuerStatement.objects.create(
        issuer=held,
        number=_next_number(held),
        kind=WITHDRAWN,
        about=ended,
        since=withdrawal.since,
        because=because,
        citation=citation,
        citation_url=citation_url,
        said_by_id=person_acting(by),
        said_at=now,
    )
    _event("recognition.withdrawn", by, held, made, now)
    return made.number


def _lock(department: UUID) -> None:
    """One change of a registry at a time, so that an identifier is never two issuers'."""
    found = people.Organization.objects.select_for_update().filter(pk=department, kind="department")
    if found.only("id").first() is None:
        raise NoSuchRecordError


def _issuer(by: Actor, issuer: UUID) -> rows.KnownIssuer:
    found = rows.KnownIssuer.objects.filter(pk=issuer).first()
    if found is None:
        raise NoSuchRecordError
    authorize(by, VERB, organization=found.department_id)
    _lock(found.department_id)
    return found


def _refuse_twice(department: UUID, organization: UUID) -> None:
    if not people.Organization.objects.filter(pk=organization).exists():
        raise NoSuchRecordError
    if rows.KnownIssuer.objects.filter(department=department, organization=organization).exists():
        what = "This organization is on record already. Open it to say more of it."
        raise AlreadyDoneError(what)


def _describe(by: Actor, issuer: rows.KnownIssuer, facts: IssuerFacts, now: datetime) -> bool:
    newest = issuer.descriptions.order_by("-number").first()
    said = {"name": facts.name, "website": facts.website, "location": facts.location}
    if newest is not None and all(getattr(newest, key) == said[key] for key in said):
        return False
    rows.IssuerDescription.objects.create(
        issuer=issuer,
        number=newest.number + 1 if newest else 1,
        written_by_id=person_acting(by),
        written_at=now,
        **said,
    )
    return True


def _change_identifiers(
    by: Actor, issuer: rows.KnownIssuer, wanted: Sequence[str], now: datetime
) -> bool:
    person = person_acting(by)
    held = {each.identifier: each for each in issuer.identifiers.filter(removed_at=None)}
    added = [each for each in wanted if each not in held]
    taken = rows.IssuerIdentifier.objects.filter(
        department=issuer.department_id, identifier__in=added, removed_at=None
    )
    problems = [
        Problem(
            "identifiers",
            f"{each.identifier} is already on record, as another issuer’s.",
            "Take it out there first, or leave it out here.",
        )
        for each in taken
    ]
    if problems:
        raise ProblemsError(problems)
    for identifier, row in held.items():
        if identifier not in wanted:
            row.removed_by_id, row.removed_at = person, now
            row.save(update_fields=["removed_by", "removed_at"])
    rows.IssuerIdentifier.objects.bulk_create(
        rows.IssuerIdentifier(
            issuer=issuer,
            department_id=issuer.department_id,
            identifier=each,
            added_by_id=person,
            added_at=now,
        )
        for each in added
    )
    return bool(added) or len(held) + len(added) != len(wanted)


def _open_statement(issuer: rows.KnownIssuer, number: int) -> rows.IssuerStatement:
    """A statement that still counts as it was made."""
    found = issuer.statements.filter(number=number).exclude(kind=WITHDRAWN).first()
    if found is None:
        raise NoSuchRecordError
    if issuer.statements.filter(about=found).exists():
        what = "Somebody has amended or withdrawn this meanwhile. Look at what holds now."
        raise AlreadyDoneError(what)
    return found


def _say(
    by: Actor,
    issuer: rows.KnownIssuer,
    draft: Draft,
    *,
    owner: UUID | None,
    about: rows.IssuerStatement | None,
    now: datetime,
) -> int:
    is_permission = draft.saying is Saying.PERMITTED
    if is_permission and draft.owner_is_here and owner is None:
        raise ProblemsError([Problem("owner", "Whose achievement is it?", "Choose the owner.")])
    if owner is not None and not people.Organization.objects.filter(pk=owner).exists():
        raise NoSuchRecordError
    is_here = is_permission and draft.owner_is_here
    said = {
        "kind": str(draft.saying),
        "scope_kind": str(draft.scope.kind),
        "scope_values": list(draft.scope.values),
        "since": draft.since,
        "until": draft.until,
        "also_before": draft.also_before,
        "because": draft.because,
        "citation": draft.citation,
        "citation_url": draft.citation_url,
        "owner_organization_id": owner if is_here else None,
        "owner_name": draft.owner_name if is_permission and not is_here else "",
        "owner_identifier": draft.owner_identifier if is_permission and not is_here else "",
    }
    if issuer.statements.filter(followed_by=None, **said).exists():
        what = "Just this is on record already."
        raise AlreadyDoneError(what)
    made = rows.IssuerStatement.objects.create(
        issuer=issuer,
        number=_next_number(issuer),
        about=about,
        said_by_id=person_acting(by),
        said_at=now,
        **said,
    )
    _event(f"issuer.{draft.saying}", by, issuer, made, now)
    return made.number


def _next_number(issuer: rows.KnownIssuer) -> int:
    newest = issuer.statements.order_by("-number").values_list("number", flat=True).first()
    return (newest or 0) + 1


def _event(
    verb: str,
    by: Actor,
    issuer: rows.KnownIssuer,
    statement: rows.IssuerStatement,
    now: datetime,
) -> None:
    record_event(
        verb,
        by=by,
        subject=("issuer", issuer.pk),
        organization=issuer.department_id,
        details={
            "statement": statement.number,
            "about": statement.about.number if statement.about else None,
            "since": statement.since.isoformat(),
            "until": statement.until.isoformat() if statement.until else None,
        },
        now=now,
    )
