"""The verb that puts an educator's badges together in one signed record."""

import json
import secrets
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.key import key_in_use, signer_for, suite_of
from longleaf.basis.ports import KeyVault
from longleaf.credential.issue import issue
from longleaf.domain.badge.document import Issuer
from longleaf.domain.badge.record import RecordFacts, compose_record
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import authorize
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.models import award as awards
from longleaf.records.models import badge as rows

_SALT_BYTES = 16


@transaction.atomic
def make_learner_record(*, by: Actor, vault: KeyVault, base_url: str, now: datetime) -> str:
    """The actor's badges in force, in a Comprehensive Learner Record, as JSON text.

    The organization that awarded last signs it. Nothing of it is kept but that it was made: the
    record is the educator's, to give to whom they want.

    Raises:
        NoSuchRecordError: If they hold no award in force.
    """
    held = list(
        rows.Badge.objects.filter(
            award__educator=by.person,
            award__state=awards.AwardState.ACTIVE,
            replaced_at__isnull=True,
        )
        .select_related("award__issuer", "award__educator")
        .order_by("-award__granted_at", "pk")
    )
    if not held:
        raise NoSuchRecordError
    educator, issuer = held[0].award.educator, held[0].award.issuer
    authorize(by, "make_learner_record", owner=educator.pk)
    key = key_in_use(by=by, organization=issuer.pk, vault=vault, base_url=base_url, now=now)
    identifier = uuid4()
    document = compose_record(
        RecordFacts(
            identifier=identifier.urn,
            issuer=Issuer(
                key.controller, issuer.name, issuer.slug, issuer.website, issuer.contact_email
            ),
            badges=[json.loads(badge.document) for badge in held],
            recipient_email=educator.email,
            salt=secrets.token_hex(_SALT_BYTES),
            made_at=now,
            base_url=base_url,
        )
    )
    signed = issue(document, signer=signer_for(key, vault=vault), now=now, suite=suite_of(key))
    record_event(
        "learner_record.made",
        by=by,
        subject=("person", educator.pk),
        organization=issuer.pk,
        details={"record": str(identifier), "badges": len(held)},
        now=now,
    )
    return json.dumps(signed, ensure_ascii=False)
