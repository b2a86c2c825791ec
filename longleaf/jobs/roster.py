"""Keeps the people of a long roster, while whoever imports it watches or does something else."""

from uuid import UUID

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from longleaf.actions.errors import AlreadyDoneError
from longleaf.actions.job import AWAY, QUEUE, JobAsked, JobFaultError, Outcome, Progress, carry_out
from longleaf.actions.roster import TASK, apply_roster, kept_words
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import system
from longleaf.gateways.clock import day_in
from longleaf.gateways.wiring import ports
from longleaf.records.queries.job import asker_of
from longleaf.records.queries.staffing import roster_preview

ATTEMPTS = 5
LOOKING = "Each row is looked at once more."
WRITING = "Rows are being written down. All of them count at once, when the last is done."


@app.task(
    name=TASK,
    queue=QUEUE,
    pass_context=True,
    retry=RetryStrategy(max_attempts=ATTEMPTS, wait=10, retry_exceptions=AWAY),
)
def apply(context: JobContext, job: str) -> None:
    carry_out(
        by=system("roster"),
        job=UUID(job),
        work=keep,
        on_fault="Your roster was not kept",
        may_retry=context.job.attempts < ATTEMPTS,
        clock=ports().clock,
    )


def keep(asked: JobAsked, progress: Progress) -> Outcome:
    """Applies the roster as the person who asked, with the roles they hold by now."""
    now = ports().clock.now()
    by = asker_of(asked.person, now=now)
    roster = UUID(asked.arguments["roster"])
    progress.tell(0, LOOKING)
    try:
        result = apply_roster(
            by=by,
            roster=roster,
            only_if_all_good=asked.arguments["only_if_all_good"],
            tell=lambda written: progress.tell(written, WRITING),
            notify_after=True,
            on=day_in(by.time_zone, now),
            now=now,
        )
    except AlreadyDoneError:  # by a worker that was killed before it could say so
        result = roster_preview(by, roster).result
    except ProblemsError as error:
        count = len(error.problems)
        bad = "1 row is" if count == 1 else f"{count:,} rows are"
        words = f"{bad} not good, so nothing was kept. The roster’s page names each."
        raise JobFaultError(words) from error
    return Outcome(kept_words(result))
