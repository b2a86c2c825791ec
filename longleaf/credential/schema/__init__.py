"""What a credential must contain and of what kind: VC 2.0 for all, Open Badges 3.0 for badges."""

from longleaf.basis.problem import Problem
from longleaf.credential.document import JsonObject, as_list
from longleaf.credential.schema.kinds import NOT_A_LIST
from longleaf.credential.schema.open_badges import badge_problems
from longleaf.credential.schema.verifiable_credential import credential_problems

BADGE_TYPES = frozenset({"OpenBadgeCredential", "AchievementCredential"})


def is_badge(document: JsonObject) -> bool:
    """Whether the document says it is an Open Badge 3.0."""
    return any(kind in BADGE_TYPES for kind in as_list(document.get("type")) if _is_text(kind))


def problems_of(document: JsonObject) -> list[Problem]:
    """Everything that VC 2.0, and for a badge Open Badges 3.0, would have otherwise."""
    found = list(credential_problems(document))
    if is_badge(document):
        known = {problem.where for problem in found}
        found += [problem for problem in badge_problems(document) if problem.where not in known]
    return found


def serious_problems_of(document: JsonObject) -> list[Problem]:
    """The same, but for what others' documents are forgiven.

    Many issuers write one value where Open Badges' schema wants a list of one. To JSON-LD, and so
    to the signature, the two are the same; a badge is not called bad for it.
    """
    return [problem for problem in problems_of(document) if problem.reason != NOT_A_LIST]


def _is_text(value: object) -> bool:
    return isinstance(value, str)
