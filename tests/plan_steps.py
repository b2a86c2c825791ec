"""Many random acts on plans: `python -m tests.plan_steps STEPS`, 100,000 unless told otherwise."""

import sys
from time import perf_counter

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.domain.plan.test_life_of_plans import Plans


class Counted(Plans):
    """Counts what was tried, and how far the stories came."""

    steps = 0
    stories = 0
    in_force = 0

    def teardown(self) -> None:
        Counted.steps += self.taken
        Counted.stories += 1
        Counted.in_force += any(life.forces for life in self.lives)
        super().teardown()


def main(wanted: int) -> None:
    began = perf_counter()
    while Counted.steps < wanted:
        run_state_machine_as_test(
            Counted,
            settings=settings(
                max_examples=200,
                stateful_step_count=100,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    took = perf_counter() - began
    sys.stdout.write(
        f"{Counted.steps:,} acts in {Counted.stories:,} stories, {Counted.in_force:,} of them with"
        f" a plan in force: nothing found in {took:.0f} s\n"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
