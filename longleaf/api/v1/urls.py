"""All of the API's operations, gathered."""

from longleaf.api.v1 import (
    account,
    audit,
    award,
    backpack,
    coordinator,
    evidence,
    framework,
    issuer,
    microcredential,
    renewal,
    review,
)
from longleaf.api.v1.api import api

__all__ = ["api"]

for term in (
    account,
    audit,
    award,
    backpack,
    coordinator,
    evidence,
    framework,
    issuer,
    microcredential,
    renewal,
    review,
):
    api.add_router("", term.router)
