"""How long a piece of work takes."""

import statistics
import time
from collections.abc import Callable


def milliseconds(work: Callable[[], object], *, rounds: int = 15) -> float:
    """The median time of one call; the first, which warms things up, does not count."""
    work()
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def heading(text: str) -> None:
    print(f"\n{text}\n{'-' * len(text)}")
