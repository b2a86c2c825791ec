"""A pack's inventory: statements with their sources, and when one of each kind counts as old."""

from collections.abc import Mapping
from dataclasses import dataclass

from longleaf.basis.document import read_document
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import Section, note_repeats
from longleaf.domain.practice.statement import KINDS, Age, Statement, statement_in


@dataclass(frozen=True, slots=True)
class Inventory:
    """What a pack states.

    Attributes:
        old_after: Months by kind of statement.
        statements: In the order of the file.
        organizations: Slug of the organization that each statement is about, "" for none; in the
            same order.
    """

    old_after: Mapping[str, int]
    statements: tuple[Statement, ...]
    organizations: tuple[str, ...]

    @property
    def age(self) -> Age:
        """The rule by which a statement is old."""
        return Age(self.old_after)


def inventory_from_yaml(text: str, *, name: str) -> Inventory:
    """Read an inventory from a YAML file's text.

    Raises:
        ProblemsError: With every problem, its file, line and path.
    """
    document = read_document(text, name=name)
    problems: list[Problem] = []
    top = Section.of(document.data, problems=problems)
    ages = top.section("old_after")
    old_after = {kind: ages.whole_number(kind, least=1, most=600) for kind in KINDS}
    top.text("note", longest=2000, required=False)
    sections = top.sections("statements", at_least=1, empty="State something.")
    organizations = tuple(one.text("organization", longest=80, required=False) for one in sections)
    statements = tuple(statement_in(one) for one in sections)
    note_repeats(sections, "key", [one.key for one in statements])
    keys = {one.key for one in statements}
    for section, one in zip(sections, statements, strict=True):
        for tie in one.ties:
            if tie.to not in keys:
                section.fault("ties", f"There is no statement “{tie.to}”.", "Correct the key.")
    ages.finish()
    top.finish()
    if problems:
        raise ProblemsError(document.located(problems))
    return Inventory(old_after, statements, organizations)
