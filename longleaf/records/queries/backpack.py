"""Reads of badges earned elsewhere: one's own, and those to be checked again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import F, Prefetch, Window
from django.db.models.functions import RowNumber

from longleaf.domain.organization.actor import Actor
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.models import backpack as rows
from longleaf.records.models import organization as people
from longleaf.records.queries.badge import issuer_names

_LIVE = ("waiting", "approved")
_LARGE = ("file", "credential", "report_at_import")


@dataclass(frozen=True, slots=True)
class StoredCheck:
    """One result of a report on record; see `longleaf.credential.report.CheckResult`."""

    name: str
    outcome: str
    reason: str
    sentence: str
    fix: str


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report on record, in the form that pages show; see `longleaf.credential.report.Report`."""

    overall: str
    checks: tuple[StoredCheck, ...]
    not_made: tuple[str, ...]

    def __iter__(self) -> Iterator[StoredCheck]:
        return iter(self.checks)

    def as_json(self) -> dict[str, object]:
        """The report as it was stored, but for what was inside it."""
        names = ("name", "outcome", "reason", "sentence", "fix")
        return {
            "overall": self.overall,
            "checks": [{name: getattr(one, name) for name in names} for one in self.checks],
            "not_made": list(self.not_made),
        }


@dataclass(frozen=True, slots=True)
class CreditLine:
    """What a badge was proposed for, or gave.

    Attributes:
        state: waiting, approved, declined, lapsed or reversed.
        quantity: An exact amount as text, in `unit`.
        was_taken_back: Whether a correction of the ledger took the credit back.
    """

    id: UUID
    rule: str
    authority: str
    state: str
    state_words: str
    quantity: str
    unit: str
    categories: tuple[str, ...]
    made_at: datetime
    decided_at: datetime | None
    ended_at: datetime | None
    reason: str
    was_taken_back: bool


@dataclass(frozen=True, slots=True)
class BackpackLine:
    """A badge from elsewhere in its holder's list."""

    id: UUID
    name: str
    issuer: str
    issuer_name: str
    earned_on: date | None
    expires_at: datetime | None
    holding: str
    is_kept: bool
    credit: CreditLine | None


@dataclass(frozen=True, slots=True)
class BackpackPage:
    """A badge from elsewhere with all that its page says.

    Attributes:
        recipient: matched or not_named.
        gives_another: Whether the same badge gives credit to somebody else already.
        credits: What it was proposed for, the latest first.
    """

    line: BackpackLine
    description: str
    form: str
    identifier_of_achievement: str
    alignments: tuple[tuple[str, str, str], ...]
    recipient: str
    address: str
    digest: str
    media_type: str
    brought_at: datetime
    kept_at: datetime | None
    checked_at: datetime
    report: StoredReport
    report_at_import: StoredReport
    gives_another: bool
    credits: tuple[CreditLine, ...]


def own_backpack(who: Actor) -> list[BackpackLine]:
    """The badges from elsewhere that the actor keeps, the latest brought first."""
    found = _badges().filter(owner=who.person, kept_at__isnull=False)
    return [_line(one) for one in found.defer(*_LARGE, "report", "description")]


def own_backpack_badge(who: Actor, badge: UUID) -> BackpackPage:
    """One of the actor's own, kept or only looked at so far.

    Raises:
        NoSuchRecordError: If it is not theirs, or was taken out.
    """
    held = _badges().filter(pk=badge, owner=who.person).defer("file", "credential").first()
    if held is None or who.person is None:
        raise NoSuchRecordError
    others = rows.CreditProposal.objects.filter(identity=held.identity, state__in=_LIVE)
    return BackpackPage(
        line=_line(held),
        description=held.description,
        form=held.form,
        identifier_of_achievement=held.achievement,
        alignments=tuple((one["name"], one["address"], one["code"]) for one in held.alignments),
        recipient=held.recipient,
        address=held.address,
        digest=held.digest,
        media_type=held.media_type,
        brought_at=held.brought_at,
        kept_at=held.kept_at,
        checked_at=held.checked_at,
        report=stored_report(held.report),
        report_at_import=stored_report(held.report_at_import),
        gives_another=others.exclude(badge__owner=who.person).exists(),
        credits=tuple(credit_line(one) for one in held.told),
    )


