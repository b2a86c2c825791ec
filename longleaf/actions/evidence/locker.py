"""The locker: artifacts kept without a submission, described, put forward, and removed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError, StaleTextError
from longleaf.actions.evidence.artifact import (
    Description,
    asked_request,
    cover,
    no_room,
    own_consents,
    read_criteria,
    same_content,
    text_digest,
    use_artifact,
    was_handed_in,
)
from longleaf.actions.evidence.file import have_checked, new_key
from longleaf.actions.evidence.keeping import destroy
from longleaf.actions.evidence.own import note, own_draft
from longleaf.basis.ports import FileStore
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import Section
from longleaf.domain.evidence.completeness import Students
from longleaf.domain.evidence.consent import Audience, Purpose
from longleaf.domain.evidence.media import RefusedFileError, check_announced, extension_of
from longleaf.domain.evidence.text import LONGEST_ANSWER, storable
from longleaf.domain.microcredential.kinds import ARTIFACT_KIND_KEYS, CONSENT_FORM
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import (
    NotPermittedError,
    authorize,
    person_acting,
)
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.records.facts.consent import reasons_for
from longleaf.records.models import evidence as rows

KINDS_KEPT: Final = (*ARTIFACT_KIND_KEYS, CONSENT_FORM.key)
_LONGEST_TITLE: Final = 200
_LONGEST_REMARK: Final = 4000
_UNDER_REVIEW: Final = (rows.AttemptState.SUBMITTED, rows.AttemptState.IN_REVIEW)


@dataclass(frozen=True, slots=True)
class LockerSaid:
    """What an educator says of an artifact of theirs, whatever it is used for.

    Attributes:
        kind: Key of its kind.
        title: What to call it.
        students: "unsaid", "none", "not_identifiable" or "identifiable".
        consent: A remark on the consent, in words.
        consents: Consents on record that cover it.
        dates_from: The day it was made, as far as known.
        origin: Where it comes from: a class, a meeting, a school year.
        audience: "nobody", "reviewers" or "display".
        seen_until: The last day on which others see it; None for no such day.
    """

    kind: str
    title: str
    students: str = "unsaid"
    consent: str = ""
    consents: Sequence[UUID] = ()
    dates_from: date | None = None
    origin: str = ""
    audience: str = Audience.DISPLAY
    seen_until: date | None = None


@transaction.atomic
def keep_text(*, by: Actor, said: LockerSaid, text: str, now: datetime) -> UUID:
    """Keep a text in the locker; returns the artifact.

    Raises:
        ProblemsError: If something is missing.
    """
    problems: list[Problem] = []
    words = Section.of({"text": storable(text)}, problems=problems).text(
        "text", longest=LONGEST_ANSWER
    )
    owner = person_acting(by)
    digest = text_digest(words)
    same = same_content(owner, digest)
    made = keep_in_locker(
        by, said, problems, now, form="text", text=words, sha256=digest, same_as=same
    )
    return made.pk


@transaction.atomic
def keep_link(*, by: Actor, said: LockerSaid, url: str, now: datetime) -> UUID:
    """Keep an address in the locker; returns the artifact. Nothing is ever fetched from it.

    Raises:
        ProblemsError: If something is missing.
    """
    problems: list[Problem] = []
    address = Section.of({"url": url.strip()}, problems=problems).url("url")
    if address is None:
        problems.append(Problem("url", "The address is missing.", "Copy it from your browser."))
    return keep_in_locker(by, said, problems, now, form="link", url=address or "").pk


def keep_file(
    *,
    by: Actor,
    said: LockerSaid,
    name: str,
    length: int,
    chunks: Iterable[bytes],
    files: FileStore,
    now: datetime,
) -> UUID:
    """Keep a file in the locker; returns the artifact, which is then checked.

    Of its name only the ending is kept.

    Raises:
        ProblemsError: If something is missing, or the file cannot be taken.
    """
    problems = announced_problems(name, length)
    key = new_key()
    with transaction.atomic():
        made = keep_in_locker(
            by,
            said,
            problems,
            now,
            form="file",
            state=rows.ArtifactState.RECEIVING,
            file_key=key,
            extension=extension_of(name),
            length=length,
        )
    made.length = files.replace(key, iter(chunks))
    with transaction.atomic():
        made.save(update_fields=["length"])
        have_checked(made)
    return made.pk


@transaction.atomic
def describe(*, by: Actor, artifact: UUID, said: LockerSaid, revision: int, now: datetime) -> None:
    """Change what is said of an artifact, over the revision that was read.

    Raises:
        NoSuchRecordError: If it is not the actor's own.
        StaleTextError: If it was changed in another tab since.
        ProblemsError: If something is wrong, or reviewers have been given what would change.
    """
    found = own_artifact(by, artifact)
    if found.state == rows.ArtifactState.REMOVED or found.removal_asked_at is not None:
        raise AlreadyDoneError("This artifact was removed from your locker.")
    if found.revision != revision:
        raise StaleTextError(found.title, found.revision)
    problems: list[Problem] = []
    values = _read(said, problems)
    consents = own_consents(found.owner_id, said.consents, problems)
    fixed = ("kind", "title", "students")
    if was_handed_in(found) and any(values[key] != getattr(found, key) for key in fixed):
        reason = "Reviewers were given this as it is, so its title, kind and students stay."
        problems.append(Problem("", reason, "Add it anew if they must change."))
    if _hides(found, values, legal_day(now)):
        reason = "It is under review, and would be hidden from its reviewers."
        problems.append(Problem("audience", reason, "Wait for the answer, or withdraw first."))
    if problems:
        raise ProblemsError(problems)
    for key, value in values.items():
        setattr(found, key, value)
    found.revision += 1
    found.save(update_fields=[*values, "revision"])
    cover(found, consents)
    note_artifact("artifact.described", by, found, now)


def _hides(found: rows.Artifact, values: dict[str, object], on: date) -> bool:
    until = values["seen_until"]
    hidden = values["audience"] == Audience.NOBODY or (isinstance(until, date) and until < on)
    return hidden and found.uses.filter(attempt__state__in=_UNDER_REVIEW).exists()


@transaction.atomic
def put_kept_forward(
    *,
    by: Actor,
    submission: UUID,
    part: str,
    request: str,
    artifact: UUID,
    criteria: Sequence[str] = (),
    explanation: str = "",
    now: datetime,
) -> int:
    """Put an artifact of the locker forward, without a second upload; returns its use.

    Raises:
        NoSuchRecordError: If the submission or the artifact is not the actor's own, or there is no
            such request.
        AlreadyDoneError: If the submission was submitted meanwhile.
        ProblemsError: If its kind is not asked for, it stands there already, or others may not
            see it.
    """
    draft = own_draft(by, submission)
    wanted = asked_request(draft, part, request)
    found = own_artifact(by, artifact)
    problems = no_room(draft, part, wanted)
    if found.kind not in wanted.kinds:
        reason = f'"{wanted.title}" does not ask for this kind.'
        problems.append(Problem("artifact", reason, "Choose another."))
    if draft.attempt.uses.filter(artifact=found, request=request).exists():
        problems.append(Problem("artifact", "It stands there already.", "Choose another."))
    if found.state != rows.ArtifactState.CHECKING:
        reason = reasons_for([found], Purpose.REVIEW, on=legal_day(now))[found.pk]
        if not reason.allows:
            fix = "Change that in your locker, or choose another."
            problems.append(Problem("artifact", reason.sentence, fix))
    section = Section.of({"explanation": storable(explanation)}, problems=problems)
    described = Description(
        kind=found.kind,
        title=found.title,
        criteria=read_criteria(draft, criteria, problems),
        explanation=section.text("explanation", longest=_LONGEST_REMARK, required=False),
    )
    if problems:
        raise ProblemsError(problems)
    use = use_artifact(draft, part, request, found, described=described, now=now)
    note("artifact.put_forward", by, draft.submission, now, artifact=str(found.pk))
    return use.pk


@transaction.atomic
def use_same(*, by: Actor, submission: UUID, use: int, files: FileStore, now: datetime) -> None:
    """Use the artifact that the locker had already in place of its copy, which is destroyed.

    Raises:
        NoSuchRecordError: If there is no such artifact, or it has no like in the locker.
        AlreadyDoneError: If the submission was submitted meanwhile.
        ProblemsError: If the part is closed, or the earlier one cannot stand there.
    """
    draft = own_draft(by, submission)
    found = draft.attempt.uses.select_related("artifact__same_as").filter(pk=use).first()
    if found is None or found.artifact.same_as is None:
        raise NoSuchRecordError
    draft.open_part(found.part)
    copy, earlier = found.artifact, found.artifact.same_as
    wanted = asked_request(draft, found.part, found.request)
    stands = draft.attempt.uses.filter(artifact=earlier, request=found.request).exists()
    if earlier.kind not in wanted.kinds or stands:
        reason = "The one you have stands here already, or is of another kind."
        raise ProblemsError([Problem("artifact", reason, "Keep both, or remove this one.")])
    found.artifact = earlier
    found.save(update_fields=["artifact"])
    if not copy.uses.exists():
        destroy(copy, rows.ArtifactState.REMOVED, files, by=by, now=now)
    note("artifact.put_forward", by, draft.submission, now, artifact=str(earlier.pk))


@transaction.atomic
def remove_kept(*, by: Actor, artifact: UUID, files: FileStore, now: datetime) -> bool:
    """Remove an artifact from the locker for good; whether it went, or is kept under a hold.

    It leaves drafts with it. What was handed in keeps its place there, empty.

    Raises:
        NoSuchRecordError: If it is not the actor's own.
        AlreadyDoneError: If it was removed already.
        ProblemsError: If reviewers are judging it, or it proves a consent in force.
    """
    found = own_artifact(by, artifact)
    if found.state == rows.ArtifactState.REMOVED or found.removal_asked_at is not None:
        raise AlreadyDoneError("This artifact was removed already.")
    if found.uses.filter(attempt__state__in=_UNDER_REVIEW).exists():
        reason = "Reviewers are judging a submission with it."
        fix = "Wait for the answer, or withdraw the submission or the consent first."
        raise ProblemsError([Problem("", reason, fix)])
    if found.proves.filter(settled_at=None, withdrawn_on=None).exists():
        reason = "It is the proof of a consent that is in force."
        raise ProblemsError([Problem("", reason, "Withdraw or renew that consent first.")])
    found.uses.filter(attempt__state=rows.AttemptState.DRAFT).delete()
    went = destroy(found, rows.ArtifactState.REMOVED, files, by=by, now=now)
    note_artifact("artifact.removed", by, found, now)
    return went


def own_artifact(by: Actor, artifact: UUID) -> rows.Artifact:
    """The actor's own artifact, locked.

    Raises:
        NoSuchRecordError: If there is none, or it is someone else's.
    """
    found = rows.Artifact.objects.select_for_update(of=("self",)).filter(pk=artifact).first()
    if found is None:
        raise NoSuchRecordError
    try:
        authorize(by, "keep_artifact", owner=found.owner_id)
    except NotPermittedError:
        raise NoSuchRecordError from None
    return found


def keep_in_locker(
    by: Actor, said: LockerSaid, problems: list[Problem], now: datetime, **content: object
) -> rows.Artifact:
    """Keep an artifact of this content, in the caller's transaction; raises ProblemsError."""
    owner = person_acting(by)
    authorize(by, "keep_artifact", owner=owner)
    values = _read(said, problems)
    consents = own_consents(owner, said.consents, problems)
    if problems:
        raise ProblemsError(problems)
    made = rows.Artifact.objects.create(owner_id=owner, made_at=now, **values, **content)
    cover(made, consents)
    note_artifact("artifact.kept", by, made, now, form=made.form)
    return made


