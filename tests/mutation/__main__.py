"""`python -m tests.mutation COUNT [SEED]`: a random sample of the mutants, and how many survive.

COUNT 0 tries all of them. The sample is drawn with the seed, so that it can be drawn again.
"""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from random import Random
from time import monotonic
from typing import Final

from tests.mutation.mutants import Mutant, modules, mutants_of

LEAST: Final = 90  # per cent
_LONGEST: Final = 300  # seconds: what runs longer runs for ever, and is noticed


def main(count: int, seed: int) -> int:
    every = [one for module in modules() for one in mutants_of(module)]
    sample = every if count == 0 else Random(seed).sample(every, min(count, len(every)))  # noqa: S311 - chance that can be repeated
    if _is_killed(Mutant(modules()[0], -1, 0, "nothing")):
        print("The tests fail as it is; mend that first.")  # noqa: T201 - the result
        return 2
    began, survived = monotonic(), []
    with ThreadPoolExecutor(cpu_count()) as pool:
        for one, killed in zip(sample, pool.map(_is_killed, sample), strict=True):
            if not killed:
                survived.append(one)
                print(f"survived {one.module}:{one.line} {one.says} (#{one.number})", flush=True)  # noqa: T201 - to be looked into
    killed_share = 100 * (len(sample) - len(survived)) / len(sample)
    print(  # noqa: T201 - the result
        f"{len(sample)} of {len(every)} mutants tried (seed {seed}), "
        f"{len(survived)} survived: {killed_share:.1f} % killed, in {monotonic() - began:.0f} s"
    )
    return 0 if killed_share >= LEAST else 1


def _is_killed(one: Mutant) -> bool:
    command = [sys.executable, "-m", "tests.mutation.one", one.module, str(one.number)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_LONGEST, check=False)  # noqa: S603 - our own program
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


if __name__ == "__main__":
    arguments = [int(one) for one in sys.argv[1:]]
    sys.exit(main(arguments[0], arguments[1] if len(arguments) > 1 else 0))
