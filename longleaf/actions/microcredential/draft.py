"""Writing a version: begun, saved as one types, begun again after it was published."""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from longleaf.actions.audit import record_event
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError, StaleTextError
from longleaf.actions.microcredential.rows import State, fill_columns, link_elements, locked_version
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.microcredential import draft as drafts
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import NotPermittedError, authorize, may
from longleaf.records.models import microcredential as rows
from longleaf.records.models import organization as people

_LONGEST_SLUG = 80
_LARGEST = 500_000


class StaleDraftError(StaleTextError):
    """Fields of a draft were changed elsewhere since the page was opened; nothing was saved.

    Attributes:
        conflicts: Path of each such field to the texts that stand there now.
    """

    def __init__(self, conflicts: Mapping[str, list[str]], revision: int) -> None:
        self.conflicts = dict(conflicts)
        super().__init__(json.dumps(self.conflicts), revision)


def draft_microcredential(
    *,
    by: Actor,
    issuer: UUID,
    title: str,
    definition: Mapping[str, Any] | None = None,
    now: datetime,
) -> UUID:
    """Begin a micro-credential with its first draft; returns the version.

    With a definition, its slug is taken if it is free.

    Raises:
        NotPermittedError: If `by` does not write for the issuer.
        ProblemsError: If the title is missing or the issuer issues no badges.
    """
    authorize(by, "draft_microcredential", organization=issuer)
    title = " ".join(title.split())
    if not title:
        raise ProblemsError([Problem("title", "The title is missing.", "Give it a working title.")])
    if not people.Organization.objects.filter(pk=issuer, issues_badges=True).exists():
        reason = "This organization does not issue badges."
        raise ProblemsError([Problem("issuer", reason, "Choose one that does.")])
    with transaction.atomic():
        slug = _free_slug(str((definition or {}).get("slug") or title))
        data = (
            drafts.whole_draft(definition)
            if definition
            else drafts.begin_draft(slug=slug, title=title)
        )
        data["slug"] = slug
        made = rows.Microcredential.objects.create(slug=slug, issuer_id=issuer, begun_at=now)
        version = _new_version(made, 1, data, by=by, now=now)
        record_event(
            "microcredential.drafted",
            by=by,
            subject=("version", version.pk),
            organization=issuer,
            details={"microcredential": slug, "number": 1},
            now=now,
        )
    return version.pk


def _free_slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_SLUG].strip("-") or "untitled"
    used = rows.Microcredential.objects.filter(slug__startswith=slug).values_list("slug", flat=True)
    return drafts.fresh_name(slug, set(used))


def _new_version(
    microcredential: rows.Microcredential,
    number: int,
    data: Mapping[str, Any],
    *,
    by: Actor,
    now: datetime,
) -> rows.Version:
    writer = _writer(by)
    version = rows.Version(
        microcredential=microcredential,
        number=number,
        drafted_by_id=writer,
        drafted_at=now,
        changed_by_id=writer,
        changed_at=now,
    )
    read = fill_columns(version, data)
    version.save()
    version.authors.add(writer)  # type: ignore[arg-type]  # the stubs know no keys but int
    link_elements(version, read)
    return version


def _writer(by: Actor) -> UUID:
    if by.person is None:
        raise NotPermittedError("draft_microcredential")
    return by.person


def save_draft(
    *,
    by: Actor,
    version: UUID,
    revision: int,
    changes: Mapping[str, Sequence[str]] | None = None,
    seen: Mapping[str, Sequence[str]] | None = None,
    steps: Sequence[drafts.Step] = (),
    definition: Mapping[str, Any] | None = None,
    now: datetime,
) -> int:
    """Save some fields of a draft, then take steps on its lists; returns the new revision.

    A save from a page that is no longer current still passes where the fields it writes hold what
    its writer had read (`seen`); otherwise nothing is written. Fields are named by their path and
    hold texts, as a form sends them. A `definition` is the whole draft at once, in place of
    changes; its slug is kept as it was. A save that changes nothing gives its revision back.

    Raises:
        NoSuchRecordError: If the version is not within reach.
        AlreadyDoneError: If it is no longer a draft.
        StaleDraftError: If someone's text would be undone.
        ProblemsError: If a field or an entry does not exist.
    """
    with transaction.atomic():
        row = locked_version(version, by=by, verb="draft_microcredential")
        if row.state != State.DRAFT:
            raise AlreadyDoneError(_CLOSED[State(row.state)])
        changes = changes or {}
        if revision != row.revision:
            _notice_conflicts(row, changes, seen or {}, steps, definition)
        data = drafts.changed(row.definition, changes)
        if definition is not None:
            data = {**drafts.whole_draft(definition), "slug": row.microcredential.slug}
        for step in steps:
            drafts.take_step(data, step)
        if data == row.definition:
            return revision
        if len(json.dumps(data)) > _LARGEST:
            raise ProblemsError([Problem("", "The definition is too long.", "Shorten some texts.")])
        read = fill_columns(row, data)
        row.revision += 1
        row.changed_by_id, row.changed_at = _writer(by), now
        row.save()
        row.authors.add(_writer(by))  # type: ignore[arg-type]  # the stubs know no keys but int
        link_elements(row, read)
        record_event(
            "microcredential.saved",
            by=by,
            subject=("version", row.pk),
            organization=row.microcredential.issuer_id,
            details={"revision": row.revision},
            now=now,
        )
    return row.revision


_CLOSED = {
    State.PROPOSED: "This version waits for a second person, so it can no longer be edited."
    " Take it back to go on writing.",
    State.PUBLISHED: "This version was published. Write the next version to change it.",
    State.REPLACED: "This version was replaced by a later one.",
    State.WITHDRAWN: "This version was withdrawn.",
}


def _notice_conflicts(
    row: rows.Version,
    changes: Mapping[str, Sequence[str]],
    seen: Mapping[str, Sequence[str]],
    steps: Sequence[drafts.Step],
    definition: Mapping[str, Any] | None,
) -> None:
    found = drafts.conflicts(row.definition, changes, seen)
    # A step names its entry by its place, which may have become another's.
    moving = any(step.act != "add" for step in steps)
    if found or moving or definition is not None:
        raise StaleDraftError(found, row.revision)


def begin_next_version(*, by: Actor, microcredential: UUID, now: datetime) -> UUID:
    """Begin the next version as a copy of the latest; if one is being written already, that one.

    Raises:
        NoSuchRecordError: If the micro-credential is not within reach.
    """
    with transaction.atomic():
        made = rows.Microcredential.objects.select_for_update().filter(pk=microcredential).first()
        if made is None or not may(by, "draft_microcredential", organization=made.issuer_id):
            raise NoSuchRecordError
        versions = made.versions.all()
        written = versions.filter(state__in=[State.DRAFT, State.PROPOSED]).first()
        if written is not None:
            return written.pk
        latest = versions.order_by("-number")[0]
        number = (versions.aggregate(highest=Max("number"))["highest"] or 0) + 1
        version = _new_version(made, number, latest.definition, by=by, now=now)
        record_event(
            "microcredential.next_version_begun",
            by=by,
            subject=("version", version.pk),
            organization=made.issuer_id,
            details={"microcredential": made.slug, "number": number},
            now=now,
        )
    return version.pk
