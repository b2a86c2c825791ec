"""Signs the badges of a former key anew, while whoever asked for it watches or goes on."""

from uuid import UUID

from django.conf import settings
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from longleaf.actions.job import AWAY, QUEUE, JobAsked, Outcome, Progress, carry_out
from longleaf.actions.reissue import TASK, sign_badges_anew
from longleaf.domain.organization.actor import system
from longleaf.gateways.wiring import ports
from longleaf.records.queries.job import asker_of

ATTEMPTS = 5
SIGNING = "Badges are being signed anew, and their educators told. Each counts at once."


@app.task(
    name=TASK,
    queue=QUEUE,
    pass_context=True,
    retry=RetryStrategy(max_attempts=ATTEMPTS, wait=10, retry_exceptions=AWAY),
)
def sign_anew(context: JobContext, job: str) -> None:
    carry_out(
        by=system("sign_anew"),
        job=UUID(job),
        work=sign,
        on_fault="Not all badges were signed anew",
        may_retry=context.job.attempts < ATTEMPTS,
        clock=ports().clock,
    )


def sign(asked: JobAsked, progress: Progress) -> Outcome:
    """Signs as the person who asked, with the roles they hold by now."""
    clock = ports().clock
    progress.tell(0, SIGNING)
    done = sign_badges_anew(
        by=asker_of(asked.person, now=clock.now()),
        key=UUID(asked.arguments["key"]),
        tell=lambda count: progress.tell(min(count, asked.total), SIGNING),
        vault=ports().vault,
        base_url=settings.BASE_URL,
        clock=clock,
    )
    badges = "1 badge was" if done == 1 else f"{done:,} badges were"
    return Outcome(f"{badges} signed anew. Their educators were told to download them again.")
