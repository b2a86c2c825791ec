"""What is known of the educators whom a file of awards names."""

from collections.abc import Collection
from uuid import UUID

from django.db.models.functions import Lower

from longleaf.domain.award.outside import EducatorKnown, OutsideEvidence, OutsideRow
from longleaf.records.models import award, evidence
from longleaf.records.models import bulk as rows
from longleaf.records.models import organization as people


def educators_known(
    emails: Collection[str],
    *,
    file_version: UUID,
    microcredential: UUID,
    vouching: Collection[UUID],
) -> dict[str, tuple[UUID, EducatorKnown]]:
    """Address, in small letters → who it is and what is known; one without account is left out.

    Args:
        emails: In small letters.
        file_version: The version that is awarded.
        microcredential: Whose version it is.
        vouching: Who brought the file, and who approves it.
    """
    found = list(
        people.Person.objects.annotate(address=Lower("email"))
        .filter(address__in=emails)
        .values_list("pk", "address", "is_active")
    )
    persons = [person for person, _, _ in found]
    holders = set(
        award.Award.objects.filter(educator__in=persons, version=file_version)
        .exclude(state=award.AwardState.REVOKED)
        .values_list("educator_id", flat=True)
    )
    judged = set(
        evidence.Attempt.objects.filter(
            submission__educator__in=persons,
            submission__microcredential=microcredential,
            submitted_at__isnull=False,
        ).values_list("submission__educator_id", flat=True)
    )
    return {
        address: (
            person,
            EducatorKnown(
                is_active=is_active,
                holds_it=person in holders,
                is_judged_here=person in judged,
                vouches=person in vouching,
            ),
        )
        for person, address, is_active in found
    }


def as_row(found: rows.AwardFileRow) -> OutsideRow:
    """A row as it was read."""
    return OutsideRow(
        found.number,
        found.email,
        found.name,
        found.earned_on,
        found.expires_on,
        found.narrative,
        tuple(OutsideEvidence(**piece) for piece in found.evidence),
        found.levels,
    )
