"""Publishing a version: proposed, read by a second person, published or given back, withdrawn."""

from datetime import datetime
from typing import assert_never
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from longleaf.actions.audit import record_event
from longleaf.actions.errors import AlreadyDoneError, StaleTextError
from longleaf.actions.microcredential.rows import State, fill_columns, link_elements, locked_version
from longleaf.actions.notice import notify
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.microcredential.definition import (
    Definition,
    content_hash,
    definition_as_data,
    parse_definition,
)
from longleaf.domain.microcredential.publication import may_publish
from longleaf.domain.microcredential.versions import check_next_version
from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.records.models import framework as frameworks
from longleaf.records.models import microcredential as rows
from longleaf.records.models import notice as notices
from longleaf.records.models import organization as people
from longleaf.records.queries.organization import in_force

_WRITERS = (RoleKind.AUTHOR, RoleKind.ADMINISTRATOR)
_PROPOSED = "version_proposed"


def propose_version(*, by: Actor, version: UUID, now: datetime) -> None:
    """Ask a second person to read and publish a draft that is complete.

    Raises:
        NoSuchRecordError: If the version is not within reach.
        AlreadyDoneError: If it is no longer a draft.
        ProblemsError: With everything that is still missing.
    """
    with transaction.atomic():
        row = locked_version(version, by=by, verb="draft_microcredential")
        if row.state != State.DRAFT:
            raise AlreadyDoneError(_said(State(row.state)))
        _complete(row)
        row.state = State.PROPOSED
        row.returned_because = ""
        row.save()
        _record("microcredential.proposed", row, by=by, now=now)
        for person in _second_people(row, now=now):
            notify(
                person,
                kind=_PROPOSED,
                subject=f"Read and publish: {row.title}",
                body=f"{by.name} proposes version {row.number} of “{row.title}” for publishing."
                " A second person must read it. You can publish it, or give it back with a note.",
                path=_preview(row),
                now=now,
            )


def return_version(*, by: Actor, version: UUID, because: str, now: datetime) -> None:
    """Give a proposed version back to its authors with a note, or take one's own back.

    Raises:
        NoSuchRecordError: If the version is not within reach.
        AlreadyDoneError: If it is not waiting for a second person.
        ProblemsError: If someone gives it back without saying why.
    """
    with transaction.atomic():
        row = locked_version(version, by=by, verb="draft_microcredential")
        if row.state != State.PROPOSED:
            raise AlreadyDoneError(_said(State(row.state)))
        authors = set(row.authors.values_list("pk", flat=True))
        if by.person not in authors and not because.strip():
            reason = "Say what should be changed, so that its authors can go on."
            raise ProblemsError([Problem("because", reason)])
        row.state = State.DRAFT
        row.returned_because = because.strip()
        row.save()
        _nobody_need_read(row, now=now)
        _record("microcredential.returned", row, by=by, now=now)
        for person in authors - {by.person}:
            notify(
                person,
                kind="version_returned",
                subject=f"Given back: {row.title}",
                body=f"{by.name} gave version {row.number} of “{row.title}” back."
                + (f" They wrote: {row.returned_because}" if row.returned_because else ""),
                path=f"/authoring/{row.pk}",
                now=now,
            )


def publish_version(
    *, by: Actor, version: UUID, revision: int | None = None, now: datetime
) -> None:
    """Publish a proposed version; the one published before becomes replaced, its awards stay.

    Where `revision` says what the second person read, no other revision is published.

    Raises:
        NoSuchRecordError: If the version is not within reach.
        AlreadyDoneError: If it is not waiting for a second person.
        StaleTextError: If it was changed after it was read.
        ProblemsError: If `by` wrote part of it, or it is not complete.
    """
    with transaction.atomic():
        row = locked_version(version, by=by, verb="publish_microcredential")
        if row.state != State.PROPOSED:
            raise AlreadyDoneError(_said(State(row.state)))
        if revision is not None and revision != row.revision:
            raise StaleTextError(row.title, row.revision)
        decision = may_publish(set(row.authors.values_list("pk", flat=True)), by.person)
        if not decision.allowed:
            raise ProblemsError([Problem("", decision.reason)])
        definition = _complete(row)
        earlier = rows.Version.objects.select_for_update().filter(
            microcredential=row.microcredential, state=State.PUBLISHED
        )
        earlier.update(state=State.REPLACED)
        fill_columns(row, definition_as_data(definition))
        row.content_hash = content_hash(definition)
        row.state = State.PUBLISHED
        row.published_by_id, row.published_at = by.person, now
        row.save()
        link_elements(row, definition)
        _nobody_need_read(row, now=now)
        _record("microcredential.published", row, by=by, now=now)
        for author in row.authors.exclude(pk=by.person):
            notify(
                author.pk,
                kind="version_published",
                subject=f"Published: {row.title}",
                body=f"{by.name} published version {row.number} of “{row.title}”."
                " It is in the catalog now.",
                path=f"/microcredentials/{row.microcredential.slug}",
                now=now,
            )


