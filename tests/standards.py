"""A framework of two elements, for definitions to be aligned to."""

from longleaf.records.models import framework as rows


def make_framework() -> rows.Framework:
    framework = rows.Framework.objects.create(
        identifier="urn:uuid:00000000-0000-5000-8000-000000000001",
        slug="ncpts",
        title="Teaching Standards of a test",
        short_title="Teaching Standards",
        publisher="A test",
        source="Written for tests.",
    )
    standard = _element(framework, "IV", "Teachers facilitate learning", 1, None)
    _element(framework, "IV-c", "Teachers use a variety of methods", 2, standard)
    _element(framework, "IV-h", "Teachers assess what was learned", 3, standard)
    return framework


def _element(
    framework: rows.Framework, code: str, statement: str, position: int, parent: rows.Element | None
) -> rows.Element:
    return rows.Element.objects.create(
        identifier=f"urn:test:{code}",
        framework=framework,
        parent=parent,
        code=code,
        statement=statement,
        position=position,
    )
