"""Loading a jurisdiction's pack: its organizations and frameworks, and its micro-credentials."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import models, transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.microcredential import (
    begin_next_version,
    draft_microcredential,
    propose_version,
    publish_version,
    save_draft,
)
from longleaf.actions.term import load_language, load_work_group
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.framework.framework import Element, Framework, framework_from_yaml
from longleaf.domain.microcredential.definition import Definition, content_hash, definition_as_data
from longleaf.domain.microcredential.pack import definition_from_yaml, unknown_alignments
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.pack import (
    ListedOrganization,
    WorkGroup,
    organizations_from_yaml,
    unknown_members,
    work_group_from_yaml,
)
from longleaf.domain.organization.permission import authorize
from longleaf.policy.pack import find_jurisdiction
from longleaf.records.models import framework as frameworks
from longleaf.records.models import microcredential as microcredentials
from longleaf.records.models import organization as organizations

WORK_GROUP = "work_group.yaml"


@dataclass(slots=True)
class Loaded:
    """What loading a pack did, counted by what it loaded.

    Attributes:
        added: Name of the thing ("LEA") to how many are new.
        changed: The same, of those that were there and differed.
        unchanged: The same, of those that were as the pack says.
    """

    added: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)

    def count(self, thing: str, outcome: str) -> None:
        """Count one thing as "added", "changed" or "unchanged"."""
        tally: dict[str, int] = getattr(self, outcome)
        tally[thing] = tally.get(thing, 0) + 1

    def lines(self) -> Iterator[str]:
        """A line for each kind of thing."""
        for thing in {**self.added, **self.changed, **self.unchanged}:
            counts = [
                f"{tally[thing]} {outcome}"
                for outcome in ("added", "changed", "unchanged")
                if thing in (tally := getattr(self, outcome))
            ]
            yield f"{thing}: {', '.join(counts)}"


def load_pack(*, by: Actor, name: str, now: datetime) -> Loaded:
    """Load a jurisdiction's department, LEAs, partners and frameworks; loading twice is safe.

    Every file is read before anything is written. What people have since added to an organization
    stays; what the pack no longer lists is left alone.

    Raises:
        NotPermittedError: If `by` is not the system.
        ProblemsError: With every problem of every file; nothing is loaded.
    """
    authorize(by, "load_pack")
    folder = find_jurisdiction(name)
    listed, found, groups = _read(folder)
    done = Loaded()
    with transaction.atomic():
        for organization in listed:
            _load_organization(organization, name, done)
        for framework in found:
            _load_framework(framework, done)
        if (folder / "terms").is_dir():
            for outcome in load_language(by=by, jurisdiction=name, now=now):
                done.count("Concepts", outcome)
        for group in groups:
            done.count("Work groups", load_work_group(group, jurisdiction=name, now=now))
        record_event(
            "pack.loaded",
            by=by,
            subject=("pack", name),
            details={"added": done.added, "changed": done.changed},
            now=now,
        )
    return done


def _read(folder: Path) -> tuple[list[ListedOrganization], list[Framework], list[WorkGroup]]:
    listed: list[ListedOrganization] = []
    groups: list[WorkGroup] = []
    found: list[Framework] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("organizations/*.yaml")):
        text = path.read_text(encoding="utf-8")
        try:
            if path.name == WORK_GROUP:
                groups.append(work_group_from_yaml(text, name=path.name))
            else:
                listed += organizations_from_yaml(text, name=path.name).organizations
        except ProblemsError as error:
            problems += error.problems
    for path in sorted(folder.glob("frameworks/*.yaml")):
        try:
            found.append(framework_from_yaml(path.read_text(encoding="utf-8"), name=path.name))
        except ProblemsError as error:
            problems += error.problems
    for group in groups:
        problems += unknown_members(group, listed)
    if problems:
        raise ProblemsError(problems)
    return listed, found, groups


def _outcome(row: models.Model, made: bool, wanted: dict[str, object]) -> str:
    """Save what differs, and say what became of the row."""
    if made:
        return "added"
    differing = [name for name, value in wanted.items() if getattr(row, name) != value]
    for name in differing:
        setattr(row, name, wanted[name])
    if differing:
        row.save(update_fields=differing)
    return "changed" if differing else "unchanged"


_THINGS = {"department": "Departments", "lea": "LEAs", "partner": "Partners"}


def _load_organization(listed: ListedOrganization, jurisdiction: str, done: Loaded) -> None:
    wanted: dict[str, object] = {
        "kind": listed.kind,
        "name": listed.name,
        "region": listed.region,
        "jurisdiction": jurisdiction,
    }
    row, made = organizations.Organization.objects.get_or_create(slug=listed.slug, defaults=wanted)
    if row.is_demo:
        reason = f"“{listed.slug}” is the name of a demonstration's organization here."
        raise ProblemsError([Problem("", reason, "Load the pack into a database of its own.")])
    done.count(_THINGS[listed.kind], _outcome(row, made, wanted))


def _load_framework(framework: Framework, done: Loaded) -> None:
    wanted: dict[str, object] = {
        "slug": framework.slug,
        "title": framework.title,
        "short_title": framework.short_title,
        "publisher": framework.owner,
        "description": framework.summary,
        "source": framework.source,
        "verified_on": framework.verified_on,
    }
    row, made = frameworks.Framework.objects.get_or_create(
        identifier=framework.urn, defaults=wanted
    )
    done.count("Frameworks", _outcome(row, made, wanted))
    loaded = {one.identifier: one for one in row.elements.all()}
    by_code: dict[str, frameworks.Element] = {}
    for position, element in enumerate(framework.elements, start=1):
        by_code[element.code] = _load_element(
            element,
            row,
            loaded.get(element.urn),
            position=position,
            by_code=by_code,
            done=done,
        )


def _load_element(
    element: Element,
    framework: frameworks.Framework,
    row: frameworks.Element | None,
    *,
    position: int,
    by_code: dict[str, frameworks.Element],
    done: Loaded,
) -> frameworks.Element:
    wanted: dict[str, object] = {
        "code": element.code,
        "statement": element.title,
        "note": element.note,
        "sure": element.sure,
        "position": position,
        "parent_id": by_code[element.parent].pk if element.parent else None,
    }
    made = row is None
    if row is None:
        row = frameworks.Element(identifier=element.urn, framework=framework)
        for name, value in wanted.items():
            setattr(row, name, value)
        row.save()
    done.count("Elements of frameworks", _outcome(row, made, wanted))
    return row


def publish_pack_microcredentials(
    *,
    name: str,
    issuer: str,
    author: Actor,
    publisher: Actor,
    only: Collection[str] | None = None,
    now: datetime,
) -> Loaded:
    """Publish the pack's micro-credentials under an issuer, as its author and publisher would.

    One that is there already and reads the same is left alone; one that differs gets its next
    version. Safe to repeat.

    Args:
        name: The pack.
        issuer: The slug of who issues them.
        author: Who writes for the issuer.
        publisher: The second person, who publishes.
        only: Slugs of those to publish; None means all of the pack.
        now: The present moment.

    Raises:
        NoSuchRecordError: If there is no such issuer.
        NotPermittedError: If the two do not write for it.
        ProblemsError: With every problem of every file; nothing is published.
    """
    found = organizations.Organization.objects.filter(slug=issuer).first()
    if found is None:
        raise NoSuchRecordError
    definitions = _read_definitions(find_jurisdiction(name))
    done = Loaded()
    with transaction.atomic():
        for definition in definitions:
            if only is not None and definition.slug not in only:
                continue
            outcome = _publish(definition, found, author=author, publisher=publisher, now=now)
            done.count("Micro-credentials", outcome)
    return done


def _read_definitions(folder: Path) -> list[Definition]:
    definitions = []
    problems: list[Problem] = []
    known = [
        framework_from_yaml(path.read_text(encoding="utf-8"), name=path.name)
        for path in sorted(folder.glob("frameworks/*.yaml"))
    ]
    for path in sorted(folder.glob("microcredentials/*.yaml")):
        try:
            definition = definition_from_yaml(path.read_text(encoding="utf-8"), name=path.name)
        except ProblemsError as error:
            problems += error.problems
            continue
        definitions.append(definition)
        problems += [
            Problem(f"{path.name}: {one.where}", one.reason, one.fix)
            for one in unknown_alignments(definition, known)
        ]
    if problems:
        raise ProblemsError(problems)
    return definitions


def _publish(
    definition: Definition,
    issuer: organizations.Organization,
    *,
    author: Actor,
    publisher: Actor,
    now: datetime,
) -> str:
    data = definition_as_data(definition)
    there = microcredentials.Microcredential.objects.filter(slug=definition.slug).first()
    if there is None:
        version = draft_microcredential(
            by=author, issuer=issuer.pk, title=definition.title, definition=data, now=now
        )
        outcome = "added"
    else:
        if there.issuer_id != issuer.pk:
            reason = f"“{definition.slug}” is already issued by another organization."
            raise ProblemsError([Problem(definition.slug, reason)])
        published = there.versions.exclude(content_hash="").order_by("-number").first()
        if published is not None and published.content_hash == content_hash(definition):
            return "unchanged"
        version = begin_next_version(by=author, microcredential=there.pk, now=now)
        revision = microcredentials.Version.objects.values_list("revision", flat=True).get(
            pk=version
        )
        save_draft(by=author, version=version, revision=revision, definition=data, now=now)
        outcome = "changed"
    propose_version(by=author, version=version, now=now)
    publish_version(by=publisher, version=version, now=now)
    return outcome
