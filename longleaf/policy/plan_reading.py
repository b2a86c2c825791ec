"""Reading what asks for competencies: plans in a facts file, and demands wherever they stand."""

from datetime import date
from typing import Final, cast

from longleaf.basis.problem import Problem
from longleaf.policy.citation import Citation
from longleaf.policy.document import Json, Node, Table
from longleaf.policy.facts import CompetencyDemand, PlanFact, PlanInForce, Waiver
from longleaf.policy.shape import WORD, Amount, Count, Day, Flag, ListOf, Record, Shape, Text

_NAME: Final = Text(longest=300, like="an identifier")
_LINE: Final = Text(longest=300)
_WORDS: Final = ListOf(WORD, at_least=0)
_MONTHS: Final = 12

DEMAND: Final[dict[str, Shape]] = {"title": _LINE, "competencies": ListOf(_NAME)}
DEMAND_OPTIONS: Final[dict[str, Shape]] = {
    "at_least": Count(),
    "level": WORD,
    "within_years": Amount(positive=True),
    "evidence_kinds": Count(),
    "confirmed_by": _WORDS,
}
"""What a demand may say besides; without `at_least` it asks for all of its competencies."""

_DESCRIBED: Final = Record(
    "the plan", required={"name": WORD}, optional={"met": Flag()}, nullable=True
)
_IN_FORCE: Final = Record(
    "the plan",
    required={
        "id": _NAME,
        "title": _LINE,
        "began_on": Day(),
        "waivers": ListOf(
            Record(
                "a waiver",
                required={"id": _NAME},
                optional={
                    "category": WORD,
                    "quantity": Amount(positive=True),
                    "kinds": _WORDS,
                    "instead": ListOf(
                        Record(
                            "a demand for competencies",
                            required={"id": _NAME, **DEMAND},
                            optional=DEMAND_OPTIONS,
                            nullable=True,
                        ),
                        at_least=0,
                    ),
                },
                nullable=True,
            ),
            at_least=0,
        ),
        "citation": Record(
            "the citation",
            required={"title": _LINE, "publisher": _LINE, "verified_on": Day()},
            optional={"url": Text(r"https?://\S+", "an address like “https://…”"), "note": Text()},
            nullable=True,
        ),
    },
    optional={"ends_on": Day()},
    nullable=True,
)


class PlanShape:
    """A plan that the policy describes, by its name; or one in force, with what it waives."""

    def check(self, node: Node) -> list[Problem]:
        """All that is wrong with the node."""
        described = isinstance(node, Table) and "name" in node.entries
        return (_DESCRIBED if described else _IN_FORCE).check(node)

    def json_schema(self) -> dict[str, Json]:
        """The same shape as JSON Schema."""
        return {"anyOf": [_DESCRIBED.json_schema(), _IN_FORCE.json_schema()]}


def plan_contradictions(plan: Table) -> list[Problem]:
    """What cannot be so in a plan that its schema has checked."""
    if "name" in plan.entries:
        return []
    problems = []
    began_on, ends_on = plan.day_or_none("began_on"), plan.day_or_none("ends_on")
    if began_on is not None and ends_on is not None and ends_on < began_on:
        reason = f"The plan ends on {ends_on}, before it begins on {began_on}."
        problems.append(Problem(plan.places["ends_on"], reason, "Correct one of the two."))
    problems += _twice(plan.tables("waivers"))
    for waiver in plan.tables("waivers"):
        demands = waiver.tables("instead")
        problems += _twice(demands)
        problems += [problem for one in demands for problem in demand_contradictions(one)]
    return problems


def _twice(tables: tuple[Table, ...]) -> list[Problem]:
    seen: dict[str, str] = {}
    problems = []
    for one in tables:
        name, place = one.text("id"), one.places["id"]
        if name in seen:
            reason = f"“{name}” is already the id at {seen[name]}."
            problems.append(Problem(place, reason, "Give each its own id."))
        seen.setdefault(name, place)
    return problems


def demand_contradictions(table: Table) -> list[Problem]:
    """What cannot be so in a demand for competencies that its schema has checked."""
    problems = []
    competencies = table.texts("competencies")
    if len(set(competencies)) < len(competencies):
        place = table.places["competencies"]
        problems.append(Problem(place, "A competency is listed twice.", "List each once."))
    at_least = table.count_or_none("at_least")
    if at_least is not None and at_least > len(competencies):
        reason = f"{at_least} are asked for, of {len(competencies)}."
        problems.append(
            Problem(table.places["at_least"], reason, "Ask for no more than there are.")
        )
    years = table.amount_or_none("within_years")
    if years is not None and (years * _MONTHS).denominator != 1:
        place = table.places["within_years"]
        problems.append(
            Problem(place, "The years do not come to whole months.", "Write “1.5” or “2/3”.")
        )
    return problems


def plan_of(plan: Table) -> PlanFact | PlanInForce:
    """The plan of a table that has been checked."""
    if plan.has("name"):
        return PlanFact(plan.text("name"), plan.flag_or_none("met"))
    return PlanInForce(
        plan.text("id"),
        plan.text("title"),
        cast("date", plan.day_or_none("began_on")),
        plan.day_or_none("ends_on"),
        tuple(
            Waiver(
                one.text("id"),
                one.text_or_none("category"),
                one.amount_or_none("quantity"),
                one.texts("kinds"),
                tuple(demand_of(demand.text("id"), demand) for demand in one.tables("instead")),
            )
            for one in plan.tables("waivers")
        ),
        _citation(plan.table("citation")),
    )


def _citation(table: Table) -> Citation:
    return Citation(
        "plan",
        table.text("title"),
        table.text("publisher"),
        "plan",
        cast("date", table.day_or_none("verified_on")),
        table.text_or_none("url"),
        table.text_or_none("note"),
    )


def demand_of(name: str, table: Table) -> CompetencyDemand:
    """The demand of a table that has been checked."""
    competencies = table.texts("competencies")
    return CompetencyDemand(
        name,
        table.text("title"),
        competencies,
        table.count_or_none("at_least") or len(competencies),
        table.text_or_none("level"),
        table.amount_or_none("within_years"),
        table.count_or_none("evidence_kinds"),
        table.texts("confirmed_by"),
    )
