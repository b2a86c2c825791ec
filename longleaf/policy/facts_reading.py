"""Reading a facts file: strict, so that a misspelled fact is never taken for an unknown one."""

from collections.abc import Collection
from datetime import date
from fractions import Fraction
from typing import Final, cast

from longleaf.basis.problem import Problem, ProblemsError
from longleaf.policy.crosswalk import Microcredential
from longleaf.policy.document import Json, Node, Scalar, Style, Table, from_json, from_json_text
from longleaf.policy.facts import (
    Activity,
    Assignment,
    AwardFact,
    Competency,
    Employer,
    Facts,
    License,
    Rating,
    Recognized,
    StandingFacts,
)
from longleaf.policy.plan_reading import PlanShape, plan_contradictions, plan_of
from longleaf.policy.shape import (
    WORD,
    Amount,
    Day,
    Flag,
    ListOf,
    OneOf,
    Record,
    Text,
)

KINDS: Final = ("teacher", "student_services", "administrator")
RATINGS: Final = ("not_demonstrated", "developing", "proficient", "accomplished", "distinguished")

_NAME = Text(longest=300, like="an identifier")
_SPAN = Text(r"(K|\d{1,2})-\d{1,2}", "a span of grades like “K-5”")
_WORDS = ListOf(WORD, at_least=0)


class _FlagOrDay:
    """True, false, or the day since when."""

    def check(self, node: Node) -> list[Problem]:
        written = isinstance(node, Scalar) and node.style in {Style.QUOTED, Style.PLAIN}
        yes_or_no = written and cast("Scalar", node).text in {"true", "false"}
        return (Day() if written and not yes_or_no else Flag()).check(node)

    def json_schema(self) -> dict[str, Json]:
        return {"anyOf": [Flag().json_schema(), Day().json_schema()]}


DEFINITION: Final = Record(
    "a micro-credential's definition",
    optional={"slug": _NAME, "renewal_categories": _WORDS, "effort_hours": Amount()},
    nullable=True,
)
# A whole definition file holds much that says nothing about credit; only these names are read.
DEFINITION_FILE: Final = Record(
    "a micro-credential's definition",
    required={"slug": _NAME},
    optional={"renewal_categories": _WORDS, "effort_hours": Amount(), "id": _NAME},
    nullable=True,
    open=True,
)

FACTS: Final = Record(
    "the facts",
    required={
        "license": Record(
            "the license",
            required={"kind": WORD},
            optional={
                "grade_span": _SPAN,
                "cycle_began_on": Day(),
                "expires_on": Day(),
                "extended_to": Day(),
                "years_employed": Amount(),
            },
            nullable=True,
        ),
    },
    optional={
        "employer": Record(
            "the employer", optional={"jurisdiction": WORD, "local": WORD}, nullable=True
        ),
        "evaluation": Record(
            "the evaluation",
            required={"rating": OneOf(RATINGS)},
            optional={"on": Day()},
            nullable=True,
        ),
        "activities": ListOf(
            Record(
                "an activity",
                required={"id": _NAME, "kind": WORD, "quantity": Amount(), "unit": WORD},
                optional={
                    "categories": _WORDS,
                    "completed_on": Day(),
                    "approved": Flag(),
                    "evidence": _WORDS,
                    "began_on": Day(),
                    "approved_on": Day(),
                    "approved_by": WORD,
                    "banked": Flag(),
                },
                nullable=True,
            ),
            at_least=0,
        ),
        "awards": ListOf(
            Record(
                "an award",
                required={"id": _NAME, "microcredential": _NAME},
                optional={
                    "granted_on": Day(),
                    "stack": _NAME,
                    "competencies": ListOf(
                        Record(
                            "a competency",
                            required={"id": _NAME, "level": WORD},
                            optional={"evidence": _WORDS, "confirmed_by": _WORDS},
                            nullable=True,
                        ),
                        at_least=0,
                    ),
                    "definition": DEFINITION,
                    "evidence": _WORDS,
                    "approved_on": Day(),
                    "approved_by": WORD,
                    "banked": Flag(),
                },
                nullable=True,
            ),
            at_least=0,
        ),
        "recognized": ListOf(
            Record(
                "a recognized badge",
                required={"id": _NAME, "quantity": Amount(), "unit": WORD, "categories": _WORDS},
                optional={"earned_on": Day(), "kinds": _WORDS},
                nullable=True,
            ),
            at_least=0,
        ),
        "assignments": ListOf(
            Record(
                "an assignment",
                required={"kind": WORD, "share": Amount(positive=True)},
                optional={"grade_span": _SPAN},
                nullable=True,
            ),
            at_least=0,
        ),
        "plan": PlanShape(),
        "standing_facts": Record(
            "the standing facts",
            optional={"national_board": _FlagOrDay(), "legislator": Flag(), "lifetime": Flag()},
            nullable=True,
        ),
    },
    nullable=True,
)


def parse_facts(text: bytes, *, kinds: Collection[str] = KINDS) -> Facts:
    """Read a facts file in JSON.

    Args:
        text: The bytes of the file.
        kinds: The kinds of license there are, from `Rules.kinds`.

    Raises:
        ProblemsError: With every problem, each with its place ("activities[0].quantity") and fix.
    """
    return facts_of(from_json_text(text), kinds=kinds)


def read_facts(data: Json, *, kinds: Collection[str] = KINDS) -> Facts:
    """Read facts from parsed JSON.

    Args:
        data: The parsed file.
        kinds: The kinds of license there are, from `Rules.kinds`.

    Raises:
        ProblemsError: With every problem, each with its place ("activities[0].quantity") and fix.
    """
    return facts_of(from_json(data), kinds=kinds)


