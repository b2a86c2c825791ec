"""What verification needs from outside, and the forms of it that need no outside at all."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from longleaf.credential.did import key as did_key
from longleaf.credential.document import JsonObject
from longleaf.credential.keys import VerificationKey
from longleaf.credential.refusal import CannotCheckError


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


class DidKeys:
    """Knows did:key, which needs no network: there the issuer's id is its key."""

    def key(self, verification_method: str) -> VerificationKey:
        """See `KeyPort.key`."""
        if not verification_method.startswith(did_key.PREFIX):
            raise CannotCheckError(
                "key_not_found",
                f"The signing key {verification_method[:120]} is not kept here.",
                "Check the badge on a site that can look up the issuer's keys.",
            )
        return did_key.resolve(verification_method)

    def may_assert_for(self, issuer: str, key: VerificationKey) -> bool:
        """See `KeyPort.may_assert_for`."""
        if not issuer.startswith(did_key.PREFIX):
            raise CannotCheckError(
                "issuer_not_found",
                f"Whether {issuer[:120]} authorizes the signing key cannot be looked up here.",
                "Check the badge on a site that can look up the issuer's keys.",
            )
        return key.controller == issuer


class NoRegistry:
    """Recognizes nobody and distrusts nobody."""

    def recognition_of(self, issuer: str, *, document: JsonObject) -> Recognition:
        """See `TrustPort.recognition_of`."""
        del issuer, document
        return Recognition(Standing.UNKNOWN)


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
