"""What the Verifiable Credentials Data Model 1.1 asks: as 2.0, with its own names for dates."""

from collections.abc import Callable, Iterable, Iterator

from longleaf.basis.problem import Problem
from longleaf.credential.contexts import CREDENTIALS_V2
from longleaf.credential.document import JsonObject, as_list

CREDENTIALS_V1 = "https://www.w3.org/2018/credentials/v1"
_NAMES = {"issuanceDate": "validFrom", "expirationDate": "validUntil"}
_OLDER_NAMES = {newer: older for older, newer in _NAMES.items()}


def is_of_1_1(document: JsonObject) -> bool:
    """Whether the document says it follows version 1.1 (its first context)."""
    return as_list(document.get("@context"))[:1] == [CREDENTIALS_V1]


def problems_of_1_1(
    document: JsonObject, rules_of_2_0: Callable[[JsonObject], Iterable[Problem]]
) -> Iterator[Problem]:
    """Where a document departs from 1.1.

    Args:
        document: A document of 1.1.
        rules_of_2_0: The rules of 2.0, and of the document's own types: all but the names of the
            two dates and of the first context are the same.
    """
    contexts = as_list(document["@context"])
    renamed: JsonObject = {"@context": [CREDENTIALS_V2, *contexts[1:]]}
    for name, value in document.items():
        if name != "@context":
            renamed[_NAMES.get(name, name)] = value
    known = set()
    for problem in rules_of_2_0(renamed):
        where = _OLDER_NAMES.get(problem.where, problem.where)
        known.add(where)
        yield Problem(where, problem.reason)
    if "issuanceDate" not in document and "issuanceDate" not in known:
        yield Problem("issuanceDate", "is missing.")
