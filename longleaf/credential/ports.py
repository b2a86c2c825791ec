"""What verification needs from outside, and the forms of it that need no outside at all."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from longleaf.credential.did import jwk as did_jwk
from longleaf.credential.did import key as did_key
from longleaf.credential.did import web as did_web
from longleaf.credential.did.document import Relationship, authorizes, key_in
from longleaf.credential.document import JsonObject, read_document
from longleaf.credential.keys import VerificationKey
from longleaf.credential.refusal import CannotCheckError, RefusedError

_OWN_KEY = (did_key.PREFIX, did_jwk.PREFIX)


class Standing(StrEnum):
    """What is known of an issuer. Not being known is not the same as being distrusted."""

    RECOGNIZED = "recognized"
    ISSUES_HERE = "issues_here"  # on the site that checks, which keeps its keys
    RECOGNIZED_FOR_OTHER = "recognized_for_other"  # but not for this
    RECOGNIZED_AT_OTHER_TIME = "recognized_at_other_time"  # but not on the day of issue
    LISTED = "listed"  # in somebody else's registry, and nobody's word stands behind that
    UNKNOWN = "unknown"
    DISTRUSTED = "distrusted"


@dataclass(frozen=True, slots=True)
class AchievementOwner:
    """That the achievement is not the issuer's own, but another's.

    Attributes:
        name: Whose it is.
        is_certain: Whether its address shows so; else the credential itself merely says so.
        permitted_since: Since when the owner lets this issuer issue it; None if it is not known
            to.
    """

    name: str
    is_certain: bool
    permitted_since: date | None = None


@dataclass(frozen=True, slots=True)
class Recognition:
    """Who stands behind an issuer.

    Attributes:
        standing: What is known.
        name: The issuer's name in the registry, which may differ from what the badge says.
        by: Who recognizes or distrusts it; "" if nobody does.
        scope: For what it is recognized, such as "all it issues"; "" if that is not said.
        since, until: The first and the last day of it; None if that is not said or is open.
        issued_on: The day of issue that this was judged by.
        because: Why it is distrusted.
        listed_in: The registries of others that list it.
        owner: Whose achievement it is, where not the issuer's own; None as far as is known.
    """

    standing: Standing
    name: str = ""
    by: str = ""
    scope: str = ""
    since: date | None = None
    until: date | None = None
    issued_on: date | None = None
    because: str = ""
    listed_in: tuple[str, ...] = ()
    owner: AchievementOwner | None = None


class TrustPort(Protocol):
    """Knows who recognizes which issuer."""

    def recognition_of(self, issuer: str, *, document: JsonObject) -> Recognition:
        """What is known of the issuer with this id, for issuing this document."""
        ...


class StatusPort(Protocol):
    """Gets status lists."""

    def status_list(self, url: str) -> JsonObject | bytes | None:
        """The status-list credential published at this address; None if it could not be had.

        It is verified by the caller; the port only gets it.
        """
        ...


class DocumentPort(Protocol):
    """Gets what others publish: DID documents, profiles of issuers, hosted badges."""

    def document(self, address: str) -> bytes | None:
        """What is published at this https address now; None if it could not be had. Never raises.

        What comes back is anybody's bytes; the caller reads and checks them.
        """
        ...


class KeyPort(Protocol):
    """Finds the keys that proofs name, and who may sign for an issuer."""

    def key(self, verification_method: str) -> VerificationKey:
        """The key of this identifier.

        Raises:
            CannotCheckError: If it cannot be found from here.
            RefusedError: If the identifier is malformed.
        """
        ...

    def may_assert_for(self, issuer: str, key: VerificationKey) -> bool:
        """Whether the issuer authorizes this key to make assertions.

        Raises:
            CannotCheckError: If that cannot be found out from here.
        """
        ...

    def may_authenticate_for(self, holder: str, key: VerificationKey) -> bool:
        """Whether the holder authorizes this key to show that they are themselves.

        Raises:
            CannotCheckError: If that cannot be found out from here.
        """
        ...


class DidKeys:
    """Knows did:key and did:jwk, which need no network: there the issuer's id is its key."""

    def key(self, verification_method: str) -> VerificationKey:
        """See `KeyPort.key`."""
        if verification_method.startswith(did_key.PREFIX):
            return did_key.resolve(verification_method)
        if verification_method.startswith(did_jwk.PREFIX):
            return did_jwk.resolve(verification_method)
        raise CannotCheckError(
            "key_not_found",
            f"The signing key {verification_method[:120]} is not kept here.",
            "Check the badge on a site that can look up the issuer's keys.",
        )

    def may_assert_for(self, issuer: str, key: VerificationKey) -> bool:
        """See `KeyPort.may_assert_for`."""
        if not issuer.startswith(_OWN_KEY):
            raise CannotCheckError(
                "issuer_not_found",
                f"Whether {issuer[:120]} authorizes the signing key cannot be looked up here.",
                "Check the badge on a site that can look up the issuer's keys.",
            )
        if key.id:
            return key.controller == issuer
        own = only_key_of(issuer)
        return (own.kind, own.public) == (key.kind, key.public)

    def may_authenticate_for(self, holder: str, key: VerificationKey) -> bool:
        """See `KeyPort.may_authenticate_for`; such an identifier's one key does everything."""
        return self.may_assert_for(holder, key)


