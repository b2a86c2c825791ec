"""Building rules from checked tables: names resolved, days in order, sums that fit."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from difflib import get_close_matches
from typing import TypeVar

from longleaf.basis.period import Period
from longleaf.basis.problem import Problem
from longleaf.policy.citation import Citation
from longleaf.policy.document import Listing, Node, Scalar, Table
from longleaf.policy.parameter import Dated, Held, Unknown

T = TypeVar("T")


class Ledger:
    """The problems found so far, and the sources that rules may cite."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.citations: dict[str, Citation] = {}

    def fault(self, node: Node | str, reason: str, fix: str) -> None:
        """Note a problem at a node or place."""
        where = node if isinstance(node, str) else node.where
        self.problems.append(Problem(where, reason, fix))

    def known(self, what: str, node: Node, name: str, names: Mapping[str, object]) -> bool:
        """Whether a name refers to something; a problem is noted if not."""
        if name in names:
            return True
        guess = get_close_matches(name, names, 1)
        fix = f"Did you mean “{guess[0]}”?" if guess else f"Known: {', '.join(names) or 'none'}."
        self.fault(node, f"There is no {what} “{name}”.", fix)
        return False

    def sources(self, table: Table | None) -> None:
        """Take up the sources of a file."""
        for key, source in () if table is None else table.named_tables():
            if key in self.citations:
                fix = "Give it another name, or cite the one there is."
                self.fault(source, f"There is already a source “{key}”.", fix)
            verified_on = source.day_or_none("verified_on")
            assert verified_on is not None  # noqa: S101 - the schema requires it
            self.citations[key] = Citation(
                key,
                source.text("title"),
                source.text("publisher"),
                source.text("kind"),
                verified_on,
                source.text_or_none("url"),
                source.text_or_none("note"),
            )

    def cited(self, table: Table) -> tuple[Citation, ...]:
        """What a table cites."""
        node = table.entries["citation"]
        items = node.items if isinstance(node, Listing) else (node,)
        return tuple(
            self.citations[item.text]
            for item in items
            if isinstance(item, Scalar) and self.known("source", item, item.text, self.citations)
        )

    def dated(self, by: str, rows: tuple[Table, ...], value: Callable[[Table], T]) -> Dated[T]:
        """Rows in time; a problem is noted for every overlap and gap.

        Args:
            by: The day that chooses among the rows.
            rows: Tables with `first`, `last`, `citation`, and a value or `unknown`.
            value: Reads the value of a row that has one.
        """
        held = []
        for row in rows:
            first, last = row.day_or_none("first"), row.day_or_none("last")
            if first is not None and last is not None and last < first:
                self.fault(
                    row, f"The row ends on {last}, before it begins on {first}.", "Swap them."
                )
                first = last = None
            reason = row.text_or_none("unknown")
            cites = self.cited(row)
            held.append(
                Held(
                    Period(first, last),
                    value(row) if reason is None else Unknown(reason, cites),
                    cites,
                )
            )
        self._in_order(rows, [one.period for one in held])
        return Dated(by, tuple(held))

    def _in_order(self, rows: tuple[Table, ...], periods: list[Period]) -> None:
        for row, before, after in zip(rows[1:], periods, periods[1:], strict=False):
            if before.last is None or after.first is None or after.first <= before.last:
                until = "without end" if before.last is None else f"until {before.last}"
                reason = f"The row overlaps the one before it, which holds {until}."
                self.fault(row, reason, "Let each row begin the day after the one before it ends.")
            elif after.first - before.last != timedelta(days=1):
                gap = f"from {before.last + timedelta(days=1)} to {_before(after.first)}"
                fix = "Close the gap, or write a row with “unknown” and the reason."
                self.fault(row, f"No row holds {gap}.", fix)


def _before(day: date) -> date:
    return day - timedelta(days=1)
