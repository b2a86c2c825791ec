"""By when a reviewer is to be done."""

from datetime import date
from typing import Final

from longleaf.domain.evidence.due import due_on

# Whoever is asked late, as a third opinion or in someone's place, still needs time to read.
LEAST_DAYS: Final = 3


def review_due_on(promised: date, asked_on: date) -> date:
    """The day on which a review is due: as promised to the educator, or later if asked late.

    Args:
        promised: The day by which the educator was promised an answer.
        asked_on: The day on which the reviewer is asked.
    """
    return max(promised, due_on(asked_on, LEAST_DAYS))
