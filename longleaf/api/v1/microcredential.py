"""Micro-credentials: found by everyone, written and published by authors."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from ninja import Query, Router, Schema, Status

from longleaf.actions import microcredential as verbs
from longleaf.api.v1.routing import ApiRequest, operation
from longleaf.domain.microcredential.definition import check_definition, definition_as_data
from longleaf.gateways.wiring import ports
from longleaf.records.queries import authoring
from longleaf.records.queries import microcredential as reads

router = Router(tags=["micro-credentials"])


class CatalogQuery(Schema):
    """What to look for; every filter is optional."""

    q: str = ""
    license_kind: str = ""
    grade_span: str = ""
    category: str = ""
    framework: str = ""
    element: str = ""
    issuer: str = ""
    sort: str = ""


class MicrocredentialLine(Schema):
    slug: str
    version: int
    title: str
    summary: str
    issuer: str
    license_kinds: list[str]
    grade_spans: list[str]
    renewal_categories: list[str]
    effort_hours: str
    page: str


class IssuerOut(Schema):
    slug: str
    name: str
    review_days: int
    is_demo: bool


class MicrocredentialOut(Schema):
    """A published version, with all that is asked and how it is judged."""

    slug: str
    version: int
    state: str
    issuer: IssuerOut
    published_at: datetime | None
    content_hash: str
    definition: dict[str, Any]
    page: str
    image: str


class VersionLine(Schema):
    id: UUID
    slug: str
    number: int
    title: str
    state: str
    issuer: str
    changed_at: datetime


class CheckOut(Schema):
    where: str
    reason: str
    fix: str


class VersionOut(Schema):
    """A version as its writers see it; `revision` goes back with the next save."""

    id: UUID
    slug: str
    number: int
    state: str
    revision: int
    definition: dict[str, Any]
    to_do: list[CheckOut]


class DraftIn(Schema):
    """A new micro-credential; the definition may be partial, or left out."""

    title: str
    issuer: UUID
    definition: dict[str, Any] | None = None


class SaveIn(Schema):
    """A save of some fields by their path, or of the whole definition."""

    revision: int
    changes: dict[str, str | list[str]] = {}
    definition: dict[str, Any] | None = None


class PublishIn(Schema):
    """The revision that was read; another is not published."""

    revision: int


@operation(
    router,
    "GET",
    "/microcredentials",
    response=list[MicrocredentialLine],
    summary="Find published micro-credentials",
)
def list_microcredentials(
    request: ApiRequest,  # noqa: ARG001 - ninja's signature
    query: Query[CatalogQuery],
) -> Any:
    given = query.dict()
    found = reads.catalog(reads.Filters(words=given.pop("q"), **given))
    return [
        MicrocredentialLine(
            slug=one.slug,
            version=one.number,
            title=one.title,
            summary=one.summary,
            issuer=one.issuer_slug,
            license_kinds=list(one.license_kinds),
            grade_spans=list(one.grade_spans),
            renewal_categories=list(one.categories),
            effort_hours=one.effort_hours,
            page=_at("microcredential", one.slug),
        )
        for one in found.entries
    ]


@operation(
    router,
    "GET",
    "/microcredentials/{slug}",
    response=MicrocredentialOut,
    summary="Read a micro-credential with its full rubric",
)
def show_microcredential(request: ApiRequest, slug: str, version: int | None = None) -> Any:
    shown = reads.shown_version(slug, version, by=request.actor)
    return MicrocredentialOut(
        slug=shown.slug,
        version=shown.number,
        state=shown.state,
        issuer=IssuerOut(
            slug=shown.issuer.slug,
            name=shown.issuer.name,
            review_days=shown.issuer.review_days,
            is_demo=shown.issuer.is_demo,
        ),
        published_at=shown.published_at,
        content_hash=shown.content_hash,
        definition=definition_as_data(shown.definition),
        page=_at("microcredential_version", shown.slug, shown.number),
        image=_at("microcredential_image", shown.slug, shown.number, "svg"),
    )


@operation(
    router, "GET", "/versions", response=list[VersionLine], summary="List the versions you write"
)
def list_versions(request: ApiRequest, state: str = "", q: str = "") -> Any:
    return [
        VersionLine(
            id=one.id,
            slug=one.slug,
            number=one.number,
            title=one.title,
            state=one.state,
            issuer=one.issuer,
            changed_at=one.changed_at,
        )
        for one in authoring.written_versions(request.actor, state=state, words=q)
    ]


@operation(
    router,
    "POST",
    "/microcredentials",
    response=VersionOut,
    status=201,
    summary="Begin a micro-credential with its first draft",
)
def draft_microcredential(request: ApiRequest, body: DraftIn) -> Any:
    version = verbs.draft_microcredential(
        by=request.actor,
        issuer=body.issuer,
        title=body.title,
        definition=body.definition,
        now=ports().clock.now(),
    )
    return Status(201, _version(request, version))


@operation(
    router,
    "PATCH",
    "/versions/{version}",
    response=VersionOut,
    summary="Save fields of a draft, or the whole of it",
)
def save_draft(request: ApiRequest, version: UUID, body: SaveIn) -> Any:
    verbs.save_draft(
        by=request.actor,
        version=version,
        revision=body.revision,
        changes={
            path: [given] if isinstance(given, str) else given
            for path, given in body.changes.items()
        },
        definition=body.definition,
        now=ports().clock.now(),
    )
    return _version(request, version)


@operation(
    router,
    "POST",
    "/versions/{version}/propose",
    response=VersionOut,
    summary="Ask a second person to read and publish a draft",
)
def propose_version(request: ApiRequest, version: UUID) -> Any:
    verbs.propose_version(by=request.actor, version=version, now=ports().clock.now())
    return _version(request, version)


@operation(
    router,
    "POST",
    "/versions/{version}/publish",
    response=VersionOut,
    summary="Publish a version that someone else wrote",
)
def publish_version(request: ApiRequest, version: UUID, body: PublishIn) -> Any:
    verbs.publish_version(
        by=request.actor, version=version, revision=body.revision, now=ports().clock.now()
    )
    return _version(request, version)


def _version(request: ApiRequest, version: UUID) -> VersionOut:
    written = authoring.written_version(request.actor, version)
    return VersionOut(
        id=written.id,
        slug=written.shown.slug,
        number=written.shown.number,
        state=written.state,
        revision=written.revision,
        definition=dict(written.data),
        to_do=[
            CheckOut(where=one.where, reason=one.reason, fix=one.fix)
            for one in check_definition(written.data)
        ],
    )


def _at(name: str, *args: object) -> str:
    return f"{settings.BASE_URL}{reverse(name, args=args)}"
