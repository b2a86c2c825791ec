"""Reading definitions from the files of a jurisdiction's pack, and checking them against it."""

from collections.abc import Iterable

from longleaf.basis.document import read_document
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.framework.framework import Framework
from longleaf.domain.microcredential.definition import Definition
from longleaf.domain.microcredential.reading import read_definition


def definition_from_yaml(text: str, *, name: str) -> Definition:
    """Read a definition from a YAML file's text.

    Raises:
        ProblemsError: With every problem, its file, line and path.
    """
    document = read_document(text, name=name)
    definition, problems = read_definition(document.data)
    if problems:
        raise ProblemsError(document.located(problems))
    return definition


def unknown_alignments(definition: Definition, frameworks: Iterable[Framework]) -> list[Problem]:
    """The alignments that point to no element of these frameworks."""
    codes = {one.slug: {element.code for element in one.elements} for one in frameworks}
    problems = []
    for at, alignment in enumerate(definition.alignments):
        where = f"alignments[{at}]"
        if alignment.framework not in codes:
            known = ", ".join(sorted(codes)) or "none are loaded"
            reason = f'There is no framework "{alignment.framework}".'
            problems.append(Problem(f"{where}.framework", reason, f"Frameworks here: {known}."))
        elif alignment.element not in codes[alignment.framework]:
            reason = f'"{alignment.framework}" has no element "{alignment.element}".'
            fix = "Look up the code on the framework's page."
            problems.append(Problem(f"{where}.element", reason, fix))
    return problems
