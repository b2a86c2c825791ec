"""What the verbs on versions share: finding the row, drawing its columns from the definition."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from longleaf.actions.errors import NoSuchRecordError
from longleaf.domain.microcredential.definition import Definition
from longleaf.domain.microcredential.reading import read_definition
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import may
from longleaf.records.models import framework as frameworks
from longleaf.records.models import microcredential as rows

State = rows.VersionState


def locked_version(version: UUID, *, by: Actor, verb: str) -> rows.Version:
    """The version, locked, if `by` may do `verb` at its issuer.

    Raises:
        NoSuchRecordError: If there is none, or it is out of reach: the two look the same.
    """
    found = (
        rows.Version.objects.select_for_update(of=("self",))
        .select_related("microcredential")
        .filter(pk=version)
        .first()
    )
    if found is None or not may(by, verb, organization=found.microcredential.issuer_id):
        raise NoSuchRecordError
    return found


def fill_columns(version: rows.Version, data: Mapping[str, Any]) -> Definition:
    """Set the definition and every column drawn from it; the row is not saved yet."""
    definition, _ = read_definition(data)
    version.definition = dict(data)
    # A draft may say anything; the columns hold what fits them.
    version.title = (definition.title or "Untitled")[:200]
    version.summary = definition.summary
    version.search_text = search_text(definition)
    version.license_kinds = list(definition.audience)
    version.grade_spans = list(definition.grade_spans)
    version.renewal_categories = list(definition.renewal_categories)
    version.tags = [tag[:80] for tag in definition.tags]
    hours = definition.effort_hours
    # A definition's hours are a decimal above 0 and at most 1,000; a draft's may be anything.
    version.effort_hours = Decimal(hours).quantize(Decimal("0.01")) if _fits_hours(hours) else None
    return definition


def _fits_hours(text: str) -> bool:
    return bool(text) and "/" not in text and abs(Decimal(text)) < 10_000  # noqa: PLR2004 - the column's digits


def search_text(definition: Definition) -> str:
    """The words that find a micro-credential beside its title and summary."""
    method = definition.key_method
    parts = [
        definition.competency,
        method.title,
        method.description,
        *(f"{one.title} {one.description}" for one in method.components),
        *(part.title for part in definition.evidence.parts),
        *(one.title for one in definition.rubric.criteria),
        *(tag.replace("-", " ").replace(":", " ") for tag in definition.tags),
        *(one.title for one in definition.resources),
    ]
    return "\n".join(part for part in parts if part)


def link_elements(version: rows.Version, definition: Definition) -> None:
    """Tie the version to the elements that its alignments name; unknown ones are left out."""
    wanted = {(one.framework, one.element) for one in definition.alignments}
    elements = frameworks.Element.objects.filter(
        framework__slug__in={framework for framework, _ in wanted},
        code__in={code for _, code in wanted},
    ).values_list("pk", "framework__slug", "code")
    version.elements.set([pk for pk, framework, code in elements if (framework, code) in wanted])