def withdraw_version(*, by: Actor, version: UUID, because: str, now: datetime) -> None:
    """Take a published version out of the catalog; what was handed in and earned under it stays.

    Raises:
        NoSuchRecordError: If the version is not within reach.
        AlreadyDoneError: If it is not the published one.
        ProblemsError: If no reason is given.
    """
    if not because.strip():
        raise ProblemsError([Problem("because", "Say why, so that others understand it later.")])
    with transaction.atomic():
        row = locked_version(version, by=by, verb="withdraw_microcredential")
        if row.state != State.PUBLISHED:
            raise AlreadyDoneError(_said(State(row.state)))
        row.state = State.WITHDRAWN
        row.withdrawn_at = now
        row.withdrawn_because = because.strip()
        row.save()
        _record("microcredential.withdrawn", row, by=by, now=now)


def _complete(row: rows.Version) -> Definition:
    """The definition, if nothing keeps it from being published."""
    definition = parse_definition(row.definition)
    problems = _unknown_elements(definition)
    earlier = (
        rows.Version.objects.filter(microcredential=row.microcredential, number__lt=row.number)
        .order_by("-number")
        .first()
    )
    if earlier is not None:
        problems += check_next_version(parse_definition(earlier.definition), definition)
    if problems:
        raise ProblemsError(problems)
    return definition


def _unknown_elements(definition: Definition) -> list[Problem]:
    known = set(
        frameworks.Element.objects.filter(
            framework__slug__in={one.framework for one in definition.alignments}
        ).values_list("framework__slug", "code")
    )
    return [
        Problem(
            f"alignments[{at}].element",
            f"“{one.framework}” has no element “{one.element}”.",
            "Choose one from the list.",
        )
        for at, one in enumerate(definition.alignments)
        if (one.framework, one.element) not in known
    ]


def _second_people(row: rows.Version, *, now: datetime) -> list[UUID]:
    """Those who write for the issuer but wrote nothing of this version."""
    return list(
        people.Role.objects.filter(
            in_force(now.date()),
            Q(organization=row.microcredential.issuer_id),
            kind__in=_WRITERS,
            person__is_active=True,
        )
        .exclude(person__in=row.authors.all())
        .order_by("person_id")
        .values_list("person_id", flat=True)
        .distinct()
    )


def _nobody_need_read(row: rows.Version, *, now: datetime) -> None:
    """What asked for a second person is settled, so it need not wait in their inboxes."""
    notices.Notice.objects.filter(kind=_PROPOSED, path=_preview(row), read_at__isnull=True).update(
        read_at=now
    )


def _preview(row: rows.Version) -> str:
    return f"/authoring/{row.pk}/preview"


def _record(verb: str, row: rows.Version, *, by: Actor, now: datetime) -> None:
    record_event(
        verb,
        by=by,
        subject=("version", row.pk),
        organization=row.microcredential.issuer_id,
        details={"microcredential": row.microcredential.slug, "number": row.number},
        now=now,
    )


def _said(state: State) -> str:
    match state:
        case State.DRAFT:
            return "This version is a draft; someone gave it back or took it back meanwhile."
        case State.PROPOSED:
            return "This version already waits for a second person."
        case State.PUBLISHED:
            return "This version was already published."
        case State.REPLACED:
            return "This version was replaced by a later one."
        case State.WITHDRAWN:
            return "This version was already withdrawn."
    assert_never(state)
