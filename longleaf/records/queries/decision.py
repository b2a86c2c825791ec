"""Reads of renewal decisions that were kept, and what the same facts come to again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.renewal.kept import Difference, decide_again
from longleaf.domain.renewal.pack import AttachedBadge
from longleaf.domain.renewal.standing import Standing, standing
from longleaf.policy.evaluate import evaluate
from longleaf.policy.facts_reading import read_facts
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.facts.policy import rules_kept, rules_of
from longleaf.records.facts.renewal import employers_of
from longleaf.records.models import award as awards
from longleaf.records.models import credit
from longleaf.records.models import organization as people
from longleaf.records.models import renewal as rows
from longleaf.records.queries.listing import Listing
from longleaf.records.queries.organization import organizations_of
from longleaf.records.queries.renewal import identifiers_in, names_of

_COORDINATOR = (RoleKind.COORDINATOR,)
_DEPARTMENT = (RoleKind.DEPARTMENT_STAFF,)


@dataclass(frozen=True, slots=True)
class KeptDecision:
    """A decision as it was kept.

    Attributes:
        organization: Through which the reader reaches it; None if it is their own.
        facts: In the form of a facts file.
        found: The answer.
    """

    id: UUID
    license: UUID
    person: UUID
    holder: str
    kind: str
    grade_span: str
    field: str
    purpose: str
    on: date
    outcome: str
    jurisdiction: str
    policy_version: str
    policy_hash: str
    facts: dict[str, Any]
    found: dict[str, Any]
    kept_by: str
    kept_at: datetime
    organization: UUID | None


@dataclass(frozen=True, slots=True)
class Again:
    """What came of computing a kept decision again.

    Attributes:
        same_rules: What differs under the rules of its day; empty if it holds.
        todays_rules: What would differ under the rules in force now; None if they are the same.
        fault: Why it could not be computed; "" if it could.
    """

    same_rules: tuple[Difference, ...] = ()
    todays_rules: tuple[Difference, ...] | None = None
    todays_version: str = ""
    fault: str = ""

    @property
    def holds(self) -> bool:
        """Whether the same facts and rules gave the same answer, field by field."""
        return not self.fault and not self.same_rules


def decidable_license(who: Actor, license: UUID, *, on: date) -> tuple[credit.License, UUID | None]:
    """A license on which the actor may have a decision kept, and through which organization.

    Raises:
        NoSuchRecordError: If it is neither their own nor of someone in their reach.
    """
    held = credit.License.objects.filter(pk=license).first()
    if held is None or who.person is None:
        raise NoSuchRecordError
    if held.person_id == who.person:
        return held, None
    where = organizations_of([held.person_id], on=on) & who.reach(_COORDINATOR)
    if where:
        return held, min(where)
    home = _department(who)
    employer = employers_of([held.person_id], on=on).get(held.person_id)
    if home is None or employer is None or employer.jurisdiction != home[1]:
        raise NoSuchRecordError
    return held, home[0]


def decisions_on_license(who: Actor, license: UUID, *, on: date) -> list[KeptDecision]:
    """What was kept on a license in the actor's reach, the latest first.

    Raises:
        NoSuchRecordError: If the license is out of reach.
    """
    held, organization = decidable_license(who, license, on=on)
    found = _decisions().filter(license=held)
    return [_kept(one, organization) for one in found[:50]]


def decisions_in_state(
    who: Actor, *, purpose: str = "", outcome: str = ""
) -> Listing[KeptDecision]:
    """What was kept under the rules of the state whose Department the actor serves."""
    home = _department(who)
    if home is None:
        raise NoSuchRecordError
    found = _decisions().filter(policy__jurisdiction=home[1])
    if purpose:
        found = found.filter(purpose=purpose)
    if outcome:
        found = found.filter(outcome=outcome)

    def read(page: Sequence[rows.RenewalDecision]) -> list[KeptDecision]:
        return [_kept(one, home[0]) for one in page]

    return Listing(found, read)


def kept_decision(who: Actor, decision: UUID) -> KeptDecision:
    """One decision: the actor's own, of someone they coordinate, or of their state.

    Raises:
        NoSuchRecordError: If it is none of these.
    """
    one = _decisions().filter(pk=decision).first()
    if one is None or who.person is None:
        raise NoSuchRecordError
    if one.license.person_id == who.person:
        return _kept(one, None)
    where = organizations_of([one.license.person_id], on=one.on) & who.reach(_COORDINATOR)
    if where:
        return _kept(one, min(where))
    home = _department(who)
    if home is None or one.policy.jurisdiction != home[1]:
        raise NoSuchRecordError
    return _kept(one, home[0])


def computed_again(kept: KeptDecision) -> Again:
    """Apply the rules of its day to what was kept, and the rules of today beside them."""
    try:
        rules = rules_kept(kept.policy_hash)
        same = decide_again(rules, kept.facts, kept.found, on=kept.on)
        now = rules_of(kept.jurisdiction)
        other = None
        if now.policy.hash != kept.policy_hash:
            other = decide_again(now, kept.facts, kept.found, on=kept.on)
    except (LookupError, ProblemsError) as error:
        return Again(fault=str(error))
    return Again(same, other, now.policy.version)


def told_again(kept: KeptDecision) -> tuple[Standing, tuple[UUID, ...]]:
    """A kept decision in the form that people read, and the awards that counted in it.

    Raises:
        LookupError: If the rules that were kept no longer come to their hash.
    """
    rules = rules_kept(kept.policy_hash)
    facts = read_facts(kept.facts)
    evaluation = evaluate(rules, facts, kept.on)
    told = standing(rules, facts, evaluation, names_of(set(identifiers_in(facts, evaluation))))
    used = {one.id for entry in evaluation.findings for one in entry.inputs}
    counted = (one.id for one in facts.awards if one.id in used)
    return told, tuple(UUID(one.partition(":")[2]) for one in counted)


def documents_for(earned: Iterable[UUID], *, published_only: bool) -> tuple[AttachedBadge, ...]:
    """The signed badges of these awards; one that may not go along comes without its document."""
    found = (
        awards.Award.objects.filter(pk__in=list(earned), badges__replaced_at__isnull=True)
        .order_by("granted_at", "pk")
        .values_list(
            "pk",
            "version__title",
            "microcredential__slug",
            "badges__document",
            "publication__published_at",
        )
    )
    return tuple(
        AttachedBadge(
            award=str(pk),
            title=title,
            file=f"badge-{slug[:60]}-{str(pk)[:8]}.json",
            document="" if published_only and published is None else document,
            is_published=published is not None,
        )
        for pk, title, slug, document, published in found
    )


def _decisions() -> QuerySet[rows.RenewalDecision]:
    return rows.RenewalDecision.objects.select_related(
        "license__person", "policy", "kept_by"
    ).defer("policy__files")


def _department(who: Actor) -> tuple[UUID, str] | None:
    home = who.home(_DEPARTMENT)
    found = people.Organization.objects.filter(Q(pk=home), kind="department").first()
    return None if found is None else (found.pk, found.jurisdiction)


def _kept(one: rows.RenewalDecision, organization: UUID | None) -> KeptDecision:
    return KeptDecision(
        id=one.pk,
        license=one.license_id,
        person=one.license.person_id,
        holder=one.license.person.name,
        kind=one.license.kind,
        grade_span=one.license.grade_span,
        field=one.license.field,
        purpose=one.purpose,
        on=one.on,
        outcome=one.outcome,
        jurisdiction=one.policy.jurisdiction,
        policy_version=one.policy.version,
        policy_hash=one.policy_id,
        facts=one.facts,
        found=one.found,
        kept_by=one.kept_by.name,
        kept_at=one.kept_at,
        organization=organization,
    )
