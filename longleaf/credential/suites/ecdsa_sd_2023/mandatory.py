"""What a holder cannot leave out unless the issuer says otherwise."""

from collections.abc import Mapping

from longleaf.credential.document import JsonObject, as_list, members
from longleaf.credential.suites.ecdsa_sd_2023.pointers import exists

ESSENTIAL = (
    "/issuer",
    "/validFrom",
    "/validUntil",
    "/credentialStatus",
    "/credentialSchema",
    "/refreshService",
    "/termsOfUse",
)
_ACHIEVEMENT = ("name", "description", "criteria", "achievementType", "creator", "version")


def mandatory_pointers(document: JsonObject) -> list[str]:
    """JSON Pointers to what every verifier must see of a document.

    Who issued it, from when until when it holds and where to ask whether it still does; of a badge
    also what was achieved, by what criteria, and how it names its earner. The holder may show the
    rest or not: the review's narrative and results, evidence, alignments.
    """
    found = [pointer for pointer in ESSENTIAL if exists(document, pointer)]
    subjects = document.get("credentialSubject")
    for place, subject in enumerate(as_list(subjects)):
        path = "/credentialSubject" + (f"/{place}" if isinstance(subjects, list) else "")
        found += [f"{path}/{name}" for name in _naming(members(subject))]
        achieved = members(members(subject).get("achievement"))
        found += [f"{path}/achievement/{name}" for name in _ACHIEVEMENT if name in achieved]
    return found


def _naming(subject: Mapping[str, object]) -> list[str]:
    """The members that say who or what the subject is: a hashed identity only if it has no id."""
    names = ("id", "type") if "id" in subject else ("type", "identifier")
    return [name for name in names if name in subject]
