"""`python -m tests.fuzz.policy COUNT [SEED]`: mutated policy files and facts files.

Harm is: an exception that is not a refusal with its problems, more than a second for one file, or
a half-load: rules or facts that load and then cannot be evaluated and explained to the end.
"""

import json
import multiprocessing
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from random import Random
from typing import Final

from longleaf.basis.problem import ProblemsError
from longleaf.policy.evaluate import evaluate
from longleaf.policy.explain import explanation_as_json
from longleaf.policy.facts import Facts
from longleaf.policy.facts_reading import parse_facts
from longleaf.policy.load import PolicyFiles, load_files, load_jurisdiction
from longleaf.policy.rules import Rules
from tests.fuzz.policy_seeds import FACTS, LOCAL, POLICY

SLOWEST: Final = 1.0  # seconds
ON: Final = date(2026, 6, 30)
_SHARE: Final = 2_500
_TOKENS: Final = [
    "", "null", "~", "true", "no", "0", "-1", "1/0", "2/3", "1e9", "9" * 60, ".5", "2026-02-30",
    "0000-00-00", "9999-12-31", "0001-01-01", "K-5", "&a x", "*a", "!!python/object:x", "{}", "[]",
    "- ", ": ", "# ", '"', "'", "|", ">-", "\t", "\u0000", "\ud7ff", "\u202e", "%YAML 9", "---",
    "unknown", "citation: law", "craft", "free", "mastery", "held", "first", "last", "law",
    "\U0001d7d7", "\u0661", "x" * 4000, "[" * 60, "{" * 60, "a: " * 60,
]  # fmt: skip


@dataclass
class Outcome:
    """What came of a run."""

    seen: Counter[str] = field(default_factory=Counter)
    harm: list[str] = field(default_factory=list)
    slowest: float = 0.0


@cache
def _state() -> Rules:
    return load_jurisdiction("north_carolina", demo=True)


@cache
def sample() -> Facts:
    """Facts that touch every rule of the policy that is mutated."""
    return parse_facts(FACTS.encode())


def mutated(rng: Random, original: bytes) -> bytes:
    """A file like this one, changed in one to four places."""
    data = original
    for _ in range(rng.choice((1, 1, 1, 1, 2, 4))):
        data = rng.choice((_bits, _cut, _lines, _lines, _words, _words, _words))(rng, data)
    return data


def _bits(rng: Random, data: bytes) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.randbytes(rng.randrange(1, 4)) + data[at + rng.randrange(3) :]


def _cut(rng: Random, data: bytes) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + data[at + rng.randrange(1, 60) :]


def _lines(rng: Random, data: bytes) -> bytes:
    """Lines left out, doubled, moved, or set further in or out."""
    lines = data.split(b"\n")
    at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    what = rng.randrange(5)
    if what == 0:
        del lines[at : at + rng.randrange(1, 4)]
    elif what == 1:
        lines.insert(at, lines[other])
    elif what == 2:
        lines[at], lines[other] = lines[other], lines[at]
    elif what == 3:
        lines[at] = b" " * rng.randrange(1, 5) + lines[at]
    else:
        lines[at] = lines[at].lstrip()
    return b"\n".join(lines)


def _words(rng: Random, data: bytes) -> bytes:
    """A word put in place of another: one that is trouble, or one from elsewhere in the file."""
    words = data.split(b" ")
    at = rng.randrange(len(words))
    token = rng.choice(_TOKENS).encode()
    words[at] = rng.choice((token, token, words[rng.randrange(len(words))]))
    return b" ".join(words)


def try_policy(rng: Random) -> str:
    """Load a policy of which one file is mutated, and decide by it if it loads."""
    state, local = POLICY.encode(), LOCAL.encode()
    if rng.random() < 0.3:
        local = mutated(rng, local)
    else:
        state = mutated(rng, state)
    rules = load_files(PolicyFiles({"policy.yaml": state}, {"locals/valley.yaml": local}), "toy")
    json.dumps(explanation_as_json(rules, evaluate(rules, sample(), ON)))
    return "policy loads"


def try_facts(rng: Random) -> str:
    """Read mutated facts, and decide on them if they can be read."""
    facts = parse_facts(mutated(rng, FACTS.encode()))
    rules = _state()
    json.dumps(explanation_as_json(rules, evaluate(rules, facts, ON)))
    return "facts are read"


def run(count: int, *, seed: int) -> Outcome:
    """Try so many files, policies and facts by turns."""
    outcome = Outcome()
    ways: tuple[Callable[[Random], str], ...] = (try_policy, try_facts)
    sample(), _state()
    for number in range(count):
        name = f"{seed}/{number}"
        began = time.thread_time()
        try:
            said = ways[number % 2](Random(name))  # noqa: S311 - chance that can be repeated
        except ProblemsError as error:
            said = "refused"
            if not error.problems or not all(one.reason for one in error.problems):
                outcome.harm.append(f"{name}: refused without a reason")
        except Exception as error:  # noqa: BLE001 - the harm that is looked for
            said = "harm"
            outcome.harm.append(f"{name}: {type(error).__name__}: {error}")
        took = time.thread_time() - began
        outcome.seen[said] += 1
        outcome.slowest = max(outcome.slowest, took)
        if took > SLOWEST:
            outcome.harm.append(f"{name}: {took:.1f} s")
    return outcome


def run_share(share: tuple[int, int]) -> Outcome:
    """The same for one process of several: how many, and from which seed on."""
    return run(share[0], seed=share[1])


def main(count: int, seed: int) -> int:
    """Try them in as many processes as there are cores, and print what came of it."""
    shares = [(min(_SHARE, count - done), seed + done) for done in range(0, count, _SHARE)]
    total = Outcome()
    with multiprocessing.get_context("spawn").Pool(os.cpu_count()) as pool:
        for share in pool.imap_unordered(run_share, shares):
            total.seen += share.seen
            total.harm += share.harm
            total.slowest = max(total.slowest, share.slowest)
            for one in share.harm:
                print(f"HARM {one}", flush=True)  # noqa: T201 - to be looked into at once
    for said, times in total.seen.most_common():
        print(f"{times:>9,}  {said}")  # noqa: T201 - the result
    tried = total.seen.total()
    print(  # noqa: T201 - the result
        f"{tried:,} files; slowest {total.slowest:.2f} s; {len(total.harm)} did harm"
    )
    return 1 if total.harm else 0


if __name__ == "__main__":
    arguments = [int(one) for one in sys.argv[1:]]
    sys.exit(main(arguments[0], arguments[1] if len(arguments) > 1 else 0))
