"""standings(rules, frames, on): what the rules say about everybody, as `evaluate` defines it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

import polars as pl

from longleaf.policy.columnar import shown
from longleaf.policy.columnar.columns import Columns, carries, columns_of
from longleaf.policy.columnar.frames import EDUCATOR, Frames, Key
from longleaf.policy.columnar.one_by_one import (
    Rows,
    category_rows,
    educator_rows,
    entry_rows,
    finding_rows,
)
from longleaf.policy.columnar.rows import facts_from
from longleaf.policy.columnar.shown import OUTCOME
from longleaf.policy.evaluate import Evaluation, evaluate
from longleaf.policy.rules import Rules

Kind: TypeAlias = type[pl.DataType] | pl.DataType

_AMOUNTS: Final[Mapping[str, Kind]] = {
    "required": pl.Int64,
    "counted": pl.Int64,
    "missing": pl.Int64,
    "surplus": pl.Int64,
    "parts": pl.Int64,
}
EDUCATORS: Final[Mapping[str, Kind]] = {
    "outcome": OUTCOME,
    "credit": OUTCOME,
    **_AMOUNTS,
    "one_by_one": pl.Boolean,
}
CATEGORIES: Final[Mapping[str, Kind]] = {
    "place": pl.Int64,
    "category": pl.String,
    "outcome": OUTCOME,
    **_AMOUNTS,
}
FINDINGS: Final[Mapping[str, Kind]] = {
    "rule": pl.String,
    "outcome": OUTCOME,
    "because": pl.String,
    "numbers": pl.String,
}
ENTRIES: Final[Mapping[str, Kind]] = {
    "id": pl.String,
    "source": pl.String,
    "credits": pl.Int64,
    "parts": pl.Int64,
}


@dataclass(frozen=True, slots=True, eq=False)
class Standings:
    """What the rules say about some educators on one day.

    Amounts are whole numbers of parts of a credit; `parts` says how many make one.

    Attributes:
        educators: One row each: `outcome`, the outcome of the finding on all credit (`credit`),
            `required` and `missing` (null where not known), `counted`, `surplus`, and whether
            the row was decided by `evaluate` (`one_by_one`).
        apart: The evaluations of those rows.
        columns: All the others as arrays; None if there are none.
    """

    educators: pl.DataFrame
    apart: Mapping[Key, Evaluation]
    columns: Columns | None

    def categories(self) -> pl.DataFrame:
        """One row for each educator and category, in the order in which they are filled."""
        carried = [] if self.columns is None else shown.categories(self.columns)
        return self._frame(carried, category_rows(self.apart), CATEGORIES)

    def findings(self) -> pl.DataFrame:
        """One row for each educator and finding, with the numbers of its reason as JSON.

        Findings on caps that keep something from counting have rows where `evaluate` decided.
        """
        carried = [] if self.columns is None else shown.findings(self.columns)
        return self._frame(carried, finding_rows(self.apart), FINDINGS)

    def entries(self) -> pl.DataFrame:
        """One row for each educator and entry: what it is worth, or null if not known."""
        carried = [] if self.columns is None else shown.entries(self.columns)
        return self._frame(carried, entry_rows(self.apart), ENTRIES)

    def _frame(
        self, carried: list[pl.DataFrame], rows: Rows, columns: Mapping[str, Kind]
    ) -> pl.DataFrame:
        schema = {EDUCATOR: self.educators.schema[EDUCATOR], **columns}
        frames = [one.select(list(schema)) for one in carried]
        return pl.concat([pl.DataFrame(rows, schema=schema), *frames])


def standings(rules: Rules, frames: Frames, on: date) -> Standings:
    """Apply the rules to everybody in some frames.

    Args:
        rules: The policy, with its local rules.
        frames: What is known.
        on: The day asked about.

    Returns:
        The same, field by field, as `evaluate` for each of them; in the order of the licenses.
    """
    found = columns_of(rules, frames, on) if carries(rules) else None
    keys = frames.licenses[EDUCATOR]
    if found is None:
        left = keys.to_list()
    else:
        left = [*found.people.keys.filter(~pl.Series(found.carried)).to_list(), *frames.apart]
    apart = {key: evaluate(rules, one, on) for key, one in facts_from(frames, left).items()}
    schema = {EDUCATOR: keys.dtype, **EDUCATORS}
    own = pl.DataFrame(educator_rows(apart), schema=schema)
    if found is None:
        return Standings(own, apart, None)
    carried = shown.educators(found)
    if apart:
        carried = pl.concat([carried.filter(found.carried).select(list(schema)), own])
        carried = frames.licenses.select(EDUCATOR).join(
            carried, on=EDUCATOR, how="left", maintain_order="left"
        )
    return Standings(carried, apart, found)
