"""Who earned a badge: identities, hashed so that only who knows one recognizes it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from longleaf.credential.document import JsonObject, as_list, members


@dataclass(frozen=True, slots=True)
class HashedIdentity:
    """Who earned it, so that only someone who knows the identity can recognize it."""

    identity_hash: str
    salt: str
    identity_type: str = "emailAddress"

    @classmethod
    def of_email(cls, address: str, *, salt: str) -> "HashedIdentity":
        """Hash an e-mail address, in lower case, with a salt (Open Badges 3.0, IdentityHash).

        Args:
            address: The address.
            salt: Random text, another for each badge; without it an address could be guessed.

        Raises:
            ValueError: If the salt is empty.
        """
        return cls.of(_normal(address), kind="emailAddress", salt=salt)

    @classmethod
    def of(cls, identity: str, *, kind: str, salt: str) -> "HashedIdentity":
        """Hash any identity, as it is, with a salt.

        Args:
            identity: Such as a license number.
            kind: A word of the standard, such as "identifier", or one that begins with "ext:".
            salt: Random text.

        Raises:
            ValueError: If the salt is empty.
        """
        if not salt:
            message = "An identity is hashed with a salt, or it could be guessed."
            raise ValueError(message)
        return cls(identity_hash=_hash(identity, salt), salt=salt, identity_type=kind)

    def document(self) -> JsonObject:
        """The standard's IdentityObject."""
        return {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": self.identity_hash,
            "identityType": self.identity_type,
            "salt": self.salt,
        }


def is_awarded_to(document: JsonObject, *, email: str) -> bool:
    """Whether one of the badge's hashed identities is this e-mail address (3.0 and 2.0).

    Reads the document only; that it is genuine is for `verify` to say.
    """
    return any(_is_hash_of(identity, email) for identity in _emails_in(document))


def _emails_in(document: JsonObject) -> Iterator[JsonObject]:
    """E-mail identities as 3.0 writes them; those of 2.0 (`recipient`) in the same form."""
    for subject in as_list(document.get("credentialSubject")):
        identities = members(subject).get("identifier")
        for identity in identities if isinstance(identities, list) else []:
            if members(identity).get("identityType") == "emailAddress":
                yield identity
    recipient = members(document.get("recipient"))
    if recipient.get("type") == "email":
        yield {**recipient, "identityHash": recipient.get("identity")}


def _is_hash_of(identity: JsonObject, email: str) -> bool:
    claimed, salt = identity.get("identityHash"), identity.get("salt", "")
    if not isinstance(claimed, str) or not isinstance(salt, str):
        return False
    if identity.get("hashed") is not True:
        return claimed.casefold() == email.casefold()
    return claimed.lower() in {_hash(email, salt), _hash(_normal(email), salt)}


def _normal(address: str) -> str:
    return address.strip().lower()


def _hash(identity: str, salt: str) -> str:
    return "sha256$" + hashlib.sha256((identity + salt).encode()).hexdigest()
