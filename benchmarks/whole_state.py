"""The renewal engine, for a whole state over columns.

`python -m benchmarks.whole_state --nation` streams 3.8 million educators with 46 million entries;
it takes minutes and some 2 GB of disk, so `make bench` leaves it out.
"""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks.measure import heading
from longleaf.policy.columnar.folder import FactsFolder, write_part
from longleaf.policy.columnar.frames import EDUCATOR
from longleaf.policy.columnar.rows import facts_from
from longleaf.policy.columnar.standing import standings
from longleaf.policy.columnar.synthetic import Plan, state
from longleaf.policy.evaluate import evaluate
from longleaf.policy.load import load_jurisdiction
from longleaf.policy.rules import Rules
from longleaf.policy.simulate import simulate

ON = date(2026, 6, 30)
STATE = 120_000
CURVE = (10_000, 100_000, 1_000_000)
NATION = 3_800_000
NATION_ENTRIES = Plan(activities=9, awards=3)
SAMPLE = 300
ROUNDS = 3
SEED = 20261123


def rules() -> Rules:
    return load_jurisdiction("north_carolina")


def write(folder: Path, educators: int, plan: Plan | None = None) -> Path:
    boards = [name for name in rules().locals if name != "self_paced_limit"]
    batches = state(educators, seed=SEED, boards=boards, plan=plan)
    for number, frames in enumerate(batches):
        write_part(folder / f"{number:05}", frames)
    return folder


def stream(folder: Path) -> dict[str, float]:
    """Everybody's standing, batch by batch; nothing is kept but the counts."""
    own = rules()
    began = time.perf_counter()
    educators = entries = one_by_one = 0
    for frames in FactsFolder(folder):
        found = standings(own, frames, ON)
        found.categories()
        educators += frames.licenses.height
        entries += frames.activities.height + frames.awards.height + frames.recognized.height
        one_by_one += found.educators.filter("one_by_one").height
    return {
        "educators": educators,
        "entries": entries,
        "one_by_one": one_by_one,
        "seconds": time.perf_counter() - began,
        "peak_mb": peak_mb(),
    }


def peak_mb() -> float:
    """The most memory this process has held; what its parent held before it does not count."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = next(one for one in status.read_text().splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def in_a_process_of_its_own(folder: Path) -> dict[str, float]:
    """So that the peak of memory is that of this folder alone."""
    command = [sys.executable, "-m", "benchmarks.whole_state", "--stream", str(folder)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own module
    found: dict[str, float] = json.loads(ran.stdout)
    return found


def show(found: dict[str, float]) -> None:
    print(
        f"{found['educators']:>9,.0f} educators {found['entries']:>11,.0f} entries"
        f"{found['seconds']:8.2f} s {found['peak_mb']:7,.0f} MB"
        f"{found['entries'] / found['seconds']:>12,.0f} entries/s"
        f"   {found['one_by_one']:,.0f} one by one"
    )


def run() -> None:
    heading("Renewal rules, a whole state over columns (standing and categories, from Parquet)")
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        whole = write(home / "state", STATE)
        show(in_a_process_of_its_own(whole))
        against_the_definition(whole)
        what_if(whole)
        print("the curve:")
        for educators in CURVE:
            show(in_a_process_of_its_own(write(home / str(educators), educators)))


def against_the_definition(folder: Path) -> None:
    """The same answers as `evaluate` in a loop, and how many times as fast, turn by turn."""
    own = rules()
    first = next(iter(FactsFolder(folder)))
    keys = first.licenses[EDUCATOR].sample(SAMPLE, seed=SEED).to_list()
    people = facts_from(first, keys)
    loops, columns = [], []
    found = standings(own, first, ON)
    for _ in range(ROUNDS):
        columns.append(stream(folder)["seconds"] / STATE)
        began = time.perf_counter()
        evaluated = {key: evaluate(own, facts, ON) for key, facts in people.items()}
        loops.append((time.perf_counter() - began) / SAMPLE)
    outcomes = dict(found.educators.select(EDUCATOR, "outcome").iter_rows())
    assert all(outcomes[key] == one.outcome.value for key, one in evaluated.items())
    ratio = statistics.median(loops) / statistics.median(columns)
    print(
        f"evaluate {statistics.median(loops) * 1e6:8,.0f} µs each, columns "
        f"{statistics.median(columns) * 1e6:5.1f} µs each, reading included: {ratio:,.0f} times"
        f" as fast, equal answers for {SAMPLE}"
    )


def what_if(folder: Path) -> None:
    own = rules()
    began = time.perf_counter()
    simulate(own, own, FactsFolder(folder), ON)
    print(f"simulate a draft for {STATE:,} educators {time.perf_counter() - began:8.2f} s")


def nation() -> None:
    heading("Renewal rules, the United States over columns")
    with tempfile.TemporaryDirectory() as name:
        show(in_a_process_of_its_own(write(Path(name), NATION, NATION_ENTRIES)))


if __name__ == "__main__":
    if "--stream" in sys.argv:
        print(json.dumps(stream(Path(sys.argv[-1]))))
    elif "--nation" in sys.argv:
        nation()
    else:
        run()
