"""What goes in and out of the operations on plans."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema


class PlanLineOut(Schema):
    id: UUID
    title: str
    kind: str
    organization: str
    state: str
    version: int
    first_on: date | None
    last_on: date | None
    open_questions: int
    due_on: date | None


class CheckOut(Schema):
    element: str
    where: str
    reason: str
    fix: str
    why: str
    citation: str
    is_needed: bool


class SectionOut(Schema):
    """A section; its revision goes back with the next save."""

    key: str
    revision: int
    data: dict[str, Any]


class VersionOut(Schema):
    number: int
    content_hash: str
    note: str
    submitted_at: datetime
    stage: str
    completed_on: date | None
    first_on: date | None
    last_on: date | None


class RemarkOut(Schema):
    id: UUID
    element: str
    kind: str
    text: str
    by: str
    at: datetime
    due_on: date | None
    is_open: bool
    answer: str


class PlanOut(Schema):
    """A plan as its writers see it."""

    id: UUID
    title: str
    kind: str
    state: str
    digest: str
    review: UUID | None
    due_on: date | None
    sections: list[SectionOut]
    checks: list[CheckOut]
    versions: list[VersionOut]
    remarks: list[RemarkOut]


class PublishedOut(Schema):
    """A plan that everyone may read; the version is what another plan begins from."""

    id: UUID
    version: UUID
    number: int
    title: str
    kind: str
    organization: str
    is_template: bool
    first_on: date | None
    last_on: date | None
    content_hash: str
    sections: dict[str, Any]


class ReviewLineOut(Schema):
    id: UUID
    title: str
    organization: str
    version: int
    stage: str
    due_on: date | None
    reviewers: list[str]
    open_questions: int


class MarkOut(Schema):
    element: str
    mark: str
    note: str
    by: str
    version: int


class ReviewOut(Schema):
    """A review as the Department works on it."""

    id: UUID
    plan: UUID
    title: str
    organization: str
    version: int
    content_hash: str
    stage: str
    due_on: date | None
    reviewers: list[str]
    marks: list[MarkOut]
    remarks: list[RemarkOut]
    checks: list[CheckOut]
    sections: dict[str, Any]


class DecisionOut(Schema):
    review: UUID
    title: str
    version: int
    content_hash: str
    is_approval: bool
    conditions: str
    statement: str
    signer: str
    completed_at: datetime
    decision_hash: str


class MemberOut(Schema):
    person: UUID
    name: str
    first_on: date
    last_on: date | None
    needs_consent: bool
    consented_on: date | None


class PreviewPersonOut(Schema):
    person: UUID
    name: str
    act: str
    clash: bool
    is_mid_cycle: bool
    changes: bool
    before: str
    after: str
    missing_before: str
    missing_after: str


class PreviewOut(Schema):
    on: date
    joins: int
    stays: int
    leaves: int
    clashes: int
    people: list[PreviewPersonOut]


class BeginIn(Schema):
    organization: UUID
    kind: str
    title: str
    source: UUID | None = None


class SaveSectionIn(Schema):
    """Some fields by their path, or the whole section."""

    revision: int
    changes: dict[str, str | list[str]] = {}
    data: dict[str, Any] | None = None


class SubmitIn(Schema):
    """The latest version known, and the digest of the text that was read."""

    based_on: int | None = None
    digest: str = ""
    note: str = ""


class TextIn(Schema):
    text: str


class RemarkIn(Schema):
    element: str
    text: str
    due_on: date | None = None


class AssignIn(Schema):
    persons: list[UUID]
    due_on: date | None = None


class MarkIn(Schema):
    element: str
    mark: str
    note: str = ""


class CompleteIn(Schema):
    version: int
    conditions: str = ""
    statement: str = ""


class StartIn(Schema):
    version: int
    first: date
    last: date | None = None


class EndIn(Schema):
    last: date
    because: str


class CoverIn(Schema):
    person: UUID
    first: date
    last: date | None = None


class ReleaseIn(Schema):
    person: UUID
    last: date
