"""A badge of Open Badges 2.0 said in the words of 3.0, unsigned: to show it, and to judge trust."""

from longleaf.credential.contexts import CREDENTIALS_V2, OPEN_BADGES_V3
from longleaf.credential.document import JsonObject, as_list, identifier_of, members
from longleaf.credential.open_badges.members import given

_IDENTITY_TYPES = {"email": "emailAddress", "telephone": "ext:telephone", "url": "ext:url"}


def in_words_of_3_0(assertion: JsonObject, badge: JsonObject, issuer: JsonObject) -> JsonObject:
    """What an assertion, its badge class and its issuer's profile say.

    Members that are not of the kind the standard wants are left out. The result is no credential:
    nobody signed it.
    """
    return {
        "@context": [CREDENTIALS_V2, OPEN_BADGES_V3],
        **given(id=_text(assertion.get("id"))),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        **given(name=_text(badge.get("name"))),
        "issuer": {
            **given(id=_text(issuer.get("id"))),
            "type": ["Profile"],
            **{
                name: issuer[name]
                for name in ("name", "url", "email", "description")
                if _text(issuer.get(name))
            },
        },
        **given(
            validFrom=_text(assertion.get("issuedOn")),
            validUntil=_text(assertion.get("expires")),
        ),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            **given(identifier=_identifier(assertion)),
            "achievement": _achievement(badge),
            **given(narrative=_text(assertion.get("narrative"))),
        },
        **given(evidence=[_evidence(item) for item in as_list(assertion.get("evidence"))]),
    }


def _identifier(assertion: JsonObject) -> list[JsonObject]:
    recipient = members(assertion.get("recipient"))
    if not isinstance(recipient.get("identity"), str):
        return []
    kind = str(recipient.get("type"))
    return [
        {
            "type": "IdentityObject",
            "hashed": recipient.get("hashed") is True,
            "identityHash": recipient["identity"],
            "identityType": _IDENTITY_TYPES.get(kind, "identifier"),
            **given(salt=_text(recipient.get("salt"))),
        }
    ]


def _achievement(badge: JsonObject) -> JsonObject:
    criteria = badge.get("criteria")
    image = identifier_of(badge.get("image"))
    return {
        **given(id=_text(badge.get("id"))),
        "type": ["Achievement"],
        **given(name=_text(badge.get("name")), description=_text(badge.get("description"))),
        "criteria": given(
            id=identifier_of(criteria) or "", narrative=_text(members(criteria).get("narrative"))
        ),
        **given(
            image={"id": image, "type": "Image"} if image else None,
            alignment=[
                {
                    "type": ["Alignment"],
                    **{
                        name: text
                        for name, text in members(target).items()
                        if name.startswith("target") and _text(text)
                    },
                }
                for target in as_list(badge.get("alignment"))
            ],
            tag=[tag for tag in as_list(badge.get("tags")) if _text(tag)],
        ),
    }


def _evidence(item: object) -> JsonObject:
    said = members(item)
    return {
        **given(id=identifier_of(item) or ""),
        "type": ["Evidence"],
        **{
            name: said[name]
            for name in ("name", "narrative", "description", "genre", "audience")
            if _text(said.get(name))
        },
    }


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
