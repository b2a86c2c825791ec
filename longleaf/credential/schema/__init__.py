"""What a credential must contain and of what kind: VC 2.0 for all, and what its types ask."""

from collections.abc import Callable, Iterator

from longleaf.basis.problem import Problem
from longleaf.credential.document import JsonObject, as_list
from longleaf.credential.schema.clr import CLR_TYPES, clr_problems
from longleaf.credential.schema.kinds import NOT_A_LIST
from longleaf.credential.schema.open_badges import (
    BADGE_TYPES,
    PROOFS,
    badge_problems,
    endorsement_problems,
)
from longleaf.credential.schema.verifiable_credential import (
    PROOF_OF_CREDENTIAL,
    credential_problems,
)
from longleaf.credential.schema.verifiable_credential_1_1 import is_of_1_1, problems_of_1_1

_Rules = Callable[[JsonObject], Iterator[Problem]]
_RULES: tuple[tuple[frozenset[str], _Rules], ...] = (
    (BADGE_TYPES, badge_problems),
    (frozenset({"EndorsementCredential"}), endorsement_problems),
    (CLR_TYPES, clr_problems),
)
_LISTED = frozenset[str]().union(*(types for types, _ in _RULES))


def is_badge(document: JsonObject) -> bool:
    """Whether the document says it is an Open Badge 3.0."""
    return _is_of(document, BADGE_TYPES)


def is_learner_record(document: JsonObject) -> bool:
    """Whether the document says it is a Comprehensive Learner Record 2.0."""
    return any(
        isinstance(kind, str) and kind in CLR_TYPES for kind in as_list(document.get("type"))
    )


def has_list_of_proofs(document: JsonObject) -> bool:
    """Whether its standard wants `proof` to be a list: all of Open Badges and CLR do."""
    return _is_of(document, _LISTED)


def problems_of(document: JsonObject) -> list[Problem]:
    """Everything that VC 2.0, Open Badges 3.0 and CLR 2.0 would have otherwise."""
    found = list(credential_problems(document))
    held = _types_of(document)
    for types, rules in _RULES:
        if held & types:
            known = {problem.where for problem in found}
            found += [problem for problem in rules(document) if problem.where not in known]
    return found


def serious_problems_of(document: JsonObject) -> list[Problem]:
    """The same, but for what others' documents are forgiven.

    Many issuers write one value where Open Badges' schema wants a list of one. To JSON-LD, and so
    to the signature, the two are the same; a badge is not called bad for it. Documents of VC 1.1
    are held to 1.1; nothing is issued by it any more.
    """
    found = problems_of_1_1(document, problems_of) if is_of_1_1(document) else problems_of(document)
    return [problem for problem in found if problem.reason != NOT_A_LIST]


def serious_problems_of_proofs(document: JsonObject) -> list[Problem]:
    """Those of them that lie in `proof`; what is asked of the rest does not depend on it."""
    if "proof" not in document:
        return []
    return serious_problems_of_proof(document["proof"], wants_list=has_list_of_proofs(document))


def serious_problems_of_proof(proof: object, *, wants_list: bool) -> list[Problem]:
    """The same for the value of `proof`; some standards want a list of them."""
    found = list(PROOF_OF_CREDENTIAL(proof, "proof"))
    if wants_list:
        known = {problem.where for problem in found}
        found += [problem for problem in PROOFS(proof, "proof") if problem.where not in known]
    return [problem for problem in found if problem.reason != NOT_A_LIST]


def _is_of(document: JsonObject, types: frozenset[str]) -> bool:
    return any(isinstance(kind, str) and kind in types for kind in as_list(document.get("type")))


def _types_of(document: JsonObject) -> set[str]:
    return {kind for kind in as_list(document.get("type")) if isinstance(kind, str)}
