"""Verbs on signing keys: made when first needed, rotated, distrusted, never thrown away."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import NoSuchRecordError
from longleaf.basis.ports import KeyModule, KeyVault
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.credential.did.key import did_of
from longleaf.credential.keys import read_multikey, write_multikey
from longleaf.credential.signer import Signer, new_secret, signer_from
from longleaf.domain.badge.issuer import (
    IssuerMethod,
    NoDidWebError,
    did_web_of,
)
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import authorize
from longleaf.records.models import badge as rows
from longleaf.records.models import organization as people

_SUITES = {"Ed25519": "eddsa-rdfc-2022", "P-256": "ecdsa-rdfc-2019"}
_KIND = {rows.KeyUse.WHOLE: "Ed25519", rows.KeyUse.PARTS: "P-256"}
# A module that cannot make Ed25519 keys makes one for P-256 instead.
_KIND_IN_MODULE = {rows.KeyUse.WHOLE: None, rows.KeyUse.PARTS: "P-256"}


@dataclass(frozen=True, slots=True)
class ModuleSigner:
    """Signs with a key that lies in a hardware module."""

    controller: str
    verification_method: str
    kind: str
    public: bytes
    module: KeyModule
    reference: str

    def sign(self, data: bytes) -> bytes:
        """See `Signer.sign`; raises OSError if the module cannot be used."""
        return self.module.sign(self.reference, data)


def key_in_use(
    *,
    by: Actor,
    organization: UUID,
    use: rows.KeyUse = rows.KeyUse.WHOLE,
    vault: KeyVault,
    base_url: str,
    now: datetime,
) -> rows.SigningKey:
    """The key an organization signs with today; made on first use.

    Made anew, too, when the present one speaks for a did:web of an address that the site has left.

    Args:
        by: Whose act needs the key.
        organization: Whose key it is.
        use: For badges as a whole, or for those shown in part.
        vault: Seals a new key, or has it made in the hardware module.
        base_url: The site's address.
        now: The present moment.
    """
    held = _locked(organization)
    found = rows.SigningKey.objects.filter(
        organization=organization, use=use, retired_at__isnull=True
    ).first()
    wanted = _controller_wanted(held, base_url)
    if found is not None and found.controller == (wanted or found.controller):
        return found
    return _replace(by, held, use, vault=vault, base_url=base_url, now=now)


@transaction.atomic
def rotate_key(
    *, by: Actor, organization: UUID, vault: KeyVault, base_url: str, now: datetime
) -> UUID:
    """Retire the keys in use and make a new one; what was signed before stays checkable.

    The key for badges shown in part is made anew when somebody next shows one.
    """
    authorize(by, "manage_signing_key", organization=organization)
    held = _issuer(organization)
    return _replace_all(by, held, vault=vault, base_url=base_url, now=now).pk


@transaction.atomic
def choose_issuer_method(
    *, by: Actor, organization: UUID, method: str, vault: KeyVault, base_url: str, now: datetime
) -> None:
    """Choose whether new badges are issued under did:key or the organization's did:web.

    A key speaks for one identifier, so a new key is made. Badges signed before keep theirs.

    Raises:
        ProblemsError: If the method is not known, or the site has no https address for did:web.
    """
    authorize(by, "manage_signing_key", organization=organization)
    held = _issuer(organization)
    try:
        chosen = IssuerMethod(method)
        if chosen is IssuerMethod.DID_WEB:
            did_web_of(held.slug, base_url=base_url)
    except NoDidWebError as error:
        raise ProblemsError([Problem("method", str(error))]) from error
    except ValueError as error:
        unknown = Problem("method", "This is not an identifier we issue under.", "Choose one.")
        raise ProblemsError([unknown]) from error
    if held.issuer_method == chosen:
        return
    held.issuer_method = chosen
    held.save(update_fields=["issuer_method"])
    record_event(
        "organization.issuer_method_chosen",
        by=by,
        subject=("organization", held.pk),
        organization=held.pk,
        details={"method": str(chosen)},
        now=now,
    )
    _replace_all(by, held, vault=vault, base_url=base_url, now=now)


@transaction.atomic
def distrust_key(
    *,
    by: Actor,
    key: UUID,
    since: datetime,
    reason: str,
    vault: KeyVault,
    base_url: str,
    now: datetime,
) -> None:
    """Say that somebody else may have had a key since a moment, so that checks refuse its work.

    The key is retired if it was in use, and a new one made. Saying it again can move the moment
    earlier, never later: what was refused once does not become good.

    Raises:
        NoSuchRecordError: If there is no such key in the actor's reach.
        ProblemsError: If the moment lies ahead or after one said before, or the reason is missing.
    """
    found = rows.SigningKey.objects.filter(pk=key).values_list("organization", flat=True).first()
    if found is None:
        raise NoSuchRecordError
    authorize(by, "manage_signing_key", organization=found)
    organization = _locked(found)
    held = rows.SigningKey.objects.select_for_update().get(pk=key)
    problems = list(_problems_of_distrust(held, since, reason, now))
    if problems:
        raise ProblemsError(problems)
    if held.distrusted_since == since and held.distrust_reason == reason.strip():
        return
    if held.retired_at is None:
        use = rows.KeyUse(held.use)
        _replace(by, organization, use, vault=vault, base_url=base_url, now=now)
        held.refresh_from_db()
    held.distrusted_since, held.distrust_reason = since, reason.strip()
    held.save(update_fields=["distrusted_since", "distrust_reason"])
    record_event(
        "signing_key.distrusted",
        by=by,
        subject=("signing_key", held.pk),
        organization=held.organization_id,
        details={"since": since.isoformat()},
        now=now,
    )


def _problems_of_distrust(
    held: rows.SigningKey, since: datetime, reason: str, now: datetime
) -> list[Problem]:
    problems = []
    if since > now:
        problems.append(
            Problem("since", "This moment lies ahead.", "Say when the key was last safe.")
        )
    if held.distrusted_since is not None and since > held.distrusted_since:
        problems.append(
            Problem(
                "since",
                "The key is distrusted since an earlier moment already.",
                "What was refused once does not become good: say an earlier moment or the same.",
            )
        )
    if not reason.strip():
        problems.append(
            Problem("reason", "This needs a reason.", "Say what happened, for the record.")
        )
    return problems


def signer_for(key: rows.SigningKey, *, vault: KeyVault) -> Signer:
    """The signer that holds this key: opened from the vault, or in the hardware module.

    Raises:
        OSError: If the key lies in a hardware module and none is set up here.
    """
    if key.sealed_private_key is not None:
        secret = vault.open(
            bytes(key.sealed_private_key), context=_context(key.verification_method)
        )
        return signer_from(key.kind, secret, key.controller, key.verification_method)
    if vault.module is None:
        message = (
            f"The key {key.verification_method} lies in a hardware module, and none is set up "
            "here: set LONGLEAF_HSM_LIBRARY as it was when the key was made."
        )
        raise OSError(message)
    _, public = read_multikey(key.public_key_multibase)
    return ModuleSigner(
        key.controller,
        key.verification_method,
        key.kind,
        public,
        vault.module,
        key.module_reference,
    )


def suite_of(key: rows.SigningKey) -> str:
    """The cryptosuite with which this kind of key signs here."""
    return _SUITES[key.kind]


def _issuer(organization: UUID) -> people.Organization:
    held = _locked(organization)
    if not held.issues_badges:
        raise NoSuchRecordError
    return held


def _locked(organization: UUID) -> people.Organization:
    """The organization's row is the lock of its keys: two first awards at once make one key."""
    held = people.Organization.objects.select_for_update().filter(pk=organization).first()
    if held is None:
        raise NoSuchRecordError
    return held


