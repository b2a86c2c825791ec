"""What is known of the educators whom a file of awards names."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

from longleaf.domain.award.outside import EducatorKnown, OutsideEvidence, OutsideRow
from longleaf.records.models import bulk as rows

# Of a thousand addresses, many times in a row: as one array, which takes no time to lay out.
_KNOWN = """
SELECT lower(p.email), p.id, p.is_active,
    EXISTS (SELECT FROM records_award a
        WHERE a.educator_id = p.id AND a.version_id = %s AND a.state <> 'revoked'),
    EXISTS (SELECT FROM records_submission s JOIN records_attempt t ON t.submission_id = s.id
        WHERE s.educator_id = p.id AND s.microcredential_id = %s AND t.submitted_at IS NOT NULL)
FROM records_person p WHERE lower(p.email) = ANY(%s)
"""


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
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [file_version, microcredential, list(emails)])
        found = cursor.fetchall()
    return {
        address: (
            person,
            EducatorKnown(
                is_active=is_active,
                holds_it=holds_it,
                is_judged_here=is_judged_here,
                vouches=person in vouching,
            ),
        )
        for address, person, is_active, holds_it, is_judged_here in found
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
