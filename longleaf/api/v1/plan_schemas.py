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


class PlanCheckOut(Schema):
    element: str
    where: str
    reason: str
    fix: str
    why: str
    citation: str
    is_needed: bool


class PlanSectionOut(Schema):
    """A section; its revision goes back with the next save."""

    key: str
    revision: int
    data: dict[str, Any]


class PlanVersionOut(Schema):
    number: int
    content_hash: str
    note: str
    submitted_at: datetime
    stage: str
    completed_on: date | None
    first_on: date | None
    last_on: date | None


class PlanRemarkOut(Schema):
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
    sections: list[PlanSectionOut]
    checks: list[PlanCheckOut]
    versions: list[PlanVersionOut]
    remarks: list[PlanRemarkOut]


class PlanPublishedOut(Schema):
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


class PlanReviewLineOut(Schema):
    id: UUID
    title: str
    organization: str
    version: int
    stage: str
    due_on: date | None
    reviewers: list[str]
    open_questions: int


class PlanMarkOut(Schema):
    element: str
    mark: str
    note: str
    by: str
    version: int


class PlanReviewOut(Schema):
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
    marks: list[PlanMarkOut]
    remarks: list[PlanRemarkOut]
    checks: list[PlanCheckOut]
    sections: dict[str, Any]


class PlanDecisionOut(Schema):
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


class PlanMemberOut(Schema):
    person: UUID
    name: str
    first_on: date
    last_on: date | None
    needs_consent: bool
    consented_on: date | None


class PlanPreviewPersonOut(Schema):
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


class PlanPreviewOut(Schema):
    on: date
    joins: int
    stays: int
    leaves: int
    clashes: int
    people: list[PlanPreviewPersonOut]


class PlanBeginIn(Schema):
    organization: UUID
    kind: str
    title: str
    source: UUID | None = None


class PlanSaveSectionIn(Schema):
    """Some fields by their path, or the whole section."""

    revision: int
    changes: dict[str, str | list[str]] = {}
    data: dict[str, Any] | None = None


class PlanSubmitIn(Schema):
    """The latest version known, and the digest of the text that was read."""

    based_on: int | None = None
    digest: str = ""
    note: str = ""


class PlanTextIn(Schema):
    text: str


class PlanRemarkIn(Schema):
    element: str
    text: str
    due_on: date | None = None


class PlanAssignIn(Schema):
    persons: list[UUID]
    due_on: date | None = None


class PlanMarkIn(Schema):
    element: str
    mark: str
    note: str = ""


class PlanCompleteIn(Schema):
    version: int
    conditions: str = ""
    statement: str = ""


class PlanStartIn(Schema):
    version: int
    first: date
    last: date | None = None


class PlanEndIn(Schema):
    last: date
    because: str


class PlanCoverIn(Schema):
    person: UUID
    first: date
    last: date | None = None


class PlanReleaseIn(Schema):
    person: UUID
    last: date
