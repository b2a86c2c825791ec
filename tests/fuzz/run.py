"""Runs mutated documents through verify and unbake, and looks for harm.

Harm is: an exception that is not a refusal, more than a second for one document, more than 200 MB
of memory, or a changed document that is found good although it says something else.
"""

import io
import json
import resource
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Final

from PIL import Image

from longleaf.credential.bake import bake_into_png, bake_into_svg, credential_in
from longleaf.credential.disclosure import add_base_proof, derive
from longleaf.credential.document import looks_like_jws, read_document
from longleaf.credential.jose.credential import issue_jwt
from longleaf.credential.ports import NoRegistry
from longleaf.credential.presentation import present, verify_presentation
from longleaf.credential.refusal import RefusedError
from longleaf.credential.report import Overall
from longleaf.credential.signer import new_secret, signer_from
from longleaf.credential.suites.claims import Claims
from longleaf.credential.verify import verify
from tests.credential.examples import NOW, SIGNER, UNMARKED, badge, signed, status_list
from tests.credential.full_examples import full_signed
from tests.fuzz.mutate import mutated

SLOWEST: Final = 1.0  # seconds
MOST_MEMORY: Final = 200 * 1024 * 1024


@dataclass
class Outcome:
    """What came of a run."""

    seen: Counter[str] = field(default_factory=Counter)
    harm: list[str] = field(default_factory=list)
    slowest: float = 0.0
    memory: int = 0


def seeds() -> list[bytes]:
    """Documents of every form that is read, each good as it stands."""
    p256 = signer_from("P-256", new_secret("P-256"))
    whole = signed()
    base = add_base_proof(badge(issuer=p256.controller, status=False), signer=p256, now=NOW)
    text = json.dumps(whole)
    return [
        text.encode(),
        json.dumps(full_signed()).encode(),
        json.dumps(status_list()).encode(),
        json.dumps(derive(base, pointers=["/credentialSubject/narrative"])).encode(),
        issue_jwt(badge(), signer=SIGNER, now=NOW).encode(),
        json.dumps(
            present([whole], holder=SIGNER, challenge="c", domain="d.example", now=NOW)
        ).encode(),
        bake_into_png(_picture(), text),
        bake_into_svg(b'<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>', text),
    ]


def documents(count: int, *, seed: int) -> Iterator[tuple[str, bytes, bytes]]:
    """So many mutated documents, each with its name and the document it was made from."""
    originals = seeds()
    for number in range(count):
        rng = Random(f"{seed}/{number}")  # noqa: S311  # chance that can be repeated
        original = rng.choice(originals)
        yield f"{seed}/{number}", original, mutated(rng, original)


def run(count: int, *, seed: int) -> Outcome:
    """Try so many documents."""
    outcome = Outcome()
    for name, original, document in documents(count, seed=seed):
        began = time.thread_time()  # of the processor: the machine may do other things
        try:
            said = _said(document)
        except RefusedError as error:
            said = f"unbake: {error.reason}"
        except Exception as error:  # noqa: BLE001  # the harm that is looked for
            said = "harm"
            outcome.harm.append(f"{name}: {type(error).__name__}: {error}")
        took = time.thread_time() - began
        outcome.seen[said] += 1
        outcome.slowest = max(outcome.slowest, took)
        if took > SLOWEST:
            outcome.harm.append(f"{name}: {took:.1f} s")
        if said == Overall.GOOD and not _says_the_same(original, document):
            outcome.harm.append(f"{name}: found good, but says something else")
    outcome.memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return outcome


def run_share(share: tuple[int, int]) -> Outcome:
    """The same for one process of several: how many, and from which seed on."""
    return run(share[0], seed=share[1])


def _said(document: bytes) -> str:
    credential = credential_in(document)
    report = verify(credential, trust=NoRegistry(), status=UNMARKED, now=NOW)
    if report.result("readable") and report.results[-1].reason == "is_presentation":
        report = verify_presentation(
            credential,
            trust=NoRegistry(),
            status=UNMARKED,
            now=NOW,
            challenge="c",
            domain="d.example",
        )
    report.as_json()
    return str(report.overall)


def _picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(file, "PNG")
    return file.getvalue()


def _says_the_same(original: bytes, document: bytes) -> bool:
    """Whether the two hold the same statements, however they are laid out.

    Compared is what the canonical form of each is: that a signature over it holds was checked.
    """
    return _statements(original) == _statements(document)


def _statements(file: bytes) -> object:
    credential = credential_in(file)
    if looks_like_jws(credential):
        return credential.strip()
    document = read_document(credential)
    return Claims(document).nquads
