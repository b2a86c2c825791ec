"""Operations on an educator's own submissions."""

from uuid import UUID

from ninja import File, Form, Router
from ninja.files import UploadedFile

from longleaf.actions.evidence.artifact import (
    Description,
    add_link_artifact,
    add_text_artifact,
)
from longleaf.actions.evidence.artifact import remove_artifact as remove
from longleaf.actions.evidence.artifact import tag_artifact as tag
from longleaf.actions.evidence.begin import begin_submission as begin
from longleaf.actions.evidence.file import add_file_artifact
from longleaf.actions.evidence.submit import submit_evidence as submit
from longleaf.actions.evidence.submit import withdraw_submission as withdraw
from longleaf.actions.evidence.write import declare
from longleaf.actions.evidence.write import save_response as save
from longleaf.api.v1.evidence_schemas import (
    ArtifactIn,
    ArtifactOut,
    AttemptOut,
    BeginIn,
    FileIn,
    ResponseIn,
    ResponseOut,
    SavedOut,
    SubmissionLineOut,
    SubmissionOut,
    SubmitIn,
    TagsIn,
)
from longleaf.api.v1.routing import ApiRequest, ProblemOut, operation
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries import evidence as reads

router = Router(tags=["Submissions"])
_CHUNK = 1_000_000


@operation(
    router,
    "GET",
    "/submissions",
    response=list[SubmissionLineOut],
    summary="Your submissions, the one that changed last first",
)
def list_submissions(request: ApiRequest) -> list[SubmissionLineOut]:
    return [
        SubmissionLineOut(
            id=one.id,
            number=one.number,
            microcredential=one.slug,
            title=one.title,
            issuer=one.issuer,
            state=one.state,
            attempt=one.attempt,
            begun_at=one.begun_at,
            changed_at=one.changed_at,
            due_on=one.due_on,
        )
        for one in reads.submissions_of(request.actor)
    ]


@operation(
    router,
    "POST",
    "/submissions",
    response=SubmissionOut,
    summary="Begin a micro-credential, or get the submission that is open already",
)
def begin_submission(request: ApiRequest, body: BeginIn) -> SubmissionOut:
    pk = begin(by=request.actor, microcredential=body.microcredential, now=ports().clock.now())
    return _shown(request, pk)


@operation(
    router,
    "GET",
    "/submissions/{submission}",
    response=SubmissionOut,
    summary="A submission with its latest attempt and what it still lacks",
)
def show_submission(request: ApiRequest, submission: UUID) -> SubmissionOut:
    return _shown(request, submission)


@operation(
    router,
    "PUT",
    "/submissions/{submission}/responses/{part}/{question}",
    response=SavedOut,
    summary="Save an answer",
)
def save_response(
    request: ApiRequest, submission: UUID, part: str, question: str, body: ResponseIn
) -> SavedOut:
    saved = save(
        by=request.actor,
        submission=submission,
        part=part,
        question=question,
        text=body.text,
        revision=body.revision,
        now=ports().clock.now(),
    )
    return SavedOut(revision=saved.revision)


@operation(
    router,
    "POST",
    "/submissions/{submission}/artifacts",
    response=ArtifactOut,
    summary="Put a text or a link forward",
)
def add_artifact(request: ApiRequest, submission: UUID, body: ArtifactIn) -> ArtifactOut:
    if bool(body.text) == bool(body.url):
        reason, fix = "An artifact is a text or a link.", "Give either text or url."
        raise ProblemsError([Problem("text", reason, fix)])
    description = Description(
        kind=body.kind,
        title=body.title,
        students=body.students,
        consent=body.consent,
        criteria=body.criteria,
        explanation=body.explanation,
    )
    if body.text:
        use = add_text_artifact(
            by=request.actor,
            submission=submission,
            part=body.part,
            request=body.request,
            description=description,
            text=body.text,
            now=ports().clock.now(),
        )
    else:
        use = add_link_artifact(
            by=request.actor,
            submission=submission,
            part=body.part,
            request=body.request,
            description=description,
            url=body.url,
            now=ports().clock.now(),
        )
    return _artifact(_view(request, submission).artifact(use))


