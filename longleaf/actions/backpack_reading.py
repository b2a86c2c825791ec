"""Reading a badge from elsewhere: what it is, how it stands, and why it is not taken in."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from longleaf.basis.ports import Outside
from longleaf.credential.bake import credential_in
from longleaf.credential.bake_png import PNG_SIGNATURE
from longleaf.credential.bake_svg import looks_like_svg
from longleaf.credential.document import looks_like_jws
from longleaf.credential.refusal import RefusedError
from longleaf.credential.report import Report
from longleaf.domain.badge.elsewhere import Said, document_in, said_by
from longleaf.domain.badge.holding import Holding, holding_of, may_be_kept, why_not
from longleaf.domain.badge.recipient import Recipient, recipient_of
from longleaf.records.queries.backpack import is_issued_here, proven_addresses

_LONGEST_ADDRESS = 2000


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a badge is not taken into a backpack.

    Attributes:
        reason: A stable key: unreadable, broken, issued_here, somebody_else or full.
    """

    reason: str
    sentence: str
    fix: str


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of bringing a badge.

    Attributes:
        report: The check of it.
        said: What it says of itself; None if it cannot be read.
        badge: Where it is; None if it was refused.
        refusal: Why it was; None if it was not.
        is_new: Whether it was not there before.
        is_kept: Whether it is among the person's badges, or was only looked at so far.
        has_replaced: Whether it took the place of an older copy.
    """

    report: Report
    said: Said | None
    badge: UUID | None = None
    refusal: Refusal | None = None
    is_new: bool = False
    is_kept: bool = False
    has_replaced: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """A badge that may be taken in."""

    file: bytes
    credential: bytes
    address: str
    said: Said
    report: Report
    holding: Holding
    recipient: Recipient

    @property
    def digest(self) -> str:
        """SHA-256 of the credential, in hex."""
        return hashlib.sha256(self.credential).hexdigest()


def read_badge(
    file: bytes, address: str, *, report: Report, outside: Outside, holder: UUID, base_url: str
) -> Read | Brought:
    """The badge in a file, or why it is not taken in."""
    document = None
    with suppress(RefusedError):
        credential = credential_in(file)
        document = document_in(credential)
    if document is None:
        return Brought(
            report,
            None,
            refusal=Refusal(
                "unreadable",
                why_not(report) or "There is no badge in it that can be read.",
                "Use the badge as it was downloaded, not a screenshot or a printout.",
            ),
        )
    said = said_by(document, get=outside.document)
    holding = holding_of(report)
    refusal = None
    recipient = recipient_of(document, addresses=proven_addresses(holder))
    if not may_be_kept(holding):
        refusal = Refusal("broken", why_not(report), "Ask its issuer for a sound copy.")
    elif is_issued_here(said.issuer, said.id, base_url=base_url):
        refusal = Refusal(
            "issued_here",
            "This badge was earned on this site.",
            "If it is yours, it is among your badges already.",
        )
    elif recipient is Recipient.SOMEBODY_ELSE:
        refusal = Refusal(
            "somebody_else",
            "It names somebody else as its holder: none of the addresses it names is yours here.",
            "If it went to another address of yours, ask its issuer to send it to the one you use"
            " here.",
        )
    if refusal is not None:
        return Brought(report, said, refusal=refusal)
    return Read(file, credential, address[:_LONGEST_ADDRESS], said, report, holding, recipient)


def storable(report: Report) -> dict[str, object]:
    """A report for the database, whose JSON knows no NUL."""
    return {name: _without_nul(value) for name, value in report.as_json().items()}


def _without_nul(value: object) -> object:
    if isinstance(value, str):
        return value.replace("\x00", "\N{REPLACEMENT CHARACTER}")
    if isinstance(value, list):
        return [_without_nul(one) for one in value]
    if isinstance(value, dict):
        return {name: _without_nul(one) for name, one in value.items()}
    return value


def media_type_of(file: bytes) -> str:
    """What kind of file it is, by its content."""
    if file.startswith(PNG_SIGNATURE):
        return "image/png"
    if looks_like_jws(file):
        return "application/jwt"
    return "image/svg+xml" if looks_like_svg(file) else "application/json"
