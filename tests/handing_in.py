"""Amina on her way to a micro-credential, for tests of what she hands in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from longleaf.actions.evidence.artifact import Description, add_text_artifact
from longleaf.actions.evidence.begin import begin_submission
from longleaf.actions.evidence.check_file import check_artifact
from longleaf.actions.evidence.file import add_file_artifact
from longleaf.actions.evidence.submit import submit_evidence
from longleaf.actions.evidence.write import declare, save_response
from longleaf.domain.organization.actor import Actor, system
from longleaf.gateways.file_store import DiskStore
from longleaf.gateways.media import ContentExaminer
from longleaf.records.models import audit
from longleaf.records.models import evidence as rows
from longleaf.records.models import microcredential as definitions
from tests.people import NOW, Cast
from tests.stories import a_published_microcredential

LATER = NOW + timedelta(hours=1)
ANSWER = " ".join(["We waited and then three hands went up."] * 3)
DESCRIPTION = Description(
    kind="audio", title="Lesson on fractions", students="none", criteria=("pause",)
)


@dataclass
class Story:
    """One submission of Amina's."""

    cast: Cast
    version: definitions.Version
    submission: UUID
    files: DiskStore

    @property
    def amina(self) -> Actor:
        return self.cast.acting(self.cast.amina)

    @property
    def row(self) -> rows.Submission:
        return rows.Submission.objects.get(pk=self.submission)

    @property
    def attempt(self) -> rows.Attempt:
        return self.row.attempts.latest("number")

    def write(self, text: str = ANSWER, *, revision: int = 0, question: str = "class") -> int:
        return save_response(
            by=self.amina,
            submission=self.submission,
            part="context",
            question=question,
            text=text,
            revision=revision,
            now=LATER,
        ).revision

    def add_text(self, description: Description = DESCRIPTION, text: str = "I asked.") -> int:
        return add_text_artifact(
            by=self.amina,
            submission=self.submission,
            part="artifacts",
            request="recording",
            description=description,
            text=text,
            now=LATER,
        )

    def add_file(
        self, content: bytes, name: str, description: Description = DESCRIPTION
    ) -> rows.Artifact:
        artifact = add_file_artifact(
            by=self.amina,
            submission=self.submission,
            part="artifacts",
            request="recording",
            description=description,
            name=name,
            length=len(content),
            chunks=[content],
            files=self.files,
            now=LATER,
        )
        check_artifact(
            by=system("evidence"),
            artifact=artifact,
            files=self.files,
            examiner=ContentExaminer(),
            now=LATER,
        )
        return rows.Artifact.objects.get(pk=artifact)

    def declare(self, students: str = "none", consent: str = "") -> None:
        declare(
            by=self.amina,
            submission=self.submission,
            students=students,
            consent=consent,
            own_work=True,
            now=LATER,
        )

    def complete(self) -> None:
        self.write()
        self.add_text()
        self.declare()

    def submit(self) -> None:
        submit_evidence(by=self.amina, submission=self.submission, now=LATER)


def begin(cast: Cast, files: DiskStore) -> Story:
    version = a_published_microcredential(cast)
    actor = cast.acting(cast.amina)
    pk = begin_submission(by=actor, microcredential="wait-time", now=NOW)
    return Story(cast, version, pk, files)


@pytest.fixture
def files(tmp_path: Path) -> DiskStore:
    return DiskStore(tmp_path / "files")


@pytest.fixture
def story(cast: Cast, files: DiskStore) -> Story:
    return begin(cast, files)


def events(verb: str) -> int:
    return audit.AuditEvent.objects.filter(verb=verb).count()


@contextmanager
def one_event(verb: str) -> Iterator[None]:
    before = events(verb)
    yield
    assert events(verb) == before + 1
