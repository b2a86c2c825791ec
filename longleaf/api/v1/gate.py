"""First checks, appeals, coaches and programs over the REST API: the same verbs as the pages."""

from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from ninja import Router, Schema

from longleaf.actions.errors import AlreadyDoneError, StaleTextError
from longleaf.actions.review import ask_appeal, take_appeal_back
from longleaf.actions.review import decide_completeness as decide
from longleaf.actions.review import keep_program as keep
from longleaf.actions.review import name_coach as name
from longleaf.actions.review import open_attempt as open_one_more
from longleaf.actions.review import write_coaching_note as write
from longleaf.api.v1.routing import ApiRequest, operation, today
from longleaf.domain.review.gate import Finding
from longleaf.domain.review.program import Program, Scoring
from longleaf.gateways.wiring import ports
from longleaf.records.queries.coaching import CoachingSheet, coaching_sheet
from longleaf.records.queries.completeness import check_sheet, checks_waiting
from longleaf.records.queries.gate import gates_of
from longleaf.records.queries.review_program import ProgramSheet, program_sheet

router = Router(tags=["reviews"])


class CheckOut(Schema):
    id: UUID
    number: str
    attempt: int
    title: str
    opened_at: datetime
    due_on: date
    days_left: int


class ChecksOut(Schema):
    checks: list[CheckOut]


class CheckAnswerOut(Schema):
    part: str
    prompt: str
    text: str


class CheckArtifactOut(Schema):
    id: UUID
    position: int
    kind: str
    title: str
    form: str
    text: str
    url: str
    media_type: str


class CheckSheetOut(Schema):
    """What was handed in, without names; the educator is a number."""

    id: UUID
    number: str
    attempt: int
    title: str
    students: str
    consent: bool
    due_on: date
    answers: list[CheckAnswerOut]
    artifacts: list[CheckArtifactOut]


class FindingIn(Schema):
    """Whether one thing holds; if not, what is missing, for the educator."""

    holds: bool
    reason: str = ""


class FindingsIn(Schema):
    readable: FindingIn
    template: FindingIn
    consent: FindingIn


class OutcomeOut(Schema):
    outcome: str


class GroundsIn(Schema):
    grounds: str


class LackingOut(Schema):
    what: str
    reason: str


class GateCheckOut(Schema):
    attempt: int
    outcome: str
    due_on: date
    checked_at: datetime | None
    lacking: list[LackingOut]


class AppealOut(Schema):
    attempt: int
    criteria: list[str]
    grounds: str
    made_at: datetime
    answer_due_on: date
    outcome: str
    answer: str
    answered_at: datetime | None


class DecisionOut(Schema):
    attempt: int
    outcome: str
    path: str
    decided_at: datetime


class GatesOut(Schema):
    """Checks, decisions in order, appeals, and how many attempts are left (null: no limit)."""

    checks: list[GateCheckOut]
    decisions: list[DecisionOut]
    appeals: list[AppealOut]
    appeal_until: date | None
    attempts_used: int
    attempts_left: int | None
    coaching: UUID | None


class ProgramIn(Schema):
    review_days: int
    checks_completeness: bool = False
    completeness_days: int = 1
    scoring: Scoring = Scoring.DOUBLE
    sample_percent: int = 20
    most_attempts: int | None = None
    appeal_days: int = 20
    appeal_answer_days: int = 10
    read: int


class ProgramOut(Schema):
    """The settings in force; `number` is what a change names as having been read."""

    organization: UUID
    microcredential: UUID | None
    is_own: bool
    number: int
    review_days: int
    checks_completeness: bool
    completeness_days: int
    scoring: str
    sample_percent: int
    most_attempts: int | None
    appeal_days: int
    appeal_answer_days: int


class CoachIn(Schema):
    coach: UUID
    note: str = ""


class CoachingIdOut(Schema):
    coaching: UUID


class NoteIn(Schema):
    text: str = ""


class NoteOut(Schema):
    author: str
    text: str
    written_at: datetime
    is_opening: bool


