"""Progress, as those who watch see it."""

from uuid import UUID

from django.db import connection, transaction

from longleaf.actions.job import JobAsked, Outcome, Progress
from tests.actions.test_job import Later, begin, do
from tests.people import make_cast


def test_a_watcher_sees_how_far_it_is_while_nothing_is_committed(cleared: None) -> None:
    cast = make_cast()
    run = begin(cast)
    seen: list[tuple[object, ...]] = []

    def work(asked: JobAsked, progress: Progress) -> Outcome:
        with transaction.atomic():
            cast.chloe.name = "Half Done"
            cast.chloe.save()
            progress.tell(4, "Rows are being kept.")
            seen.append(as_others_see(run, cast.chloe.pk))
        return Outcome("Done.")

    do(run, work)
    assert seen == [("running", 4, "Rows are being kept.", Later().now(), "Chloe Baptiste")]


def as_others_see(run: UUID, person: UUID) -> tuple[object, ...]:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT j.state, j.done, j.message, j.beat_at, p.name"
                " FROM records_jobrun j JOIN records_person p ON p.id = %s WHERE j.id = %s",
                [person, run],
            )
            return tuple(cursor.fetchone())
    finally:
        other.close()
