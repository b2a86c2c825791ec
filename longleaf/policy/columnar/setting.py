"""Setting: what is the same for all columns of one batch."""

from dataclasses import dataclass
from datetime import date

from longleaf.policy.columnar.arrays import number_of
from longleaf.policy.columnar.eras import Calendar
from longleaf.policy.columnar.profile import People
from longleaf.policy.rules import Rules


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """The policy, the days on which it changes, the licenses, and the day asked about."""

    rules: Rules
    dates: Calendar
    people: People
    on: date

    @property
    def today(self) -> int:
        """The day asked about, as a number."""
        return number_of(self.on)