def _controller_wanted(organization: people.Organization, base_url: str) -> str | None:
    """The did:web that the organization's key must speak for; None if its own did:key will do."""
    if organization.issuer_method != IssuerMethod.DID_WEB:
        return None
    try:
        return did_web_of(organization.slug, base_url=base_url)
    except NoDidWebError:  # copied data, looked at on a machine of one's own
        return None


def _replace_all(
    by: Actor, organization: people.Organization, *, vault: KeyVault, base_url: str, now: datetime
) -> rows.SigningKey:
    rows.SigningKey.objects.filter(
        organization=organization, use=rows.KeyUse.PARTS, retired_at__isnull=True
    ).update(retired_at=now)
    return _replace(by, organization, rows.KeyUse.WHOLE, vault=vault, base_url=base_url, now=now)


def _replace(
    by: Actor,
    organization: people.Organization,
    use: rows.KeyUse,
    *,
    vault: KeyVault,
    base_url: str,
    now: datetime,
) -> rows.SigningKey:
    rows.SigningKey.objects.filter(
        organization=organization, use=use, retired_at__isnull=True
    ).update(retired_at=now)
    secret, reference = None, ""
    if vault.module is not None:
        made = vault.module.make_key(_KIND_IN_MODULE[use])
        kind, public, reference = made.kind, made.public, made.reference
    else:
        kind = _KIND[use]
        secret = new_secret(kind)
        public = signer_from(kind, secret).public
    multibase = write_multikey(kind, public)
    controller = _controller_wanted(organization, base_url) or did_of(kind, public)
    method = f"{controller}#{multibase}"
    key = rows.SigningKey.objects.create(
        organization=organization,
        kind=kind,
        use=use,
        controller=controller,
        verification_method=method,
        public_key_multibase=multibase,
        sealed_private_key=secret and vault.seal(secret, context=_context(method)),
        module_reference=reference,
        made_at=now,
    )
    record_event(
        "signing_key.made",
        by=by,
        subject=("signing_key", key.pk),
        organization=organization.pk,
        details={
            "verification_method": method,
            "in_hardware": bool(reference),
            "use": str(use),
        },
        now=now,
    )
    return key


def _context(verification_method: str) -> str:
    return f"signing key {verification_method}"
