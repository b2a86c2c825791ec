"""simulate(baseline, draft, facts, on): what a changed rule would do to everybody."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import chain
from typing import Final, TypeAlias, cast

import polars as pl

from longleaf.basis.amount import show_amount
from longleaf.basis.small_cells import LEAST_SHOWN, hide_small
from longleaf.policy.columnar.frames import EDUCATOR, Frames, Key
from longleaf.policy.columnar.standing import standings
from longleaf.policy.document import Json
from longleaf.policy.finding import Outcome
from longleaf.policy.report import policy_as_json
from longleaf.policy.rules import PolicyName, Rules

LEA: Final = "lea"
KIND: Final = "kind"
EXPIRES_IN: Final = "expires_in"
GROUPINGS: Final = (LEA, KIND, EXPIRES_IN)

_FREED: Final = [Outcome.EXEMPT.value, Outcome.WAIVED.value]


@dataclass(frozen=True, slots=True)
class Change:
    """How many educators have one outcome under the baseline and one under the draft."""

    before: Outcome
    after: Outcome
    educators: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """Some educators; None is a figure that is hidden because it is about too few.

    Attributes:
        name: The LEA, the kind of license, or the year of expiry; None if it is not known.
        educators: How many there are.
        newly_short: Who are unmet under the draft and were not.
        no_longer_short: Who were unmet and are not under the draft.
        owing_more: Who have more credit still to earn under the draft.
        more_credits: How much more that is for all of them together.
        owing_less: Who have less to earn.
        fewer_credits: How much less that is.
    """

    name: str | None
    educators: int | None
    newly_short: int | None
    no_longer_short: int | None
    owing_more: int | None
    more_credits: Fraction | None
    owing_less: int | None
    fewer_credits: Fraction | None


@dataclass(frozen=True, slots=True)
class Simulation:
    """What a draft would change, in figures that no one can be picked out of.

    Attributes:
        on: The day asked about.
        unit: The unit of all credit; None where the two count in different units, so that what it
            costs cannot be said.
        changes: Outcomes before and after, in a fixed order, those with nobody left out.
        whole: The whole state.
        by: "lea", "kind" and "expires_in" to their groups, in the order of their names.
        cost_unknown: How many have no cost because what is asked of them is not known.
        one_by_one: How many were decided by `evaluate` under either, because columns do not carry
            all that decides.
        least_shown: The least number that is not hidden.
    """

    baseline: PolicyName
    draft: PolicyName
    on: date
    unit: str | None
    changes: tuple[Change, ...]
    whole: Group
    by: Mapping[str, tuple[Group, ...]]
    cost_unknown: int | None
    one_by_one: int
    least_shown: int


@dataclass(slots=True)
class _Sums:
    """Figures of one group while they are added up."""

    educators: int = 0
    newly_short: int = 0
    no_longer_short: int = 0
    owing_more: int = 0
    more_credits: Fraction = Fraction(0)
    owing_less: int = 0
    fewer_credits: Fraction = Fraction(0)
    cost_unknown: int = 0

    def add(self, other: "_Sums") -> None:
        """Take in the figures of other educators."""
        self.educators += other.educators
        self.newly_short += other.newly_short
        self.no_longer_short += other.no_longer_short
        self.owing_more += other.owing_more
        self.more_credits += other.more_credits
        self.owing_less += other.owing_less
        self.fewer_credits += other.fewer_credits
        self.cost_unknown += other.cost_unknown


_Cell: TypeAlias = tuple[str | None, str, int | None]


def simulate(
    baseline: Rules,
    draft: Rules,
    facts: Iterable[Frames],
    on: date,
    *,
    least_shown: int = LEAST_SHOWN,
) -> Simulation:
    """Compare what two policies say about the same educators.

    Args:
        baseline: The rules as they are.
        draft: The rules as they would be.
        facts: The educators, in as many batches as there are; each is in one batch only.
        on: The day asked about, the same for both.
        least_shown: Counts from 1 up to this (not included) are hidden, as are those from which
            they could be had by subtraction.

    Returns:
        The same for the same arguments, however the educators are divided into batches.
    """
    cells: dict[_Cell, _Sums] = {}
    changes: Counter[tuple[Outcome, Outcome]] = Counter()
    one_by_one = 0
    for both in (_both(baseline, draft, frames, on) for frames in facts):
        one_by_one += both.filter("one_by_one").height
        for row in both.group_by("before", "after").len().iter_rows():
            changes[Outcome(row[0]), Outcome(row[1])] += row[2]
        for cell, sums in _cells(both):
            cells.setdefault(cell, _Sums()).add(sums)
    whole = _Sums()
    for sums in cells.values():
        whole.add(sums)
    same_unit = baseline.unit == draft.unit
    return Simulation(
        baseline.policy,
        draft.policy,
        on,
        draft.unit if same_unit else None,
        _changes(changes, least_shown),
        _groups({None: whole}, same_unit=same_unit, least=least_shown)[0],
        {
            by: _groups(_added(cells, at), same_unit=same_unit, least=least_shown)
            for at, by in enumerate(GROUPINGS)
        },
        hide_small([whole.cost_unknown], least=least_shown)[0],
        one_by_one,
        least_shown,
    )


def newly_short(baseline: Rules, draft: Rules, facts: Iterable[Frames], on: date) -> Iterator[Key]:
    """Who would newly fall short, in the order given: for those alone who may see each of them."""
    for frames in facts:
        both = _both(baseline, draft, frames, on)
        short = both.filter(_is_short("after") & ~_is_short("before"))
        yield from cast("list[Key]", short[EDUCATOR].to_list())


def _is_short(column: str) -> pl.Expr:
    return pl.col(column) == Outcome.UNMET.value


def _both(baseline: Rules, draft: Rules, frames: Frames, on: date) -> pl.DataFrame:
    """One row for each educator: the group, the outcomes, and what is still to earn."""
    then = standings(baseline, frames, on).educators
    now = standings(draft, frames, on).educators
    owed = pl.when(pl.col("credit").is_in(_FREED)).then(0).otherwise(pl.col("missing"))
    first = then.select(
        EDUCATOR, "one_by_one", before="outcome", owed_before=owed, parts_before="parts"
    )
    second = now.select(
        EDUCATOR,
        also_one_by_one="one_by_one",
        after="outcome",
        owed_after=owed,
        parts_after="parts",
    )
    place = frames.licenses.select(
        EDUCATOR,
        pl.col("local").alias(LEA),
        pl.col("kind").alias(KIND),
        pl.col("expires_on").dt.year().alias(EXPIRES_IN),
    )
    joined = place.join(first, on=EDUCATOR, maintain_order="left").join(
        second, on=EDUCATOR, maintain_order="left"
    )
    return joined.with_columns(one_by_one=pl.col("one_by_one") | pl.col("also_one_by_one"))


def _cells(both: pl.DataFrame) -> Iterator[tuple[_Cell, _Sums]]:
    """Figures by LEA, kind of license and year of expiry."""
    # Whole numbers of 128 bits hold the cross products of amounts in different parts.
    more = pl.col("owed_after").cast(pl.Int128) * pl.col("parts_before") - pl.col(
        "owed_before"
    ).cast(pl.Int128) * pl.col("parts_after")
    summed = (
        both.with_columns(more=more)
        .group_by(*GROUPINGS, "parts_before", "parts_after", maintain_order=True)
        .agg(
            educators=pl.len(),
            newly_short=(_is_short("after") & ~_is_short("before")).sum(),
            no_longer_short=(_is_short("before") & ~_is_short("after")).sum(),
            owing_more=(pl.col("more") > 0).sum(),
            more=pl.col("more").filter(pl.col("more") > 0).sum(),
            owing_less=(pl.col("more") < 0).sum(),
            fewer=pl.col("more").filter(pl.col("more") < 0).sum(),
            cost_unknown=pl.col("more").is_null().sum(),
        )
    )
    for row in summed.iter_rows(named=True):
        parts = row["parts_before"] * row["parts_after"]
        yield (
            (row[LEA], row[KIND], row[EXPIRES_IN]),
            _Sums(
                row["educators"],
                row["newly_short"],
                row["no_longer_short"],
                row["owing_more"],
                Fraction(row["more"], parts),
                row["owing_less"],
                Fraction(-row["fewer"], parts),
                row["cost_unknown"],
            ),
        )


def _added(cells: Mapping[_Cell, _Sums], at: int) -> dict[str | None, _Sums]:
    found: dict[str | None, _Sums] = {}
    for cell, sums in cells.items():
        name = None if cell[at] is None else str(cell[at])
        found.setdefault(name, _Sums()).add(sums)
    # What is not known comes last.
    return dict(sorted(found.items(), key=lambda one: (one[0] is None, one[0] or "")))


def _groups(sums: Mapping[str | None, _Sums], *, same_unit: bool, least: int) -> tuple[Group, ...]:
    """Groups beside their total, each column with its small cells hidden."""

    def column(count: Callable[[_Sums], int]) -> list[int | None]:
        return hide_small([count(one) for one in sums.values()], least=least)

    owing_more, owing_less = column(lambda s: s.owing_more), column(lambda s: s.owing_less)
    shown = zip(
        sums.items(),
        column(lambda s: s.educators),
        column(lambda s: s.newly_short),
        column(lambda s: s.no_longer_short),
        owing_more,
        owing_less,
        strict=True,
    )
    return tuple(
        Group(
            name,
            educators,
            short,
            no_longer,
            more if same_unit else None,
            one.more_credits if same_unit and more is not None else None,
            less if same_unit else None,
            one.fewer_credits if same_unit and less is not None else None,
        )
        for (name, one), educators, short, no_longer, more, less in shown
    )


def _changes(counted: Mapping[tuple[Outcome, Outcome], int], least: int) -> tuple[Change, ...]:
    """Hidden within each part whose sum is known besides: into unmet, out of unmet, the rest."""
    parts: dict[tuple[bool, bool], list[tuple[Outcome, Outcome]]] = {}
    for before, after in counted:
        short = (before is Outcome.UNMET, after is Outcome.UNMET)
        rest = short[0] == short[1]
        parts.setdefault((False, False) if rest else short, []).append((before, after))
    places = list(Outcome)
    shown = chain.from_iterable(
        zip(pairs, hide_small([counted[pair] for pair in pairs], least=least), strict=True)
        for pairs in parts.values()
    )
    ordered = sorted(shown, key=lambda one: (places.index(one[0][0]), places.index(one[0][1])))
    return tuple(Change(before, after, count) for (before, after), count in ordered)


def simulation_as_json(simulation: Simulation) -> dict[str, Json]:
    """The figures as plain JSON; amounts are strings, and null is hidden or cannot be said."""
    s = simulation
    return {
        "baseline": policy_as_json(s.baseline),
        "draft": policy_as_json(s.draft),
        "on": s.on.isoformat(),
        "unit": s.unit,
        "least_shown": s.least_shown,
        "changes": [
            {"before": one.before.value, "after": one.after.value, "educators": one.educators}
            for one in s.changes
        ],
        "whole": _group_as_json(s.whole),
        "by": {by: [_group_as_json(one) for one in groups] for by, groups in s.by.items()},
        "cost_unknown": s.cost_unknown,
        "one_by_one": s.one_by_one,
    }


def _group_as_json(group: Group) -> dict[str, Json]:
    def amount(credits: Fraction | None) -> str | None:
        return None if credits is None else show_amount(credits)

    return {
        "name": group.name,
        "educators": group.educators,
        "newly_short": group.newly_short,
        "no_longer_short": group.no_longer_short,
        "owing_more": group.owing_more,
        "more_credits": amount(group.more_credits),
        "owing_less": group.owing_less,
        "fewer_credits": amount(group.fewer_credits),
    }
