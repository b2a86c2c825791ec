"""All of the API's operations, gathered."""

from longleaf.api.v1 import (
    account,
    audit,
    award,
    backpack,
    bulk_award,
    coordinator,
    evidence,
    framework,
    gate,
    issuer,
    microcredential,
    plan,
    plan_keeping,
    plan_outcome,
    plan_review,
    policy_draft,
    renewal,
    review,
    term,
    vc,
    worth,
)
from longleaf.api.v1.api import api

__all__ = ["api"]

for each in (
    account,
    audit,
    award,
    backpack,
    bulk_award,
    coordinator,
    evidence,
    framework,
    gate,
    issuer,
    microcredential,
    plan,
    plan_keeping,
    plan_outcome,
    plan_review,
    policy_draft,
    renewal,
    review,
    term,
    vc,
    worth,
):
    api.add_router("", each.router)
