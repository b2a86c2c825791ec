"""Reading a badge from elsewhere: what it is, how it stands, and why it is not taken in."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from longleaf.basis.ports import Outside
from longleaf.credential.bake import credential_in
from longleaf.credential.bake_png import PNG_SIGNATURE
from longleaf.credential.bake_svg import looks_like_svg
from longleaf.credential.document import looks_like_jws
from longleaf.credential.refusal import RefusedError
from longleaf.credential.report import Outcome, Report
from longleaf.domain.badge.elsewhere import Said, open_badge, shown_by
from longleaf.domain.badge.holding import Holding, holding_of, may_be_kept, why_not
from longleaf.domain.badge.recipient import Recipient, recipient_of
from longleaf.records.queries.backpack import is_issued_here, proven_addresses

_LONGEST_ADDRESS = 2000
_USE_THE_BADGE = "Use the badge as it was downloaded, not a screenshot or a printout."
_SOUND = "Ask its issuer for a sound copy."
_ANOTHER = "It names somebody else as its holder: none of the addresses it names is yours here."
_ASK_FOR_YOURS = (
    "If it went to another address of yours, ask its issuer to send it to the one you use here."
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a badge is not taken into a backpack.

    Attributes:
        reason: A stable key: unreadable, broken, unreachable, issued_here, somebody_else or
            full.
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
    """The badge in a file, or why it is not taken in.

    Args:
        file: As it came.
        address: Where it was fetched.
        report: The check of it.
        outside: The same that the check asked, so that what is read is what was checked.
        holder: Whose it is said to be.
        base_url: The site's own address.
    """
    refused = _not_sound(file, report)
    if refused is not None:
        return refused
    try:
        credential = credential_in(file)
        opened = open_badge(credential, documents=outside)
    except RefusedError as error:
        # What its issuer publishes of it cannot be had, or has been taken back.
        fix = error.fix or "Try again later."
        return _refused(report, "unreachable", error.sentence, fix, shown_in(file))
    said = opened.said
    if is_issued_here(said.issuer, said.id, base_url=base_url):
        here = "If it is yours, it is among your badges already."
        return _refused(report, "issued_here", "This badge was earned on this site.", here, said)
    recipient = recipient_of(opened.document, addresses=proven_addresses(holder))
    if recipient is Recipient.SOMEBODY_ELSE:
        return _refused(report, "somebody_else", _ANOTHER, _ASK_FOR_YOURS, said)
    shortened = address[:_LONGEST_ADDRESS]
    return Read(file, credential, shortened, said, report, holding_of(report), recipient)


def _not_sound(file: bytes, report: Report) -> Brought | None:
    """The refusal of what cannot be read or did not pass the check; None if nothing is wrong."""
    readable = report.result("readable")
    if readable is None or readable.outcome is Outcome.FAILED:
        return _refused(report, "unreadable", why_not(report), _USE_THE_BADGE)
    if not may_be_kept(holding_of(report)):
        return _refused(report, "broken", why_not(report), _SOUND, shown_in(file))
    return None


def shown_in(file: bytes) -> Said | None:
    """What the copy of a badge in a file says, to show beside the report on it."""
    try:
        return shown_by(credential_in(file))
    except RefusedError:
        return None


def _refused(
    report: Report, reason: str, sentence: str, fix: str, said: Said | None = None
) -> Brought:
    return Brought(report, said, refusal=Refusal(reason, sentence, fix))


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
