"""Makes the awards of a file in the background, batch by batch, and tells their educators."""

from uuid import UUID

from django.conf import settings
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from longleaf.actions.bulk_award import TASK
from longleaf.actions.bulk_award_batch import Awarding, VersionWithdrawnError, words_of
from longleaf.actions.bulk_award_telling import TELL_TASK, tell_awarded
from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.job import AWAY, QUEUE, JobAsked, JobFaultError, Outcome, Progress, carry_out
from longleaf.domain.organization.actor import system
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.gateways.wiring import ports
from longleaf.records.queries.job import asker_of

ATTEMPTS = 5
AWARDING = "Awards are being made. What is done counts at once."
NOT_ALLOWED = "You may no longer do this, so nothing more was awarded. {done}"
WITHDRAWN = "The micro-credential was withdrawn, so nothing more was awarded. {done}"
OUR_FAULT = (
    "Something went wrong on our side. What was awarded stays; the file’s page says how far it"
    " came. Approve it again to go on; if it stops again, tell whoever runs this site the number"
    " {job}."
)


@app.task(
    name=TASK,
    queue=QUEUE,
    pass_context=True,
    retry=RetryStrategy(max_attempts=ATTEMPTS, wait=10, retry_exceptions=AWAY),
)
def award(context: JobContext, job: str) -> None:
    carry_out(
        by=system("bulk_award"),
        job=UUID(job),
        work=make_awards,
        on_fault="Your file of awards has stopped",
        our_fault=OUR_FAULT,
        may_retry=context.job.attempts < ATTEMPTS,
        clock=ports().clock,
    )


def make_awards(asked: JobAsked, progress: Progress) -> Outcome:
    """Awards the rows that are left, as the person who approved them, with today's roles."""
    file = UUID(asked.arguments["file"])
    try:
        return _make_awards(asked, progress, file)
    except (NotPermittedError, NoSuchRecordError) as error:
        raise JobFaultError(NOT_ALLOWED.format(done=words_of(file))) from error
    except VersionWithdrawnError as error:
        raise JobFaultError(WITHDRAWN.format(done=words_of(file))) from error


def _make_awards(asked: JobAsked, progress: Progress, file: UUID) -> Outcome:
    clock = ports().clock
    by = asker_of(asked.person, now=clock.now())
    awarding = Awarding(by=by, file=file, vault=ports().vault, base_url=settings.BASE_URL)
    done = awarding.done()
    progress.tell(done, AWARDING)
    last, is_last = 0, False
    while not is_last:
        batch = awarding.next(after=last, now=clock.now())
        done += batch.rows
        last, is_last = batch.last, batch.is_last
        progress.tell(done, AWARDING)
    return Outcome(words_of(file))


@app.task(name=TELL_TASK, queue="mail")
def tell(file: str, first: int, last: int) -> None:
    tell_awarded(
        by=system("bulk_award"), file=UUID(file), first=first, last=last, now=ports().clock.now()
    )