def _read(said: LockerSaid, problems: list[Problem]) -> dict[str, object]:
    section = Section.of(
        {
            "kind": said.kind,
            "title": storable(said.title),
            "students": said.students,
            "consent": storable(said.consent),
            "origin": storable(said.origin),
            "audience": said.audience,
        },
        problems=problems,
    )
    return {
        "kind": section.choice("kind", KINDS_KEPT),
        "title": section.text("title", longest=_LONGEST_TITLE, one_line=True),
        "students": section.choice("students", [one.value for one in Students]),
        "consent": section.text("consent", longest=_LONGEST_REMARK, required=False),
        "origin": section.text("origin", longest=_LONGEST_TITLE, required=False, one_line=True),
        "audience": section.choice("audience", [one.value for one in Audience]),
        "dates_from": said.dates_from,
        "seen_until": said.seen_until,
    }


def announced_problems(name: str, length: int) -> list[Problem]:
    """What is wrong with a file by what is known before it is sent."""
    try:
        check_announced(name, length)
    except RefusedFileError as refusal:
        return [Problem("file", refusal.reason, refusal.fix)]
    return []


def note_artifact(
    verb: str, by: Actor, artifact: rows.Artifact, now: datetime, **details: object
) -> None:
    """Write the audit event of an act on an artifact."""
    record_event(verb, by=by, subject=("artifact", artifact.pk), details=details, now=now)
