"""Looking, after a submission, for texts that stand much the same in another educator's."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from longleaf.actions.audit import record_event
from longleaf.domain.evidence.likeness import Alike, alike, bands, is_compared, shingles
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import authorize
from longleaf.records.models import evidence as rows
from longleaf.records.models import locker

COMPARE_TASK: Final = "longleaf.jobs.locker.compare"
_MOST_COMPARED: Final = 50
_UNDER_REVIEW: Final = (rows.AttemptState.SUBMITTED, rows.AttemptState.IN_REVIEW)


def have_compared(attempt: UUID) -> None:
    """Queue the comparison in the caller's transaction."""
    app.configure_task(COMPARE_TASK, queue="evidence", lock=f"compare:{attempt}").defer(
        attempt=str(attempt)
    )


@transaction.atomic
def compare_texts(*, by: Actor, attempt: UUID, now: datetime) -> int:
    """Recognize the texts of an attempt, and point out those alike: how many. Twice is as once.

    What the micro-credential itself says is nobody's, and does not count.
    """
    authorize(by, "compare_texts")
    found = (
        rows.Attempt.objects.select_related("submission__version")
        .filter(pk=attempt, state__in=_UNDER_REVIEW)
        .first()
    )
    if found is None:
        return 0
    common = set(_shingles_in(found.submission.version.definition))
    texts = {place: text for place, text in texts_of(found) if is_compared(text)}
    locker.TextPrint.objects.filter(attempt=found).delete()
    done = 0
    for place, text in texts.items():
        recognized = bands(text, apart_from=common)
        if not recognized:
            continue
        done += _point_out(found, place, text, recognized, common=common, now=now)
        locker.TextPrint.objects.create(attempt=found, place=place, bands=recognized)
    if done:
        record_event(
            "submission.text_alike",
            by=by,
            subject=("attempt", attempt),
            details={"texts": done},
            now=now,
        )
    return done


def texts_of(attempt: rows.Attempt) -> Iterator[tuple[str, str]]:
    """The texts of an attempt by their place: answers, and artifacts that are texts."""
    for response in attempt.responses.order_by("pk"):
        yield f"{response.part}/{response.question}", response.text
    for use in attempt.uses.select_related("artifact").order_by("pk"):
        if use.artifact.form == rows.ArtifactForm.TEXT:
            yield str(use.artifact_id), use.artifact.text


def _point_out(
    attempt: rows.Attempt,
    place: str,
    text: str,
    recognized: list[int],
    *,
    common: Collection[str],
    now: datetime,
) -> bool:
    near = (
        locker.TextPrint.objects.filter(bands__overlap=recognized)
        .exclude(attempt__submission__educator=attempt.submission.educator_id)
        .exclude(attempt__state__in=[rows.AttemptState.DRAFT, rows.AttemptState.WITHDRAWN])
        .select_related("attempt__submission")
        .order_by("pk")[:_MOST_COMPARED]
    )
    best: tuple[Alike, locker.TextPrint, str] | None = None
    for other in near:
        their_text = dict(texts_of(other.attempt)).get(other.place, "")
        found = alike(text, their_text, apart_from=common)
        if found is not None and (best is None or found.share > best[0].share):
            best = (found, other, their_text)
    if best is None:
        return False
    found, other, their_text = best
    _ask(attempt, place, found, other=other.attempt, other_place=other.place, now=now)
    if other.attempt.state in _UNDER_REVIEW:
        back = alike(their_text, text, apart_from=common)
        if back is not None:
            _ask(other.attempt, other.place, back, other=attempt, other_place=place, now=now)
    return True


def _ask(
    attempt: rows.Attempt,
    place: str,
    found: Alike,
    *,
    other: rows.Attempt,
    other_place: str,
    now: datetime,
) -> None:
    locker.Likeness.objects.update_or_create(
        attempt=attempt,
        place=place,
        defaults={
            "other": other,
            "other_place": other_place,
            "share": round(100 * found.share),
            "first_word": found.first_word,
            "words": found.words,
            "found_at": now,
        },
    )


def _shingles_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from shingles(value)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _shingles_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from _shingles_in(one)
