"""The rules over columns, against the definition."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from longleaf.policy.columnar.frames import EDUCATOR, frames_of
from longleaf.policy.columnar.one_by_one import numbers_as_text
from longleaf.policy.columnar.rows import facts_from
from longleaf.policy.columnar.standing import Standings, standings
from longleaf.policy.evaluate import Evaluation, evaluate
from longleaf.policy.facts import Facts
from longleaf.policy.rules import Rules
from tests.policy.generated import FACTS, ON, policies

Said = dict[str, object]


def amount(row: Mapping[str, object], name: str) -> Fraction | None:
    parts = row[name]
    whole = row["parts"]
    assert isinstance(whole, int)
    return None if parts is None else Fraction(int(str(parts)), whole)


def of(frame: pl.DataFrame, key: int) -> list[dict[str, object]]:
    return frame.filter(pl.col(EDUCATOR) == key).to_dicts()


def by_definition(e: Evaluation) -> Said:
    return {
        "outcome": e.outcome.value,
        "amounts": (e.required, e.counted, e.missing, e.surplus),
        "categories": [
            (one.name, one.required, one.counted, one.missing, one.surplus, one.outcome.value)
            for one in e.categories
        ],
        "findings": {
            one.rule: (one.outcome.value, one.because.key, numbers_as_text(one.because.numbers))
            for one in e.findings
        },
        "entries": {one.id: (one.source, one.credits) for one in e.entries},
    }


def by_columns(found: Standings, key: int) -> Said:
    (row,) = of(found.educators, key)
    categories = sorted(of(found.categories(), key), key=lambda one: str(one["place"]))
    findings, entries = of(found.findings(), key), of(found.entries(), key)
    names = ("required", "counted", "missing", "surplus")
    return {
        "outcome": row["outcome"],
        "amounts": tuple(amount(row, name) for name in names),
        "categories": [
            (one["category"], *(amount(one, name) for name in names), one["outcome"])
            for one in categories
        ],
        "findings": {
            one["rule"]: (one["outcome"], one["because"], one["numbers"]) for one in findings
        },
        "entries": {one["id"]: (one["source"], amount(one, "credits")) for one in entries},
    }


def assert_agreed(rules: Rules, people: Sequence[Facts], on: date = ON) -> Standings:
    found = standings(rules, frames_of(enumerate(people)), on)
    for key, facts in enumerate(people):
        assert by_columns(found, key) == by_definition(evaluate(rules, facts, on))
    return found


@settings(deadline=None, max_examples=50, suppress_health_check=list(HealthCheck))
@given(policies(capped=False), st.lists(FACTS, min_size=1, max_size=6))
def test_columns_agree_with_the_definition_on_every_field(
    rules: Rules, people: list[Facts]
) -> None:
    assert_agreed(rules, people)


@settings(deadline=None, max_examples=30, suppress_health_check=list(HealthCheck))
@given(policies(), st.lists(FACTS, min_size=1, max_size=6))
def test_columns_agree_with_the_definition_under_caps(rules: Rules, people: list[Facts]) -> None:
    assert_agreed(rules, people)


@settings(deadline=None, max_examples=30, suppress_health_check=list(HealthCheck))
@given(st.lists(FACTS, max_size=5))
def test_facts_come_out_of_columns_as_they_went_in(people: list[Facts]) -> None:
    frames = frames_of(enumerate(people))
    assert facts_from(frames, range(len(people))) == dict(enumerate(people))
