"""Signing and checking badges, against the least that any implementation must do."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks.measure import heading, milliseconds
from longleaf.credential.issue import issue
from longleaf.credential.open_badges import Achievement, Badge, HashedIdentity, Profile
from longleaf.credential.ports import NoRegistry, NoStatusLists
from longleaf.credential.signer import Ed25519Signer
from longleaf.credential.verify import verify

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def run() -> None:
    heading("Badges, one core")
    signer = Ed25519Signer(sha256(b"bench").digest())
    badge = Badge(
        id="https://longleaf.example/badges/1",
        name="Wait Time",
        issuer=Profile(id=signer.controller, name="Northfield Schools"),
        achievement=Achievement(
            id="https://longleaf.example/microcredentials/wait-time/versions/1",
            name="Wait Time",
            description="Waits long enough for students to think.",
            criteria_narrative="Pauses of three seconds and more.",
        ),
        valid_from=NOW,
        identity=HashedIdentity.of_email("amina@example.org", salt="6b1c"),
    ).document()
    signed = issue(badge, signer=signer, now=NOW)
    key = Ed25519PrivateKey.from_private_bytes(sha256(b"bench").digest())
    raw = milliseconds(lambda: key.sign(b"x" * 64), rounds=200)
    issued = milliseconds(lambda: issue(badge, signer=signer, now=NOW))
    later = NOW + timedelta(hours=1)
    checked = milliseconds(
        lambda: verify(signed, trust=NoRegistry(), status=NoStatusLists(), now=later)
    )
    print(f"raw Ed25519 signature      {raw:8.3f} ms")
    print(f"issue a badge              {issued:8.2f} ms, {1000 / issued:5.0f} a second")
    print(f"check a badge              {checked:8.2f} ms, {1000 / checked:5.0f} a second")
