"""What lies in a locker, for tests: consents, pictures, and what is done with them."""

import io
from datetime import date
from uuid import UUID

from PIL import Image

from longleaf.actions.evidence.consent import ConsentSaid, record_consent
from longleaf.domain.organization.actor import Actor
from tests.people import NOW

GIVEN = date(2026, 1, 12)


def a_consent(
    owner: Actor,
    *scopes: str,
    artifacts: tuple[UUID, ...] = (),
    last_on: date | None = None,
    instead_of: UUID | None = None,
) -> UUID:
    """On record, proved by forms in the school's office, given before NOW."""
    return record_consent(
        by=owner,
        said=ConsentSaid(
            title="Fourth-grade class, media form",
            persons="22 students of one fourth-grade class",
            giver="guardians",
            scopes=scopes or ("review",),
            given_on=GIVEN,
            last_on=last_on,
            proof_place="A folder in the school office",
        ),
        artifacts=artifacts,
        instead_of=instead_of,
        now=NOW,
    )


def a_picture(size: tuple[int, int] = (100, 60), form: str = "PNG") -> bytes:
    """Plain white."""
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, form)
    return out.getvalue()
