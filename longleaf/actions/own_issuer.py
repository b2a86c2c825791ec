"""This site's own issuers: which keys speak for them, and which fell into wrong hands."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from longleaf.actions.errors import NoSuchRecordError
from longleaf.credential.did import web
from longleaf.credential.did.document import did_document
from longleaf.credential.disclosure import issuer_signature
from longleaf.credential.document import JsonObject, as_list, members
from longleaf.credential.instants import parse_instant
from longleaf.credential.keys import VerificationKey, read_multikey
from longleaf.credential.ports import DocumentPort, KeyPort, Recognition, Standing, TrustPort
from longleaf.credential.refusal import RefusedError
from longleaf.domain.badge.stolen_key import Suspicion, suspicion_of
from longleaf.records.models import badge as rows

_BECAUSE = {
    Suspicion.SIGNED_LATER: "The key may have been in somebody else’s hands since then",
    Suspicion.NOT_ON_RECORD: "The signature is dated earlier, but that date is whatever its maker "
    "wrote, and this badge is not among those issued here",
}


def issuer_document(did: str, *, for_strangers: bool) -> JsonObject:
    """The DID document of one of this site's issuers, with every key that ever spoke for it.

    Args:
        did: The issuer's did:web.
        for_strangers: Whether keys in wrong hands are left out of those that speak for it. Our own
            check leaves them in, for it knows which of their badges were issued here.

    Raises:
        NoSuchRecordError: If no key of this site ever spoke for it.
    """
    keys = list(
        rows.SigningKey.objects.filter(controller=did)
        .defer("sealed_private_key")
        .order_by("-made_at")
    )
    if not keys:
        raise NoSuchRecordError
    withdrawn = [key for key in keys if key.distrusted_since is not None and for_strangers]
    others = [key for key in keys if key not in withdrawn]
    return did_document(
        did,
        [_public(key) for key in others if key.retired_at is None],
        retired=[_public(key) for key in others if key.retired_at is not None],
        withdrawn=[_public(key, revoked=key.distrusted_since) for key in withdrawn],
    )


def _public(key: rows.SigningKey, *, revoked: datetime | None = None) -> VerificationKey:
    kind, public = read_multikey(key.public_key_multibase)
    return VerificationKey(
        id=key.verification_method,
        controller=key.controller,
        kind=kind,
        public=public,
        revoked=revoked,
    )


class OwnDocuments:
    """Our own issuers' documents from the records, also under a former name of the site.

    A site that looked itself up over the network would wait for itself, and could not check its
    own badges when nothing else can be reached.
    """

    def __init__(self, elsewhere: DocumentPort | None = None) -> None:
        """Take what gets the documents of others; None to know only our own."""
        self._elsewhere = elsewhere

    def document(self, address: str) -> bytes | None:
        """See `DocumentPort.document`."""
        try:
            did = web.did_web_of(address.removesuffix("/did.json"))
            own = issuer_document(did, for_strangers=False)
        except (RefusedError, NoSuchRecordError):
            return None if self._elsewhere is None else self._elsewhere.document(address)
        return json.dumps(own).encode()


class KeysSeen:
    """Finds keys as another does, and remembers which were asked for; one for each check."""

    def __init__(self, keys: KeyPort) -> None:
        """Take what finds the keys."""
        self._keys = keys
        self.methods: set[str] = set()

    def key(self, verification_method: str) -> VerificationKey:
        """See `KeyPort.key`."""
        self.methods.add(verification_method)
        return self._keys.key(verification_method)

    def may_assert_for(self, issuer: str, key: VerificationKey) -> bool:
        """See `KeyPort.may_assert_for`."""
        return self._keys.may_assert_for(issuer, key)

    def may_authenticate_for(self, holder: str, key: VerificationKey) -> bool:
        """See `KeyPort.may_authenticate_for`."""
        return self._keys.may_authenticate_for(holder, key)


class TrustInOwnKeys:
    """Trusts as another does, but not what was signed with a key of ours in wrong hands."""

    def __init__(self, trust: TrustPort, *, seen: KeysSeen, by: str) -> None:
        """Take whom to ask otherwise, which keys the check has met, and the site's name."""
        self._trust = trust
        self._seen = seen
        self._by = by

    def recognition_of(self, issuer: str, *, document: JsonObject) -> Recognition:
        """See `TrustPort.recognition_of`."""
        proofs = [members(proof) for proof in as_list(document.get("proof"))]
        named = {str(proof.get("verificationMethod")) for proof in proofs} or self._seen.methods
        for key in rows.SigningKey.objects.filter(
            verification_method__in=[name for name in named if "\0" not in name],
            distrusted_since__isnull=False,
        ).select_related("organization"):
            since = key.distrusted_since
            assert since is not None  # noqa: S101 - as asked for
            found = suspicion_of(
                distrusted_since=since,
                signed_at=_signed_at(proofs, key.verification_method),
                is_on_record=is_on_record(document),
            )
            if found is not None:
                return Recognition(
                    Standing.DISTRUSTED,
                    name=key.organization.name,
                    by=self._by,
                    since=since.date(),
                    because=_BECAUSE[found],
                )
        return self._trust.recognition_of(issuer, document=document)


def _signed_at(proofs: Iterable[Mapping[str, object]], method: str) -> datetime | None:
    for proof in proofs:
        if proof.get("verificationMethod") == method and "created" in proof:
            try:
                return parse_instant(proof["created"])
            except RefusedError:
                return None
    return None


def is_on_record(document: JsonObject) -> bool:
    """Whether just this document was issued here, whatever became of its award.

    A part of a badge is known by the issuer's signature in it.
    """
    signed = issuer_signature(document)
    if signed is not None:
        method, signature = signed
        bases = rows.BadgeBase.objects.filter(signature=signature.hex())
        return bases.filter(key__verification_method=method).exists()
    try:
        award = UUID(str(document.get("id")).rpartition("/")[2])
    except ValueError:
        return False
    kept = rows.Badge.objects.filter(award=award).values_list("document", flat=True)
    return any(json.loads(text) == document for text in kept)
