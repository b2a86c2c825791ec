"""`python -m tests.fuzz COUNT [SEED]`: so many mutated documents, in as many processes as cores."""

import multiprocessing
import os
import sys
from collections import Counter

from tests.fuzz.run import MOST_MEMORY, run_share

_SHARE = 5_000


def main(count: int, seed: int) -> int:
    shares = [(min(_SHARE, count - done), seed + done) for done in range(0, count, _SHARE)]
    seen: Counter[str] = Counter()
    harm: list[str] = []
    slowest, memory, tried = 0.0, 0, 0
    with multiprocessing.get_context("spawn").Pool(os.cpu_count()) as pool:
        for share in pool.imap_unordered(run_share, shares):
            seen += share.seen
            harm += share.harm
            slowest, memory = max(slowest, share.slowest), max(memory, share.memory)
            tried += share.seen.total()
            for one in share.harm:
                print(f"HARM {one}", flush=True)  # noqa: T201  # to be looked into at once
            if tried % 50_000 < _SHARE:
                print(f"{tried:,} tried, {len(harm)} did harm", flush=True)  # noqa: T201  # progress
    for said, times in seen.most_common():
        print(f"{times:>9,}  {said}")  # noqa: T201  # the result
    print(  # noqa: T201  # the result
        f"{tried:,} documents; slowest {slowest:.2f} s; most memory {memory / 2**20:.0f} MB;"
        f" {len(harm)} did harm"
    )
    return 1 if harm or memory > MOST_MEMORY else 0


if __name__ == "__main__":
    arguments = [int(one) for one in sys.argv[1:]]
    sys.exit(main(arguments[0], arguments[1] if len(arguments) > 1 else 0))
