"""The tables, one module for each term; rows and database constraints, no rules.

Reach a row through its module, so that it never clashes with the domain's value of the same name:
``from longleaf.records.models import award as rows`` then ``rows.Award``.
"""

from longleaf.records.models import (
    audit,
    award,
    backpack,
    badge,
    bulk,
    calibration,
    credit,
    evidence,
    framework,
    gate,
    issued,
    job,
    media,
    microcredential,
    notice,
    organization,
    plan,
    policy_draft,
    practice,
    renewal,
    renewal_audit,
    review,
    trust,
    wallet,
)

__all__ = [
    "audit",
    "award",
    "backpack",
    "badge",
    "bulk",
    "calibration",
    "credit",
    "evidence",
    "framework",
    "gate",
    "issued",
    "job",
    "media",
    "microcredential",
    "notice",
    "organization",
    "plan",
    "policy_draft",
    "practice",
    "renewal",
    "renewal_audit",
    "review",
    "trust",
    "wallet",
]
