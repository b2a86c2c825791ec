"""Writing a plan: begun, saved section by section, by several people at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError, StaleTextError
from longleaf.actions.plan.rows import kind_of_plan, locked_plan, plan_event
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import is_storable
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import authorize, person_acting
from longleaf.domain.plan.content import Data
from longleaf.domain.plan.draft import (
    changed,
    empty_section,
    flatten,
    merge,
    take_step,
    whole_section,
)
from longleaf.domain.plan.kind import Element
from longleaf.records.facts.plan_kind import kind_of
from longleaf.records.models import organization as people
from longleaf.records.models import plan as rows

_LONGEST_TITLE = 200


class SectionChangedError(StaleTextError):
    """The section was changed elsewhere in the same places; what was typed is kept aside.

    Attributes:
        conflicts: Path of each such field to the texts that stand there now.
    """

    def __init__(self, conflicts: Mapping[str, list[str]], revision: int) -> None:
        self.conflicts = dict(conflicts)
        super().__init__("", revision)


def begin_plan(
    *,
    by: Actor,
    organization: UUID,
    kind: str,
    title: str,
    source: UUID | None = None,
    now: datetime,
) -> UUID:
    """Begin a plan, empty or from a published version; returns the plan.

    A department's own is a template. What was begun from another is tied to it, so that anyone can
    see what differs.

    Raises:
        NotPermittedError: If `by` does not write plans for the organization.
        NoSuchRecordError: If the source is not published.
        ProblemsError: If the title is missing, or the organization writes no plans of this kind.
    """
    found = people.Organization.objects.filter(pk=organization).first()
    is_template = found is not None and found.kind == "department"
    authorize(by, "offer_plan_template" if is_template else "draft_plan", organization=organization)
    if found is None:
        raise NoSuchRecordError
    title = _title(title)
    asked = kind_of(found.jurisdiction, kind)
    if not is_template and found.kind not in asked.written_by:
        reason = f"This organization does not write a plan of the kind “{asked.title}”."
        raise ProblemsError([Problem("kind", reason, "Choose another kind.")])
    with transaction.atomic():
        begun_from = _source(source, kind)
        plan = rows.Plan.objects.create(
            organization=found,
            kind=kind,
            title=title,
            is_template=is_template,
            begun_by_id=person_acting(by),
            begun_at=now,
            source=begun_from,
        )
        for element in asked.elements:
            data = empty_section(element)
            if begun_from is not None:
                data |= _without_people(begun_from.sections.get(element.key, {}))
            _put(plan, element.key, data, by=by, now=now)
        details = {"kind": kind, "source": str(source or "")}
        plan_event("plan.begun", plan, by=by, details=details, now=now)
    return plan.pk


def _title(text: str) -> str:
    title = " ".join(text.split())[:_LONGEST_TITLE]
    if not title or not is_storable(title):
        reason = "The title is missing, or holds a character that cannot be stored."
        raise ProblemsError([Problem("title", reason, "Give it a working title.")])
    return title


def _source(version: UUID | None, kind: str) -> rows.PlanVersion | None:
    if version is None:
        return None
    found = rows.PlanVersion.objects.filter(
        pk=version, plan__shown=version, plan__kind=kind
    ).first()
    if found is None:
        raise NoSuchRecordError
    return found


def _without_people(data: Mapping[str, Any]) -> Data:
    """A section without what belongs to the other LEA alone: its people, schools and days."""
    copied = dict(data)
    if isinstance(copied.get("coverage"), Mapping):
        own = {"schools": [], "people": "", "starts_on": "", "ends_on": ""}
        copied["coverage"] = {**copied["coverage"], **own}
    return copied


def _put(plan: rows.Plan, key: str, data: Data, *, by: Actor, now: datetime) -> rows.PlanSection:
    writer = person_acting(by)
    section = rows.PlanSection.objects.create(
        plan=plan, key=key, data=data, changed_by_id=writer, changed_at=now
    )
    rows.PlanText.objects.create(section=section, revision=1, data=data, by_id=writer, at=now)
    return section


def rename_plan(*, by: Actor, plan: UUID, title: str, now: datetime) -> None:
    """Give a plan another working title; versions keep theirs.

    Raises:
        NoSuchRecordError: If the plan is not within reach.
        ProblemsError: If the title is missing.
    """
    title = _title(title)
    with transaction.atomic():
        row = locked_plan(plan, by=by, verb=verb_to_write(plan))
        if row.title != title:
            row.title = title
            row.save()
            plan_event("plan.renamed", row, by=by, now=now)


def verb_to_write(plan: UUID) -> str:
    """The permission that writing a plan takes: a department writes templates."""
    is_template = rows.Plan.objects.filter(pk=plan, is_template=True).exists()
    return "offer_plan_template" if is_template else "draft_plan"


def save_section(
    *,
    by: Actor,
    plan: UUID,
    key: str,
    revision: int,
    changes: Mapping[str, Sequence[str]] | None = None,
    step: tuple[str, str] | None = None,
    data: Mapping[str, Any] | None = None,
    now: datetime,
) -> int:
    """Save fields of a section, or the whole of it, then take a step on a list; its revision.

    A save from a page that is no longer current passes where it touches other fields than those
    changed meanwhile. Where both touched the same, nothing is overwritten: the text is kept aside,
    for its writer to settle, and the error says what stands there.

    Args:
        by: Who saves.
        plan: The plan.
        key: The section's element.
        revision: The revision that the writer had read.
        changes: Fields by their path, as a form sends them.
        step: ("add", "goals") or ("remove", "goals[g2]").
        data: The whole section, in place of changes.
        now: The present moment.

    Raises:
        NoSuchRecordError: If the plan or section is not within reach.
        SectionChangedError: If someone's text would be undone; it is kept aside.
        ProblemsError: If a field does not exist, or an entry was removed meanwhile.
    """
    clash: SectionChangedError | None = None
    with transaction.atomic():
        row = locked_plan(plan, by=by, verb=verb_to_write(plan))
        element, section = _section(row, key)
        base = _base(section, revision)
        mine = (
            changed(element, base, changes or {}) if data is None else whole_section(element, data)
        )
        merged = merge(base, section.data, mine)
        if merged.conflicts:
            clash = _aside(section, merged.conflicts, mine, revision, by=by, now=now)
        else:
            found = take_step(element, merged.data, *step) if step else merged.data
            _write(row, section, found, by=by, now=now)
            _settle_equal(section, by=by, now=now)
    if clash is not None:
        raise clash
    return section.revision


def _section(plan: rows.Plan, key: str) -> tuple[Element, rows.PlanSection]:
    section = plan.sections.select_for_update().filter(key=key).first()
    if section is None:
        raise NoSuchRecordError
    return kind_of_plan(plan).element(key), section


def _base(section: rows.PlanSection, revision: int) -> Data:
    """What the writer had before them; a revision that never was is a stale page."""
    if revision == section.revision:
        return dict(section.data)
    found = section.texts.filter(revision=revision).first()
    if found is None:
        raise StaleTextError("", section.revision)
    return dict(found.data)


def _write(
    plan: rows.Plan, section: rows.PlanSection, data: Data, *, by: Actor, now: datetime
) -> None:
    if data == section.data:
        return
    section.data = data
    section.revision += 1
    section.changed_by_id, section.changed_at = person_acting(by), now
    section.save()
    rows.PlanText.objects.create(
        section=section, revision=section.revision, data=data, by_id=person_acting(by), at=now
    )
    details = {"section": section.key, "revision": section.revision}
    plan_event("plan.saved", plan, by=by, details=details, now=now)


def _aside(
    section: rows.PlanSection,
    paths: Sequence[str],
    mine: Data,
    revision: int,
    *,
    by: Actor,
    now: datetime,
) -> SectionChangedError:
    rows.PlanText.objects.update_or_create(
        section=section,
        by_id=person_acting(by),
        base=revision,
        settled_at=None,
        defaults={"data": mine, "at": now},
    )
    stored = flatten(section.data)
    conflicts = {
        path: [value] if isinstance(value := stored.get(path, ""), str) else list(value)
        for path in paths
    }
    return SectionChangedError(conflicts, section.revision)


def _settle_equal(section: rows.PlanSection, *, by: Actor, now: datetime) -> None:
    """What stands aside and now stands in the section too needs no settling."""
    stored = flatten(section.data)
    for one in section.texts.filter(by_id=by.person, base__isnull=False, settled_at=None):
        base = section.texts.filter(revision=one.base).first()
        old = flatten(base.data) if base else {}
        wanted = {
            path: value for path, value in flatten(one.data).items() if value != old.get(path)
        }
        if all(stored.get(path) == value for path, value in wanted.items()):
            one.settled_at = now
            one.save()


def settle_text(*, by: Actor, text: int, now: datetime) -> UUID:
    """Say that a text that stands aside has been dealt with; it stays on record.

    Returns:
        The plan.

    Raises:
        NoSuchRecordError: If it is not within reach.
        AlreadyDoneError: If it was settled already.
    """
    with transaction.atomic():
        found = (
            rows.PlanText.objects.select_related("section")
            .filter(pk=text, base__isnull=False)
            .first()
        )
        if found is None:
            raise NoSuchRecordError
        plan = locked_plan(found.section.plan_id, by=by, verb=verb_to_write(found.section.plan_id))
        if found.settled_at is not None:
            raise AlreadyDoneError("This text was dealt with already. It stays on record.")
        found.settled_at = now
        found.save()
        plan_event("plan.text_settled", plan, by=by, details={"text": text}, now=now)
    return plan.pk


def begin_amendment(*, by: Actor, plan: UUID, version: int, now: datetime) -> None:
    """Put the text of the latest version back as the draft, to amend it from there.

    What stood in the draft stays in the history of each section.

    Raises:
        NoSuchRecordError: If the plan or version is not within reach.
        AlreadyDoneError: If the version is superseded.
    """
    with transaction.atomic():
        row = locked_plan(plan, by=by, verb="draft_plan")
        latest = row.versions.order_by("-number").first()
        wanted = row.versions.filter(number=version).first()
        if latest is None or wanted is None:
            raise NoSuchRecordError
        if wanted.number != latest.number:
            message = f"Version {version} is superseded by version {latest.number}. Amend that one."
            raise AlreadyDoneError(message)
        for section in row.sections.select_for_update():
            _write(row, section, dict(wanted.sections.get(section.key, {})), by=by, now=now)
        plan_event("plan.amendment_begun", row, by=by, details={"version": version}, now=now)
