"""Artifacts: put forward as text or link, tagged, described, and taken back."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.evidence.keeping import destroy
from longleaf.actions.evidence.own import Draft, note, own_draft, touch
from longleaf.basis.ports import FileStore
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import Section
from longleaf.domain.evidence.completeness import Students
from longleaf.domain.evidence.text import LONGEST_ANSWER, storable
from longleaf.domain.microcredential.shape import ArtifactRequest
from longleaf.domain.organization.actor import Actor
from longleaf.records.models import evidence as rows
from longleaf.records.models import locker

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
        consents: Consents on record that cover it.
    """

    kind: str
    title: str
    students: str = "unsaid"
    consent: str = ""
    criteria: Sequence[str] = ()
    explanation: str = ""
    consents: Sequence[UUID] = ()


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
    wanted = asked_request(draft, part, request)
    described = _read(draft, wanted, description, problems)
    problems += no_room(draft, part, wanted)
    consents = own_consents(draft.submission.educator_id, described.consents, problems)
    if problems:
        raise ProblemsError(problems)
    if content.get("form") == "text":
        content["sha256"] = text_digest(str(content["text"]))
        content["same_as"] = same_content(draft.submission.educator_id, str(content["sha256"]))
    artifact = rows.Artifact.objects.create(
        owner_id=draft.submission.educator_id,
        kind=described.kind,
        title=described.title,
        students=described.students,
        consent=described.consent,
        made_at=now,
        **content,
    )
    cover(artifact, consents)
    return use_artifact(draft, part, request, artifact, described=described, now=now)


def use_artifact(
    draft: Draft,
    part: str,
    request: str,
    artifact: rows.Artifact,
    *,
    described: Description,
    now: datetime,
) -> rows.ArtifactUse:
    """Put an artifact forward, in the caller's transaction, after all was checked."""
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


def no_room(draft: Draft, part: str, wanted: ArtifactRequest) -> list[Problem]:
    """That a request has as many artifacts as it may; what was refused or removed is not one."""
    present = draft.attempt.uses.filter(part=part, request=wanted.key)
    counted = present.exclude(
        artifact__state__in=[rows.ArtifactState.REFUSED, rows.ArtifactState.REMOVED]
    )
    if counted.count() < wanted.maximum:
        return []
    reason = f'"{wanted.title}" may have {wanted.maximum} at most.'
    return [Problem("", reason, "Remove one before you add another.")]


def text_digest(text: str) -> str:
    """What a text is recognized by."""
    return hashlib.sha256(text.encode()).hexdigest()


def same_content(
    owner: UUID, sha256: str, *, apart_from: UUID | None = None
) -> rows.Artifact | None:
    """The owner's own earliest artifact with this content; nobody else's is ever looked at."""
    found = rows.Artifact.objects.filter(
        owner=owner, sha256=sha256, state=rows.ArtifactState.READY, removal_asked_at=None
    )
    if apart_from is not None:
        found = found.exclude(pk=apart_from)
    return found.order_by("made_at", "pk").first()


def own_consents(
    owner: UUID, wanted: Sequence[UUID], problems: list[Problem]
) -> list[locker.Consent]:
    """The owner's consents among those wanted, which have not ended; the rest are problems."""
    found = locker.Consent.objects.filter(
        owner=owner, pk__in=wanted, withdrawn_on=None, settled_at=None
    )
    if found.count() != len(set(wanted)):
        reason = "One of the consents chosen is not on record, or has ended."
        problems.append(Problem("consents", reason, "Choose from the list."))
    return list(found)


def cover(artifact: rows.Artifact, consents: Sequence[locker.Consent]) -> None:
    """Let consents cover an artifact; those that do already go on."""
    locker.ConsentCover.objects.bulk_create(
        [locker.ConsentCover(consent=one, artifact=artifact) for one in consents],
        ignore_conflicts=True,
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
    found.criteria = read_criteria(draft, criteria, problems)
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
    described = _read(draft, asked_request(draft, found.part, found.request), description, problems)
    artifact = found.artifact
    consents = own_consents(artifact.owner_id, described.consents, problems)
    before = (artifact.kind, artifact.title, artifact.students, artifact.consent)
    after = (described.kind, described.title, described.students, described.consent)
    if not problems and before != after and was_handed_in(artifact):
        reason = "Reviewers have seen this as it is, so its title and kind stay."
        problems.append(Problem("", reason, "Remove it here and add it anew, if they must change."))
    if problems:
        raise ProblemsError(problems)
    artifact.kind, artifact.title, artifact.students, artifact.consent = after
    artifact.revision += 1
    artifact.save(update_fields=["kind", "title", "students", "consent", "revision"])
    cover(artifact, consents)
    found.criteria = list(described.criteria)
    found.explanation = described.explanation
    found.save(update_fields=["criteria", "explanation"])
    touch(draft.submission, now)
    note("artifact.changed", by, draft.submission, now, artifact=str(artifact.pk))


@transaction.atomic
def remove_artifact(
    *,
    by: Actor,
    submission: UUID,
    use: int,
    files: FileStore,
    keeps: bool = False,
    now: datetime,
) -> None:
    """Take an artifact out; its content is destroyed unless another attempt uses it.

    Args:
        by: The educator.
        submission: Theirs.
        use: The artifact's place in it.
        files: Where its file lies.
        keeps: Whether it stays in the locker all the same.
        now: The present moment.

    Raises:
        NoSuchRecordError: If it is not in the actor's own submission (removed already, perhaps).
        AlreadyDoneError: If it was submitted meanwhile.
        ProblemsError: If the part is closed.
    """
    draft = own_draft(by, submission)
    found = _own_use(draft, use)
    artifact = found.artifact
    found.delete()
    is_whole = artifact.state == rows.ArtifactState.READY
    if not artifact.uses.exists() and not (keeps and is_whole):
        destroy(artifact, rows.ArtifactState.REMOVED, files, by=by, now=now)
    touch(draft.submission, now)
    note("artifact.removed", by, draft.submission, now, artifact=str(artifact.pk))


def was_handed_in(artifact: rows.Artifact) -> bool:
    """Whether an attempt that was submitted uses it."""
    return artifact.uses.exclude(attempt__state=rows.AttemptState.DRAFT).exists()


def asked_request(draft: Draft, part: str, key: str) -> ArtifactRequest:
    """What is asked for under a key, in a part that may still be changed.

    Raises:
        NoSuchRecordError: If there is no such request.
        ProblemsError: If the part is closed.
    """
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
        criteria=read_criteria(draft, said.criteria, problems),
        explanation=section.text("explanation", longest=_LONGEST_REMARK, required=False),
        consents=said.consents,
    )


def read_criteria(draft: Draft, wanted: Sequence[str], problems: list[Problem]) -> list[str]:
    """The criteria in the rubric's order."""
    known = [one.key for one in draft.definition.rubric.criteria]
    problems += [
        Problem("criteria", f'The rubric has no criterion "{key}".', "Choose from the list.")
        for key in wanted
        if key not in known
    ]
    return [key for key in known if key in wanted]
