"""Worked cases: what a policy must say about examples that stand beside it.

A file of cases holds tables and single cases. A table names, for a kind of license and an expiry
day, the credit that is *exactly* enough; each row is run as it stands, and once more with a tenth
missing in each category in turn. A single case gives whole facts and what to expect of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Final, cast

from longleaf.basis.amount import show_amount
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.policy.activity import ByUnit
from longleaf.policy.document import Json, Table, from_yaml
from longleaf.policy.evaluate import Evaluation, evaluate
from longleaf.policy.facts import Activity, Employer, Facts, License, Rating
from longleaf.policy.facts_reading import FACTS, facts_of
from longleaf.policy.finding import Outcome
from longleaf.policy.rules import Rules
from longleaf.policy.shape import WORD, Amount, Day, ListOf, OneOf, Record, TableOf, Text

_OUTCOME: Final = OneOf(tuple(outcome.value for outcome in Outcome))
_AMOUNTS: Final = {"required": Amount(), "counted": Amount(), "missing": Amount()}
_LINE: Final = Text(longest=300)
_TENTH: Final = Fraction(1, 10)
_CYCLE_YEARS: Final = 5

_ROW: Final = Record(
    "a row of a table",
    required={"expires_on": Day()},
    optional={"exactly": TableOf(WORD, Amount(positive=True)), "unknown": OneOf(("total",))},
    one_of=(("exactly", "unknown"),),
)
_TABLE: Final = Record(
    "a table of cases",
    required={"kind": WORD, "rows": ListOf(_ROW)},
    optional={"grade_span": _LINE, "local": WORD, "rating": WORD},
)
_EXPECT: Final = Record(
    "what is expected",
    optional={
        "outcome": _OUTCOME,
        **_AMOUNTS,
        "surplus": Amount(),
        "unknown": OneOf(("total",)),
        "categories": TableOf(
            WORD, Record("a category", optional={**_AMOUNTS, "outcome": _OUTCOME})
        ),
        "findings": TableOf(_LINE, _OUTCOME),
    },
)
CASES_FILE: Final = Record(
    "a file of cases",
    required={"about": _LINE},
    optional={
        "tables": ListOf(_TABLE),
        "cases": ListOf(
            Record(
                "a case",
                required={"case": _LINE, "facts": FACTS, "expect": _EXPECT},
                optional={"on": Day()},
            )
        ),
    },
)


@dataclass(frozen=True, slots=True)
class Case:
    """An example and what is expected of it.

    Attributes:
        where: File and line.
        expected: Names such as "outcome" or "categories.literacy.missing" to what must come out.
    """

    name: str
    where: str
    facts: Facts
    on: date
    expected: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came of a case; `differences` is empty if it passed."""

    case: Case
    differences: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether all came out as expected."""
        return not self.differences


def read_cases(folder: Path, rules: Rules) -> tuple[Case, ...]:
    """Read every case beside a policy.

    Args:
        folder: The policy's folder; cases stand in its cases/*.yaml.
        rules: The policy they are cases of.

    Raises:
        ProblemsError: With every problem in the files, each with file, line and fix.
    """
    problems: list[Problem] = []
    cases: list[Case] = []
    for path in sorted((folder / "cases").glob("*.yaml")):
        try:
            node = from_yaml(path.read_bytes(), f"cases/{path.name}")
            found = CASES_FILE.check(node)
            problems += found
            if not found:
                cases += _cases(cast("Table", node), rules)
        except ProblemsError as error:
            problems += error.problems
    if not cases and not problems:
        fix = "Write at least one file in cases/."
        problems.append(Problem(str(folder), "There are no worked cases beside this policy.", fix))
    if problems:
        raise ProblemsError(problems)
    return tuple(cases)


def run_case(rules: Rules, case: Case) -> CaseResult:
    """Evaluate a case and compare."""
    evaluation = evaluate(rules, case.facts, case.on)
    found = _found(evaluation)
    differences = [
        f"{name}: expected {_shown(expected)}, found {_shown(found.get(name, 'nothing'))}"
        for name, expected in case.expected.items()
        if found.get(name, "nothing") != expected
    ]
    return CaseResult(case, tuple(differences))


def _shown(value: Json) -> str:
    return "unknown" if value is None else str(value)


def _found(evaluation: Evaluation) -> dict[str, Json]:
    e = evaluation
    found: dict[str, Json] = {
        "outcome": e.outcome.value,
        "required": None if e.required is None else show_amount(e.required),
        "counted": show_amount(e.counted),
        "missing": None if e.missing is None else show_amount(e.missing),
        "surplus": show_amount(e.surplus),
    }
    for one in e.categories:
        at = f"categories.{one.name}"
        found[f"{at}.required"] = show_amount(one.required)
        found[f"{at}.counted"] = show_amount(one.counted)
        found[f"{at}.missing"] = show_amount(one.missing)
        found[f"{at}.outcome"] = one.outcome.value
    found.update({f"findings.{one.rule}": one.outcome.value for one in e.findings})
    return found


def _cases(file: Table, rules: Rules) -> Iterator[Case]:
    for table in file.tables("tables"):
        for row in table.tables("rows"):
            yield from _row_cases(table, row, rules)
    for one in file.tables("cases"):
        facts = facts_of(one.table("facts"), kinds=rules.kinds)
        on = one.day_or_none("on") or facts.license.expires_on
        if on is None:
            fix = "Write “on: YYYY-MM-DD”."
            raise ProblemsError([Problem(one.where, "The case has no day to ask about.", fix)])
        yield Case(one.text("case"), one.where, facts, on, _expected(one.table("expect")))


def _expected(table: Table) -> dict[str, Json]:
    expected: dict[str, Json] = {}
    for name in ("required", "counted", "missing", "surplus"):
        if table.has(name):
            expected[name] = show_amount(table.amount(name))
    if table.has("outcome"):
        expected["outcome"] = table.text("outcome")
    if table.has("unknown"):
        expected.update(required=None, missing=None)
    if table.has("categories"):
        for name, one in table.table("categories").named_tables():
            inner = _expected(one)
            expected.update({f"categories.{name}.{what}": value for what, value in inner.items()})
    if table.has("findings"):
        findings = table.table("findings")
        expected.update({f"findings.{rule}": findings.text(rule) for rule in findings.entries})
    return expected


def _row_cases(table: Table, row: Table, rules: Rules) -> Iterator[Case]:
    expires_on = cast("date", row.day_or_none("expires_on"))
    span = table.text_or_none("grade_span")
    title = " ".join(filter(None, (table.text("kind"), span, table.text_or_none("local"))))
    name = f"{title}, expires {expires_on}"

    held = _example(table, expires_on, {}, rules).license
    local = rules.local(table.text_or_none("local"))
    also = [one for rule in rules.license_rules(held, local) for one in rule.also]
    open_besides = any(one.check(expires_on=expires_on) for one in also)

    def case(says: str, credit: Mapping[str, Fraction], expected: Mapping[str, Json]) -> Case:
        facts = _example(table, expires_on, credit, rules)
        return Case(f"{name}: {says}", row.where, facts, expires_on, expected)

    if row.has("unknown"):
        expected: dict[str, Json] = {"outcome": "unknown", "required": None, "missing": None}
        yield case("what is asked for is unknown", {}, expected)
        return
    minima = row.table("exactly")
    exactly = {category: minima.amount(category) for category in minima.entries}
    total = show_amount(sum(exactly.values(), Fraction(0)))
    required: dict[str, Json] = {
        f"categories.{category}.required": show_amount(amount)
        for category, amount in exactly.items()
    }
    whole: dict[str, Json] = {
        "outcome": "unknown" if open_besides else "met",
        "findings.credit.total": "met",
        "required": total,
        "missing": "0",
        "surplus": "0",
    }
    yield case("exactly enough", exactly, {**whole, **required})
    for category, amount in exactly.items():
        short = {**exactly, category: amount - _TENTH}
        less: dict[str, Json] = {
            "outcome": "unmet",
            "missing": "0.1",
            f"categories.{category}.missing": "0.1",
            f"categories.{category}.outcome": "unmet",
        }
        yield case(f"a tenth below in {category}", short, less)


def _example(table: Table, expires_on: date, credit: Mapping[str, Fraction], rules: Rules) -> Facts:
    """Someone with this much approved credit, earned on the last day that counts."""
    after = expires_on + timedelta(days=1)
    # Counted from the first of the month, since the 29th of February is not in every year.
    began_on = date(after.year - _CYCLE_YEARS, after.month, 1) + timedelta(days=after.day - 1)
    kind = _plain_kind(rules, expires_on) if credit else ""
    activities = tuple(
        Activity(
            category,
            kind,
            amount,
            rules.unit,
            (category,),
            expires_on,
            True,
            ("certificate",),
        )
        for category, amount in credit.items()
    )
    return Facts(
        License(table.text("kind"), table.text_or_none("grade_span"), began_on, expires_on),
        Employer(rules.policy.jurisdiction, table.text_or_none("local")),
        Rating(table.text("rating")) if table.has("rating") else None,
        activities,
    )


def _plain_kind(rules: Rules, expires_on: date) -> str:
    """A kind of activity that is worth just its quantity; tables of cases are written in it."""
    for kind in rules.activities.values():
        taken = kind.accepted is None or kind.accepted.on(expires_on).value is True
        if taken and isinstance(kind.worth.on(expires_on).value, ByUnit):
            return kind.name
    reason = "No kind of activity is worth its quantity, so that a table of cases has no example."
    fix = "Write the cases one by one, or add a kind with “by_unit: true”."
    raise ProblemsError([Problem(f"licenses that expire {expires_on}", reason, fix)])
