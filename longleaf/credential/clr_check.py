"""The credentials inside a Comprehensive Learner Record, each with a report of its own."""

from collections.abc import Iterator

from longleaf.credential.document import JsonObject, as_list, identifier_of, members
from longleaf.credential.endorsement_check import VerifyWithin
from longleaf.credential.report import Within
from longleaf.credential.schema import is_learner_record


def reports_within(document: JsonObject, *, verify: VerifyWithin) -> Iterator[Within]:
    """Verify every credential in a learner record; none for any other credential.

    The record's own signature says that its issuer put these together. That each is genuine is
    shown by its own proof alone, and that it still holds by its own dates and status.

    Args:
        document: The record, its signature already found to hold.
        verify: Verifies a credential on its own.
    """
    if not is_learner_record(document):
        return
    for subject in as_list(document.get("credentialSubject")):
        for inner in as_list(members(subject).get("verifiableCredential")):
            said = dict(members(inner))
            yield Within(identifier_of(said) or "", _name(said.get("name")), verify(said))


def _name(value: object) -> str:
    return value[:300] if isinstance(value, str) else ""
