"""Operations on files of awards that were decided outside."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile

from longleaf.actions import bulk_award as verbs
from longleaf.api.v1.routing import ApiRequest, operation
from longleaf.domain.organization.row_file import MOST_BYTES
from longleaf.gateways.wiring import ports
from longleaf.records.queries import bulk as queries

router = Router(tags=["Awards from files"])
PAGE = 100


class RowProblemOut(Schema):
    row: int
    column: str
    reason: str
    fix: str


class AwardFileOut(Schema):
    """A file of awards; `state` is read, approved, stopped, cancelled or done."""

    id: UUID
    title: str
    slug: str
    number: int
    assessor: str
    assessor_url: str
    state: str
    rows: int
    done: int
    awarded: int
    read_by: str
    read_at: datetime
    approved_by: str
    approved_at: datetime | None
    starts_at: datetime | None
    cancelled_at: datetime | None
    ended_at: datetime | None
    problems: list[RowProblemOut]


class AwardFileLineOut(Schema):
    id: UUID
    title: str
    assessor: str
    read_at: datetime
    rows: int
    awarded: int


class AwardFilesOut(Schema):
    count: int
    files: list[AwardFileLineOut]


class AwardFileIn(Schema):
    """Who decided, their web address, and on what grounds; `invites`: whoever has no account."""

    version: UUID
    assessor: str
    assessor_url: str
    basis: str
    invites: bool = False


class ApprovalIn(Schema):
    """Whether one bad row keeps out the others, and when to begin; null for at once."""

    only_if_all_good: bool = True
    starts_at: datetime | None = None


class BegunOut(Schema):
    job: UUID


class RowOutcomeOut(Schema):
    row: int
    email: str
    result: str
    earned_on: date | None
    reason: str
    award: str


class PageWanted(Schema):
    page: int = 1


@operation(
    router, "GET", "/award-files", response=AwardFilesOut, summary="Files of awards, newest first"
)
def list_award_files(request: ApiRequest, wanted: Query[PageWanted]) -> dict[str, Any]:
    found = queries.files_in_reach(request.actor)
    first = (max(1, wanted.page) - 1) * PAGE
    files = [
        {
            "id": one["id"],
            "title": one["version__title"],
            "assessor": one["assessor"],
            "read_at": one["read_at"],
            "rows": one["row_count"],
            "awarded": one["awarded"],
        }
        for one in found[first : first + PAGE]
    ]
    return {"count": found.count(), "files": files}


@operation(
    router,
    "POST",
    "/award-files",
    response=AwardFileOut,
    status=201,
    summary="Read a file of awards that were decided outside (CSV); a second person approves it",
)
def read_award_file(
    request: ApiRequest, said: Form[AwardFileIn], file: File[UploadedFile]
) -> Status[queries.FilePage]:
    made = verbs.read_award_file(
        by=request.actor,
        version=said.version,
        content=file.read(MOST_BYTES + 1),
        assessed=verbs.Assessed(said.assessor, said.assessor_url, said.basis),
        invites=said.invites,
        now=ports().clock.now(),
    )
    return Status(201, queries.file_page(request.actor, made))


@operation(
    router, "GET", "/award-files/{file}", response=AwardFileOut, summary="A file, and its problems"
)
def show_award_file(request: ApiRequest, file: UUID) -> queries.FilePage:
    return queries.file_page(request.actor, file)


@operation(
    router,
    "GET",
    "/award-files/{file}/rows",
    response=list[RowOutcomeOut],
    summary="What came of each row",
)
def list_award_file_rows(request: ApiRequest, file: UUID) -> list[dict[str, Any]]:
    names = ("row", "email", "result", "earned_on", "reason", "award")
    return [
        dict(zip(names, line, strict=True)) for line in queries.outcomes_of(request.actor, file)
    ]


@operation(
    router,
    "POST",
    "/award-files/{file}/approve",
    response=BegunOut,
    status=202,
    summary="Approve a file that somebody else brought, and have it awarded",
)
def approve_award_file(request: ApiRequest, file: UUID, body: ApprovalIn) -> Status[BegunOut]:
    job = verbs.approve_award_file(
        by=request.actor,
        file=file,
        only_if_all_good=body.only_if_all_good,
        starts_at=body.starts_at,
        now=ports().clock.now(),
    )
    return Status(202, BegunOut(job=job))


@operation(
    router,
    "POST",
    "/award-files/{file}/cancel",
    response=AwardFileOut,
    summary="Award nothing more; what was awarded stays",
)
def cancel_award_file(request: ApiRequest, file: UUID) -> queries.FilePage:
    verbs.cancel_award_file(by=request.actor, file=file, now=ports().clock.now())
    return queries.file_page(request.actor, file)
