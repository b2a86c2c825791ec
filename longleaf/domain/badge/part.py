"""Showing a badge in part: what every verifier sees, and what its educator may show beside it."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from longleaf.credential.canonical.jcs import canonical_json
from longleaf.credential.document import JsonObject, as_list, members
from longleaf.domain.badge.document import BadgeFacts, compose

# Facts of the achievement itself that name nobody, and who assessed it on the issuer's behalf.
_ALWAYS = (
    "/name",
    "/credentialSubject/achievement/image",
    "/credentialSubject/achievement/inLanguage",
    "/credentialSubject/source",
)
# What differs each time that the same award is signed.
_OF_ONE_SIGNING = frozenset({"id", "issuer", "validFrom", "credentialStatus"})
_OF_ONE_EARNER = frozenset({"id", "identifier"})
_KEY_LENGTH = 16


class Topic(StrEnum):
    """What a choice is about."""

    EARNER = "earner"
    RESULTS = "results"
    EVIDENCE = "evidence"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that the educator may show or keep.

    Attributes:
        key: Names it in a form; it stays the same as long as what is shown does.
        topic: Under which heading it stands.
        label: What it is.
        detail: What it says; "" if the label says it.
        pointers: JSON Pointers to it in the document.
    """

    key: str
    topic: Topic
    label: str
    detail: str
    pointers: tuple[str, ...]


def compose_for_parts(facts: BadgeFacts, *, identifier: str, earner: str) -> JsonObject:
    """The OpenBadgeCredential from which parts are shown, yet to be signed.

    It has an identifier of its own, for the badge's leads to its page, and names no place where the
    whole can be had instead. The earner gets a name without meaning: then even the hash of their
    address is theirs to show or not.

    Args:
        facts: What the badge is made from, with all that could be shown.
        identifier: Of the document, an absolute URI.
        earner: An absolute URI that says nothing of them.
    """
    document = compose(facts)
    del document["refreshService"]
    return {
        **document,
        "id": identifier,
        "credentialSubject": {"id": earner, **members(document["credentialSubject"])},
    }


def always_shown(document: JsonObject) -> list[str]:
    """JSON Pointers to what each part shows, beside what the issuer made mandatory."""
    return [pointer for pointer in _ALWAYS if _has(document, pointer)]


def choices_in(document: JsonObject) -> list[Choice]:
    """All that the educator may show or keep, in the order in which it is offered."""
    subject = members(document.get("credentialSubject"))
    return [
        *_earner(document, subject),
        *_results(subject),
        *_evidence(document),
        *_more(subject),
    ]


def pointers_of(choices: Collection[Choice], chosen: Collection[str]) -> list[str]:
    """JSON Pointers to what was chosen, in the order of the document's choices.

    Raises:
        KeyError: If something was chosen that is not offered.
    """
    unknown = set(chosen) - {choice.key for choice in choices}
    if unknown:
        raise KeyError(sorted(unknown)[0])
    named = [pointer for choice in choices if choice.key in chosen for pointer in choice.pointers]
    return list(dict.fromkeys(named))


def says_the_same(one: JsonObject, other: JsonObject) -> bool:
    """Whether two documents say the same of an award, whenever and with whatever key signed."""
    return _content(one) == _content(other)


def _content(document: JsonObject) -> bytes:
    left = {
        name: value
        for name, value in document.items()
        if name not in _OF_ONE_SIGNING and name != "proof"
    }
    subject = members(document.get("credentialSubject"))
    left["credentialSubject"] = {
        name: value for name, value in subject.items() if name not in _OF_ONE_EARNER
    }
    issuer = members(document.get("issuer"))
    left["issuer"] = {name: value for name, value in issuer.items() if name != "id"}
    return canonical_json(left)


def _earner(document: JsonObject, subject: Mapping[str, object]) -> Iterator[Choice]:
    if "identifier" in subject:
        yield Choice(
            "identity",
            Topic.EARNER,
            "That it is yours",
            "Your e-mail address, scrambled: whoever knows the address can confirm it, nobody else "
            "learns it. Without this, the file says that somebody earned it.",
            ("/credentialSubject/identifier",),
        )
    if "awardedDate" in document:
        yield Choice(
            "awarded",
            Topic.EARNER,
            "When it was decided",
            "The day on which the file is first signed is always shown.",
            ("/awardedDate",),
        )


def _results(subject: Mapping[str, object]) -> Iterator[Choice]:
    descriptions = {
        described.get("id"): (place, described)
        for place, described in enumerate(
            map(members, as_list(members(subject.get("achievement")).get("resultDescription")))
        )
    }
    for place, result in enumerate(map(members, as_list(subject.get("result")))):
        found = descriptions.get(result.get("resultDescription"))
        if found is None:
            continue
        at, described = found
        yield Choice(
            _key("result", result),
            Topic.RESULTS,
            str(described.get("name", "")),
            _level(described, result.get("achievedLevel")),
            (
                f"/credentialSubject/result/{place}",
                f"/credentialSubject/achievement/resultDescription/{at}",
            ),
        )


def _level(described: Mapping[str, object], wanted: object) -> str:
    for level in map(members, as_list(described.get("rubricCriterionLevel"))):
        if level.get("id") == wanted:
            return str(level.get("name", ""))
    return ""


def _evidence(document: JsonObject) -> Iterator[Choice]:
    for place, piece in enumerate(map(members, as_list(document.get("evidence")))):
        yield Choice(
            _key("evidence", piece),
            Topic.EVIDENCE,
            str(piece.get("name", "")),
            str(piece.get("genre", "")),
            (f"/evidence/{place}",),
        )


def _more(subject: Mapping[str, object]) -> Iterator[Choice]:
    if "narrative" in subject:
        yield Choice(
            "narrative",
            Topic.MORE,
            "The narrative",
            str(subject["narrative"]),
            ("/credentialSubject/narrative",),
        )
    if "creditsEarned" in subject:
        yield Choice(
            "credits",
            Topic.MORE,
            "The credits earned",
            str(subject["creditsEarned"]),
            ("/credentialSubject/creditsEarned",),
        )
    aligned = as_list(members(subject.get("achievement")).get("alignment"))
    if aligned:
        yield Choice(
            "alignment",
            Topic.MORE,
            "The standards it is aligned with",
            " · ".join(str(members(one).get("targetName", "")) for one in aligned),
            ("/credentialSubject/achievement/alignment",),
        )


def _key(name: str, value: Mapping[str, object]) -> str:
    return f"{name}-{hashlib.sha256(canonical_json(dict(value))).hexdigest()[:_KEY_LENGTH]}"


def _has(document: JsonObject, pointer: str) -> bool:
    value: object = document
    for step in pointer.split("/")[1:]:
        held = members(value)
        if step not in held:
            return False
        value = held[step]
    return True
