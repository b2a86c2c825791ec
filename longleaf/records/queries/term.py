"""Reads of the common language: from the registry, or from the pack where none is loaded yet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from longleaf.domain.term.adoption import Rule, rule_from_yaml
from longleaf.domain.term.concept import Concept, Label, Usage
from longleaf.domain.term.glossary import Glossary, glossary_from_yaml
from longleaf.policy.pack import find_jurisdiction
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.models import term as rows

FILES: Final = ("glossary.yaml", "usages.yaml", "rule.yaml")


@cache
def glossary(jurisdiction: str) -> Glossary:
    """The jurisdiction's glossary as its pack ships it; read once a process.

    Raises:
        ProblemsError: If the pack or its files are not in order.
    """
    folder = find_jurisdiction(jurisdiction) / "terms"
    name, usages, _ = FILES
    return glossary_from_yaml(
        (folder / name).read_text(encoding="utf-8"),
        name=name,
        usages=(folder / usages).read_text(encoding="utf-8"),
    )


@cache
def shipped_rule(jurisdiction: str) -> Rule:
    """The rule of adoption that the pack begins with."""
    path = find_jurisdiction(jurisdiction) / "terms" / FILES[2]
    return rule_from_yaml(path.read_text(encoding="utf-8"), name=path.name)


def all_concepts(jurisdiction: str) -> tuple[Concept, ...]:
    """Every concept, by its word; those merged away too."""
    found = _read(rows.Concept.objects.filter(jurisdiction=jurisdiction))
    return _ordered(found or glossary(jurisdiction).concepts)


def concept(jurisdiction: str, key: str) -> Concept:
    """One concept.

    Raises:
        NoSuchRecordError: If there is none of that key.
    """
    found = _read(rows.Concept.objects.filter(jurisdiction=jurisdiction, key=key))
    if found:
        return found[0]
    if not rows.Concept.objects.filter(jurisdiction=jurisdiction).exists():
        for one in glossary(jurisdiction).concepts:
            if one.key == key:
                return one
    raise NoSuchRecordError


def _ordered(concepts: Iterable[Concept]) -> tuple[Concept, ...]:
    return tuple(sorted(concepts, key=lambda one: (one.word.casefold(), one.key)))


def _read(found: Any) -> tuple[Concept, ...]:
    """Concepts of a query, with their words and usages, in three queries."""
    held = list(found.select_related("steward", "replaced_by"))
    keys = [one.pk for one in held]
    labels: dict[Any, list[Label]] = defaultdict(list)
    for label in rows.ConceptLabel.objects.filter(concept__in=keys).select_related("organization"):
        place = label.organization.slug if label.organization else ""
        labels[label.concept_id].append(Label(label.text, label.kind, label.plural, place))
    usages: dict[Any, list[Usage]] = defaultdict(list)
    for usage in rows.Usage.objects.filter(concept__in=keys, retired_at=None):
        usages[usage.concept_id].append(usage_of(usage))
    return tuple(_concept(one, labels, usages) for one in held)


def usage_of(row: rows.Usage) -> Usage:
    """A usage as a value."""
    return Usage(
        key=f"u{row.number}",
        word=row.word,
        says=row.says,
        who=row.who,
        kind=row.kind,
        where=row.place,
        when=row.dated,
        citation=row.citation,
        url=row.url,
        verified_on=row.verified_on,
        sure=row.sure,
        is_basis=row.is_basis,
    )


def _concept(
    row: rows.Concept, labels: Mapping[Any, list[Label]], usages: Mapping[Any, list[Usage]]
) -> Concept:
    return Concept(
        key=row.key,
        labels=tuple(labels[row.pk]),
        definition=row.definition,
        note=row.note,
        standards_word=row.standards_word,
        laws_word=row.laws_word,
        source=row.source,
        sure=row.sure,
        status=row.status,
        steward=row.steward.slug if row.steward else "",
        usages=tuple(usages[row.pk]),
        replaced_by=row.replaced_by.key if row.replaced_by else "",
        is_spoken=row.is_spoken,
    )
