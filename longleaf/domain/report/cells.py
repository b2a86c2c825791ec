"""Counts as the report may show them: those behind which few people stand are hidden."""

from collections.abc import Sequence

from longleaf.domain.report.content import HIDDEN, Bar
from longleaf.domain.report.facts import Tally
from longleaf.domain.report.small_cells import LEAST_SHOWN, hide_small

BELOW = (
    f"Counts behind which fewer than {LEAST_SHOWN} people stand are hidden, and others with them"
    " where one could be worked out."
)


def shown(tallies: Sequence[Tally]) -> tuple[Bar, ...]:
    """The counts of one column as they may be shown beside their total.

    Those of people are hidden by the number of people; those of organizations, rules and words
    name nobody and stay.
    """
    people = [one.people for one in tallies if one.people is not None]
    kept = iter(hide_small(people))
    bars = []
    for one in tallies:
        is_hidden = one.people is not None and next(kept) is None
        count = None if is_hidden else one.count
        bars.append(Bar(one.label, count, HIDDEN if is_hidden else f"{one.count:,}"))
    return tuple(bars)


def may_show(people: int) -> bool:
    """Whether a single count behind which so many people stand may be shown."""
    return hide_small([people])[0] is not None
