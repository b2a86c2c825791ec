"""Computes what a draft of the rules would change, while whoever asked does something else."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from longleaf.actions.job import AWAY, QUEUE, JobAsked, JobFaultError, Outcome, Progress, carry_out
from longleaf.actions.policy_draft import TASK, keep_simulation
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import system
from longleaf.domain.renewal.case_change import case_changes
from longleaf.gateways.wiring import ports
from longleaf.policy.cases import read_cases
from longleaf.policy.columnar.frames import Frames
from longleaf.policy.pack import find_jurisdiction
from longleaf.policy.simulate import simulate as simulate_rules
from longleaf.policy.simulate import simulation_as_json
from longleaf.records.facts.policy import rules_from_text, rules_kept
from longleaf.records.facts.population import BATCH, Population
from longleaf.records.queries.job import asker_of
from longleaf.records.queries.policy_draft import source_of

ATTEMPTS = 3
COUNTING = "Standing is computed under both."
CASES = "The worked cases are run under both."


@app.task(
    name=TASK,
    queue=QUEUE,
    pass_context=True,
    retry=RetryStrategy(max_attempts=ATTEMPTS, wait=10, retry_exceptions=AWAY),
)
def simulate(context: JobContext, job: str) -> None:
    carry_out(
        by=system("policy_draft"),
        job=UUID(job),
        work=compute,
        on_fault="What your draft would change was not computed",
        may_retry=context.job.attempts < ATTEMPTS,
        clock=ports().clock,
    )


def compute(asked: JobAsked, progress: Progress) -> Outcome:
    """Computes as the person who asked, with the roles they hold by now."""
    by = asker_of(asked.person, now=ports().clock.now())
    on = date.fromisoformat(asked.arguments["on"])
    source = source_of(by, UUID(asked.arguments["version"]))
    baseline = rules_kept(source.baseline)
    try:
        draft = rules_from_text(source.files)
        progress.tell(0, CASES)
        cases = read_cases(find_jurisdiction(source.jurisdiction) / "policy", baseline)
        changes = case_changes(baseline, draft, cases)
    except ProblemsError as error:
        message = f"The rules could not be read: {error.problems[0]}"
        raise JobFaultError(message) from error
    population = Population(source.jurisdiction, on)

    def told() -> Iterator[Frames]:
        for at, frames in enumerate(population.frames()):
            progress.tell(at * BATCH, COUNTING)
            yield frames

    found = simulate_rules(
        population.told_apart(baseline), population.told_apart(draft), told(), on
    )
    names = dict(population.names(baseline))
    keep_simulation(
        by=by,
        version=UUID(asked.arguments["version"]),
        on=on,
        figures={**simulation_as_json(found), "names": names, "cases": len(cases)},
        cases=changes,
        now=ports().clock.now(),
    )
    return Outcome("It is computed: see who would stand where, and which worked cases change.")
