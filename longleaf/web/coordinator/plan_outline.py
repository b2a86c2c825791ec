"""The fields of a plan's sections: what each is called, and how it is typed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from longleaf.basis.problem import Problem
from longleaf.domain.plan.completeness import Check
from longleaf.domain.plan.draft import flatten
from longleaf.domain.plan.kind import Element
from longleaf.records.queries.framework import ShownFramework
from longleaf.records.queries.plan import Choices
from longleaf.web.author.outline import Entry, Field, Group, Section, fields_of, place
from longleaf.web.labels import CATEGORIES, LICENSE_KINDS
from longleaf.web.plan_words import (
    CONFIRMERS,
    CONSENTS,
    LEVELS,
    PROCESS_KINDS,
    REPORTED,
    WHO,
)

Options = Sequence[tuple[str, str]]


class Outline:
    """Makes the page of one section, with all that its fields offer."""

    def __init__(
        self,
        content: Mapping[str, Mapping[str, Any]],
        choices: Choices,
        frameworks: Sequence[ShownFramework],
    ) -> None:
        self.content = content
        self.choices = choices
        self.frameworks = frameworks

    def section(
        self, element: Element, data: Mapping[str, Any], checks: Sequence[Check]
    ) -> Section:
        """One section, filled with its texts and with what is still missing."""
        items: list[Field | Group] = [
            Field(
                "text", "In your own words", "text", "Plain sentences; a superintendent signs it."
            )
        ]
        for name in element.holds:
            items += _MAKERS[name](self, data)
        section = Section(element.key, element.title, element.asks, items)
        fields = flatten(data)
        for one in section.fields():
            value = fields.get(one.path, "")
            one.texts = [value] if isinstance(value, str) else list(value)
            one.long_label = one.long_label or one.label
        for check in checks:
            place(Problem(check.where, check.reason, check.fix), [section])
        return section

    def _keys(self, name: str) -> Options:
        """The entries of a list, wherever in the plan it stands, as options."""
        return [
            (str(one["key"]), str(one.get("title") or f"Entry {at}"))
            for data in self.content.values()
            for at, one in enumerate(data.get(name, []) or [], start=1)
        ]

    def goals(self, data: Mapping[str, Any]) -> list[Field | Group]:
        def fields(path: str) -> list[Field | Group]:
            return [
                Field(f"{path}.title", "The goal"),
                Field(
                    f"{path}.source",
                    "Where the improvement plan says it",
                    hint="The plan, its years, and the goal's number.",
                ),
            ]

        return [_group(data, "goals", "Goals of the school improvement plan", "Goal", fields)]

    def competencies(self, data: Mapping[str, Any]) -> list[Field | Group]:
        elements = [
            (one.choice, f"{framework.short_title} {one.code} {one.statement}"[:110])
            for framework in self.frameworks
            for standard in framework.standards
            for one in (standard.elements or (standard.element,))
        ]

        def fields(path: str) -> list[Field | Group]:
            return [
                Field(f"{path}.title", "What the educator shows"),
                Field(f"{path}.goals", "Goals that it serves", "checks", "", self._keys("goals")),
                Field(
                    f"{path}.element",
                    "Element of the standards",
                    "select",
                    "An award shows the competency by confirming this element.",
                    [("", "Choose an element"), *elements],
                ),
                Field(
                    f"{path}.microcredentials",
                    "Earned by",
                    "checks",
                    "Published micro-credentials.",
                    self.choices.microcredentials,
                ),
                Field(
                    f"{path}.kinds",
                    "Kinds of license it belongs to",
                    "checks",
                    "",
                    list(LICENSE_KINDS.items()),
                ),
                Field(f"{path}.jobs", "Jobs it belongs to", hint="With commas between them."),
                Field(f"{path}.processes", "Confirmed by", "checks", "", self._keys("processes")),
            ]

        return [_group(data, "competencies", "Competencies", "Competency", fields)]

    def processes(self, data: Mapping[str, Any]) -> list[Field | Group]:
        def fields(path: str) -> list[Field | Group]:
            return [
                Field(f"{path}.title", "Name"),
                Field(
                    f"{path}.kind",
                    "Kind",
                    "select",
                    "",
                    [("", "Choose a kind"), *PROCESS_KINDS.items()],
                ),
                Field(f"{path}.description", "Who looks at what, and how often", "text"),
            ]

        return [_group(data, "processes", "Processes", "Process", fields)]

    def waivers(self, data: Mapping[str, Any]) -> list[Field | Group]:
        def fields(path: str) -> list[Field | Group]:
            return [
                Field(
                    f"{path}.category",
                    "What is waived",
                    "select",
                    "",
                    [("", "Hours in all"), *CATEGORIES.items()],
                ),
                Field(f"{path}.hours", "Clock hours", "number", "Empty for all that is asked for."),
                Field(
                    f"{path}.kinds",
                    "For these kinds of license",
                    "checks",
                    "Leave all empty for every kind.",
                    list(LICENSE_KINDS.items()),
                ),
                Field(
                    f"{path}.competencies",
                    "Shown in their place",
                    "checks",
                    "",
                    self._keys("competencies"),
                ),
                Field(f"{path}.at_least", "How many of them", "number", "Empty for all."),
                Field(
                    f"{path}.level",
                    "At least at the level",
                    "select",
                    "",
                    [("", "Any at which it is earned"), *LEVELS.items()],
                ),
                Field(
                    f"{path}.within_years", "Shown in the last years", "number", "Empty for ever."
                ),
                Field(
                    f"{path}.evidence_kinds",
                    "From how many kinds of evidence",
                    "number",
                    "Empty if one is enough.",
                ),
                Field(
                    f"{path}.confirmed_by",
                    "Confirmed by",
                    "checks",
                    "Leave all empty for whoever decides awards.",
                    list(CONFIRMERS.items()),
                ),
                Field(f"{path}.reason", "Why these hours are waived", "text"),
            ]

        return [_group(data, "waivers", "Waivers", "Waiver", fields)]

    def measures(self, data: Mapping[str, Any]) -> list[Field | Group]:
        def fields(path: str) -> list[Field | Group]:
            return [
                Field(f"{path}.title", "What is counted"),
                Field(f"{path}.goals", "For these goals", "checks", "", self._keys("goals")),
                Field(f"{path}.unit", "Unit", hint="Such as percent, students or days."),
                Field(f"{path}.baseline", "Baseline", "number"),
                Field(f"{path}.baseline_on", "Day of the baseline", "day"),
                Field(f"{path}.target", "Target", "number"),
                Field(f"{path}.due_on", "Day of the target", "day"),
                Field(f"{path}.source", "Where the figure comes from"),
                Field(
                    f"{path}.reported",
                    "Reported",
                    "select",
                    "",
                    [("", "Choose how often"), *REPORTED.items()],
                ),
            ]

        return [_group(data, "measures", "Outcome measures", "Measure", fields)]

    def coverage(self, _data: Mapping[str, Any]) -> list[Field | Group]:
        return [
            Field("coverage.who", "Who is covered", "select", "", [("", "Choose"), *WHO.items()]),
            Field("coverage.schools", "At these schools", "checks", "", self.choices.schools),
            Field(
                "coverage.kinds",
                "With these kinds of license",
                "checks",
                "Schools and kinds narrow each other.",
                list(LICENSE_KINDS.items()),
            ),
            Field(
                "coverage.people",
                "And these people by name",
                "text",
                "One e-mail address a line. They are covered whatever they teach.",
            ),
            Field("coverage.starts_on", "First day intended", "day"),
            Field("coverage.ends_on", "Last day intended", "day", "Empty if none is set."),
            Field(
                "coverage.consent",
                "What people are owed",
                "select",
                "",
                [("", "Choose"), *CONSENTS.items()],
            ),
            Field(
                "coverage.mid_cycle",
                "What happens to those in the middle of a cycle",
                "text",
                "The preview shows it person by person.",
            ),
        ]


_MAKERS: Final[Mapping[str, Callable[[Outline, Mapping[str, Any]], list[Field | Group]]]] = {
    "goals": Outline.goals,
    "competencies": Outline.competencies,
    "processes": Outline.processes,
    "waivers": Outline.waivers,
    "measures": Outline.measures,
    "coverage": Outline.coverage,
}


def _group(
    data: Mapping[str, Any],
    name: str,
    title: str,
    noun: str,
    fields: Callable[[str], list[Field | Group]],
) -> Group:
    entries = []
    for at, one in enumerate(data.get(name, []) or [], start=1):
        where = f"{name}[{one['key']}]"
        # Entries keep their order: nothing in a plan depends on it.
        entry = Entry(where, f"{noun} {at}", fields(where), is_first=True, is_last=True)
        for field in fields_of(entry.items):
            field.long_label = f"{noun} {at}, {field.label}"
        entries.append(entry)
    return Group(name, title, noun, entries, [(f"add:{name}", f"Add: {noun.lower()}")])
