"""Reads of the common language: from the registry, or from the pack where none is loaded yet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, cached_property, lru_cache
from typing import Any, Final
from uuid import UUID

from longleaf.domain.term.adoption import Rule, rule_from_yaml
from longleaf.domain.term.concept import Concept, Label, Usage
from longleaf.domain.term.conflict import Homonym, Synonym, homonyms, synonyms
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


Stamp = tuple[int, UUID]


class Registry:
    """All concepts of a jurisdiction at one moment, by their words."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        """Order them and find each by its key."""
        self.concepts = tuple(sorted(concepts, key=lambda one: (one.word.casefold(), one.key)))
        self.by_key = {one.key: one for one in self.concepts}

    @cached_property
    def in_use(self) -> tuple[str, ...]:
        """The keys of those that were not merged away, in order."""
        return tuple(one.key for one in self.concepts if not one.replaced_by)

    @cached_property
    def homonyms(self) -> tuple[Homonym, ...]:
        """Words that stand for several concepts."""
        return homonyms(self.concepts)

    @cached_property
    def homonyms_of(self) -> Mapping[str, tuple[Homonym, ...]]:
        """The same by the keys of the concepts they stand for."""
        found: dict[str, list[Homonym]] = defaultdict(list)
        for one in self.homonyms:
            for meaning in one.meanings:
                found[meaning.concept].append(one)
        return {key: tuple(those) for key, those in found.items()}

    @cached_property
    def synonyms(self) -> tuple[Synonym, ...]:
        """Concepts that are called by several words."""
        return synonyms(self.concepts)

    @cached_property
    def neighbors(self) -> Mapping[str, tuple[str, str]]:
        """The keys before and after each in the order of words; "" at the ends."""
        keys = ("", *self.in_use, "")
        return {keys[at]: (keys[at - 1], keys[at + 1]) for at in range(1, len(keys) - 1)}


def stamp() -> Stamp | None:
    """The latest change to the registry; None while none is loaded.

    Those who change it wait for each other, so that a later change never has an earlier number.
    """
    return rows.ConceptChange.objects.values_list("id", "concept").first()


def registry(jurisdiction: str) -> Registry:
    """The registry, read again only after it was changed."""
    return _kept(jurisdiction, stamp())


@lru_cache(maxsize=2)
def _kept(jurisdiction: str, _: Stamp | None) -> Registry:
    return Registry(concepts_now(jurisdiction))


def concepts_now(jurisdiction: str) -> tuple[Concept, ...]:
    """Every concept as it stands within this transaction."""
    found = _read(rows.Concept.objects.filter(jurisdiction=jurisdiction))
    return found or glossary(jurisdiction).concepts


def all_concepts(jurisdiction: str) -> tuple[Concept, ...]:
    """Every concept, by its word; those merged away too."""
    return registry(jurisdiction).concepts


def concept(jurisdiction: str, key: str) -> Concept:
    """One concept.

    Raises:
        NoSuchRecordError: If there is none of that key.
    """
    found = registry(jurisdiction).by_key.get(key)
    if found is None:
        raise NoSuchRecordError
    return found


def _read(found: Any) -> tuple[Concept, ...]:
    """Concepts of a query, with their words and usages, in three queries."""
    held = list(found.select_related("steward", "replaced_by"))
    labels: dict[Any, list[Label]] = defaultdict(list)
    for label in rows.ConceptLabel.objects.filter(concept__in=found.values("pk")).select_related(
        "organization"
    ):
        place = label.organization.slug if label.organization else ""
        labels[label.concept_id].append(Label(label.text, label.kind, label.plural, place))
    usages: dict[Any, list[Usage]] = defaultdict(list)
    for usage in rows.Usage.objects.filter(concept__in=found.values("pk"), retired_at=None):
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
