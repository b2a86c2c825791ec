"""Verbs on credentials that an organization's own systems compose: sign one, end it, restore it.

An award is decided here, on evidence; these are not. So nothing can be signed this way that says it
is a micro-credential of this site.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.key import key_in_use, signer_for, suite_of
from longleaf.actions.status_list import allocate_place, set_bits
from longleaf.basis.ports import KeyVault
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.credential.canonical.jcs import canonical_json
from longleaf.credential.document import JsonObject, as_list, identifier_of, members
from longleaf.credential.issue import issue
from longleaf.credential.status_list import status_entry
from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.organization.permission import authorize
from longleaf.records.models import badge as badges
from longleaf.records.models import issued as rows

_LONGEST_ID = 500


@transaction.atomic
def issue_credential(
    *,
    by: Actor,
    organization: UUID,
    credential: JsonObject,
    vault: KeyVault,
    base_url: str,
    now: datetime,
) -> JsonObject:
    """Sign a credential with the organization's key, with a place on its revocation list.

    The same credential handed in twice is answered with what was signed the first time.

    Args:
        by: An administrator of the organization.
        organization: Whose key signs.
        credential: Without `proof` and `credentialStatus`. Without `id` it gets one; without
            `issuer` the organization's identifier.
        vault: Opens the key.
        base_url: The site's address, for the list.
        now: The present moment.

    Raises:
        ProblemsError: If it cannot be signed; it says all that is wrong.
        RefusedError: If it cannot be signed whole.
    """
    authorize(by, "issue_credential", organization=organization)
    assert by.person is not None  # noqa: S101  # only a person holds the role
    key = key_in_use(by=by, organization=organization, vault=vault, base_url=base_url, now=now)
    if not key.organization.issues_badges:
        raise NoSuchRecordError
    _refuse_what_is_decided_here(credential, base_url)
    content = hashlib.sha256(canonical_json(credential)).hexdigest()
    before = rows.IssuedCredential.objects.filter(
        organization=organization, credential_id=str(credential.get("id"))
    ).first()
    if before is not None:
        return _again(before, content)
    unsigned: JsonObject = {"issuer": key.controller, **credential}
    unsigned.setdefault("id", f"urn:uuid:{uuid4()}")
    held, index = allocate_place(key=key, base_url=base_url, now=now)
    unsigned["credentialStatus"] = status_entry(
        address=held.address, index=index, purpose=held.purpose
    )
    signed = issue(unsigned, signer=signer_for(key, vault=vault), now=now, suite=suite_of(key))
    made = rows.IssuedCredential.objects.create(
        organization_id=organization,
        key=key,
        credential_id=_short_enough(unsigned["id"]),
        content_hash=content,
        document=json.dumps(signed, ensure_ascii=False),
        issued_by_id=by.person,
        issued_at=now,
    )
    badges.StatusEntry.objects.create(
        issued_credential=made, purpose=held.purpose, status_list=held, index=index
    )
    _note("credential.issued", by, made, now)
    return signed


@transaction.atomic
def change_credential_status(
    *, by: Actor, credential: str, purpose: str, to: bool, vault: KeyVault, now: datetime
) -> None:
    """Revoke a credential that was issued this way, or restore it. Doing so twice changes nothing.

    Args:
        by: An administrator of its organization.
        credential: Its `id`.
        purpose: "revocation", which is what its entry is for.
        to: Whether it is revoked.
        vault: Opens the key that signs the list.
        now: The present moment.

    Raises:
        NoSuchRecordError: If none of the actor's organizations issued it.
        ProblemsError: If it has no entry of this purpose.
    """
    found = (
        rows.IssuedCredential.objects.select_for_update()
        .filter(credential_id=credential, organization__in=by.reach([RoleKind.ADMINISTRATOR]))
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    authorize(by, "end_credential", organization=found.organization_id)
    entry = found.status_entry
    if purpose != entry.purpose:
        reason = f"This credential has no entry for {purpose[:40]}, only for {entry.purpose}."
        raise ProblemsError([Problem("credentialStatus.statusPurpose", reason)])
    set_bits(places=[(entry.status_list_id, entry.index)], to=to, vault=vault, now=now)
    _note("credential.revoked" if to else "credential.restored", by, found, now)


def issuing_organization(*, by: Actor, issuer: str | None) -> UUID:
    """Which of the actor's organizations is meant: the one of this identifier, or their own.

    Raises:
        NoSuchRecordError: If the identifier is none of theirs, or they administer none.
    """
    reach = by.reach([RoleKind.ADMINISTRATOR])
    if issuer is None:
        home = by.home([RoleKind.ADMINISTRATOR])
        if home is None:
            raise NoSuchRecordError
        return home
    found = badges.SigningKey.objects.filter(controller=issuer, organization__in=reach).first()
    if found is None:
        raise NoSuchRecordError
    return found.organization_id


def _refuse_what_is_decided_here(credential: JsonObject, base_url: str) -> None:
    problems = [
        Problem(name, "is added when the credential is signed.", "Leave it out.")
        for name in ("credentialStatus", "proof")
        if name in credential
    ]
    for subject in as_list(credential.get("credentialSubject")):
        achievement = identifier_of(members(members(subject).get("achievement")))
        if achievement is not None and achievement.startswith(f"{base_url}/"):
            problems.append(
                Problem(
                    "credentialSubject.achievement",
                    "is a micro-credential of this site, which is earned on evidence.",
                    "Have the evidence reviewed; the award makes the badge.",
                )
            )
    if problems:
        raise ProblemsError(problems)


def _again(before: rows.IssuedCredential, content: str) -> JsonObject:
    if before.content_hash != content:
        reason = "was issued before, saying something else."
        raise ProblemsError([Problem("id", reason, "Give the new credential an id of its own.")])
    signed: JsonObject = json.loads(before.document)
    return signed


def _short_enough(identifier: object) -> str:
    if not isinstance(identifier, str) or len(identifier) > _LONGEST_ID:
        raise ProblemsError([Problem("id", f"may have {_LONGEST_ID} characters at most.")])
    return identifier


def _note(verb: str, by: Actor, issued: rows.IssuedCredential, now: datetime) -> None:
    details: Mapping[str, object] = {"credential_id": issued.credential_id}
    record_event(
        verb,
        by=by,
        subject=("issued_credential", issued.pk),
        organization=issued.organization_id,
        details=dict(details),
        now=now,
    )