@operation(
    router,
    "POST",
    "/submissions/{submission}/files",
    response=ArtifactOut,
    summary="Put a file forward, as multipart/form-data; large ones are checked a little later",
)
def add_file(
    request: ApiRequest, submission: UUID, said: Form[FileIn], file: File[UploadedFile]
) -> ArtifactOut:
    artifact = add_file_artifact(
        by=request.actor,
        submission=submission,
        part=said.part,
        request=said.request,
        description=Description(
            kind=said.kind,
            title=said.title,
            students=said.students,
            consent=said.consent,
            criteria=[key for key in said.criteria.split(",") if key],
            explanation=said.explanation,
        ),
        name=file.name or "",
        length=file.size or 0,
        chunks=file.chunks(_CHUNK),
        files=ports().files,
        now=ports().clock.now(),
    )
    view = _view(request, submission)
    return _artifact(next(one for one in view.artifacts if one.id == artifact))


@operation(
    router,
    "PUT",
    "/submissions/{submission}/artifacts/{use}/criteria",
    response=ArtifactOut,
    summary="Say which criteria an artifact shows",
)
def tag_artifact(request: ApiRequest, submission: UUID, use: int, body: TagsIn) -> ArtifactOut:
    tag(
        by=request.actor,
        submission=submission,
        use=use,
        criteria=body.criteria,
        explanation=body.explanation,
        now=ports().clock.now(),
    )
    return _artifact(_view(request, submission).artifact(use))


@operation(
    router,
    "DELETE",
    "/submissions/{submission}/artifacts/{use}",
    response=SubmissionOut,
    summary="Take an artifact out",
)
def remove_artifact(request: ApiRequest, submission: UUID, use: int) -> SubmissionOut:
    remove(
        by=request.actor,
        submission=submission,
        use=use,
        files=ports().files,
        now=ports().clock.now(),
    )
    return _shown(request, submission)


@operation(
    router,
    "POST",
    "/submissions/{submission}/submit",
    response=SubmissionOut,
    summary="Submit for review",
)
def submit_evidence(request: ApiRequest, submission: UUID, body: SubmitIn) -> SubmissionOut:
    now = ports().clock.now()
    declare(
        by=request.actor,
        submission=submission,
        students=body.students,
        consent=body.consent,
        own_work=body.own_work,
        note_to_reviewers=body.note,
        now=now,
    )
    submit(by=request.actor, submission=submission, now=now)
    return _shown(request, submission)


@operation(
    router,
    "POST",
    "/submissions/{submission}/withdraw",
    response=SubmissionOut,
    summary="Withdraw a submission",
)
def withdraw_submission(request: ApiRequest, submission: UUID) -> SubmissionOut:
    withdraw(by=request.actor, submission=submission, now=ports().clock.now())
    return _shown(request, submission)


def _view(request: ApiRequest, submission: UUID) -> reads.SubmissionView:
    on = legal_day(ports().clock.now())
    return reads.own_submission(request.actor, submission, on=on)


def _shown(request: ApiRequest, submission: UUID) -> SubmissionOut:
    view = _view(request, submission)
    return SubmissionOut(
        id=view.id,
        number=view.number,
        microcredential=view.slug,
        version=view.version,
        title=view.definition.title,
        state=view.state,
        attempts=[
            AttemptOut(
                number=one.number,
                state=one.state,
                outcome=one.outcome,
                submitted_at=one.submitted_at,
                due_on=one.due_on,
                decided_at=one.decided_at,
            )
            for one in view.attempts
        ],
        open_criteria=[one.key for one in view.open_criteria],
        students=view.students,
        consent=view.consent,
        own_work=view.own_work,
        note=view.note,
        responses=[
            ResponseOut(
                part=part.part.key,
                question=answer.question.key,
                prompt=answer.question.prompt,
                text=answer.text,
                words=answer.words,
                least_words=answer.question.min_words,
                most_words=answer.question.max_words,
                revision=answer.revision,
            )
            for part in view.parts
            for answer in part.answers
        ],
        artifacts=[_artifact(one) for one in view.artifacts],
        missing=[
            ProblemOut(where=one.where, reason=one.reason, fix=one.fix) for one in view.problems
        ],
    )


def _artifact(one: reads.ArtifactView) -> ArtifactOut:
    return ArtifactOut(
        use=one.use,
        id=one.id,
        part=one.part,
        request=one.request,
        kind=one.kind,
        title=one.title,
        form=one.form,
        state=one.state,
        refused_because=one.refused_because,
        criteria=list(one.criteria),
        explanation=one.explanation,
        students=one.students,
        consent=one.consent,
    )
