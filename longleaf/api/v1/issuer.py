"""Operations on the registry of issuers: who recognizes whom, for what and since when."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile

from longleaf.actions import recognition as verbs
from longleaf.actions.registry import Origin, apply_registry
from longleaf.actions.registry import read_registry as read
from longleaf.api.v1.routing import ApiRequest, operation
from longleaf.credential.registry import Saying, Scope, ScopeKind
from longleaf.credential.registry_file import MOST_BYTES
from longleaf.domain.badge.recognition import Draft, IssuerFacts
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries import trust as queries
from longleaf.records.queries.other_registry import edition_page

router = Router(tags=["Issuers"])
PAGE = 100


class IssuerOut(Schema):
    """An issuer; `id` is null for an organization of this site of which nothing more is said."""

    id: UUID | None
    name: str
    identifiers: list[str]
    website: str
    location: str
    standing: str
    by: str
    scope: str
    since: date | None
    until: date | None


class IssuersOut(Schema):
    count: int
    page: int
    pages: int
    issuers: list[IssuerOut]


class IssuersWanted(Schema):
    """Which issuers: of a standing, with words in the name, or with a whole identifier."""

    standing: str = ""
    words: str = ""
    page: int = 1


class StatementOut(Schema):
    number: int
    kind: str
    state: str
    scope: str
    since: date
    until: date | None
    ended_on: date | None
    also_before: bool
    because: str
    citation: str
    citation_url: str
    owner: str
    about: int | None
    by: str
    said_at: datetime


class ListedOut(Schema):
    registry: str
    identifier: str
    name: str
    website: str
    location: str
    obtained_on: date


class IssuerPageOut(Schema):
    issuer: IssuerOut
    department: str
    statements: list[StatementOut]
    listed: list[ListedOut]


class LookUpOut(Schema):
    """What is on record under an identifier; `unknown` is an answer, and no fault."""

    issuer: UUID | None
    name: str
    standing: str
    by: str
    since: date | None
    listed: list[ListedOut]


class StatementIn(Schema):
    """Something said of an issuer.

    `scope_values`: addresses of achievements, achievement types, or frameworks, as `scope` says.
    `owner` (an organization here), or `owner_name` and `owner_identifier`: of a permission, whose
    achievement it is. `about`: the number of the statement that this one amends.
    """

    saying: Literal["recognized", "distrusted", "permitted"]
    since: date
    because: str
    until: date | None = None
    scope: Literal["everything", "achievements", "kinds", "framework"] = "everything"
    scope_values: list[str] = []
    also_before: bool = True
    citation: str = ""
    citation_url: str = ""
    owner: UUID | None = None
    owner_name: str = ""
    owner_identifier: str = ""
    about: int | None = None


class IssuerIn(Schema):
    """A new issuer, and the first thing said of it; `organization` is one of this site."""

    name: str
    identifiers: list[str] = []
    website: str = ""
    location: str = ""
    organization: UUID | None = None
    statement: StatementIn


class WithdrawalIn(Schema):
    since: date
    because: str
    citation: str = ""
    citation_url: str = ""


class IssuerMade(Schema):
    id: UUID


class StatementMade(Schema):
    number: int


class OriginIn(Schema):
    """Where a registry's file comes from; `apply` lists its good entries at once."""

    registry: str
    obtained_on: date
    address: str = ""
    apply: bool = False


class EntryProblem(Schema):
    row: int
    column: str
    reason: str
    fix: str


class EditionOut(Schema):
    id: UUID
    digest: str
    good: int
    listed: int
    problems: list[EntryProblem]


