"""Consents: recorded with their proof, attached, withdrawn; and what happens when one ends."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.badge import sign_badge_anew
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.evidence.keeping import destroy
from longleaf.actions.evidence.pause import pause_what_is_hidden, pause_where_used
from longleaf.actions.notice import notify
from longleaf.basis.ports import FileStore, KeyVault
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import Section
from longleaf.domain.evidence.completeness import Students
from longleaf.domain.evidence.consent import Scope
from longleaf.domain.evidence.keeping import CONSENT_ENDED
from longleaf.domain.evidence.text import storable
from longleaf.domain.microcredential.kinds import CONSENT_FORM
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import (
    NotPermittedError,
    authorize,
    person_acting,
)
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.records.facts.consent import covering
from longleaf.records.models import award as awards
from longleaf.records.models import badge as badges
from longleaf.records.models import evidence, locker

REMINDED_BEFORE: Final = timedelta(days=30)
_LONGEST_TITLE: Final = 200
_LONGEST_PERSONS: Final = 2000
_LONGEST_PLACE: Final = 400
_LONGEST_REASON: Final = 1000


@dataclass(frozen=True, slots=True)
class ConsentSaid:
    """What an educator says of a consent.

    Attributes:
        title: What to call it.
        persons: Whom it covers, described without names.
        giver: "guardians", "students" or "adults".
        scopes: What for: "review", "badge", "sharing".
        given_on: Its first day.
        last_on: Its last day; None if none was said.
        proof: The signed forms as an artifact of the kind "consent_form"; None if they lie
            elsewhere.
        proof_place: Where they lie.
    """

    title: str
    persons: str
    giver: str
    scopes: Sequence[str]
    given_on: date | None
    last_on: date | None = None
    proof: UUID | None = None
    proof_place: str = ""


@transaction.atomic
def record_consent(
    *,
    by: Actor,
    said: ConsentSaid,
    artifacts: Iterable[UUID] = (),
    instead_of: UUID | None = None,
    now: datetime,
) -> UUID:
    """Put a consent on record; returns it.

    Args:
        by: The educator who has it.
        said: What it says.
        artifacts: Theirs, to be covered at once.
        instead_of: A consent that this one renews: what that covered, this covers from now on.
        now: The present moment.

    Raises:
        NoSuchRecordError: If an artifact or the consent to renew is not the actor's own.
        ProblemsError: If something is missing.
    """
    owner = person_acting(by)
    authorize(by, "keep_consent", owner=owner)
    before = _own(by, instead_of) if instead_of is not None else None
    problems: list[Problem] = []
    values = _read(owner, said, problems, on=legal_day(now))
    if problems:
        raise ProblemsError(problems)
    made = locker.Consent.objects.create(owner_id=owner, made_at=now, **values)
    _cover(owner, made, artifacts)
    if before is not None:
        covered = before.covers.values_list("artifact", flat=True)
        _cover(owner, made, list(covered))
        before.covers.all().delete()
    _note("consent.recorded", by, made, now)
    return made.pk


def _read(
    owner: UUID, said: ConsentSaid, problems: list[Problem], *, on: date
) -> dict[str, object]:
    section = Section.of(
        {
            "title": storable(said.title),
            "persons": storable(said.persons),
            "giver": said.giver,
            "proof_place": storable(said.proof_place),
        },
        problems=problems,
    )
    scopes = [one.value for one in Scope if one.value in said.scopes]
    if not scopes or set(said.scopes) - set(scopes):
        problems.append(Problem("scopes", "It does not say what for.", "Choose at least one use."))
    if said.given_on is None:
        problems.append(Problem("given_on", "The day it was given is missing.", "Give a day."))
    elif said.given_on > on:
        problems.append(
            Problem("given_on", "It cannot have been given on a day to come.", "Correct the day.")
        )
    if said.given_on and said.last_on and said.last_on < said.given_on:
        problems.append(
            Problem("last_on", "Its last day comes before its first.", "Correct one of them.")
        )
    elif said.last_on is not None and said.last_on < on:
        problems.append(Problem("last_on", "It has ended already.", "Ask for it anew."))
    proof = _proof(owner, said.proof, problems)
    place = section.text("proof_place", longest=_LONGEST_PLACE, required=False, one_line=True)
    if proof is None and not place:
        problems.append(
            Problem(
                "proof_place",
                "There is no proof of it.",
                "Choose the signed forms in your locker, or say where they lie.",
            )
        )
    return {
        "title": section.text("title", longest=_LONGEST_TITLE, one_line=True),
        "persons": section.text("persons", longest=_LONGEST_PERSONS),
        "giver": section.choice("giver", [one.value for one in locker.ConsentGiver]),
        "scopes": scopes,
        "given_on": said.given_on,
        "last_on": said.last_on,
        "proof": proof,
        "proof_place": place,
    }


def _proof(owner: UUID, proof: UUID | None, problems: list[Problem]) -> evidence.Artifact | None:
    if proof is None:
        return None
    found = evidence.Artifact.objects.filter(
        pk=proof,
        owner=owner,
        kind=CONSENT_FORM.key,
        state__in=[evidence.ArtifactState.READY, evidence.ArtifactState.CHECKING],
    ).first()
    if found is None:
        problems.append(
            Problem("proof", "These forms are not in your locker.", "Choose from the list.")
        )
    return found


@transaction.atomic
def choose_covered(*, by: Actor, consent: UUID, artifacts: Iterable[UUID], now: datetime) -> None:
    """Let a consent cover just these artifacts of the actor's.

    Raises:
        NoSuchRecordError: If it, or an artifact, is not the actor's own.
        AlreadyDoneError: If it has ended: what it covered is gone.
    """
    found = _own(by, consent)
    _must_go_on(found, now)
    wanted = set(artifacts)
    found.covers.exclude(artifact__in=wanted).delete()
    _cover(found.owner_id, found, wanted)
    _note("consent.attached", by, found, now, artifacts=len(wanted))


def _cover(owner: UUID, consent: locker.Consent, artifacts: Iterable[UUID]) -> None:
    wanted = set(artifacts)
    own = evidence.Artifact.objects.filter(pk__in=wanted, owner=owner)
    if own.count() != len(wanted):
        raise NoSuchRecordError
    locker.ConsentCover.objects.bulk_create(
        [locker.ConsentCover(consent=consent, artifact_id=pk) for pk in sorted(wanted)],
        ignore_conflicts=True,
    )


@transaction.atomic
def withdraw_consent(
    *,
    by: Actor,
    consent: UUID,
    because: str,
    files: FileStore,
    vault: KeyVault,
    base_url: str,
    now: datetime,
) -> None:
    """End a consent from today on: what it covered is removed at once, everywhere.

    Submissions under review with it pause; badges that name it are signed anew without it.

    Raises:
        NoSuchRecordError: If it is not the actor's own.
        AlreadyDoneError: If it has ended already.
        ProblemsError: If the reason is too long.
    """
    found = _own(by, consent)
    _must_go_on(found, now)
    problems: list[Problem] = []
    words = Section.of({"because": storable(because)}, problems=problems).text(
        "because", longest=_LONGEST_REASON, required=False
    )
    if problems:
        raise ProblemsError(problems)
    found.withdrawn_on, found.withdrawn_because = legal_day(now), words
    found.save(update_fields=["withdrawn_on", "withdrawn_because"])
    _note("consent.withdrawn", by, found, now)
    _settle(by, found, files=files, vault=vault, base_url=base_url, now=now)


def settle_consents(
    *, by: Actor, files: FileStore, vault: KeyVault, base_url: str, now: datetime
) -> int:
    """Remove what consents covered that have ended, and pause what no longer may be seen."""
    authorize(by, "settle_consents")
    ended = locker.Consent.objects.filter(settled_at=None, last_on__lt=legal_day(now))
    done = 0
    for pk in list(ended.values_list("pk", flat=True)):
        with transaction.atomic():
            found = locker.Consent.objects.select_for_update(of=("self",)).get(pk=pk)
            if found.settled_at is None:
                _settle(by, found, files=files, vault=vault, base_url=base_url, now=now)
                done += 1
    return done + pause_what_is_hidden(by=by, now=now)


def _settle(
    by: Actor,
    consent: locker.Consent,
    *,
    files: FileStore,
    vault: KeyVault,
    base_url: str,
    now: datetime,
) -> None:
    covered = list(
        evidence.Artifact.objects.select_for_update(of=("self",)).filter(
            covers__consent=consent,
            students=Students.IDENTIFIABLE,
            state=evidence.ArtifactState.READY,
        )
    )
    for artifact in covered:
        destroy(
            artifact,
            evidence.ArtifactState.REMOVED,
            files,
            by=by,
            rule=CONSENT_ENDED,
            now=now,
        )
    gone = [artifact.pk for artifact in covered]
    if gone:
        pause_where_used(by=by, artifacts=gone, now=now)
        _sign_without(by, gone, vault=vault, base_url=base_url, now=now)
    consent.settled_at = now
    consent.save(update_fields=["settled_at"])
    _note("consent.ended", by, consent, now, artifacts=len(gone))
    if covered:
        notify(
            consent.owner_id,
            kind="consent.ended",
            subject=f"Removed, since a consent has ended: {consent.title}",
            body=(
                "What it covered can no longer be shown, and was removed from your locker,"
                " submissions and badges. Where something is still under review, it waits for you."
            ),
            path=f"/my-consents/{consent.pk}",
            now=now,
        )


def _sign_without(
    by: Actor, artifacts: Sequence[UUID], *, vault: KeyVault, base_url: str, now: datetime
) -> None:
    """Badges that name one of these are signed anew without them."""
    naming = badges.Badge.objects.filter(
        shown_artifacts__overlap=list(artifacts), replaced_at__isnull=True
    )
    for award in (
        awards.Award.objects.select_for_update(of=("self",))
        .select_related("issuer", "version__microcredential", "educator", "submission")
        .filter(pk__in=naming.values("award"))
        .order_by("pk")
    ):
        sign_badge_anew(by=by, award=award, vault=vault, base_url=base_url, now=now)


def remind_of_consents(*, by: Actor, now: datetime) -> int:
    """Tell educators of consents that end within thirty days, once each: how many."""
    authorize(by, "settle_consents")
    on = legal_day(now)
    ending = locker.Consent.objects.filter(
        settled_at=None,
        withdrawn_on=None,
        reminded_at=None,
        last_on__gte=on,
        last_on__lte=on + REMINDED_BEFORE,
        covers__isnull=False,
    ).distinct()
    done = 0
    for pk in list(ending.values_list("pk", flat=True)):
        with transaction.atomic():
            found = locker.Consent.objects.select_for_update(of=("self",)).get(pk=pk)
            if found.reminded_at is None:
                _remind(found, now)
                done += 1
    return done


def _remind(consent: locker.Consent, now: datetime) -> None:
    last = consent.last_on
    assert last is not None  # noqa: S101 - it was found by its last day
    consent.reminded_at = now
    consent.save(update_fields=["reminded_at"])
    notify(
        consent.owner_id,
        kind="consent.ends_soon",
        subject=f"A consent ends soon: {consent.title}",
        body=(
            f"It holds until {last:%B} {last.day}, {last.year}. What it covers is removed on the"
            " day after, from your locker and everywhere else. If you have it renewed, put the new"
            " one on record before then."
        ),
        path=f"/my-consents/{consent.pk}",
        now=now,
    )


def _own(by: Actor, consent: UUID) -> locker.Consent:
    found = locker.Consent.objects.select_for_update(of=("self",)).filter(pk=consent).first()
    if found is None:
        raise NoSuchRecordError
    try:
        authorize(by, "keep_consent", owner=found.owner_id)
    except NotPermittedError:
        raise NoSuchRecordError from None
    return found


def _must_go_on(consent: locker.Consent, now: datetime) -> None:
    if consent.settled_at is not None or covering(consent).is_over(legal_day(now)):
        raise AlreadyDoneError("This consent has ended already.")


def _note(verb: str, by: Actor, consent: locker.Consent, now: datetime, **details: object) -> None:
    record_event(verb, by=by, subject=("consent", consent.pk), details=details, now=now)
