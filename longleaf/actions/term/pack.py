"""Loading a jurisdiction's language and work group; what people have changed since stays."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from longleaf.actions.term.rows import rule_as_data, wait_for_others
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.pack import WorkGroup
from longleaf.domain.organization.permission import authorize
from longleaf.domain.term.concept import Concept, Usage
from longleaf.records.models import organization as people
from longleaf.records.models import term as rows
from longleaf.records.queries.term import glossary, shipped_rule

DELIVERABLES = {
    "report": "Synthesized report",
    "terms": "Standard terms and definitions",
    "framework": "Framework for credit by demonstrated mastery",
    "guide": "Implementation guide",
}


def load_language(*, by: Actor, jurisdiction: str, now: datetime) -> list[str]:
    """Load a pack's concepts and usages; for each concept "added", "changed" or "unchanged".

    Within the caller's transaction. Concepts that people have changed are left alone.

    Raises:
        NotPermittedError: If `by` is not the system.
        ProblemsError: If the pack's files are not in order.
    """
    authorize(by, "load_pack")
    wait_for_others()
    held = {one.key: one for one in rows.Concept.objects.filter(jurisdiction=jurisdiction)}
    shipped = glossary(jurisdiction).concepts
    new = [one for one in shipped if one.key not in held]
    changed = [
        one
        for one in shipped
        if one.key in held
        and not held[one.key].is_changed
        and held[one.key].definition != one.definition
    ]
    _add(new, jurisdiction, by, now)
    for one in changed:
        row = held[one.key]
        row.definition, row.note, row.source = one.definition, one.note, one.source
        row.save(update_fields=["definition", "note", "source"])
    _note([held[one.key] for one in changed], by, now)
    same = len(shipped) - len(new) - len(changed)
    return ["added"] * len(new) + ["changed"] * len(changed) + ["unchanged"] * same


def _add(concepts: Sequence[Concept], jurisdiction: str, by: Actor, now: datetime) -> None:
    made = rows.Concept.objects.bulk_create(
        rows.Concept(
            jurisdiction=jurisdiction,
            key=one.key,
            definition=one.definition,
            note=one.note,
            standards_word=one.standards_word,
            laws_word=one.laws_word,
            source=one.source,
            sure=one.sure,
            status=one.status,
            is_spoken=one.is_spoken,
            created_at=now,
        )
        for one in concepts
    )
    pairs = list(zip(made, concepts, strict=True))
    rows.ConceptLabel.objects.bulk_create(
        rows.ConceptLabel(concept=row, text=label.text, plural=label.plural, kind=label.kind)
        for row, one in pairs
        for label in one.labels
    )
    rows.Usage.objects.bulk_create(
        _usage(row, number, usage, now)
        for row, one in pairs
        for number, usage in enumerate(one.usages, start=1)
    )
    _note(made, by, now)


def _note(held: Iterable[rows.Concept], by: Actor, now: datetime) -> None:
    """History alone: the loading of the pack writes one audit event for all."""
    rows.ConceptChange.objects.bulk_create(
        rows.ConceptChange(concept=one, verb="loaded", by_id=by.person, at=now) for one in held
    )


def _usage(row: rows.Concept, number: int, usage: Usage, now: datetime) -> rows.Usage:
    return rows.Usage(
        concept=row,
        number=number,
        word=usage.word,
        says=usage.says,
        who=usage.who,
        kind=usage.kind,
        place=usage.where,
        dated=usage.when,
        citation=usage.citation,
        url=usage.url,
        verified_on=usage.verified_on,
        sure=usage.sure,
        is_basis=usage.is_basis,
        recorded_at=now,
    )


def load_work_group(found: WorkGroup, *, jurisdiction: str, now: datetime) -> str:
    """Load a work group and its members; "added" or "unchanged". What people set there stays."""
    slugs = [found.convened_by, *(one.organization for one in found.members)]
    places = {one.slug: one for one in people.Organization.objects.filter(slug__in=slugs)}
    group, is_new = rows.WorkGroup.objects.get_or_create(
        slug=found.slug,
        defaults={
            "title": found.title,
            "purpose": found.purpose,
            "convened_by": places[found.convened_by],
            "source": found.source,
            "verified_on": found.verified_on,
            "rule": rule_as_data(shipped_rule(jurisdiction)),
        },
    )
    if is_new:
        for member in found.members:
            group.members.create(
                organization=places[member.organization], written_as=member.written_as
            )
        for position, (key, title) in enumerate(DELIVERABLES.items()):
            group.deliverables.create(key=key, position=position, title=title, changed_at=now)
    return "added" if is_new else "unchanged"