@operation(
    router,
    "GET",
    "/recognized-issuers",
    response=IssuersOut,
    summary="List the issuers on record, and the organizations that issue here",
)
def list_recognized_issuers(request: ApiRequest, wanted: Query[IssuersWanted]) -> dict[str, Any]:  # noqa: ARG001 - ninja's form
    found = queries.issuers_on_record(
        queries.IssuerFilter(wanted.standing, wanted.words),
        base_url=settings.BASE_URL,
        on=legal_day(ports().clock.now()),
    )
    page = max(1, wanted.page)
    return {
        "count": len(found),
        "page": page,
        "pages": -(-len(found) // PAGE),
        "issuers": found[(page - 1) * PAGE : page * PAGE],
    }


@operation(
    router,
    "GET",
    "/recognized-issuers/look-up",
    response=LookUpOut,
    summary="Who an issuer's identifier is, as far as anybody said",
)
def look_up_issuer(request: ApiRequest, identifier: str) -> queries.LookUp:  # noqa: ARG001 - ninja's form
    on = legal_day(ports().clock.now())
    return queries.look_up(identifier[:300], base_url=settings.BASE_URL, on=on)


@operation(
    router,
    "GET",
    "/recognized-issuers/{uuid:issuer}",
    response=IssuerPageOut,
    summary="An issuer, with all that was ever said of it",
)
def show_recognized_issuer(request: ApiRequest, issuer: UUID) -> dict[str, Any]:  # noqa: ARG001 - ninja's form
    on = legal_day(ports().clock.now())
    page = queries.issuer_page(issuer, base_url=settings.BASE_URL, on=on)
    return {
        "issuer": page.line,
        "department": page.department,
        "statements": page.statements,
        "listed": page.listed,
    }


@operation(
    router,
    "POST",
    "/recognized-issuers",
    response=IssuerMade,
    status=201,
    summary="Put an issuer on record, with the first statement of it",
)
def register_issuer(request: ApiRequest, body: IssuerIn) -> Status[IssuerMade]:
    now = ports().clock.now()
    made = verbs.register_issuer(
        by=request.actor,
        department=queries.department_of(request.actor),
        facts=IssuerFacts(body.name, tuple(body.identifiers), body.website, body.location),
        organization=body.organization,
        draft=draft_of(body.statement),
        owner=body.statement.owner,
        on=legal_day(now),
        now=now,
    )
    return Status(201, IssuerMade(id=made))


@operation(
    router,
    "POST",
    "/recognized-issuers/{uuid:issuer}/statements",
    response=StatementMade,
    status=201,
    summary="Recognize an issuer, allow it an achievement, or say it is not to be trusted",
)
def state_recognition(
    request: ApiRequest, issuer: UUID, body: StatementIn
) -> Status[StatementMade]:
    now = ports().clock.now()
    number = verbs.make_statement(
        by=request.actor,
        issuer=issuer,
        draft=draft_of(body),
        owner=body.owner,
        about=body.about,
        on=legal_day(now),
        now=now,
    )
    return Status(201, StatementMade(number=number))


@operation(
    router,
    "POST",
    "/recognized-issuers/{uuid:issuer}/statements/{number}/withdraw",
    response=StatementMade,
    status=201,
    summary="End a statement from a day on; it stays on record",
)
def withdraw_recognition(
    request: ApiRequest, issuer: UUID, number: int, body: WithdrawalIn
) -> Status[StatementMade]:
    made = verbs.withdraw_statement(
        by=request.actor,
        issuer=issuer,
        number=number,
        withdrawal=verbs.Withdrawal(**body.model_dump()),
        now=ports().clock.now(),
    )
    return Status(201, StatementMade(number=made))


@operation(
    router,
    "POST",
    "/registries",
    response=EditionOut,
    status=201,
    summary="Read a registry that others keep: a list of known DIDs (JSON), or a table (CSV)",
)
def import_registry(
    request: ApiRequest, origin: Form[OriginIn], file: File[UploadedFile]
) -> Status[dict[str, Any]]:
    now = ports().clock.now()
    edition = read(
        by=request.actor,
        department=queries.department_of(request.actor),
        origin=Origin(origin.registry, origin.obtained_on, origin.address),
        content=file.read(MOST_BYTES + 1),
        on=legal_day(now),
        now=now,
    )
    listed = 0
    if origin.apply:
        listed = apply_registry(by=request.actor, edition=edition, only_if_all_good=False, now=now)
    page = edition_page(edition, who=request.actor)
    found = {
        "id": edition,
        "digest": page.line.digest,
        "good": page.line.good,
        "listed": listed,
        "problems": page.problems,
    }
    return Status(201, found)


def draft_of(body: StatementIn) -> Draft:
    """What was sent, unchecked."""
    return Draft(
        saying=Saying(body.saying),
        since=body.since,
        until=body.until,
        because=body.because,
        scope=Scope(ScopeKind(body.scope), tuple(body.scope_values)),
        also_before=body.also_before,
        citation=body.citation,
        citation_url=body.citation_url,
        owner_is_here=body.owner is not None,
        owner_name=body.owner_name,
        owner_identifier=body.owner_identifier,
    )
