"""standings(rules, frames, on): what the rules say about everybody, as `evaluate` defines it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from longleaf.policy.columnar.frames import EDUCATOR, Frames, Key
from longleaf.policy.columnar.one_by_one import (
    Rows,
    category_rows,
    educator_rows,
    entry_rows,
    finding_rows,
)
from longleaf.policy.columnar.rows import facts_from
from longleaf.policy.evaluate import Evaluation, evaluate
from longleaf.policy.rules import Rules

_AMOUNTS: Final = {
    "required": pl.Int64,
    "counted": pl.Int64,
    "missing": pl.Int64,
    "surplus": pl.Int64,
    "parts": pl.Int64,
}
EDUCATORS: Final = {
    "outcome": pl.String,
    "credit": pl.String,
    **_AMOUNTS,
    "one_by_one": pl.Boolean,
}
CATEGORIES: Final = {
    "place": pl.Int64,
    "category": pl.String,
    "outcome": pl.String,
    **_AMOUNTS,
}
FINDINGS: Final = {
    "rule": pl.String,
    "outcome": pl.String,
    "because": pl.String,
    "numbers": pl.String,
}
ENTRIES: Final = {"id": pl.String, "source": pl.String, "credits": pl.Int64, "parts": pl.Int64}


@dataclass(frozen=True, slots=True, eq=False)
class Standings:
    """What the rules say about some educators on one day.

    Amounts are whole numbers of parts of a credit; `parts` says how many make one.

    Attributes:
        educators: One row each: `outcome`, the outcome of the finding on all credit (`credit`),
            `required` and `missing` (null where not known), `counted`, `surplus`, and whether
            the row was decided by `evaluate` (`one_by_one`).
        apart: The evaluations of those rows.
    """

    educators: pl.DataFrame
    apart: Mapping[Key, Evaluation]

    def categories(self) -> pl.DataFrame:
        """One row for each educator and category, in the order in which they are filled."""
        return self._frame(category_rows(self.apart), CATEGORIES)

    def findings(self) -> pl.DataFrame:
        """One row for each educator and finding, with the numbers of its reason as JSON."""
        return self._frame(finding_rows(self.apart), FINDINGS)

    def entries(self) -> pl.DataFrame:
        """One row for each educator and entry: what it is worth, or null if not known."""
        return self._frame(entry_rows(self.apart), ENTRIES)

    def _frame(self, rows: Rows, columns: Mapping[str, type[pl.DataType]]) -> pl.DataFrame:
        key = self.educators.schema[EDUCATOR]
        return pl.DataFrame(rows, schema={EDUCATOR: key, **columns})


def standings(rules: Rules, frames: Frames, on: date) -> Standings:
    """Apply the rules to everybody in some frames.

    Args:
        rules: The policy, with its local rules.
        frames: What is known.
        on: The day asked about.

    Returns:
        The same, field by field, as `evaluate` for each of them.
    """
    facts = facts_from(frames, frames.licenses[EDUCATOR].to_list())
    apart = {key: evaluate(rules, one, on) for key, one in facts.items()}
    key = frames.licenses.schema[EDUCATOR]
    return Standings(pl.DataFrame(educator_rows(apart), schema={EDUCATOR: key, **EDUCATORS}), apart)
