"""An assertion's badge class and issuer, from where their authors publish them."""

from dataclasses import dataclass

from longleaf.basis.problem import Problem
from longleaf.credential.document import JsonObject, identifier_of, read_document
from longleaf.credential.open_badges_2.scope import is_web_address, origin_of
from longleaf.credential.open_badges_2.shape import (
    badge_class_problems,
    issuer_problems,
    part_in_words_of_2_0,
)
from longleaf.credential.ports import DocumentPort
from longleaf.credential.refusal import CannotCheckError, RefusedError

MAX_DOCUMENTS = 8
"""How many addresses one badge may make us ask."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A badge class and its issuer's profile, as their authors say them."""

    badge: JsonObject
    issuer: JsonObject


class Publications:
    """What others publish, each address asked once, and not many for one badge."""

    def __init__(self, documents: DocumentPort | None) -> None:
        """Take what gets documents; None if nothing may be fetched."""
        self._documents = documents
        self._kept: dict[str, bytes | None] = {}

    def raw(self, address: str, what: str) -> bytes:
        """The bytes at an address.

        Raises:
            CannotCheckError: If they cannot be had.
        """
        if self._documents is None:
            raise CannotCheckError(
                "not_fetched",
                f"Nothing is fetched here, so {what} at {address[:200]} could not be seen.",
                "Check the badge on a site that looks up what issuers publish.",
            )
        if address not in self._kept:
            if len(self._kept) >= MAX_DOCUMENTS:
                message = f"The badge points to more than {MAX_DOCUMENTS} addresses."
                raise CannotCheckError("too_many_addresses", message)
            self._kept[address] = self._documents.document(address)
        found = self._kept[address]
        if found is None:
            raise CannotCheckError(
                "not_available",
                f"{what.capitalize()} could not be had from {address[:200]}.",
                "Try again when the issuer's site can be reached.",
            )
        return found

    def json(self, address: str, what: str) -> JsonObject:
        """The JSON object at an address.

        Raises:
            CannotCheckError: If it cannot be had, or is something else.
        """
        try:
            return read_document(self.raw(address, what))
        except CannotCheckError:
            raise
        except RefusedError as error:
            raise CannotCheckError(
                "not_readable",
                f"What {address[:200]} publishes as {what} is not a document of Open Badges.",
                "Tell the issuer.",
            ) from error


def parts_of(assertion: JsonObject, publications: Publications, *, is_signed: bool) -> Parts:
    """Get the badge class and the issuer's profile.

    What is embedded is believed only if whoever wrote what holds it could have published it as
    well: of a hosted badge, if its id is at the same origin; of a signed one, the badge class,
    as the issuer's key signed it. A profile is otherwise always taken from its own address: there
    it says which keys and addresses are the issuer's.

    Raises:
        CannotCheckError: If one of them cannot be had.
        RefusedError: If one of them is not as the standard asks, or is another than was named.
    """
    home = "" if is_signed else origin_of(str(assertion.get("id")))
    badge = _part(assertion.get("badge"), "BadgeClass", home, publications, believe=is_signed)
    _refuse(badge_class_problems({**badge, "issuer": identifier_of(badge.get("issuer"))}))
    holder = "" if is_signed else origin_of(str(badge.get("id"))) or home
    issuer = _part(badge.get("issuer"), "Issuer", holder, publications, believe=False)
    _refuse(issuer_problems(issuer))
    return Parts(badge, issuer)


def _part(
    given: object, kind: str, home: str, publications: Publications, *, believe: bool
) -> JsonObject:
    what = "the badge class" if kind == "BadgeClass" else "the issuer's profile"
    identifier = identifier_of(given)
    if identifier is None:
        raise RefusedError("part_missing", f"It does not say where {what} is.")
    has_address = is_web_address(identifier)
    if isinstance(given, dict) and (
        believe
        or (home and origin_of(identifier) == home)
        or (kind == "BadgeClass" and not has_address)
    ):
        return part_in_words_of_2_0(given, kind=kind, address=identifier)
    if not has_address:
        raise CannotCheckError(
            "not_published", f"{what.capitalize()}, {identifier[:120]}, has no web address."
        )
    found = publications.json(identifier, what)
    found = part_in_words_of_2_0(found, kind=kind, address=identifier)
    if found.get("id") != identifier:
        raise RefusedError(
            "another_part",
            f"At {identifier[:200]} stands another thing than {what} that is named.",
            "Do not rely on it.",
        )
    return found


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise RefusedError("part_not_as_the_standard_asks", "; ".join(map(str, problems[:3])))
