"""Badges as JSON Web Tokens, against npm jose: in turns, on one core, ratios by turn.

Two ratios: by the clock, as a caller sees it who does one after the other; and by the processor's
own time, as jose hands its work to other threads and waits for them.
"""

import base64
import json
import os
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from benchmarks.measure import heading
from longleaf.credential.document import JsonObject
from longleaf.credential.jose.compact import check_token
from longleaf.credential.jose.credential import (
    issue_jwt,
    read_credential_token,
    sign_credential,
)
from longleaf.credential.keys import VerificationKey, write_jwk
from longleaf.credential.open_badges import (
    Achievement,
    Alignment,
    Badge,
    Evidence,
    HashedIdentity,
    Profile,
)
from longleaf.credential.ports import NoRegistry, NoStatusLists
from longleaf.credential.signer import EcdsaSigner, Ed25519Signer, SoftwareSigner
from longleaf.credential.verify import verify
from tests.interop.second_implementation import SecondImplementation, installed

NOW = datetime(2026, 11, 23, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
SECRET = sha256(b"bench").digest()
ROUNDS, COUNT = 7, 600
ROWS = {
    "sign": "sign a token                ",
    "issue": "  with all checks of issuing",
    "check": "check a token and read it   ",
    "verify": "  with the whole report     ",
}


def run() -> None:
    heading("Badges as JSON Web Tokens: how many in a second of one core, and against npm jose")
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})  # what is started from here keeps to it as well
    try:
        theirs = installed()
        for name, signer in (
            ("EdDSA", Ed25519Signer(SECRET)),
            ("ES256", EcdsaSigner(SECRET)),
        ):
            compare(name, signer, theirs)
    finally:
        os.sched_setaffinity(0, cores)


def compare(algorithm: str, signer: SoftwareSigner, theirs: SecondImplementation) -> None:
    document = badge(signer)
    token = sign_credential(document, signer=signer, now=NOW)
    key = VerificationKey(signer.verification_method, signer.controller, signer.kind, signer.public)
    work: dict[str, Callable[[], object]] = {
        "sign": lambda: sign_credential(document, signer=signer, now=NOW),
        "issue": lambda: issue_jwt(document, signer=signer, now=NOW),
        "check": lambda: check_token(read_credential_token(token).token, key),
        "verify": lambda: verify(token, trust=NoRegistry(), status=NoStatusLists(), now=LATER),
    }
    request = their_request(algorithm, signer, document)
    turns = []
    for _ in range(ROUNDS):
        ours = {name: a_second(each) for name, each in work.items()}
        (found,) = theirs.run("tokens.mjs", time=[request])["time"]
        turns.append((ours, found))
    print(f"{algorithm}: {len(json.dumps(document)):,} bytes of JSON")
    for name, text in ROWS.items():
        against = "signed" if name in ("sign", "issue") else "verified"
        clock, processor = (
            [ours[name][place] / found[against][place] for ours, found in turns] for place in (0, 1)
        )
        ours_median = statistics.median(ours[name][0] for ours, _ in turns)
        theirs_median = statistics.median(found[against][0] for _, found in turns)
        print(
            f"{text} {ours_median:8,.0f}   jose {theirs_median:7,.0f}   {spread(clock)} times,"
            f" by the processor's time {spread(processor)}"
        )


def spread(ratios: list[float]) -> str:
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"


def a_second(work: Callable[[], object]) -> tuple[float, float]:
    """How many a second, by the clock and by the processor's time."""
    for _ in range(COUNT // 5):
        work()
    began, used = time.perf_counter(), time.process_time()
    for _ in range(COUNT):
        work()
    used, took = time.process_time() - used, time.perf_counter() - began
    return COUNT / took, COUNT / used


def their_request(algorithm: str, signer: SoftwareSigner, document: JsonObject) -> dict[str, Any]:
    public = write_jwk(signer.kind, signer.public)
    secret = base64.urlsafe_b64encode(SECRET).rstrip(b"=").decode()
    return {
        "document": document,
        "header": {"alg": algorithm, "kid": signer.verification_method, "typ": "vc+jwt"},
        "secret": {**public, "d": secret},
        "public": public,
        "count": COUNT,
    }


def badge(signer: SoftwareSigner) -> JsonObject:
    return Badge(
        id="https://longleaf.example/badges/1",
        name="Wait Time",
        issuer=Profile(id=signer.controller, name="Northfield Schools (fictional)"),
        achievement=Achievement(
            id="https://longleaf.example/microcredentials/wait-time/versions/1",
            name="Wait Time",
            description="Waits long enough for students to think.",
            criteria_narrative="Pauses of three seconds and more, in two lessons.",
            alignment=[
                Alignment(
                    "Teachers use a variety of methods",
                    "https://longleaf.example/frameworks/standards/IV-c",
                    "IV-c",
                    "Teaching Standards",
                )
            ],
        ),
        valid_from=NOW,
        identity=HashedIdentity.of_email("amina@example.org", salt="6b1c"),
        evidence=[
            Evidence("https://longleaf.example/evidence/1", "A lesson", "What I tried, and why."),
            Evidence("https://longleaf.example/evidence/2", "Another", "What I changed after."),
        ],
    ).document()


if __name__ == "__main__":
    run()
