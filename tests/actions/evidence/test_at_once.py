"""Two clicks at the very same moment, on two connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from longleaf.actions.errors import AlreadyDoneError
from longleaf.actions.evidence.begin import begin_submission
from longleaf.gateways.file_store import DiskStore
from longleaf.records.models import audit
from longleaf.records.models import evidence as rows
from longleaf.records.models import review as reviews
from tests.handing_in import Story, begin
from tests.people import NOW, make_cast
from tests.stories import a_published_microcredential

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(act: Callable[[], object]) -> list[str]:
    """What became of an act that four threads try together."""

    def attempt(_: int) -> str:
        try:
            act()
        except AlreadyDoneError:
            return "already done"
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        return sorted(threads.map(attempt, range(4)))


def test_a_submission_is_begun_once() -> None:
    cast = make_cast()
    a_published_microcredential(cast)
    amina = cast.acting(cast.amina)
    at_once(lambda: begin_submission(by=amina, microcredential="wait-time", now=NOW))
    assert rows.Submission.objects.count() == rows.Attempt.objects.count() == 1


def test_evidence_is_submitted_once(tmp_path: Path) -> None:
    story: Story = begin(make_cast(), DiskStore(tmp_path))
    story.complete()
    assert at_once(story.submit) == ["already done"] * 3 + ["done"]
    assert reviews.Review.objects.count() == 2
    assert audit.AuditEvent.objects.filter(verb="submission.submitted").count() == 1
