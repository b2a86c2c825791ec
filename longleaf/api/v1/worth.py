"""Operations on what micro-credentials are worth, for everyone."""

from datetime import date
from typing import Any

from ninja import Query, Router, Schema
from ninja.errors import HttpError

from longleaf.api.v1.routing import ApiRequest, operation
from longleaf.basis.amount import NotAnAmountError, parse_amount, show_amount
from longleaf.domain.renewal.calculator import MOST, Step
from longleaf.domain.renewal.jurisdiction import HOME, legal_day
from longleaf.domain.renewal.worth import WorthHere
from longleaf.gateways.wiring import ports
from longleaf.policy.citation import Citation
from longleaf.records.queries.worth import answer_to, worth_of_microcredential

router = Router(tags=["Worth"])


class SourceOut(Schema):
    """Where a rule is written, and when somebody last compared it."""

    title: str
    publisher: str
    url: str | None
    verified_on: date


class WorthOut(Schema):
    """Credits are exact, or null where nobody has set a value; `says` has the arithmetic.

    `local` is the local board, or "" for the state's own answer; `by_local` says whether the board
    has a crosswalk of its own.
    """

    jurisdiction: str
    local: str
    by_local: bool
    credits: str | None
    unit: str
    says: str
    citations: list[SourceOut]


class StepOut(Schema):
    slug: str
    title: str
    credits: str
    says: str


class WaysAsked(Schema):
    """How much of a category is missing, in the policy's own unit, as "3" or "1.5"."""

    jurisdiction: str = HOME
    local: str = ""
    category: str
    missing: str


class OtherWayOut(Schema):
    says: str
    citations: list[SourceOut]


class WaysOut(Schema):
    """The shortest way is empty where the whole catalog is not enough; then `short_by` says so."""

    jurisdiction: str
    where: str
    category: str
    missing: str
    unit: str
    shortest: list[StepOut]
    serving: list[StepOut]
    short_by: str
    without_value: list[str]
    others: list[OtherWayOut]
    policy_version: str
    policy_hash: str


@operation(
    router,
    "GET",
    "/microcredentials/{slug}/worth",
    response=list[WorthOut],
    summary="Say what a micro-credential is worth in every state and under every local board",
)
def show_worth(request: ApiRequest, slug: str) -> list[dict[str, Any]]:  # noqa: ARG001 - the same for everyone
    on = legal_day(ports().clock.now())
    return [
        _worth(state.name, place, is_state=place is state.places[0])
        for state in worth_of_microcredential(slug, on=on)
        for place in state.places
    ]


@operation(
    router,
    "GET",
    "/ways",
    response=WaysOut,
    summary="Say which ways there are to so much credit in a category",
)
def show_ways(request: ApiRequest, asked: Query[WaysAsked]) -> dict[str, Any]:  # noqa: ARG001 - as above
    try:
        missing = parse_amount(asked.missing.strip())
    except NotAnAmountError as error:
        raise HttpError(400, "“missing” is not a number. Write it as 3 or 1.5.") from error
    if not 0 < missing <= MOST:
        raise HttpError(400, f"“missing” lies above 0 and up to {MOST}.")
    on = legal_day(ports().clock.now())
    found = answer_to(asked.jurisdiction, asked.local, asked.category, missing, on=on)
    ways = found.ways
    return {
        "jurisdiction": found.jurisdiction,
        "where": found.where,
        "category": found.category,
        "missing": show_amount(found.missing),
        "unit": found.unit,
        "shortest": [_step(one) for one in ways.shortest],
        "serving": [_step(one) for one in ways.serving],
        "short_by": show_amount(ways.short_by),
        "without_value": [slug for slug, _, _ in ways.unvalued],
        "others": [
            {"says": one.says, "citations": [_source(each) for each in one.citations]}
            for one in ways.others
        ],
        "policy_version": found.policy.version,
        "policy_hash": found.policy.hash,
    }


def _worth(jurisdiction: str, place: WorthHere, *, is_state: bool) -> dict[str, Any]:
    return {
        "jurisdiction": jurisdiction,
        "local": "" if is_state else place.who,
        "by_local": bool(place.by),
        "credits": None if place.credits is None else show_amount(place.credits),
        "unit": place.unit,
        "says": place.says,
        "citations": [_source(one) for one in place.citations],
    }


def _step(one: Step) -> dict[str, Any]:
    return {
        "slug": one.slug,
        "title": one.title,
        "credits": show_amount(one.credits),
        "says": one.says,
    }


def _source(one: Citation) -> dict[str, Any]:
    return {
        "title": one.title,
        "publisher": one.publisher,
        "url": one.url,
        "verified_on": one.verified_on,
    }
