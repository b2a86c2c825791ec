"""Artifacts: put forward as text or link, tagged, described, and taken back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.evidence.own import Draft, note, own_draft, touch
from longleaf.basis.ports import FileStore
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import Section
from longleaf.domain.evidence.completeness import Students
from longleaf.domain.evidence.text import LONGEST_ANSWER, storable
from longleaf.domain.microcredential.shape import ArtifactRequest
from longleaf.domain.organization.actor import Actor
from longleaf.records.models import evidence as rows

_LONGEST_TITLE = 200
_LONGEST_REMARK = 4000


@dataclass(frozen=True, slots=True)
class Description:
    """What an educator says of an artifact.

    Attributes:
        kind: Key of its kind, one that the request asks for.
        title: What to call it.
        students: "unsaid", "none", "not_identifiable" or "identifiable".
        consent: On what consent, where students can be identified.
        criteria: Keys of the criteria it shows.
        explanation: Where to look, and what it shows.
    """

    kind: str
    title: str
    students: str = "unsaid"
    consent: str = ""
    criteria: Sequence[str] = ()
    explanation: str = ""


@transaction.atomic
def add_text_artifact(
    *,
    by: Actor,
    submission: UUID,
    part: str,
    request: str,
    description: Description,
    text: str,
    now: datetime,
) -> int:
    """Put a text forward; returns its use.

    Raises:
        NoSuchRecordError: If it is not the actor's own submission, or there is no such request.
        AlreadyDoneError: If it was submitted meanwhile.
        ProblemsError: If something is missing, or there are as many artifacts as may be.
    """
    draft = own_draft(by, submission)
    problems: list[Problem] = []
    words = Section.of({"text": storable(text)}, problems=problems).text(
        "text", longest=LONGEST_ANSWER
    )
    use = put_forward(
        draft, part, request, description, problems=problems, now=now, form="text", text=words
    )
    note("artifact.added", by, draft.submission, now, artifact=str(use.artifact_id), form="text")
    return use.pk


@transaction.atomic
def add_link_artifact(
    *,
    by: Actor,
    submission: UUID,
    part: str,
    request: str,
    description: Description,
    url: str,
    now: datetime,
) -> int:
    """Put an address forward; returns its use. Nothing is ever fetched from it.

    Raises:
        NoSuchRecordError: If it is not the actor's own submission, or there is no such request.
        AlreadyDoneError: If it was submitted meanwhile.
        ProblemsError: If something is missing, or there are as many artifacts as may be.
    """
    draft = own_draft(by, submission)
    problems: list[Problem] = []
    address = Section.of({"url": url.strip()}, problems=problems).url("url")
    if address is None:
        problems.append(Problem("url", "The address is missing.", "Copy it from your browser."))
    use = put_forward(
        draft,
        part,
        request,
        description,
        problems=problems,
        now=now,
        form="link",
        url=address or "",
    )
    note("artifact.added", by, draft.submission, now, artifact=str(use.artifact_id), form="link")
    return use.pk


def put_forward(
    draft: Draft,
    part: str,
    request: str,
    description: Description,
    *,
    problems: list[Problem],
    now: datetime,
    **content: object,
) -> rows.ArtifactUse:
    """Make an artifact of this content and put it forward, in the caller's transaction.

    Raises:
        NoSuchRecordError: If there is no such request.
        ProblemsError: With what is wrong, after the `problems` found before.
    """
    wanted = _request(draft, part, request)
    described = _read(draft, wanted, description, problems)
    present = draft.attempt.uses.filter(part=part, request=request)
    if present.exclude(artifact__state=rows.ArtifactState.REFUSED).count() >= wanted.maximum:
        reason = f'"{wanted.title}" may have {wanted.maximum} at most.'
        problems.append(Problem("", reason, "Remove one before you add another."))
    if problems:
        raise ProblemsError(problems)
    artifact = rows.Artifact.objects.create(
        owner_id=draft.submission.educator_id,
        kind=described.kind,
        title=described.title,
        students=described.students,
        consent=described.consent,
        made_at=now,
        **content,
    )
    touch(draft.submission, now)
    return rows.ArtifactUse.objects.create(
        attempt=draft.attempt,
        artifact=artifact,
        part=part,
        request=request,
        criteria=list(described.criteria),
        explanation=described.explanation,
        position=draft.attempt.uses.count(),
    )


@transaction.atomic
def tag_artifact(
    *,
    by: Actor,
    submission: UUID,
    use: int,
    criteria: Sequence[str],
    explanation: str | None = None,
    now: datetime,
) -> None:
    """Say which criteria an artifact shows, and where to look in it.

    Raises:
        NoSuchRecordError: If it is not in the actor's own submission.
        AlreadyDoneError: If it was submitted meanwhile.
        ProblemsError: If the rubric has no such criterion, or the part is closed.
    """
    draft = own_draft(by, submission)
    found = _own_use(draft, use)
    problems: list[Problem] = []
    found.criteria = _criteria(draft, criteria, problems)
    if explanation is not None:
        section = Section.of({"explanation": storable(explanation)}, problems=problems)
        found.explanation = section.text("explanation", longest=_LONGEST_REMARK, required=False)
    if problems:
        raise ProblemsError(problems)
    found.save(update_fields=["criteria", "explanation"])
    touch(draft.submission, now)
    note("artifact.tagged", by, draft.submission, now, artifact=str(found.artifact_id))


@transaction.atomic
def change_artifact(
    *, by: Actor, submission: UUID, use: int, description: Description, now: datetime
) -> None:
    """Change what is said of an artifact: its title, kind, students, consent, criteria.

    What reviewers saw in an earlier attempt stays as they saw it: then only the criteria and the
    explanation can change, and for the rest another artifact is added.

    Raises:
        NoSuchRecordError: If it is not in the actor's own submission.
        AlreadyDoneError: If it was submitted meanwhile.
        ProblemsError: If something is wrong with the description.
    """
    draft = own_draft(by, submission)
    found = _own_use(draft, use)
    problems: list[Problem] = []
    described = _read(draft, _request(draft, found.part, found.request), description, problems)
    artifact = found.artifact
    before = (artifact.kind, artifact.title, artifact.students, artifact.consent)
    after = (described.kind, described.title, described.students, described.consent)
    if not problems and before != after and was_handed_in(artifact):
        reason = "Reviewers have seen this as it is, so its title and kind stay."
        problems.append(Problem("", reason, "Remove it here and add it anew, if they must change."))
    if problems:
        raise ProblemsError(problems)
    artifact.kind, artifact.title, artifact.students, artifact.consent = after
    artifact.save(update_fields=["kind", "title", "students", "consent"])
    found.criteria = list(described.criteria)
    found.explanation = described.explanation
    found.save(update_fields=["criteria", "explanation"])
    touch(draft.submission, now)
    note("artifact.changed", by, draft.submission, now, artifact=str(artifact.pk))


@transaction.atomic
def remove_artifact(
    *, by: Actor, submission: UUID, use: int, files: FileStore, now: datetime
) -> None:
    """Take an artifact out; its content is destroyed unless another attempt uses it.

    Raises:
        NoSuchRecordError: If it is not in the actor's own submission (removed already, perhaps).
        AlreadyDoneError: If it was submitted meanwhile.
        ProblemsError: If the part is closed.
    """
    draft = own_draft(by, submission)
    found = _own_use(draft, use)
    artifact = found.artifact
    found.delete()
    if not artifact.uses.exists():
        destroy(artifact, rows.ArtifactState.REMOVED, files, now)
    touch(draft.submission, now)
    note("artifact.removed", by, draft.submission, now, artifact=str(artifact.pk))


def destroy(
    artifact: rows.Artifact, state: rows.ArtifactState, files: FileStore, now: datetime
) -> None:
    """Empty an artifact; its file goes when the transaction has succeeded.

    Should the process be killed in between, the key still stands here and the nightly sweep
    removes the file.
    """
    artifact.state = state
    artifact.removed_at = now
    artifact.text, artifact.url = "", artifact.url if artifact.form == "link" else ""
    artifact.save(update_fields=["state", "removed_at", "text", "url"])
    if (
        state == rows.ArtifactState.REMOVED
    ):  # whoever sent a refused one may still ask how far it is
        rows.Upload.objects.filter(artifact=artifact).delete()
    if artifact.file_key:
        transaction.on_commit(_removal(artifact, files))


def _removal(artifact: rows.Artifact, files: FileStore) -> Callable[[], None]:
    def remove() -> None:
        files.remove(artifact.file_key)
        rows.Artifact.objects.filter(pk=artifact.pk).update(file_key="")

    return remove


def was_handed_in(artifact: rows.Artifact) -> bool:
    """Whether an attempt that was submitted uses it."""
    return artifact.uses.exclude(attempt__state=rows.AttemptState.DRAFT).exists()


def _request(draft: Draft, part: str, key: str) -> ArtifactRequest:
    for request in draft.open_part(part).requests:
        if request.key == key:
            return request
    raise NoSuchRecordError


def _own_use(draft: Draft, use: int) -> rows.ArtifactUse:
    found = draft.attempt.uses.select_related("artifact").filter(pk=use).first()
    if found is None:
        raise NoSuchRecordError
    draft.open_part(found.part)
    return found


def _read(
    draft: Draft, request: ArtifactRequest, said: Description, problems: list[Problem]
) -> Description:
    """The description as it can be kept; what is wrong with it goes to `problems`."""
    section = Section.of(
        {
            "kind": said.kind,
            "title": storable(said.title),
            "students": said.students,
            "consent": storable(said.consent),
            "explanation": storable(said.explanation),
        },
        problems=problems,
    )
    return Description(
        kind=section.choice("kind", request.kinds),
        title=section.text("title", longest=_LONGEST_TITLE, one_line=True),
        students=section.choice("students", [one.value for one in Students]),
        consent=section.text("consent", longest=_LONGEST_REMARK, required=False),
        criteria=_criteria(draft, said.criteria, problems),
        explanation=section.text("explanation", longest=_LONGEST_REMARK, required=False),
    )


def _criteria(draft: Draft, wanted: Sequence[str], problems: list[Problem]) -> list[str]:
    """The criteria in the rubric's order."""
    known = [one.key for one in draft.definition.rubric.criteria]
    problems += [
        Problem("criteria", f'The rubric has no criterion "{key}".', "Choose from the list.")
        for key in wanted
        if key not in known
    ]
    return [key for key in known if key in wanted]
