"""One by one: the standings that columns do not carry, as `evaluate` gives them."""

import json
from collections.abc import Mapping
from fractions import Fraction
from math import lcm
from typing import TypeAlias

from longleaf.policy.columnar.frames import EDUCATOR, Key
from longleaf.policy.evaluate import Evaluation

Cell: TypeAlias = str | int | bool | None
Rows: TypeAlias = list[dict[str, Cell]]


def _whole(amount: Fraction | None, parts: int) -> int | None:
    return None if amount is None else amount.numerator * (parts // amount.denominator)


def _parts(evaluation: Evaluation) -> int:
    """The least number of parts of a credit in which every amount of an evaluation is whole."""
    amounts = [evaluation.required, evaluation.counted, evaluation.missing, evaluation.surplus]
    amounts += [one.required for one in evaluation.categories]
    amounts += [one.counted for one in evaluation.categories]
    amounts += [one.surplus for one in evaluation.categories]
    amounts += [entry.credits for entry in evaluation.entries]
    return lcm(*(amount.denominator for amount in amounts if amount is not None))


def educator_rows(evaluations: Mapping[Key, Evaluation]) -> Rows:
    """One row for each educator."""
    return [
        {
            EDUCATOR: key,
            "outcome": e.outcome.value,
            "credit": next(f.outcome.value for f in e.findings if f.rule == "credit.total"),
            "required": _whole(e.required, _parts(e)),
            "counted": _whole(e.counted, _parts(e)),
            "missing": _whole(e.missing, _parts(e)),
            "surplus": _whole(e.surplus, _parts(e)),
            "parts": _parts(e),
            "one_by_one": True,
        }
        for key, e in evaluations.items()
    ]


def category_rows(evaluations: Mapping[Key, Evaluation]) -> Rows:
    """One row for each educator and category, in the order in which they are filled."""
    return [
        {
            EDUCATOR: key,
            "place": place,
            "category": one.name,
            "outcome": one.outcome.value,
            "required": _whole(one.required, _parts(e)),
            "counted": _whole(one.counted, _parts(e)),
            "missing": _whole(one.missing, _parts(e)),
            "surplus": _whole(one.surplus, _parts(e)),
            "parts": _parts(e),
        }
        for key, e in evaluations.items()
        for place, one in enumerate(e.categories)
    ]


def finding_rows(evaluations: Mapping[Key, Evaluation]) -> Rows:
    """One row for each educator and finding; its numbers as JSON with sorted names."""
    return [
        {
            EDUCATOR: key,
            "rule": one.rule,
            "outcome": one.outcome.value,
            "because": one.because.key,
            "numbers": numbers_as_text(one.because.numbers),
        }
        for key, e in evaluations.items()
        for one in e.findings
    ]


def entry_rows(evaluations: Mapping[Key, Evaluation]) -> Rows:
    """One row for each educator and entry; null credits are not known."""
    return [
        {
            EDUCATOR: key,
            "id": one.id,
            "source": one.source,
            "credits": _whole(one.credits, _parts(e)),
            "parts": _parts(e),
        }
        for key, e in evaluations.items()
        for one in e.entries
    ]


def numbers_as_text(numbers: Mapping[str, str]) -> str:
    """The numbers of a reason as JSON, the names in order."""
    return json.dumps(dict(numbers), sort_keys=True, ensure_ascii=False)