def own_backpack_file(who: Actor, badge: UUID) -> tuple[bytes, str, str]:
    """The file of one of the actor's own exactly as it was brought, its type and its digest.

    Raises:
        NoSuchRecordError: If it is not theirs, or was taken out.
    """
    found = (
        rows.BackpackBadge.objects.filter(pk=badge, owner=who.person, removed_at=None)
        .values_list("file", "media_type", "digest")
        .first()
    )
    if found is None or who.person is None:
        raise NoSuchRecordError
    return bytes(found[0]), found[1], found[2]


def due_badges(*, now: datetime, most: int) -> list[UUID]:
    """Kept badges whose check is due, issuers taking turns, the longest waiting of each first."""
    due = rows.BackpackBadge.objects.filter(
        kept_at__isnull=False, removed_at=None, check_after__lte=now
    ).annotate(
        turn=Window(
            RowNumber(),
            partition_by=[F("issuer")],
            order_by=[F("check_after").asc(), F("pk").asc()],
        )
    )
    return list(due.order_by("turn", "check_after", "pk").values_list("pk", flat=True)[:most])


def proven_addresses(person: UUID) -> frozenset[str]:
    """The e-mail addresses that are known to be the person's.

    Whoever joined came by a link sent to the address of their account.
    """
    own = people.Person.objects.filter(pk=person, joined_at__isnull=False)
    others = EmailAddress.objects.filter(user=person, verified=True)
    return frozenset(own.values_list("email", flat=True)) | frozenset(
        others.values_list("email", flat=True)
    )


def is_issued_here(issuer: str, badge: str, *, base_url: str) -> bool:
    """Whether a badge comes from this site itself."""
    return issuer in issuer_names() or badge.startswith(f"{base_url}/")


def stored_report(told: dict[str, Any]) -> StoredReport:
    """A report as it lies in the database."""
    return StoredReport(
        told.get("overall", ""),
        tuple(
            StoredCheck(
                one["name"], one["outcome"], one["reason"], one["sentence"], one.get("fix", "")
            )
            for one in told.get("checks", ())
        ),
        tuple(told.get("not_made", ())),
    )


def credit_line(one: rows.CreditProposal) -> CreditLine:
    """What a badge was proposed for, with its rule and lines at hand."""
    lines = [line for line in one.credit_entries.all() if line.kind == "imported"]
    return CreditLine(
        id=one.pk,
        rule=one.rule.title,
        authority=one.rule.authority,
        state=one.state,
        state_words=one.get_state_display(),
        quantity=one.rule.quantity,
        unit=one.rule.unit,
        categories=tuple(one.rule.categories),
        made_at=one.made_at,
        decided_at=one.decided_at,
        ended_at=one.ended_at,
        reason=one.reason,
        was_taken_back=any(hasattr(line, "reversed_by") for line in lines),
    )


def _badges() -> Any:
    proposals = (
        rows.CreditProposal.objects.select_related("rule")
        .prefetch_related("credit_entries__reversed_by")
        .order_by("-made_at")
    )
    return rows.BackpackBadge.objects.filter(removed_at=None).prefetch_related(
        Prefetch("proposals", proposals, to_attr="told")
    )


def _line(one: Any) -> BackpackLine:
    told: Iterable[rows.CreditProposal] = one.told
    latest = next(iter(told), None)
    return BackpackLine(
        id=one.pk,
        name=one.name,
        issuer=one.issuer,
        issuer_name=one.issuer_name,
        earned_on=one.earned_on,
        expires_at=one.expires_at,
        holding=one.holding,
        is_kept=one.kept_at is not None,
        credit=None if latest is None else credit_line(latest),
    )
