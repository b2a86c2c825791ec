"""Reviews over the REST API: the same reads and verbs as a reviewer's pages."""

from datetime import date
from uuid import UUID

from django.conf import settings
from ninja import Router, Schema

from longleaf.actions.review import finish_review as finish
from longleaf.actions.review import release_review as release
from longleaf.actions.review import save_score as save
from longleaf.actions.review import take_away_if_barred
from longleaf.api.v1.routing import ApiRequest, operation
from longleaf.basis.day import day_in
from longleaf.gateways.wiring import ports
from longleaf.records.queries.evidence_shown import ArtifactShown
from longleaf.records.queries.review import (
    CriterionShown,
    ReviewSheet,
    review_sheet,
)
from longleaf.records.queries.review_queue import open_reviews_of

router = Router(tags=["reviews"])


class ReviewOut(Schema):
    id: UUID
    number: str
    attempt: int
    title: str
    state: str
    due_on: date
    days_left: int
    criteria: int
    criteria_done: int


class ReviewsOut(Schema):
    reviews: list[ReviewOut]


class AnswerOut(Schema):
    part: str
    prompt: str
    text: str


class ArtifactOut(Schema):
    id: UUID
    position: int
    kind: str
    title: str
    form: str
    text: str
    url: str
    media_type: str
    explanation: str
    criteria: list[str]


class LevelOut(Schema):
    key: str
    title: str
    description: str
    passes: bool


class ScoreOut(Schema):
    criterion: str
    title: str
    levels: list[LevelOut]
    level: str
    reason: str
    revision: int


class SheetOut(Schema):
    """One review; the educator is a number, and names that are known are hidden."""

    id: UUID
    number: str
    attempt: int
    title: str
    competency: str
    state: str
    due_on: date
    days_left: int
    outcome: str
    decision: str
    note: str
    answers: list[AnswerOut]
    artifacts: list[ArtifactOut]
    scores: list[ScoreOut]


class ScoreIn(Schema):
    """A level, a reason, or both; what is left out stays as it is."""

    level: str | None = None
    reason: str | None = None
    revision: int = 0


class SavedOut(Schema):
    revision: int


class FinishedOut(Schema):
    outcome: str
    ruling: str


class ReleaseIn(Schema):
    reason: str


class ReleasedOut(Schema):
    released: bool


def _sheet(request: ApiRequest, review: UUID) -> ReviewSheet:
    on = day_in(request.actor.time_zone, ports().clock.now())
    return review_sheet(request.actor, review, on=on)


@operation(router, "GET", "/reviews", response=ReviewsOut, summary="My reviews that wait for me")
def list_reviews(request: ApiRequest) -> ReviewsOut:
    on = day_in(request.actor.time_zone, ports().clock.now())
    return ReviewsOut(
        reviews=[
            ReviewOut(
                id=one.id,
                number=one.number,
                attempt=one.attempt,
                title=one.title,
                state=one.state,
                due_on=one.due_on,
                days_left=one.days_left,
                criteria=one.criteria,
                criteria_done=one.criteria_done,
            )
            for one in open_reviews_of(request.actor, on=on)
        ]
    )


@operation(
    router,
    "GET",
    "/reviews/{uuid:review}",
    response=SheetOut,
    summary="One of my reviews with its evidence and rubric",
)
def show_review(request: ApiRequest, review: UUID) -> SheetOut:
    # Taken away, it is nobody's of the actor's any more, and not found below.
    take_away_if_barred(by=request.actor, review=review, now=ports().clock.now())
    sheet = _sheet(request, review)
    return SheetOut(
        id=sheet.id,
        number=sheet.number,
        attempt=sheet.attempt,
        title=sheet.definition.title,
        competency=sheet.definition.competency,
        state=sheet.state,
        due_on=sheet.due_on,
        days_left=sheet.days_left,
        outcome=sheet.outcome,
        decision=sheet.decision,
        note=sheet.note,
        answers=[
            AnswerOut(part=part.key, prompt=answer.prompt, text=answer.text)
            for part in sheet.parts
            for answer in part.answers
        ],
        artifacts=[
            _artifact(one)
            for part in sheet.parts
            for request_ in part.requests
            for one in request_.artifacts
        ],
        scores=[_score(one) for one in sheet.criteria],
    )


def _artifact(one: ArtifactShown) -> ArtifactOut:
    return ArtifactOut(
        id=one.id,
        position=one.position,
        kind=one.kind,
        title=one.title,
        form=one.form,
        text=one.text,
        url=one.url,
        media_type=one.media_type,
        explanation=one.explanation,
        criteria=list(one.criteria),
    )


def _score(one: CriterionShown) -> ScoreOut:
    return ScoreOut(
        criterion=one.criterion.key,
        title=one.criterion.title,
        levels=[
            LevelOut(
                key=level.key, title=level.title, description=level.description, passes=level.passes
            )
            for level in one.levels
        ],
        level=one.score.level,
        reason=one.score.reason,
        revision=one.revision,
    )


@operation(
    router,
    "PUT",
    "/reviews/{uuid:review}/scores/{criterion}",
    response=SavedOut,
    summary="Save a level and a reason on one criterion",
)
def save_score(request: ApiRequest, review: UUID, criterion: str, given: ScoreIn) -> SavedOut:
    saved = save(
        by=request.actor,
        review=review,
        criterion=criterion,
        level=given.level,
        reason=given.reason,
        revision=given.revision,
        now=ports().clock.now(),
    )
    return SavedOut(revision=saved)


@operation(
    router,
    "POST",
    "/reviews/{uuid:review}/finish",
    response=FinishedOut,
    summary="Finish my review; where two agree, that is the decision",
)
def finish_review(request: ApiRequest, review: UUID) -> FinishedOut:
    found = finish(
        by=request.actor,
        review=review,
        vault=ports().vault,
        base_url=settings.BASE_URL,
        now=ports().clock.now(),
    )
    return FinishedOut(outcome=found.outcome, ruling=found.ruling)


@operation(
    router,
    "POST",
    "/reviews/{uuid:review}/give-back",
    response=ReleasedOut,
    summary="Give my review back, with a reason",
)
def release_review(request: ApiRequest, review: UUID, given: ReleaseIn) -> ReleasedOut:
    release(by=request.actor, review=review, reason=given.reason, now=ports().clock.now())
    return ReleasedOut(released=True)
