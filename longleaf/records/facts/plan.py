"""Rows → the alternative plan in force for a person."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from longleaf.policy.facts import PlanInForce


def plans_of(persons: Iterable[UUID], *, on: date) -> Mapping[UUID, PlanInForce]:
    """The plan that each of these people is under on a day, if any; none is on record yet."""
    del persons, on
    return {}
