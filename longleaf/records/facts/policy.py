"""The rules in force, loaded once a process."""

from functools import cache

from django.conf import settings

from longleaf.policy.load import load_jurisdiction
from longleaf.policy.rules import Rules


@cache
def rules_of(jurisdiction: str) -> Rules:
    """The policy of a jurisdiction; a demonstration adds the rules of its fictional LEAs."""
    return load_jurisdiction(jurisdiction, demo=settings.DEMO)
