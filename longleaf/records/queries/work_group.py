"""Reads of the work group: who is in it, its rule, its days, and what it has promised."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.term.adoption import Rule, share
from longleaf.records.models import organization as people
from longleaf.records.models import term as rows
from longleaf.records.queries.term import shipped_rule

DELIVERABLE_STATES: dict[str, str] = {
    "not_begun": "Not begun",
    "under_way": "Under way",
    "draft": "Draft",
    "delivered": "Delivered",
}


@dataclass(frozen=True, slots=True)
class Member:
    """An organization in the group."""

    id: int
    name: str
    slug: str
    kind: str
    written_as: str
    role: str
    person: str  # by name only where it is invented
    voter: UUID | None


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone."""

    id: UUID
    title: str
    due_on: date
    reached_on: date | None


@dataclass(frozen=True, slots=True)
class Promised:
    """A deliverable."""

    key: str
    title: str
    state: str
    state_words: str
    note: str


@dataclass(frozen=True, slots=True)
class GroupPage:
    """The work group as everyone sees it."""

    title: str
    purpose: str
    convened_by: str
    source: str
    verified_on: str
    rule: Rule
    members: tuple[Member, ...]
    milestones: tuple[Step, ...]
    deliverables: tuple[Promised, ...]
    is_demo: bool


def rule_of(group: rows.WorkGroup | None, jurisdiction: str) -> Rule:
    """The group's rule, or the pack's where there is no group."""
    if group is None:
        return shipped_rule(jurisdiction)
    kept = group.rule
    return Rule(
        kept["comment_days"],
        share(kept["quorum"]),
        share(kept["majority"]),
        kept["objections_answered"],
        kept["source"],
    )


def group_row(jurisdiction: str) -> rows.WorkGroup | None:
    """The jurisdiction's group."""
    return (
        rows.WorkGroup.objects.filter(convened_by__jurisdiction=jurisdiction)
        .select_related("convened_by")
        .order_by("-convened_by__is_demo", "-pk")  # a demonstration decides in its own name
        .first()
    )


def group_page(jurisdiction: str) -> GroupPage | None:
    """The jurisdiction's work group; None where there is none."""
    group = group_row(jurisdiction)
    if group is None:
        return None
    return GroupPage(
        group.title,
        group.purpose,
        group.convened_by.name,
        group.source,
        group.verified_on,
        rule_of(group, jurisdiction),
        tuple(
            Member(
                one.pk,
                one.organization.name,
                one.organization.slug,
                one.organization.get_kind_display(),
                one.written_as,
                one.role,
                one.person.name if one.person and one.person.is_demo else "",
                one.person_id,
            )
            for one in group.members.select_related("organization", "person")
        ),
        tuple(
            Step(one.pk, one.title, one.due_on, one.reached_on) for one in group.milestones.all()
        ),
        tuple(
            Promised(one.key, one.title, one.state, one.get_state_display(), one.note)
            for one in group.deliverables.all()
        ),
        group.convened_by.is_demo,
    )


def is_voter(who: Actor, jurisdiction: str) -> bool:
    """Whether somebody votes for a member of the group."""
    group = group_row(jurisdiction)
    return bool(group and who.person and group.members.filter(person=who.person).exists())


def keeps_language(who: Actor, jurisdiction: str) -> bool:
    """Whether somebody serves the Department that keeps the registry: the group's convener."""
    home = who.home((RoleKind.DEPARTMENT_STAFF,))
    return home is not None and is_keeper(home, jurisdiction)


def is_keeper(home: UUID, jurisdiction: str) -> bool:
    """Whether a Department convened the group; where there is none, whether it is the state's."""
    group = group_row(jurisdiction)
    if group is not None:
        return group.convened_by_id == home
    return people.Organization.objects.filter(pk=home, jurisdiction=jurisdiction).exists()


def possible_voters(jurisdiction: str) -> dict[int, tuple[tuple[UUID, str], ...]]:
    """Who holds a role at each member other than as an educator, and so may vote for it."""
    group = group_row(jurisdiction)
    if group is None:
        return {}
    members = list(group.members.all())
    held = (
        people.Role.objects.filter(organization__in=[one.organization_id for one in members])
        .exclude(kind=RoleKind.EDUCATOR)
        .order_by("person__name")
        .values_list("organization", "person", "person__name")
        .distinct()
    )
    found: dict[UUID, list[tuple[UUID, str]]] = {}
    for organization, person, name in held:
        found.setdefault(organization, []).append((person, name))
    return {one.pk: tuple(found.get(one.organization_id, ())) for one in members}


def organization_named(slug: str) -> tuple[str, str] | None:
    """The slug and name of an organization; None where there is none."""
    return people.Organization.objects.filter(slug=slug).values_list("slug", "name").first()
