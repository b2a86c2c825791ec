"""What goes in and comes out of the operations on submissions."""

from datetime import date, datetime
from uuid import UUID

from ninja import Schema

from longleaf.api.v1.routing import ProblemOut


class SubmissionLineOut(Schema):
    id: UUID
    number: str
    microcredential: str
    title: str
    issuer: str
    state: str
    attempt: int
    begun_at: datetime
    changed_at: datetime
    due_on: date | None


class ResponseOut(Schema):
    part: str
    question: str
    prompt: str
    text: str
    words: int
    least_words: int
    most_words: int
    revision: int


class ArtifactOut(Schema):
    use: int
    id: UUID
    part: str
    request: str
    kind: str
    title: str
    form: str
    state: str
    refused_because: str
    criteria: list[str]
    explanation: str
    students: str
    consent: str


class AttemptOut(Schema):
    number: int
    state: str
    outcome: str
    submitted_at: datetime | None
    due_on: date | None
    decided_at: datetime | None


class SubmissionOut(Schema):
    id: UUID
    number: str
    microcredential: str
    version: int
    title: str
    state: str
    attempts: list[AttemptOut]
    open_criteria: list[str]
    students: str
    consent: str
    own_work: bool
    note: str
    responses: list[ResponseOut]
    artifacts: list[ArtifactOut]
    missing: list[ProblemOut]


class BeginIn(Schema):
    microcredential: str


class ResponseIn(Schema):
    """The whole answer, and the revision that it was written over (0 for the first)."""

    text: str
    revision: int


class SavedOut(Schema):
    revision: int


class ArtifactIn(Schema):
    """A text or a link; files have an operation of their own."""

    part: str
    request: str
    kind: str
    title: str
    text: str = ""
    url: str = ""
    students: str = "unsaid"
    consent: str = ""
    criteria: list[str] = []
    explanation: str = ""


class FileIn(Schema):
    """What is said of a file; criteria are keys separated by commas."""

    part: str
    request: str
    kind: str
    title: str
    students: str = "unsaid"
    consent: str = ""
    criteria: str = ""
    explanation: str = ""


class TagsIn(Schema):
    criteria: list[str]
    explanation: str | None = None


class SubmitIn(Schema):
    """What the educator declares of the whole."""

    students: str
    consent: str = ""
    own_work: bool
    note: str = ""