def facts_of(node: Node, *, kinds: Collection[str] = KINDS) -> Facts:
    """Read facts from a document.

    Args:
        node: The document.
        kinds: The kinds of license there are, from `Rules.kinds`.

    Raises:
        ProblemsError: With every problem, each with its place and fix.
    """
    problems = FACTS.check(node)
    if not problems:
        problems = _contradictions(cast("Table", node))
        problems += _unknown_kinds(cast("Table", node), OneOf(tuple(kinds)))
    if problems:
        raise ProblemsError(problems)
    return _facts(cast("Table", node))


def _contradictions(top: Table) -> list[Problem]:
    held = top.table("license")
    began, expires = held.day_or_none("cycle_began_on"), held.day_or_none("expires_on")
    problems = [] if not top.has("plan") else plan_contradictions(top.table("plan"))
    if began is not None and expires is not None and began > expires:
        reason = f"The cycle begins on {began}, after the license expires on {expires}."
        problems.append(Problem(held.places["cycle_began_on"], reason, "Correct one of the two."))
    seen: dict[str, str] = {}
    for entry in top.tables("activities") + top.tables("awards") + top.tables("recognized"):
        name, place = entry.text("id"), entry.places["id"]
        if name in seen:
            reason = f"“{name}” is already the id at {seen[name]}."
            problems.append(Problem(place, reason, "Give every entry its own id."))
        seen.setdefault(name, place)
    return problems


def _unknown_kinds(top: Table, kinds: OneOf) -> list[Problem]:
    """Kinds of license that the policy does not have: a misspelled one is no unknown one."""
    plan = top.table_or_none("plan")
    named = [top.table("license").entries["kind"]]
    named += [one.entries["kind"] for one in top.tables("assignments")]
    lists = list(top.tables("recognized"))
    if plan is not None and not plan.has("name"):
        lists += plan.tables("waivers")
    for one in lists:
        named += one.items("kinds")
    return [problem for node in named for problem in kinds.check(node)]


def _facts(top: Table) -> Facts:
    held = top.table("license")
    employer = top.table_or_none("employer")
    evaluation = top.table_or_none("evaluation")
    standing = top.table_or_none("standing_facts")
    plan = top.table_or_none("plan")
    return Facts(
        License(
            held.text("kind"),
            held.text_or_none("grade_span"),
            held.day_or_none("cycle_began_on"),
            held.day_or_none("expires_on"),
            held.day_or_none("extended_to"),
            held.amount_or_none("years_employed"),
        ),
        Employer()
        if employer is None
        else Employer(employer.text_or_none("jurisdiction"), employer.text_or_none("local")),
        None
        if evaluation is None
        else Rating(evaluation.text("rating"), evaluation.day_or_none("on")),
        tuple(_activity(entry) for entry in top.tables("activities")),
        tuple(_award(entry) for entry in top.tables("awards")),
        StandingFacts()
        if standing is None
        else StandingFacts(
            _flag_or_day(standing, "national_board"),
            standing.flag_or_none("legislator"),
            standing.flag_or_none("lifetime"),
        ),
        tuple(_recognized(entry) for entry in top.tables("recognized")),
        tuple(
            Assignment(one.text("kind"), one.text_or_none("grade_span"), one.amount("share"))
            for one in top.tables("assignments")
        ),
        None if plan is None else plan_of(plan),
    )


def _activity(entry: Table) -> Activity:
    return Activity(
        entry.text("id"),
        entry.text("kind"),
        entry.amount("quantity"),
        entry.text("unit"),
        entry.texts("categories") if entry.has("categories") else None,
        entry.day_or_none("completed_on"),
        entry.flag_or_none("approved"),
        entry.texts("evidence") if entry.has("evidence") else None,
        entry.day_or_none("began_on"),
        entry.day_or_none("approved_on"),
        entry.text_or_none("approved_by"),
        entry.flag_or_none("banked"),
    )


def _award(entry: Table) -> AwardFact:
    definition = entry.table_or_none("definition")
    return AwardFact(
        entry.text("id"),
        entry.text("microcredential"),
        entry.day_or_none("granted_on"),
        entry.text_or_none("stack"),
        tuple(_competency(one) for one in entry.tables("competencies")),
        None if definition is None else microcredential_of(definition),
        entry.texts("evidence") if entry.has("evidence") else None,
        entry.day_or_none("approved_on"),
        entry.text_or_none("approved_by"),
        entry.flag_or_none("banked"),
    )


def _competency(entry: Table) -> Competency:
    return Competency(
        entry.text("id"),
        entry.text("level"),
        entry.texts("evidence") if entry.has("evidence") else None,
        entry.texts("confirmed_by") if entry.has("confirmed_by") else None,
    )


def _recognized(entry: Table) -> Recognized:
    return Recognized(
        entry.text("id"),
        entry.amount("quantity"),
        entry.text("unit"),
        entry.texts("categories"),
        entry.day_or_none("earned_on"),
        entry.texts("kinds"),
    )


def microcredential_of(definition: Table) -> Microcredential:
    """What the crosswalk needs of a definition that its schema has checked."""
    hours: Fraction | None = definition.amount_or_none("effort_hours")
    return Microcredential(
        definition.text_or_none("slug"), definition.texts("renewal_categories"), hours
    )


def _flag_or_day(table: Table, name: str) -> bool | date | None:
    if table.has(name) and table.text(name) not in {"true", "false"}:
        return table.day_or_none(name)
    return table.flag_or_none(name)