class CoachingOut(Schema):
    id: UUID
    title: str
    educator: str
    coach: str
    note: str
    opened_at: datetime | None
    notes: list[NoteOut]


@operation(
    router,
    "GET",
    "/completeness-checks",
    response=ChecksOut,
    summary="Submissions that wait for a first check that I may do",
)
def list_completeness_checks(request: ApiRequest) -> ChecksOut:
    found = checks_waiting(request.actor, on=today())
    return ChecksOut(checks=[CheckOut(**asdict(one)) for one in found])


@operation(
    router,
    "GET",
    "/completeness-checks/{uuid:check}",
    response=CheckSheetOut,
    summary="One of them, with what was handed in",
)
def show_completeness_check(request: ApiRequest, check: UUID) -> CheckSheetOut:
    sheet = check_sheet(request.actor, check, on=today())
    shown = [one for part in sheet.parts for asked in part.requests for one in asked.artifacts]
    return CheckSheetOut(
        id=sheet.id,
        number=sheet.number,
        attempt=sheet.attempt,
        title=sheet.definition.title,
        students=sheet.students,
        consent=sheet.consent,
        due_on=sheet.due_on,
        answers=[
            CheckAnswerOut(part=part.key, prompt=one.prompt, text=one.text)
            for part in sheet.parts
            for one in part.answers
        ],
        artifacts=[
            CheckArtifactOut(
                id=one.id,
                position=one.position,
                kind=one.kind,
                title=one.title,
                form=one.form,
                text=one.text,
                url=one.url,
                media_type=one.media_type,
            )
            for one in shown
        ],
    )


@operation(
    router,
    "POST",
    "/completeness-checks/{uuid:check}",
    response=OutcomeOut,
    summary="Finish a first check: complete, or returned with what is missing",
)
def decide_completeness(request: ApiRequest, check: UUID, given: FindingsIn) -> OutcomeOut:
    said = {
        key: Finding(one.holds, one.reason)
        for key, one in (
            ("readable", given.readable),
            ("template", given.template),
            ("consent", given.consent),
        )
    }
    outcome = decide(by=request.actor, check=check, findings=said, now=ports().clock.now())
    return OutcomeOut(outcome=outcome)


@operation(
    router,
    "GET",
    "/submissions/{uuid:submission}/decisions",
    response=GatesOut,
    summary="My submission's checks, decisions, appeals and attempts left",
)
def show_decisions(request: ApiRequest, submission: UUID) -> GatesOut:
    return _gates(request, submission)


def _gates(request: ApiRequest, submission: UUID) -> GatesOut:
    gates = gates_of(request.actor, submission, on=today())
    return GatesOut(
        checks=[
            GateCheckOut(
                attempt=one.attempt,
                outcome=one.outcome,
                due_on=one.due_on,
                checked_at=one.checked_at,
                lacking=[LackingOut(what=it.what, reason=it.reason) for it in one.lacking],
            )
            for one in gates.checks
        ],
        decisions=[DecisionOut(**asdict(one)) for one in gates.decisions],
        appeals=[
            AppealOut(
                attempt=one.attempt,
                criteria=[it.key for it in one.criteria],
                grounds=one.grounds,
                made_at=one.made_at,
                answer_due_on=one.answer_due_on,
                outcome=one.outcome,
                answer=one.answer,
                answered_at=one.answered_at,
            )
            for one in gates.appeals
        ],
        appeal_until=gates.appeal_until,
        attempts_used=gates.standing.used,
        attempts_left=gates.standing.left,
        coaching=gates.coaching.id if gates.coaching else None,
    )


@operation(
    router,
    "POST",
    "/submissions/{uuid:submission}/appeal",
    response=GatesOut,
    summary="Appeal “not yet”: somebody who has not judged it answers",
)
def appeal_decision(request: ApiRequest, submission: UUID, given: GroundsIn) -> GatesOut:
    now = ports().clock.now()
    ask_appeal(by=request.actor, submission=submission, grounds=given.grounds, now=now)
    return _gates(request, submission)