def only_key_of(identifier: str) -> VerificationKey:
    """The key that a did:key or did:jwk is.

    Raises:
        CannotCheckError: If the identifier is of another kind, or the kind of key is not known.
        RefusedError: If it is malformed.
    """
    if identifier.startswith(did_jwk.PREFIX):
        return did_jwk.resolve(did_jwk.verification_method_of(identifier))
    return DidKeys().key(did_key.verification_method_of(identifier))


class DocumentKeys:
    """Knows did:key and did:jwk by themselves, did:web and https issuers by what they publish.

    Each document is asked for once in the life of this object; use a new one for each check.
    """

    def __init__(self, documents: DocumentPort) -> None:
        """Take what gets the documents."""
        self._documents = documents
        self._kept: dict[str, JsonObject | RefusedError] = {}
        self._offline = DidKeys()

    def key(self, verification_method: str) -> VerificationKey:
        """See `KeyPort.key`."""
        identifier, _, fragment = verification_method.partition("#")
        if identifier.startswith(_OWN_KEY) or not fragment:
            return self._offline.key(verification_method)
        return key_in(self._document_of(identifier), verification_method)

    def may_assert_for(self, issuer: str, key: VerificationKey) -> bool:
        """See `KeyPort.may_assert_for`."""
        return self._authorized(issuer, key, "assertionMethod")

    def may_authenticate_for(self, holder: str, key: VerificationKey) -> bool:
        """See `KeyPort.may_authenticate_for`."""
        return self._authorized(holder, key, "authentication")

    def _authorized(self, owner: str, key: VerificationKey, relationship: Relationship) -> bool:
        if owner.startswith(_OWN_KEY):
            return self._offline.may_assert_for(owner, key)
        return authorizes(self._document_of(owner), key, relationship)

    def _document_of(self, identifier: str) -> JsonObject:
        if identifier not in self._kept:
            self._kept[identifier] = self._fetched(identifier)
        found = self._kept[identifier]
        if isinstance(found, RefusedError):
            raise found
        return found

    def _fetched(self, identifier: str) -> JsonObject | RefusedError:
        try:
            address = published_at(identifier)
            raw = self._documents.document(address)
            if raw is None:
                raise CannotCheckError(
                    "issuer_not_available",
                    f"The keys of {identifier[:120]} could not be had from {address[:200]}.",
                    "Try again when that site can be reached, or give what it publishes there.",
                )
            document = read_document(raw)
        except CannotCheckError as error:
            return error
        except RefusedError as error:
            return _unusable(identifier, error.sentence)
        if document.get("id") != identifier:
            return _unusable(identifier, "it is the document of somebody else.")
        return document


def published_at(identifier: str) -> str:
    """Where a did:web or an https issuer publishes which keys are its own.

    Raises:
        CannotCheckError: If how to find that is not known here.
        RefusedError: If it is a did:web that is not well-formed.
    """
    if identifier.startswith(did_web.PREFIX):
        return did_web.address_of(identifier)
    if identifier.startswith("https://"):
        return identifier
    raise CannotCheckError(
        "key_not_found",
        f"How to find the keys of {identifier[:120]} is not known here.",
        "Check the badge where the issuer's keys can be looked up.",
    )


def _unusable(identifier: str, why: str) -> CannotCheckError:
    return CannotCheckError(
        "issuer_not_usable",
        f"The keys of {identifier[:120]} could not be read from what it publishes: {why}",
        "Tell the issuer that their identifier cannot be used.",
    )


_UNKNOWN = Recognition(Standing.UNKNOWN)


class NoRegistry:
    """Recognizes nobody and distrusts nobody."""

    def recognition_of(self, issuer: str, *, document: JsonObject) -> Recognition:
        """See `TrustPort.recognition_of`."""
        del issuer, document
        return _UNKNOWN


class RecognizedIssuers:
    """A fixed list of recognized issuers, and one of distrusted ones."""

    def __init__(
        self, recognized: Mapping[str, str], *, distrusted: Collection[str] = (), by: str = ""
    ) -> None:
        """Take names by issuer id, the ids of distrusted issuers, and whose list it is."""
        self._recognized = dict(recognized)
        self._distrusted = frozenset(distrusted)
        self._by = by

    def recognition_of(self, issuer: str, *, document: JsonObject) -> Recognition:
        """See `TrustPort.recognition_of`."""
        del document
        if issuer in self._distrusted:
            return Recognition(Standing.DISTRUSTED, by=self._by)
        if issuer in self._recognized:
            return Recognition(Standing.RECOGNIZED, name=self._recognized[issuer], by=self._by)
        return Recognition(Standing.UNKNOWN)


class NoStatusLists:
    """Has no status list."""

    def status_list(self, url: str) -> JsonObject | bytes | None:
        """See `StatusPort.status_list`."""
        del url
        return None


class GivenStatusLists:
    """Status lists that were handed in, by their address."""

    def __init__(self, lists: Mapping[str, JsonObject | bytes]) -> None:
        """Take status-list credentials by the address they are published at."""
        self._lists = dict(lists)

    def status_list(self, url: str) -> JsonObject | bytes | None:
        """See `StatusPort.status_list`."""
        return self._lists.get(url)


class GivenDocuments:
    """Documents of issuers that were handed in, by the address they are published at."""

    def __init__(self, documents: Mapping[str, bytes]) -> None:
        """Take what is published at each address."""
        self._documents = dict(documents)

    def document(self, address: str) -> bytes | None:
        """See `DocumentPort.document`."""
        return self._documents.get(address)