@operation(
    router,
    "DELETE",
    "/submissions/{uuid:submission}/appeal",
    response=GatesOut,
    summary="Take my appeal back before it is answered",
)
def end_appeal(request: ApiRequest, submission: UUID) -> GatesOut:
    take_appeal_back(by=request.actor, submission=submission, now=ports().clock.now())
    return _gates(request, submission)


@operation(
    router,
    "GET",
    "/review-programs/{uuid:organization}",
    response=ProgramOut,
    summary="How an organization, or one of its micro-credentials, is reviewed",
)
def show_review_program(
    request: ApiRequest, organization: UUID, microcredential: UUID | None = None
) -> ProgramOut:
    return _program(program_sheet(request.actor, organization, microcredential))


def _program(sheet: ProgramSheet) -> ProgramOut:
    return ProgramOut(
        organization=sheet.organization,
        microcredential=sheet.microcredential,
        is_own=sheet.is_own,
        number=sheet.number,
        **asdict(sheet.program),
    )


@operation(
    router,
    "PUT",
    "/review-programs/{uuid:organization}",
    response=ProgramOut,
    summary="Settle how reviews go from now on",
)
def keep_review_program(
    request: ApiRequest, organization: UUID, given: ProgramIn, microcredential: UUID | None = None
) -> ProgramOut:
    settings = given.dict()
    read = settings.pop("read")
    try:
        keep(
            by=request.actor,
            organization=organization,
            microcredential=microcredential,
            program=Program(**settings),
            read=read,
            now=ports().clock.now(),
        )
    except StaleTextError as stale:
        message = f"Somebody changed these settings meanwhile; they are number {stale.revision}."
        raise AlreadyDoneError(message) from None
    return _program(program_sheet(request.actor, organization, microcredential))


@operation(
    router,
    "POST",
    "/submissions/{uuid:submission}/coach",
    response=CoachingIdOut,
    summary="Name a coach for an educator whose attempts are used up",
)
def name_coach(request: ApiRequest, submission: UUID, given: CoachIn) -> CoachingIdOut:
    made = name(
        by=request.actor,
        submission=submission,
        coach=given.coach,
        note=given.note,
        now=ports().clock.now(),
    )
    return CoachingIdOut(coaching=made)


@operation(
    router,
    "GET",
    "/coachings/{uuid:coaching}",
    response=CoachingOut,
    summary="A coaching of mine, as the coach or the educator",
)
def show_coaching(request: ApiRequest, coaching: UUID) -> CoachingOut:
    return _coaching(coaching_sheet(request.actor, coaching))


def _coaching(sheet: CoachingSheet) -> CoachingOut:
    return CoachingOut(
        id=sheet.id,
        title=sheet.title,
        educator=sheet.educator,
        coach=sheet.coach,
        note=sheet.note,
        opened_at=sheet.opened_at,
        notes=[
            NoteOut(
                author=one.author,
                text=one.text,
                written_at=one.written_at,
                is_opening=one.is_opening,
            )
            for one in sheet.notes
        ],
    )


@operation(
    router,
    "POST",
    "/coachings/{uuid:coaching}/notes",
    response=CoachingOut,
    summary="Write to my coach, or to the educator whom I coach",
)
def write_coaching_note(request: ApiRequest, coaching: UUID, given: NoteIn) -> CoachingOut:
    write(by=request.actor, coaching=coaching, text=given.text, now=ports().clock.now())
    return _coaching(coaching_sheet(request.actor, coaching))


@operation(
    router,
    "POST",
    "/coachings/{uuid:coaching}/attempt",
    response=CoachingOut,
    summary="Open one attempt more for the educator whom I coach",
)
def open_attempt(request: ApiRequest, coaching: UUID, given: NoteIn) -> CoachingOut:
    sheet = coaching_sheet(request.actor, coaching)
    open_one_more(by=request.actor, coaching=sheet.id, text=given.text, now=ports().clock.now())
    return _coaching(coaching_sheet(request.actor, coaching))
